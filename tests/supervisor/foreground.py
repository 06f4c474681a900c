"""`python -m tests.supervisor.foreground NAME…`: the supervisor's program with small parts of these names.

The name redis stands for the embedded Redis server; a name ending in _fails stands for a part that fails.
"""

from __future__ import annotations

import sys

from bot.supervisor.__main__ import main
from bot.supervisor.stack import REDIS, Part
from settings import Settings

FIELDS = ("backend_url", "engine_url", "worker_url")


def small(name: str, field: str, behaviour: str = "") -> Part:
    def url(settings: Settings) -> str:
        return str(getattr(settings, field))

    return Part(name, lambda s: (sys.executable, "-m", "tests.supervisor.part", url(s), behaviour), url)


def named(names: list[str]) -> list[Part]:
    return [
        REDIS if name == "redis" else small(name, field, "fails" if name.endswith("_fails") else "")
        for name, field in zip(names, FIELDS, strict=False)
    ]


if __name__ == "__main__":
    sys.exit(main(named(sys.argv[1:])))
