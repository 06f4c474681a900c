"""What one does with an item: write, submit, send back, publish, retire, take an old version back.

Every function makes one change that readers see whole, adds its line to the journal, and raises NotAllowed with a
message in Chinese when it may not be done. `who` and `why` go into the journal; `now` carries its zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from knowledge_base.folder import files, writing
from knowledge_base.life.journal import JOURNAL, Entry, with_lines
from knowledge_base.life.shelf import (
    Standing,
    digest,
    draft_path,
    entries_by_code,
    raw,
    standing,
    version,
    version_path,
)
from knowledge_base.life.states import Move, NotAllowed, check
from knowledge_base.loader import CHINA, TemplateError, strange_places
from knowledge_base.schema import Item
from knowledge_base.yaml_text import to_yaml

LARGEST_DRAFT = 200_000  # characters
_CODE = re.compile(r"[A-Z]{2}-\d{2,4}")
_AN_EDITOR = "直接改文件"


@dataclass(frozen=True)
class Hand:
    """Who does something, when and why."""

    who: str
    now: datetime
    why: str = ""

    @property
    def today(self) -> date:
        """The day in China on which it is done."""
        return self.now.astimezone(CHINA).date()

    def entry(self, code: str, move: Move, version: int | None = None, draft: str = "") -> Entry:
        return Entry(at=self.now, code=code, move=move, who=self.who, why=self.why, version=version, draft=draft)


@dataclass
class _Change:
    """Files and journal lines that are to appear together."""

    files: dict[str, str | None] = field(default_factory=dict)
    lines: list[Entry] = field(default_factory=list)

    def finished(self, folder: Path) -> dict[str, str | None]:
        return {**self.files, JOURNAL: with_lines(folder, self.lines)} if self.lines else {}


def save(folder: Path, code: str, wording: str, hand: Hand) -> Standing:
    """Keeps a draft as it was written; it may still have faults, which the standing names."""
    if len(wording) > LARGEST_DRAFT:
        raise NotAllowed("草稿太长了，请分成几个事项。")
    return _simple(folder, code, Move.SAVE, hand, wording)


def submit(folder: Path, code: str, hand: Hand, places: Iterable[str] | None = None) -> Standing:
    """Hands the draft over for review; it must have no fault, and differ from what is published."""
    now = _standing(folder, code)
    check(code, now.state, Move.SUBMIT, hand.why)
    draft = _sound(now, places)
    if now.published and now.published == draft:
        raise NotAllowed(f"{code} 的草稿和已发布的一样，不用提交。")
    return _simple(folder, code, Move.SUBMIT, hand, raw(folder, draft_path(code)))


def send_back(folder: Path, code: str, hand: Hand) -> Standing:
    """Returns a submitted draft to whoever writes it, with what has to be mended."""
    return _simple(folder, code, Move.SEND_BACK, hand, raw(folder, draft_path(code)))


def discard(folder: Path, code: str, hand: Hand) -> Standing:
    """Throws a draft away; what is published stays."""
    return _simple(folder, code, Move.DISCARD, hand, None)


def publish(
    folder: Path, code: str, hand: Hand, effective: date | None = None, places: Iterable[str] | None = None
) -> Standing:
    """Publishes the reviewed draft as the next version, from `effective` on; until that day the one before answers."""
    with writing(folder) as commit:
        now = _standing(folder, code)
        check(code, now.state, Move.PUBLISH, hand.why)
        change = _Change({draft_path(code): None})
        _add_version(change, folder, now, _sound(now, places), hand, Move.PUBLISH, effective)
        commit(change.finished(folder))
    return standing(folder, code)


def retire(folder: Path, code: str, hand: Hand) -> Standing:
    """Takes an item out of service. Its versions stay, and so do the cases filed under them."""
    with writing(folder) as commit:
        change = _Change()
        _retire(change, folder, code, hand)
        commit(change.finished(folder))
    return standing(folder, code)


def restore(folder: Path, code: str, number: int, hand: Hand) -> Standing:
    """Makes an earlier version the draft; it is then submitted and published like any other."""
    with writing(folder) as commit:
        now = _standing(folder, code)
        check(code, now.state, Move.RESTORE, hand.why)
        old = version(folder, code, number)
        if old is None:
            known = "、".join(map(str, now.versions)) or "（还没有）"
            raise NotAllowed(f"{code} 没有第{number}版。可以取回的版本：{known}。")
        wording = to_yaml(old)
        line = hand.entry(code, Move.RESTORE, version=number, draft=digest(wording))
        commit(_Change({draft_path(code): wording}, [line]).finished(folder))
    return standing(folder, code)


def publish_many(
    folder: Path, items: Iterable[Item], retired: Iterable[str], hand: Hand, expected: Mapping[str, Item]
) -> None:
    """Publishes and retires many items in one change: readers see all of it or none. Drafts stay as they are.

    `expected` is what was published when the change was planned; NotAllowed when somebody has changed it since.
    """
    with writing(folder) as commit:
        change = _Change()
        past = entries_by_code(folder)
        for item in items:
            now = _standing(folder, item.code, past.get(item.code, []))
            if now.published != expected.get(item.code):
                raise NotAllowed(f"{item.code} 刚刚被别人改过，什么都没有写入。请再来一次。")
            _add_version(change, folder, now, item, hand, Move.IMPORT)
        for code in retired:
            _retire(change, folder, code, hand, past.get(code, []))
        commit(change.finished(folder))


def record(folder: Path, hand: Hand) -> list[str]:
    """Keeps the version of every file that an editor changed; the codes of those that were."""
    with writing(folder) as commit:
        change = _Change()
        for code in (name.removesuffix(".yml") for name in files(folder)):
            _keep_by_hand(change, folder, _standing(folder, code, []), hand)
        commit(change.finished(folder))
    return [line.code for line in change.lines]


def _simple(folder: Path, code: str, move: Move, hand: Hand, wording: str | None) -> Standing:
    with writing(folder) as commit:
        check(code, _standing(folder, code).state, move, hand.why)
        line = hand.entry(code, move, draft=digest(wording) if wording is not None else "")
        commit(_Change({draft_path(code): wording}, [line]).finished(folder))
    return standing(folder, code)


def _standing(folder: Path, code: str, past: Sequence[Entry] | None = None) -> Standing:
    if not _CODE.fullmatch(code):
        raise NotAllowed(f"事项编码要写成 MZ-01 的样子，不能是“{code}”。")
    return standing(folder, code, past)


def _sound(now: Standing, places: Iterable[str] | None) -> Item:
    if now.draft is None or now.problems:
        raise TemplateError(now.problems)
    if now.draft.code != now.code:
        raise TemplateError([f"{draft_path(now.code)}: code: 要和文件名一致，应为 {now.code}"])
    if problem := strange_places(now.draft, places):
        raise TemplateError([f"{draft_path(now.code)}: places: {problem}"])
    return now.draft


def _add_version(
    change: _Change, folder: Path, now: Standing, item: Item, hand: Hand, move: Move, effective: date | None = None
) -> None:
    """Adds the next version. It never takes effect before the day it is published, except an item's very first."""
    _keep_by_hand(change, folder, now, hand)
    known = [*now.versions, *(line.version or 0 for line in change.lines if line.code == now.code)]
    day = effective or (max(item.effective, hand.today) if known else item.effective)
    number = max(item.version, max(known, default=0) + 1)
    new = item.model_copy(update={"version": number, "effective": day})
    wording = to_yaml(new)
    change.files[f"{now.code}.yml"] = change.files[version_path(now.code, number)] = wording
    change.lines.append(hand.entry(now.code, move, version=number))


def _keep_by_hand(change: _Change, folder: Path, now: Standing, hand: Hand) -> None:
    """Keeps what is published when the history does not have it yet: somebody changed the file with an editor."""
    if now.published is None:
        return
    item = now.published
    taken = item.version in now.versions
    if taken and version(folder, now.code, item.version) == item:
        return
    number = max(now.versions) + 1 if taken else item.version
    change.files[version_path(now.code, number)] = to_yaml(item.model_copy(update={"version": number}))
    line = Entry(at=hand.now, code=now.code, move=Move.BY_HAND, who=_AN_EDITOR, version=number)
    change.lines.append(line)


def _retire(change: _Change, folder: Path, code: str, hand: Hand, past: Sequence[Entry] | None = None) -> None:
    now = _standing(folder, code, past)
    check(code, now.state, Move.RETIRE, hand.why)
    _keep_by_hand(change, folder, now, hand)
    change.files[f"{code}.yml"] = None
    change.lines.append(hand.entry(code, Move.RETIRE, version=now.published.version if now.published else None))
