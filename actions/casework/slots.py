"""When an agent can meet a citizen: a pure function of the agents, of what is taken already, and of the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from actions.casework.kinds import BEIJING, AgentKind, MeetingPlace
from actions.casework.workdays import workdays_from

SLOT_LENGTH = timedelta(hours=1)
NOTICE = timedelta(hours=2)
"""No slot is offered that begins sooner than this: the agent must learn of it."""
HORIZON_WORKDAYS = 10
PER_HALF_DAY = 2
"""So many of the slots offered in a chat fall on one half day, so that the few leave a choice of days."""
_NOON = time(12)


@dataclass(frozen=True)
class Hours:
    """Working hours on one weekday; 0 is Monday. Statutory holidays are left out by the calendar."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True)
class Agent:
    """Somebody who handles matters for citizens.

    `villages` and `grids`: whom the agent serves; no villages means all, no grids means all of the villages.
    `items`: item codes or names of departments the agent knows; empty means all. `capacity`: people in one slot.
    """

    id: str
    name: str
    kind: AgentKind
    places: frozenset[MeetingPlace]
    villages: frozenset[str]
    grids: frozenset[str]
    items: frozenset[str]
    hours: tuple[Hours, ...]
    capacity: int
    telephone: str | None = None


@dataclass(frozen=True)
class Slot:
    """A time an agent is free."""

    start: datetime
    end: datetime
    place: MeetingPlace
    agent_id: str
    agent_name: str


@dataclass(frozen=True)
class Wish:
    """What is to be booked: where, whose village and grid, which item (by code) of which department."""

    place: MeetingPlace
    village: str | None = None
    grid: str | None = None
    item: str | None = None
    department: str | None = None


Taken = Mapping[tuple[str, datetime], int]
"""How many bookings an agent (by id) has in the slot that begins then."""


def suits(agent: Agent, wish: Wish) -> bool:
    """Whether the agent serves that place, that village and that item. The hall serves every village."""
    if wish.place not in agent.places:
        return False
    if agent.items and not agent.items & {wish.item, wish.department}:
        return False
    if wish.place is MeetingPlace.HALL or not agent.villages:
        return True
    return wish.village in agent.villages and (wish.grid is None or not agent.grids or wish.grid in agent.grids)


def starts_on(agent: Agent, day: date) -> Iterator[datetime]:
    """The beginnings of the agent's slots on a working day."""
    for hours in agent.hours:
        if hours.weekday != _as_weekday(day):
            continue
        start = datetime.combine(day, hours.start, BEIJING)
        while start + SLOT_LENGTH <= datetime.combine(day, hours.end, BEIJING):
            yield start
            start += SLOT_LENGTH


def _as_weekday(day: date) -> int:
    """A working Saturday or Sunday (调休) is worked like a Monday."""
    return day.weekday() if day.weekday() < 5 else 0


def agents_at(agents: Iterable[Agent], taken: Taken, now: datetime, wish: Wish, start: datetime) -> list[Agent]:
    """The agents who are free in the slot that begins exactly at `start`, the least loaded that day first."""
    if start < now + NOTICE:
        return []
    day = start.astimezone(BEIJING).date()
    if next(workdays_from(day)) != day:
        return []
    free = [
        agent
        for agent in agents
        if suits(agent, wish) and start in starts_on(agent, day) and taken.get((agent.id, start), 0) < agent.capacity
    ]
    return sorted(free, key=lambda agent: (_load(agent, taken, day), agent.id))


def _load(agent: Agent, taken: Taken, day: date) -> float:
    booked = sum(n for (who, start), n in taken.items() if who == agent.id and start.astimezone(BEIJING).date() == day)
    return booked / agent.capacity


def free_slots(
    agents: Iterable[Agent],
    taken: Taken,
    now: datetime,
    wish: Wish,
    *,
    limit: int,
    per_half_day: int | None = None,
    first_day: date | None = None,
) -> list[Slot]:
    """The next free slots, one agent each, earliest first.

    They lie within the next HORIZON_WORKDAYS working days from today, or from `first_day` when it is later. With
    `per_half_day` at most so many fall on one morning or afternoon.
    """
    fitting = [agent for agent in agents if suits(agent, wish)]
    today = now.astimezone(BEIJING).date()
    found: list[Slot] = []
    for day in islice(workdays_from(max(today, first_day or today)), HORIZON_WORKDAYS):
        on_half_day = {True: 0, False: 0}
        for start in sorted({start for agent in fitting for start in starts_on(agent, day)}):
            morning = start.time() < _NOON
            free = agents_at(fitting, taken, now, wish, start)
            if not free or on_half_day[morning] == per_half_day:
                continue
            on_half_day[morning] += 1
            found.append(Slot(start, start + SLOT_LENGTH, wish.place, free[0].id, free[0].name))
            if len(found) == limit:
                return found
    return found
