"""Changes cases. Each function works inside one transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.casework.kinds import BEIJING, Kind, MeetingPlace
from actions.casework.slots import SLOT_LENGTH
from actions.casework.states import TABLES, IllegalMove, Move, Role, apply, state_title
from actions.desk.agenda import free_seat, take_seat
from actions.desk.errors import NoteNeeded, StaleVersion
from actions.desk.filing import Scene
from actions.desk.requests import Urged
from actions.store.models import Case, EventRow

_NO_MEETING = frozenset({"cancelled", "refused"})
"""States of a booking in which nobody needs to keep the time free any longer."""


async def make_move(
    session: AsyncSession,
    scene: Scene,
    case: Case,
    name: str,
    roles: Iterable[Role],
    *,
    username: str | None = None,
    note: str | None = None,
    expected_version: int | None = None,
) -> None:
    """Moves a case on. Raises IllegalMove, NoteNeeded, StaleVersion."""
    if expected_version is not None and case.version != expected_version:
        raise StaleVersion(case.number)
    roles = tuple(roles)
    move = apply(Kind(case.kind), case.state, name, *roles)
    if move.by_desk:
        raise IllegalMove(f"“{move.title}”要先选好新的时间，不能在这里直接操作。")
    note = (note or "").strip() or None
    if move.needs_note and note is None:
        raise NoteNeeded(move.title)
    _record(case, scene.now, move, next(role for role in roles if role in move.who), username, note)
    if case.kind == Kind.BOOKING and case.state in _NO_MEETING:
        await free_seat(session, case.id)


def _record(case: Case, now: datetime, move: Move, role: Role, username: str | None, note: str | None) -> None:
    before, case.state = case.state, move.target
    case.updated = now
    if move.owns and username:
        case.owner = username
    case.events.append(
        EventRow(
            at=now, move=move.name, role=role, username=username, note=note, from_state=before, to_state=move.target
        )
    )


async def reschedule(session: AsyncSession, scene: Scene, case: Case, starts: datetime) -> str:
    """Moves a citizen's booking to another slot, with the same agent where that agent is free then.

    Returns the agent's name. Raises IllegalMove; SlotTaken, and then the old time is kept.
    """
    move = apply(Kind(case.kind), case.state, "reschedule", Role.CITIZEN)
    booking = case.booking
    if booking is None:
        raise IllegalMove("只有帮办预约可以改时间。")
    wish = scene.wish(MeetingPlace(booking.place), case.grid or case.village, case.item)
    await free_seat(session, case.id)
    agent = await take_seat(session, scene.now, wish, starts, case_id=case.id, agent_id=booking.agent_id)
    booking.agent_id, booking.starts = agent.id, starts
    case.due = starts + SLOT_LENGTH
    case.owner = None
    when = starts.astimezone(BEIJING)
    _record(case, scene.now, move, Role.CITIZEN, None, f"改到{when:%Y-%m-%d %H:%M}")
    return agent.name


def urge(scene: Scene, case: Case) -> Urged:
    """Records that the citizen waits, once a day. Raises IllegalMove when there is nothing left to wait for."""
    kind = Kind(case.kind)
    title = state_title(kind, case.state)
    if case.state in TABLES[kind].final:
        raise IllegalMove(f"这个{kind.label}已经是“{title}”，不用再催。还有问题可以重新反映。")
    today = scene.now.astimezone(BEIJING).date()
    already = any(event.move == "urge" and event.at.date() == today for event in case.events)
    if not already:
        case.updated = scene.now
        case.events.append(
            EventRow(at=scene.now, move="urge", role=Role.CITIZEN, from_state=case.state, to_state=case.state)
        )
    return Urged(case.number, not already, title, case.due)
