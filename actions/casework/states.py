"""The states of tickets, bookings and disputes and the moves between them: one table each, and nothing else decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from actions.casework.kinds import Kind, StaffRole
from actions.casework.refusals import Refusal


class Role(StrEnum):
    """In what capacity somebody makes a move."""

    CITIZEN = "citizen"
    STAFF = "staff"
    MEDIATOR = "mediator"
    AGENT = "agent"
    SYSTEM = "system"


ROLES_OF: Mapping[StaffRole, tuple[Role, ...]] = MappingProxyType(
    {
        StaffRole.ADMIN: (Role.STAFF, Role.MEDIATOR, Role.AGENT),
        StaffRole.CLERK: (Role.STAFF,),
        StaffRole.MEDIATOR: (Role.MEDIATOR,),
        StaffRole.AGENT: (Role.AGENT,),
    }
)
"""The capacities of each account."""


@dataclass(frozen=True)
class Move:
    """One allowed move. `owns`: whoever makes it becomes the owner 首接负责. `by_desk`: it needs more than a note
    (a new time), so only its own method of the desk makes it."""

    name: str
    title: str
    sources: tuple[str, ...]
    target: str
    who: frozenset[Role]
    needs_note: bool = False
    owns: bool = False
    by_desk: bool = False


@dataclass(frozen=True)
class Table:
    """All states of one kind of case, with Chinese titles, and all moves between them."""

    kind: Kind
    first: str
    states: Mapping[str, str]
    moves: tuple[Move, ...]
    filed_title: str

    @property
    def final(self) -> frozenset[str]:
        """States nothing leads out of."""
        return frozenset(self.states) - {source for move in self.moves for source in move.sources}


class IllegalMove(Refusal):
    """The state or the role does not allow the move. The message says what is possible instead."""

    code = "illegal_move"
    title = "现在不能这样办"


def _who(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_STAFF = _who(Role.STAFF)
_HANDS = _who(Role.STAFF, Role.AGENT)
_MEDIATORS = _who(Role.MEDIATOR)

TICKET = Table(
    kind=Kind.TICKET,
    first="submitted",
    states=MappingProxyType(
        {
            "submitted": "已登记",
            "accepted": "已受理",
            "refused": "不予受理",
            "dispatched": "已转部门",
            "signed": "部门已签收",
            "in_progress": "办理中",
            "replied": "已答复",
            "redo": "重新办理",
            "closed": "已办结",
            "cancelled": "已撤回",
        }
    ),
    moves=(
        Move("accept", "受理", ("submitted",), "accepted", _who(Role.STAFF, Role.SYSTEM), owns=True),
        Move("refuse", "不予受理", ("submitted", "accepted"), "refused", _STAFF, needs_note=True),
        Move("take", "由本中心办理", ("accepted",), "in_progress", _STAFF, owns=True),
        Move("dispatch", "转给部门", ("accepted",), "dispatched", _STAFF, needs_note=True),
        Move("return", "退回", ("dispatched",), "accepted", _STAFF, needs_note=True),
        Move("sign", "签收", ("dispatched",), "signed", _STAFF, owns=True),
        Move("start", "开始办理", ("signed", "redo"), "in_progress", _STAFF),
        Move("reply", "答复", ("in_progress",), "replied", _STAFF, needs_note=True),
        Move("redo", "要求重办", ("replied",), "redo", _who(Role.CITIZEN, Role.STAFF), needs_note=True),
        Move("close", "办结", ("replied",), "closed", _who(Role.CITIZEN, Role.STAFF, Role.SYSTEM)),
        Move("cancel", "撤回", ("submitted", "accepted"), "cancelled", _who(Role.CITIZEN)),
    ),
    filed_title="登记",
)

# The seven steps 委托、受理、办理、送达、归档、上报、回访 as the citizen sees them; every receipt of papers is noted.
BOOKING = Table(
    kind=Kind.BOOKING,
    first="requested",
    states=MappingProxyType(
        {
            "requested": "已预约",
            "accepted": "已接单",
            "papers_received": "已收材料",
            "submitted": "已递交",
            "result_ready": "已办好",
            "returned": "已送回",
            "closed": "已完成",
            "refused": "不能代办",
            "cancelled": "已取消",
            "no_show": "没有见到人",
        }
    ),
    moves=(
        Move("accept", "接单", ("requested",), "accepted", _HANDS, owns=True),
        Move("refuse", "说明不能代办", ("requested", "accepted"), "refused", _HANDS, needs_note=True),
        Move("reschedule", "改时间", ("requested", "accepted"), "requested", _who(Role.CITIZEN), by_desk=True),
        Move("cancel", "取消", ("requested", "accepted"), "cancelled", _who(Role.CITIZEN, Role.STAFF)),
        Move("no_show", "没有见到人", ("accepted",), "no_show", _HANDS),
        Move("receive_papers", "收材料", ("accepted",), "papers_received", _HANDS, needs_note=True),
        Move("finish", "当场办好", ("accepted",), "closed", _HANDS, needs_note=True),
        Move("submit", "递交", ("papers_received",), "submitted", _HANDS),
        Move("result", "结果出来", ("submitted",), "result_ready", _HANDS),
        Move("give_back", "送回结果和材料", ("result_ready",), "returned", _HANDS),
        Move("close", "完成", ("returned",), "closed", _who(Role.CITIZEN, Role.STAFF, Role.AGENT, Role.SYSTEM)),
    ),
    filed_title="预约",
)

# 人民调解法 §17 (not against a party's clear refusal), §26 (failure: tell the other routes), §31 (follow-up).
DISPUTE = Table(
    kind=Kind.DISPUTE,
    first="reported",
    states=MappingProxyType(
        {
            "reported": "已登记",
            "accepted": "已受理",
            "not_mediable": "不属调解范围",
            "mediating": "调解中",
            "agreed": "已达成协议",
            "failed": "调解不成",
            "followed_up": "已回访",
            "closed": "已结案",
            "withdrawn": "已撤回",
        }
    ),
    moves=(
        Move("accept", "受理", ("reported",), "accepted", _MEDIATORS, owns=True),
        Move("not_mediable", "不属调解范围，告知去处", ("reported", "accepted"), "not_mediable", _MEDIATORS,
             needs_note=True),
        Move("begin", "开始调解", ("accepted",), "mediating", _MEDIATORS, owns=True),
        Move("agree", "达成协议", ("mediating",), "agreed", _MEDIATORS, needs_note=True),
        Move("fail", "调解不成，告知其他途径", ("accepted", "mediating"), "failed", _MEDIATORS, needs_note=True),
        Move("follow_up", "回访", ("agreed", "failed"), "followed_up", _MEDIATORS, needs_note=True),
        Move("close", "结案", ("followed_up",), "closed", _MEDIATORS),
        Move("cancel", "撤回", ("reported", "accepted", "mediating"), "withdrawn", _who(Role.CITIZEN)),
    ),
    filed_title="登记",
)  # fmt: skip

TABLES: Mapping[Kind, Table] = MappingProxyType({table.kind: table for table in (TICKET, BOOKING, DISPUTE)})


def state_title(kind: Kind, state: str) -> str:
    """The Chinese title of a state."""
    return TABLES[kind].states[state]


def possible_moves(kind: Kind, state: str, role: Role) -> tuple[Move, ...]:
    """What `role` may do with a case in `state`, in the order of the table."""
    return tuple(move for move in TABLES[kind].moves if state in move.sources and role in move.who)


def possible_for(kind: Kind, state: str, roles: Iterable[Role]) -> tuple[Move, ...]:
    """What somebody who acts in several roles may do, in the order of the table."""
    allowed = {move.name for role in roles for move in possible_moves(kind, state, role)}
    return tuple(move for move in TABLES[kind].moves if state in move.sources and move.name in allowed)


def apply(kind: Kind, state: str, move: str, *roles: Role) -> Move:
    """The move `move` of a case in `state`, made in any of `roles`; its `target` is the new state.

    Raises IllegalMove whose Chinese message says what is possible instead.
    """
    possible = possible_for(kind, state, roles)
    for candidate in possible:
        if candidate.name == move:
            return candidate
    now = f"这个{kind.label}现在是“{state_title(kind, state)}”"
    if not possible:
        raise IllegalMove(f"{now}，没有可做的操作。")
    raise IllegalMove(f"{now}，可以做的是：{'、'.join(each.title for each in possible)}。")
