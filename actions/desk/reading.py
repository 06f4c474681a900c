"""Looks cases up. Each function works inside one transaction of its caller."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from actions.casework.access import KINDS_SEEN
from actions.casework.kinds import Kind
from actions.casework.slots import SLOT_LENGTH
from actions.casework.states import ROLES_OF, TABLES, Role, possible_for, state_title
from actions.desk.errors import NoSuchCase
from actions.desk.requests import Actor, CaseSummary, CaseView, Event, PossibleMove
from actions.store.models import AgentRow, Case, EventRow

TAIL_DIGITS = 4
"""How many last digits of the telephone prove, together with the number, whose case it is."""


@dataclass(frozen=True)
class CaseFilter:
    """Which cases to list; what is None does not matter."""

    kind: Kind | None = None
    state: str | None = None
    citizen: str | None = None
    item: str | None = None


def summary_of(case: Case) -> CaseSummary:
    """A case as lists show it."""
    kind = Kind(case.kind)
    return CaseSummary(
        number=case.number,
        kind=kind,
        state=case.state,
        state_title=state_title(kind, case.state),
        item=case.item,
        title=case.title,
        village=case.village,
        created=case.created,
        updated=case.updated,
        due=case.due,
        version=case.version,
        owner=case.owner,
    )


async def list_cases(
    session: AsyncSession, wanted: CaseFilter, *, limit: int, after: str | None, actor: Actor | None
) -> tuple[list[CaseSummary], str | None]:
    """Cases, newest first, and the number to go on after, or None at the end."""
    query = select(Case).order_by(Case.id.desc()).limit(limit + 1)
    if wanted.kind:
        query = query.where(Case.kind == wanted.kind)
    if wanted.state:
        query = query.where(Case.state == wanted.state)
    if wanted.citizen:
        query = query.where(Case.citizen_id == wanted.citizen)
    if wanted.item:
        query = query.where(Case.item == wanted.item)
    if actor:
        query = query.where(Case.kind.in_(sorted(KINDS_SEEN[actor.role])))
    if after:
        query = query.where(Case.id < select(Case.id).where(Case.number == after).scalar_subquery())
    cases = list(await session.scalars(query))
    page = [summary_of(case) for case in cases[:limit]]
    return page, page[-1].number if len(cases) > limit else None


def _whole() -> Select[tuple[Case]]:
    return select(Case).options(
        selectinload(Case.ticket),
        selectinload(Case.booking),
        selectinload(Case.dispute),
        selectinload(Case.events),
    )


async def load(session: AsyncSession, number: str, *, to_change: bool = False) -> Case:
    """The case with everything that belongs to it, locked against other writers when it is to be changed."""
    query = _whole().where(Case.number == number)
    if to_change:
        query = query.with_for_update(of=Case)
    case = await session.scalar(query)
    if case is None:
        raise NoSuchCase(number)
    return case


async def load_of_citizen(session: AsyncSession, number: str, citizen: str, *, to_change: bool = False) -> Case:
    """The citizen's own case. Raises NoSuchCase for everybody else's."""
    case = await load(session, number, to_change=to_change)
    if case.citizen_id != citizen:
        raise NoSuchCase(number)
    return case


def proves(case: Case, tail: str | None) -> bool:
    """Whether the last digits are those of the telephone left with the case."""
    digits = "".join(filter(str.isdecimal, tail or ""))
    known = "".join(filter(str.isdecimal, case.telephone or ""))
    if len(digits) < TAIL_DIGITS or len(known) < len(digits):
        return False
    return hmac.compare_digest(known[-len(digits) :].encode(), digits.encode())


def may_see(actor: Actor, case: Case) -> bool:
    """Whether the role of this member of staff has to do with such cases."""
    return Kind(case.kind) in KINDS_SEEN[actor.role]


async def view_for(session: AsyncSession, case: Case, roles: Iterable[Role]) -> CaseView:
    """The case in full, with the moves open to these roles."""
    kind = Kind(case.kind)
    possible = possible_for(kind, case.state, roles)
    return CaseView(
        summary=summary_of(case),
        details=await _details(session, case),
        events=tuple(_event(kind, row) for row in case.events),
        moves=tuple(PossibleMove(move.name, move.title, move.needs_note) for move in possible if not move.by_desk),
    )


async def view_for_staff(session: AsyncSession, case: Case, actor: Actor | None) -> CaseView:
    """The case as a member of staff sees it; without one, as the machine does: no moves."""
    if actor and not may_see(actor, case):
        raise NoSuchCase(case.number)
    return await view_for(session, case, ROLES_OF[actor.role] if actor else ())


def _event(kind: Kind, row: EventRow) -> Event:
    table = TABLES[kind]
    titles = {move.name: move.title for move in table.moves} | {"file": table.filed_title, "urge": "催办"}
    return Event(row.at, row.move, titles[row.move], row.username or row.role, row.note, row.from_state, row.to_state)


async def _details(session: AsyncSession, case: Case) -> dict[str, object]:
    details: dict[str, object] = {
        "contact_name": case.contact_name,
        "telephone": case.telephone,
        "anonymous": case.anonymous,
        "grid": case.grid,
        "channel": case.channel,
    }
    if ticket := case.ticket:
        details |= {"kind": ticket.kind, "text": ticket.text, "place": ticket.place, "hotline": ticket.hotline}
    if booking := case.booking:
        agent = await session.get(AgentRow, booking.agent_id)
        details |= {
            "for_whom": booking.for_whom,
            "place": booking.place,
            "address_note": booking.address_note,
            "starts": booking.starts,
            "ends": booking.starts + SLOT_LENGTH,
            "agent_id": booking.agent_id,
            "agent_name": agent.name if agent else None,
            "agent_telephone": agent.telephone if agent else None,
        }
    if dispute := case.dispute:
        details |= {
            "type": dispute.type,
            "text": dispute.text,
            "place": dispute.place,
            "urgency": dispute.urgency,
            "risk": dispute.risk,
            "other_party": dispute.other_party,
        }
    return details
