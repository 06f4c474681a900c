"""What a check finds, and the texts of an item a check looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knowledge_base.schema import Item

# Names and codes are not sentences; phrases are how citizens talk, not how we do.
_NO_SENTENCES = {
    "code",
    "name",
    "department",
    "everyday_names",
    "phrases",
    "places",
    "verified",
    "when",
    "key",
    "article",
    "basis",
}


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend: where, what is wrong, what to write instead. A notice need not be mended before publishing."""

    file: str
    field: str
    wrong: str
    instead: str
    notice: bool = False

    def __str__(self) -> str:
        return f"{'提醒 ' if self.notice else ''}{self.file}: {self.field}: {self.wrong}。{self.instead}"


def finding(item: Item, field: str, wrong: str, instead: str, *, notice: bool = False) -> Finding:
    return Finding(f"{item.code}.yml", field, wrong, instead, notice)


def texts(item: Item) -> Iterator[tuple[str, str]]:
    """Everything citizens read of an item, each with its field."""
    yield from _texts("", item.model_dump(mode="json"))


def _texts(field: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _NO_SENTENCES:
                yield from _texts(f"{field}.{name}" if field else name, one)
    elif isinstance(value, list):
        for n, one in enumerate(value, 1):
            yield from _texts(f"{field}.{n}", one)
