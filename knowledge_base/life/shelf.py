"""Where an item's wordings lie: published, draft and history; all plain files that an editor can open.

MZ-01.yml                 what is published
drafts/MZ-01.yml          what is being written
history/MZ-01/0001.yml    every version there was, by number
history/journal.jsonl     who did what, when and why
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge_base.folder import files, text
from knowledge_base.life.journal import Entry, entries
from knowledge_base.life.states import Move, State
from knowledge_base.loader import TemplateError, parse
from knowledge_base.schema import Item

DAYS_UNTIL_STALE = 365


@dataclass(frozen=True)
class Standing:
    """One item at one moment. `problems` are the faults of its draft, or of the published file.

    `newest` is what was published last, also of an item that is retired.
    """

    code: str
    state: State
    published: Item | None
    draft: Item | None
    problems: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()
    newest: Item | None = None
    last: Entry | None = None

    @property
    def name(self) -> str:
        item = self.draft or self.newest
        return item.name if item else self.code

    def scheduled(self, today: date) -> bool:
        """Whether what is published answers only from a later day on."""
        return self.published is not None and self.published.effective > today

    def stale(self, today: date) -> bool:
        """Whether nobody has checked what is published for a year."""
        return self.published is not None and unverified(self.published, today)


def unverified(item: Item, today: date) -> bool:
    """Whether the item was last checked more than a year ago."""
    return (today - item.verified.on).days > DAYS_UNTIL_STALE


def draft_path(code: str) -> str:
    return f"drafts/{code}.yml"


def version_path(code: str, version: int) -> str:
    return f"history/{code}/{version:04d}.yml"


def raw(folder: Path, path: str) -> str | None:
    """A file as it was saved, in whatever encoding; None when there is none."""
    try:
        return text(folder, path)
    except UnicodeDecodeError:
        return ""


def digest(wording: str) -> str:
    """Tells one wording of a draft from another."""
    return hashlib.sha256(wording.encode()).hexdigest()[:16]


def versions(folder: Path, code: str) -> tuple[int, ...]:
    """The numbers of the versions that are kept, oldest first."""
    return tuple(int(name.removesuffix(".yml")) for name in files(folder, f"history/{code}"))


def version(folder: Path, code: str, number: int) -> Item | None:
    """One version as it was; None when it is not kept. Raises TemplateError."""
    wording = text(folder, version_path(code, number))
    return None if wording is None else parse(wording, version_path(code, number), Item)


def standing(folder: Path, code: str, moves: Sequence[Entry] | None = None) -> Standing:
    """How one item stands; `moves` are its journal lines when they were read before."""
    past = entries(folder, code) if moves is None else moves
    published, published_problems = _item(folder, f"{code}.yml")
    wording = raw(folder, draft_path(code))
    draft, draft_problems = _item(folder, draft_path(code))
    kept = versions(folder, code)
    newest = published or (_item(folder, version_path(code, kept[-1]))[0] if kept else None)
    return Standing(
        code=code,
        state=_state(wording, published is not None or bool(published_problems), past),
        published=published,
        draft=draft,
        problems=draft_problems or published_problems,
        versions=kept,
        newest=newest,
        last=past[-1] if past else None,
    )


def entries_by_code(folder: Path) -> dict[str, list[Entry]]:
    """The whole journal, item by item."""
    past: dict[str, list[Entry]] = {}
    for entry in entries(folder):
        past.setdefault(entry.code, []).append(entry)
    return past


def standings(folder: Path) -> list[Standing]:
    """How every item stands that is published, drafted or was ever retired."""
    past = entries_by_code(folder)
    codes = {name.removesuffix(".yml") for name in (*files(folder), *files(folder, "drafts"))} | set(past)
    found = (standing(folder, code, past.get(code, [])) for code in sorted(codes))
    return [one for one in found if one.state is not State.NONE]


def _item(folder: Path, path: str) -> tuple[Item | None, tuple[str, ...]]:
    try:
        wording = text(folder, path)
        return (None, ()) if wording is None else (parse(wording, path, Item), ())
    except UnicodeDecodeError:
        return None, (f"{path}: 整个文件: 请存成 UTF-8 编码",)
    except TemplateError as error:
        return None, tuple(error.problems)


def _state(draft: str | None, published: bool, past: Iterable[Entry]) -> State:
    """A draft counts as submitted only while it is the very wording that was: an editor may have changed it since."""
    moves = list(past)
    if draft is not None:
        last = next((entry for entry in reversed(moves) if entry.draft), None)
        submitted = last is not None and last.move is Move.SUBMIT and last.draft == digest(draft)
        return State.REVIEW if submitted else State.DRAFT
    if published:
        return State.PUBLISHED
    return State.RETIRED if any(entry.version for entry in moves) else State.NONE
