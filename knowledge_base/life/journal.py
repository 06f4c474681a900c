"""The journal: one line for each move of any item, to which lines are only added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge_base.folder import text
from knowledge_base.life.states import Move

JOURNAL = "history/journal.jsonl"


class Entry(BaseModel):
    """One move. `version` is the one made, taken back or retired; `draft` tells the very wording of a draft."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    code: str
    move: Move
    who: str
    why: str = ""
    version: int | None = None
    draft: str = ""


def entries(folder: Path, code: str | None = None) -> list[Entry]:
    """What happened, oldest first; of one item or of all."""
    lines = (text(folder, JOURNAL) or "").splitlines()
    found = (Entry.model_validate_json(line) for line in lines if line.strip())
    return [entry for entry in found if code in (None, entry.code)]


def with_lines(folder: Path, new: Iterable[Entry]) -> str:
    """The journal's text with lines added."""
    added = "".join(entry.model_dump_json(exclude_defaults=True) + "\n" for entry in new)
    return (text(folder, JOURNAL) or "") + added
