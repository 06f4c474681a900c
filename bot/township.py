"""The few local facts the gateway itself shows: the township's name and the telephone of its hall."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Facts:
    """What the header and the degraded replies need."""

    name: str
    hall: str
    telephone: str
    hours: str
    sample: bool


class Township:
    """Reads the township file again when it has changed, so that a clerk's correction shows without a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at: float | None = None
        self._facts: Facts | None = None

    @property
    def facts(self) -> Facts:
        """Raises OSError, KeyError or yaml.YAMLError only when the file was never readable."""
        try:
            changed = self._path.stat().st_mtime
            if self._facts is None or changed != self._read_at:
                self._facts = _facts(yaml.safe_load(self._path.read_text(encoding="utf-8")))
                self._read_at = changed
        except (OSError, KeyError, TypeError, yaml.YAMLError):
            if self._facts is None:
                raise
        return self._facts


def _facts(content: dict[str, Any]) -> Facts:
    hall = content["places"]["hall"]
    return Facts(
        name=str(content["name"]),
        hall=str(hall["name"]),
        telephone=str(hall["telephone"]),
        hours=str(hall["hours"]),
        sample=bool(content.get("sample", False)),
    )
