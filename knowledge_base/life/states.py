"""States of an item and the moves between them: this table decides what is allowed, nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where the newest wording of an item stands. What citizens are told is the published one all the while."""

    NONE = "none"
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Move(StrEnum):
    """What may be done with an item; the last two are recorded, not chosen."""

    SAVE = "save"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    DISCARD = "discard"
    PUBLISH = "publish"
    RETIRE = "retire"
    RESTORE = "restore"
    IMPORT = "import"
    BY_HAND = "by_hand"


STATE_TITLES: Mapping[State, str] = {
    State.NONE: "没有",
    State.DRAFT: "草稿",
    State.REVIEW: "待审核",
    State.PUBLISHED: "已发布",
    State.RETIRED: "已停用",
}


@dataclass(frozen=True)
class Rule:
    """One move: its name for people, where it may start, and whether a reason has to be given."""

    title: str
    start: frozenset[State]
    needs_reason: bool = False


_ANY = frozenset(State)
_OPEN = frozenset({State.DRAFT, State.REVIEW})
_SETTLED = frozenset({State.PUBLISHED, State.RETIRED})

MOVES: Mapping[Move, Rule] = {
    Move.SAVE: Rule("保存草稿", _ANY),
    Move.SUBMIT: Rule("提交审核", frozenset({State.DRAFT})),
    Move.SEND_BACK: Rule("退回修改", frozenset({State.REVIEW}), needs_reason=True),
    Move.DISCARD: Rule("放弃草稿", _OPEN),
    Move.PUBLISH: Rule("发布", frozenset({State.REVIEW})),
    Move.RETIRE: Rule("停用", frozenset({State.PUBLISHED}), needs_reason=True),
    Move.RESTORE: Rule("取回旧版本", _SETTLED),
    Move.IMPORT: Rule("导入", _ANY),
    Move.BY_HAND: Rule("记下文件原样", _ANY),
}

CHOSEN = tuple(move for move in Move if move not in (Move.IMPORT, Move.BY_HAND))


class NotAllowed(ValueError):
    """The move cannot be made; the message says in Chinese why, and what can be done."""


def allowed(state: State) -> tuple[Move, ...]:
    """The moves a person may choose now."""
    return tuple(move for move in CHOSEN if state in MOVES[move].start)


def check(code: str, state: State, move: Move, why: str) -> None:
    """Raises NotAllowed when the move does not start from this state, or lacks the reason it needs."""
    rule = MOVES[move]
    if state not in rule.start:
        possible = "、".join(MOVES[one].title for one in allowed(state))
        raise NotAllowed(f"{code} 现在是“{STATE_TITLES[state]}”，不能{rule.title}。现在可以：{possible}。")
    if rule.needs_reason and not why.strip():
        raise NotAllowed(f"{rule.title}要写明原因。")
