"""Checks what is committed: no file above 1 MiB, none that names the host of a package registry."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

LARGEST_BYTES = 1024 * 1024
REGISTRY_HOST = re.compile(rb"\b(pypi|pythonhosted|npmjs|npmmirror|tuna\.tsinghua|rubygems|crates)\.(org|com|io|edu)\b")


def complaints() -> list[str]:
    """What is wrong, one line a file. Files that git would take along with the next commit count as well."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        capture_output=True,
        check=True,
    )
    found = []
    for path in (Path(name) for name in listed.stdout.decode().split("\0") if name):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if len(content) > LARGEST_BYTES:
            found.append(f"{path}: {len(content)} bytes; the most is {LARGEST_BYTES}")
        if match := REGISTRY_HOST.search(content):
            found.append(f"{path}: names the package registry {match[0].decode()}")
    return found


if __name__ == "__main__":
    wrong = complaints()
    print("\n".join(wrong) or "committed files: nothing to complain about")
    sys.exit(bool(wrong))
