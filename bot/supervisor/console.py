"""What the supervisor prints: its own lines plainly, the lines of a part behind the part's name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TextIO

COLOURS = (36, 33, 32, 35, 34)


class Console:
    """Writes lines to a terminal (with coloured names), a pipe or a log file (without)."""

    def __init__(self, stream: TextIO, names: Sequence[str]) -> None:
        width = max((len(name) for name in names), default=0)
        colour = stream.isatty() and "NO_COLOR" not in os.environ
        self._stream: TextIO | None = stream
        self._prefixes = {
            name: f"\033[{COLOURS[index % len(COLOURS)]}m{name:<{width}}\033[0m | " if colour else f"{name:<{width}} | "
            for index, name in enumerate(names)
        }

    def say(self, text: str) -> None:
        """Print a line of the supervisor itself."""
        self._write(text)

    def repeat(self, name: str, text: str) -> None:
        """Print a line that a part has written."""
        self._write(self._prefixes[name] + text)

    def _write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except OSError:
            # Whoever read our output has gone (`make run | head`), or the disk is full: serving matters more.
            self._stream = None
