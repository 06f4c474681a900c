"""How much memory the processes below us use, from Linux's /proc. Elsewhere nothing is found."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

PROC = Path("/proc")


def descendants() -> set[int]:
    """All processes started by this one, and by them."""
    children: dict[int, list[int]] = {}
    for stat in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name of the program stands in parentheses and may contain anything.
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def resident(processes: set[int]) -> dict[str, float]:
    """The resident memory of each process in MiB, by what it runs; a process that has ended is left out."""
    page = os.sysconf("SC_PAGE_SIZE")
    sizes: dict[str, float] = {}
    for process in sorted(processes):
        with contextlib.suppress(OSError):
            pages = int((PROC / str(process) / "statm").read_text().split()[1])
            name = _name((PROC / str(process) / "cmdline").read_text().split("\0"))
            sizes[name] = sizes.get(name, 0.0) + pages * page / 2**20
    return sizes


def _name(command: list[str]) -> str:
    """`python -m bot` is bot, `python -m rasa run actions --port 1` is rasa run actions, a script is its file."""
    if "-m" not in command:
        program = next((word for word in command if word.endswith(".py")), command[0].split()[0])
        return Path(program).name
    words = command[command.index("-m") + 1 :]
    end = next((index for index, word in enumerate(words) if word.startswith("-") or not word), len(words))
    return " ".join(words[:end])
