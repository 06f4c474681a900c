"""Files tickets, bookings and disputes. Each function works inside one transaction of its caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from actions.casework.deadlines import DISPUTE_LIMIT, TICKET_LIMITS, due_after
from actions.casework.kinds import DisputeType, Kind, MeetingPlace, RiskLevel
from actions.casework.numbers import new_number
from actions.casework.risk import grade
from actions.casework.slots import SLOT_LENGTH, Wish
from actions.casework.states import TABLES, Role
from actions.casework.villages import locate
from actions.desk.agenda import take_seat
from actions.desk.errors import NoSuchItem
from actions.desk.requests import BookingRequest, Cause, DisputeRequest, Filed, TicketRequest
from actions.desk.snapshots import snapshot
from actions.store.models import AgentRow, Booking, Case, Citizen, Dispute, EventRow, Ticket
from knowledge_base.schema import Item, Township

_EXCERPT = 24


class TemplateView(Protocol):
    """What the desk reads of the template."""

    @property
    def items(self) -> Mapping[str, Item]: ...

    @property
    def township(self) -> Township: ...


@dataclass(frozen=True)
class Scene:
    """When something happens, and under which template."""

    now: datetime
    template: TemplateView

    def item(self, code: str) -> Item:
        """The item with that code. Raises NoSuchItem."""
        if code not in self.template.items:
            raise NoSuchItem(code)
        return self.template.items[code]

    def wish(self, place: MeetingPlace, village: str | None, item: str | None) -> Wish:
        """What is to be booked, in the words of the template."""
        spot = locate(village, self.template.township.villages)
        department = self.item(item).department if item else None
        return Wish(place, spot.village, spot.grid, item, department)


async def file_ticket(session: AsyncSession, scene: Scene, cause: Cause, request: TicketRequest) -> Filed:
    """Files a ticket, or finds the one this message led to before."""
    if known := await _filed_before(session, cause, Kind.TICKET):
        return known
    excerpt = " ".join(request.text.split())
    case = await _open_case(session, scene, cause, Kind.TICKET, request.village)
    what = f"紧急 {request.hotline}" if request.hotline else request.kind.label
    case.title = f"{what}：{excerpt[:_EXCERPT]}{'…' if len(excerpt) > _EXCERPT else ''}"
    case.due = scene.now if request.hotline else due_after(scene.now, TICKET_LIMITS[request.kind])
    _keep_contact(case, request.contact_name, request.telephone, anonymous=request.anonymous)
    case.ticket = Ticket(kind=request.kind, text=request.text, place=request.place, hotline=request.hotline)
    await session.flush()
    return filed(case, created=True)


async def file_dispute(session: AsyncSession, scene: Scene, cause: Cause, request: DisputeRequest) -> Filed:
    """Files a dispute with its risk grade, or finds the one this message led to before. The title names nobody."""
    if known := await _filed_before(session, cause, Kind.DISPUTE):
        return known
    case = await _open_case(session, scene, cause, Kind.DISPUTE, request.village)
    type_ = "" if request.type is DisputeType.OTHER else request.type.label
    case.title = f"{type_}纠纷{f'（{case.village}）' if case.village else ''}"
    case.due = due_after(scene.now, DISPUTE_LIMIT)
    _keep_contact(case, request.contact_name, request.telephone, anonymous=request.anonymous)
    case.dispute = Dispute(
        type=request.type,
        text=request.text,
        place=request.place,
        urgency=request.urgency,
        risk=grade(request.type, request.text, request.urgency),
        other_party=request.other_party,
    )
    await session.flush()
    return filed(case, created=True)


async def file_booking(session: AsyncSession, scene: Scene, cause: Cause, request: BookingRequest) -> Filed:
    """Files a booking and takes its seat, or finds the one this message led to before. Raises SlotTaken, NoSuchItem."""
    if known := await _filed_before(session, cause, Kind.BOOKING):
        return known
    wish = scene.wish(request.place, request.village, request.item)
    case = await _open_case(session, scene, cause, Kind.BOOKING, request.village)
    matter = "帮办"
    if request.item:
        item = scene.item(request.item)
        matter = item.name
        case.item = item.code
        case.item_snapshot_id = (await snapshot(session, item)).id
    case.title = f"{matter}（{request.place.label}）"
    _keep_contact(case, request.contact_name, request.telephone, anonymous=False)
    await session.flush()
    agent = await take_seat(session, scene.now, wish, request.starts, case_id=case.id, agent_id=request.agent)
    case.due = request.starts + SLOT_LENGTH
    case.booking = Booking(
        for_whom=request.for_whom,
        place=request.place,
        address_note=request.address_note,
        starts=request.starts,
        agent_id=agent.id,
    )
    await session.flush()
    return filed(case, created=True, agent_name=agent.name)


async def _filed_before(session: AsyncSession, cause: Cause, kind: Kind) -> Filed | None:
    case = await session.scalar(
        select(Case)
        .where(Case.citizen_id == cause.citizen, Case.kind == kind, Case.cause == cause.message_id)
        .options(selectinload(Case.booking), selectinload(Case.dispute))
    )
    if case is None:
        return None
    agent_name = None
    if case.booking:
        agent_name = await session.scalar(select(AgentRow.name).where(AgentRow.id == case.booking.agent_id))
    return filed(case, created=False, agent_name=agent_name)


def filed(case: Case, *, created: bool, agent_name: str | None = None) -> Filed:
    """What the citizen is told of a case that has just been filed or changed."""
    return Filed(
        number=case.number,
        kind=Kind(case.kind),
        due=case.due,
        created=created,
        risk=RiskLevel(case.dispute.risk) if case.kind == Kind.DISPUTE and case.dispute else None,
        starts=case.booking.starts if case.kind == Kind.BOOKING and case.booking else None,
        agent_name=agent_name,
    )


async def _open_case(session: AsyncSession, scene: Scene, cause: Cause, kind: Kind, village: str | None) -> Case:
    """A new case in its first state with the first line of its timeline; the caller fills in the rest."""
    if await session.get(Citizen, cause.citizen) is None:
        session.add(Citizen(id=cause.citizen, channel=cause.channel, created=scene.now))
        await session.flush()
    spot = locate(village, scene.template.township.villages)
    table = TABLES[kind]
    case = Case(
        number=new_number(kind),
        kind=kind,
        state=table.first,
        citizen_id=cause.citizen,
        cause=cause.message_id,
        channel=cause.channel,
        village=spot.village,
        grid=spot.grid,
        title=kind.label,
        created=scene.now,
        updated=scene.now,
        events=[EventRow(at=scene.now, move="file", role=Role.CITIZEN, to_state=table.first)],
    )
    session.add(case)
    return case


def _keep_contact(case: Case, name: str | None, telephone: str | None, *, anonymous: bool) -> None:
    """Keeps how to reach the citizen; of an anonymous one, nothing (个人信息保护法 §6: the smallest scope)."""
    case.anonymous = anonymous
    case.contact_name = None if anonymous else name
    case.telephone = None if anonymous else telephone
