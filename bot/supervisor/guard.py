"""Ends the process groups that a killed supervisor leaves behind.

Run as a program with a pipe from the supervisor as its standard input. A line "+123" says that process group 123 was
started, "-123" that it has ended. The pipe closes when the supervisor is gone, for whatever reason, and the groups
still on the list are killed. The supervisor's lock on the data directory is inherited, so that nobody else takes the
directory before the last group is gone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable


def watch(lines: Iterable[str]) -> None:
    """Follow the list of groups until the supervisor is gone, then kill the rest."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    # A Ctrl-C is for the supervisor, which then stops its parts in order.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    watch(sys.stdin)
