"""The agents' agenda in the database: who there is, what is taken, and taking or freeing a seat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.casework.kinds import BEIJING, AgentKind, MeetingPlace
from actions.casework.slots import PER_HALF_DAY, Agent, Hours, Slot, Taken, Wish, agents_at, free_slots
from actions.desk.errors import SlotTaken
from actions.store.models import AgentRow
from actions.store.models import SlotTaken as Seat

OFFERED = 6
"""How many slots are offered in a chat."""


def _as_agent(row: AgentRow) -> Agent:
    return Agent(
        id=row.id,
        name=row.name,
        kind=AgentKind(row.kind),
        places=frozenset(MeetingPlace(place) for place in row.places),
        villages=frozenset(row.villages),
        grids=frozenset(row.grids),
        items=frozenset(row.items),
        hours=tuple(
            Hours(hours["weekday"], time.fromisoformat(hours["start"]), time.fromisoformat(hours["end"]))
            for hours in row.hours
        ),
        capacity=row.capacity,
        telephone=row.telephone,
    )


async def agents(session: AsyncSession) -> list[Agent]:
    """Everybody who takes bookings now."""
    rows = await session.scalars(select(AgentRow).where(AgentRow.active).order_by(AgentRow.id))
    return [_as_agent(row) for row in rows]


async def _taken(session: AsyncSession, who: Iterable[str], since: datetime) -> Taken:
    rows = await session.execute(
        select(Seat.agent_id, Seat.starts, func.count())
        .where(Seat.agent_id.in_(list(who)), Seat.starts >= since)
        .group_by(Seat.agent_id, Seat.starts)
    )
    return {(agent, starts): count for agent, starts, count in rows.tuples()}


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(BEIJING).date(), time(), BEIJING)


async def offers(
    session: AsyncSession, now: datetime, wish: Wish, *, limit: int, first_day: date | None = None
) -> list[Slot]:
    """The next free slots for a wish."""
    everybody = await agents(session)
    taken = await _taken(session, [agent.id for agent in everybody], _midnight(now))
    return _offer(everybody, taken, now, wish, limit, first_day)


def _offer(
    everybody: list[Agent], taken: Taken, now: datetime, wish: Wish, limit: int, first_day: date | None = None
) -> list[Slot]:
    spread = PER_HALF_DAY if limit <= OFFERED else None
    return free_slots(everybody, taken, now, wish, limit=limit, per_half_day=spread, first_day=first_day)


async def take_seat(
    session: AsyncSession,
    now: datetime,
    wish: Wish,
    starts: datetime,
    *,
    case_id: int,
    agent_id: str | None,
) -> Agent:
    """Takes a seat in the slot that begins at `starts`, with `agent_id` if that agent is free, else with another.

    The rows of the agents that come into question are locked first, always in the order of their ids: on PostgreSQL
    that puts rival bookings in a queue (on SQLite the write lock has done so already). Raises SlotTaken.
    """
    everybody = await agents(session)
    ids = [agent.id for agent in everybody]
    await session.execute(select(AgentRow.id).where(AgentRow.id.in_(ids)).order_by(AgentRow.id).with_for_update())
    taken = await _taken(session, ids, _midnight(now))
    free = agents_at(everybody, taken, now, wish, starts)
    if not free:
        raise SlotTaken(_offer(everybody, taken, now, wish, OFFERED))
    agent = next((agent for agent in free if agent.id == agent_id), free[0])
    used = set(await session.scalars(select(Seat.seat).where(Seat.agent_id == agent.id, Seat.starts == starts)))
    seat = next(seat for seat in range(agent.capacity) if seat not in used)
    session.add(Seat(case_id=case_id, agent_id=agent.id, starts=starts, seat=seat))
    await session.flush()
    return agent


async def free_seat(session: AsyncSession, case_id: int) -> None:
    """Gives the seat of a booking back, if it holds one."""
    await session.execute(delete(Seat).where(Seat.case_id == case_id))
