"""A folder many processes read while one changes it: a change of many files appears to every reader as one.

A change is written beside the files (`.change.new/`), appears whole by one rename (`.change/`), and is then moved into
place file by file. As long as `.change/` is there, a file in it stands for the one of the same name in the folder, so
the old and the new are never mixed, also when the writer is killed half-way: the next writer finishes its work.
Readers need no permission to write. A clerk's editor works beside all this.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Change = Mapping[str, str | None]
"""Paths inside the folder, each with its new text; None takes the file away."""
Fingerprint = tuple[tuple[str, int, int, int], ...]

_LOCK = ".lock"
_PREPARED = ".change.new"
_PENDING = ".change"
_GONE = ".gone"
_TRIES = 20

Read = TypeVar("Read")


class Unsettled(OSError):
    """The folder changed again and again while it was read."""


def files(folder: Path, below: str = "") -> dict[str, Path]:
    """The YAML files in the folder, or in one below it, by name; where each is to be read from at this moment."""
    # What is pending is looked at first: files move from there into place, so the other way round could miss one.
    pending, standing = folder / _PENDING / below, folder / below
    moving = _names(pending)
    gone = {name.removesuffix(_GONE) for name in moving if name.endswith(_GONE)}
    found = {name: standing / name for name in _names(standing) if name not in gone}
    found |= {name: pending / name for name in moving}
    return {name: found[name] for name in sorted(found) if name.endswith(".yml")}


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):  # Also when a pending change has been finished this moment.
        return []


def text(folder: Path, name: str) -> str | None:
    """What a file of the folder says at this moment; None when there is none."""
    if (folder / _PENDING / (name + _GONE)).exists():
        return None
    for path in (folder / _PENDING / name, folder / name):
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
    return None


def fingerprint(folder: Path, below: str = "") -> Fingerprint:
    """Tells one state of the folder's files from another."""
    stamps = []
    for name, path in files(folder, below).items():
        try:
            stat = path.stat()
        except FileNotFoundError:  # It has just moved into place.
            continue
        stamps.append((name, stat.st_ino, stat.st_mtime_ns, stat.st_size))
    return tuple(stamps)


def steady(folder: Path, read: Callable[[], Read]) -> Read:
    """What `read` makes of one single state of the folder: it runs again when the folder changed under it.

    Raises Unsettled when that does not end, and whatever `read` raises of a folder that stood still.
    """
    for _ in range(_TRIES):
        before = fingerprint(folder)
        try:
            result = read()
        except FileNotFoundError:  # It has just moved into place.
            continue
        except Exception:
            if fingerprint(folder) == before:
                raise
            continue
        if fingerprint(folder) == before:
            return result
    raise Unsettled(f"{folder}: 文件一直在变，请稍后再试")


@contextmanager
def writing(folder: Path) -> Iterator[Callable[[Change], None]]:
    """Keeps every other writer out, and gives the function that makes a change."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _settle(folder)
        yield lambda change: _commit(folder, change)


def _commit(folder: Path, change: Change) -> None:
    prepared = folder / _PREPARED
    shutil.rmtree(prepared, ignore_errors=True)
    for name, new in change.items():
        path = prepared / (name + _GONE if new is None else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(new or "")
            file.flush()
            os.fsync(file.fileno())
    if prepared.exists():
        prepared.rename(folder / _PENDING)
        _settle(folder)


def _settle(folder: Path) -> None:
    """Moves a pending change into place; may be repeated from any point at which it was interrupted."""
    pending = folder / _PENDING
    if not pending.exists():
        return
    for path in sorted(path for path in pending.rglob("*") if path.is_file()):
        place = folder / path.relative_to(pending)
        if path.name.endswith(_GONE):
            place.with_name(path.name.removesuffix(_GONE)).unlink(missing_ok=True)
            path.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    shutil.rmtree(pending)
