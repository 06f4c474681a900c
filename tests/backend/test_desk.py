"""The desk over SQLite and PostgreSQL: filing, finding, moving, and what happens at the same moment."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select, text

from actions.desk import (
    Actor,
    BookingRequest,
    CaseFilter,
    Cause,
    Desk,
    DisputeRequest,
    DisputeType,
    IllegalMove,
    MeetingPlace,
    NoSuchCase,
    NoSuchItem,
    NoteNeeded,
    RiskLevel,
    SlotTaken,
    StaffRole,
    StaleVersion,
    TicketKind,
    TicketRequest,
    Urgency,
)
from actions.store import Store
from actions.store.models import Case, ItemSnapshot
from actions.store.models import SlotTaken as Seat
from tests.backend.conftest import MONDAY, Clock, SmallTemplate

CLERK = Actor("clerk", StaffRole.CLERK)
MEDIATOR = Actor("mediator", StaffRole.MEDIATOR)
TAP = TicketRequest(
    TicketKind.HELP,
    "村口的水龙头坏了三天，没有人来修，大家都吃不上水，请快点来",
    "村口",
    "青山村二组",
    "张示例",
    "13900000001",
)
QUARREL = DisputeRequest(
    DisputeType.NEIGHBOUR, "隔壁把水排到我家院里", Urgency.SOON, "院墙", "柳树", False, "李示例", "13900000002", "王某"
)


def cause(message: str = "m1", citizen: str = "web:1") -> Cause:
    return Cause(citizen, message, "web")


async def booking(
    desk: Desk, place: MeetingPlace = MeetingPlace.HOME, village: str | None = "红岩村"
) -> BookingRequest:
    slot = (await desk.free_slots(place, village, "MZ-01"))[0]
    return BookingRequest("MZ-01", "我妈", place, slot.start, "张示例", "13900000001", village, "槐树旁边")


async def test_a_ticket_is_filed_with_number_due_date_grid_and_timeline(desk: Desk) -> None:
    filed = await desk.file_ticket(cause(), TAP)
    view = await desk.case(filed.number, CLERK)
    assert filed.created
    assert filed.number.startswith("GD-")
    assert filed.due is not None
    assert filed.due.isoformat() == "2026-11-30T17:30:00+08:00"
    assert (view.summary.village, view.details["grid"]) == ("青山村", "青山二组")
    assert view.summary.title == "求助：村口的水龙头坏了三天，没有人来修，大家都吃不上水…"
    assert view.summary.state_title == "已登记"
    assert view.details["telephone"] == "13900000001"
    assert [(event.move, event.by, event.at) for event in view.events] == [("file", "citizen", MONDAY)]
    assert [move.move for move in view.moves] == ["accept", "refuse"]


async def test_the_same_message_is_filed_once_also_at_the_same_moment(desk: Desk, store: Store) -> None:
    slot = await booking(desk)
    filings = await asyncio.gather(
        *(desk.file_ticket(cause(), TAP) for _ in range(8)),
        *(desk.file_booking(cause(), slot) for _ in range(4)),
        *(desk.file_dispute(cause(), QUARREL) for _ in range(4)),
    )
    assert len({filed.number for filed in filings}) == 3
    assert sum(filed.created for filed in filings) == 3
    async with store.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(Case)) == 3
    again = await desk.file_booking(cause(), slot)
    assert (again.created, again.agent_name, again.starts) == (False, "周示例", slot.starts)


async def test_anonymous_reports_keep_no_name_and_no_telephone(desk: Desk) -> None:
    ticket = await desk.file_ticket(
        cause(), TicketRequest(TicketKind.TIPOFF, "有人乱倒垃圾", None, None, "张示例", "13900000001", anonymous=True)
    )
    details = (await desk.case(ticket.number)).details
    assert details["anonymous"] is True
    assert details["contact_name"] is None
    assert details["telephone"] is None


async def test_nothing_a_citizen_said_is_readable_in_the_database(desk: Desk, store: Store) -> None:
    await desk.file_ticket(cause(), TAP)
    await desk.file_dispute(cause(), QUARREL)
    await desk.file_booking(cause(), await booking(desk))
    async with store.engine.connect() as connection:
        tables = ("cases", "tickets", "disputes", "bookings", "events")
        dump = str([list(await connection.execute(text(f"SELECT * FROM {table}"))) for table in tables])
    for secret in ("水龙头", "排到我家", "张示例", "1390000000", "王某", "槐树", "我妈"):
        assert secret not in dump


async def test_a_dispute_has_a_risk_grade_and_is_seen_by_mediators_only(desk: Desk) -> None:
    filed = await desk.file_dispute(cause(), QUARREL)
    assert filed.risk is RiskLevel.LOW
    assert filed.due is not None
    assert filed.due.date().isoformat() == "2026-12-23"
    view = await desk.case(filed.number, MEDIATOR)
    assert view.summary.title == "邻里纠纷（柳树村）"
    assert view.details["other_party"] == "王某"
    with pytest.raises(NoSuchCase):
        await desk.case(filed.number, CLERK)
    with pytest.raises(NoSuchCase):
        await desk.move(filed.number, "accept", CLERK)
    assert await desk.list_cases(CaseFilter(), actor=CLERK) == ([], None)


async def test_a_booking_keeps_the_wording_it_was_filed_under(
    desk: Desk, store: Store, template: SmallTemplate
) -> None:
    await desk.file_booking(cause("m1"), await booking(desk))
    await desk.file_booking(cause("m2"), await booking(desk))
    changed = template.items["MZ-01"].model_copy(update={"version": 4, "summary": "改过了。"})
    template.items["MZ-01"] = changed
    await desk.file_booking(cause("m3"), await booking(desk))
    async with store.engine.connect() as connection:
        versions = await connection.scalars(select(ItemSnapshot.version).order_by(ItemSnapshot.id))
        assert list(versions) == [3, 4]
    with pytest.raises(NoSuchItem):
        await desk.free_slots(MeetingPlace.HALL, None, "XX-99")


async def test_one_seat_is_given_to_one_of_twenty(desk: Desk, store: Store) -> None:
    wanted = await booking(desk)

    async def attempt(number: int) -> str | None:
        try:
            return (await desk.file_booking(cause("m1", f"web:{number}"), wanted)).number
        except SlotTaken as taken:
            assert wanted.starts not in {slot.start for slot in taken.alternatives}
            assert taken.alternatives
            return None

    won = [number for number in await asyncio.gather(*map(attempt, range(20))) if number]
    # 红岩村 is served by its posted cadre and by the revitalisation team, one seat each.
    assert len(won) == 2
    async with store.engine.connect() as connection:
        seats = list(await connection.execute(select(Seat.agent_id, Seat.seat)))
    assert sorted(seats) == [("posted-hongyan", 0), ("revival-1", 0)]


async def test_capacity_is_filled_and_never_exceeded(desk: Desk) -> None:
    wanted = await booking(desk, MeetingPlace.HALL, None)
    results = await asyncio.gather(
        *(desk.file_booking(cause("m1", f"web:{n}"), wanted) for n in range(12)), return_exceptions=True
    )
    # hall-1 takes two people at a time, hall-2 one.
    assert sum(not isinstance(result, Exception) for result in results) == 3
    assert all(isinstance(result, SlotTaken) for result in results if isinstance(result, Exception))


async def test_a_cancelled_booking_gives_its_seat_back(desk: Desk) -> None:
    wanted = await booking(desk)
    filed = [await desk.file_booking(cause("m1", f"web:{n}"), wanted) for n in range(2)]
    with pytest.raises(SlotTaken):
        await desk.file_booking(cause("m1", "web:9"), wanted)
    cancelled = await desk.cancel_by_citizen(filed[0].number, "web:0")
    assert cancelled.state == "cancelled"
    assert (await desk.file_booking(cause("m1", "web:9"), wanted)).created
    with pytest.raises(IllegalMove, match="已取消"):
        await desk.cancel_by_citizen(filed[0].number, "web:0")


async def test_a_booking_moves_to_a_free_time_or_stays(desk: Desk) -> None:
    wanted = await booking(desk)
    mine = await desk.file_booking(cause("m1", "web:1"), wanted)
    later = (await desk.free_slots(MeetingPlace.HOME, "红岩村", "MZ-01"))[3]
    moved = await desk.move_booking(mine.number, "web:1", later.start)
    assert moved.starts == later.start
    for n in range(2):
        await desk.file_booking(cause("m1", f"web:2{n}"), wanted)
    with pytest.raises(SlotTaken):
        await desk.move_booking(mine.number, "web:1", wanted.starts)
    view = await desk.find_for_citizen(mine.number, "web:1")
    assert view.details["starts"] == later.start
    assert view.events[-1].note == f"改到{later.start:%Y-%m-%d %H:%M}"
    with pytest.raises(NoSuchCase):
        await desk.move_booking(mine.number, "web:2", wanted.starts)


async def test_a_ticket_is_worked_to_its_end(desk: Desk, clock: Clock) -> None:
    number = (await desk.file_ticket(cause(), TAP)).number
    for move, note in (("accept", None), ("dispatch", "水利站"), ("sign", None), ("start", None), ("reply", "已修好")):
        clock.pass_(hours=1)
        view = await desk.move(number, move, CLERK, note)
    assert view.summary.owner == "clerk"
    assert view.summary.version == 6
    assert [event.to_state for event in view.events][-2:] == ["in_progress", "replied"]
    assert view.events[-1].note == "已修好"
    assert (await desk.move(number, "close", CLERK)).summary.state == "closed"


async def test_moves_are_refused_with_reasons(desk: Desk) -> None:
    number = (await desk.file_ticket(cause(), TAP)).number
    with pytest.raises(IllegalMove, match="可以做的是：受理、不予受理"):
        await desk.move(number, "reply", CLERK, "好了")
    with pytest.raises(NoteNeeded):
        await desk.move(number, "refuse", CLERK, "  ")
    await desk.move(number, "accept", CLERK, expected_version=1)
    with pytest.raises(StaleVersion):
        await desk.move(number, "dispatch", CLERK, "水利站", expected_version=1)
    with pytest.raises(NoSuchCase):
        await desk.move("GD-0000-0000-0", "accept", CLERK)


async def test_of_two_clerks_at_the_same_moment_one_is_told(desk: Desk) -> None:
    number = (await desk.file_ticket(cause(), TAP)).number
    results = await asyncio.gather(
        *(desk.move(number, "accept", CLERK, expected_version=1) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(result, StaleVersion) for result in results) == 3
    assert len((await desk.case(number)).events) == 2


async def test_only_the_owner_or_the_telephone_finds_a_case(desk: Desk) -> None:
    number = (await desk.file_ticket(cause(), TAP)).number
    assert (await desk.find_for_citizen(number, "web:1")).summary.number == number
    by_telephone = await desk.find_for_citizen(number, "wx:2", "0001")
    assert (by_telephone.moves, by_telephone.details) == ((), {})
    for tail in (None, "", "1", "001", "0002"):
        with pytest.raises(NoSuchCase):
            await desk.find_for_citizen(number, "wx:2", tail)


async def test_urging_counts_once_a_day_until_it_is_over(desk: Desk, clock: Clock) -> None:
    number = (await desk.file_ticket(cause(), TAP)).number
    assert [(await desk.urge(number, "web:1")).recorded for _ in range(2)] == [True, False]
    clock.pass_(days=1)
    assert (await desk.urge(number, "web:1")).recorded
    await desk.cancel_by_citizen(number, "web:1")
    with pytest.raises(IllegalMove, match="不用再催"):
        await desk.urge(number, "web:1")


async def test_a_citizens_cases_are_listed_newest_first(desk: Desk) -> None:
    numbers = [(await desk.file_ticket(cause(f"m{n}"), TAP)).number for n in range(3)]
    await desk.file_ticket(cause("m9", "web:9"), TAP)
    assert [case.number for case in await desk.cases_of("web:1")] == numbers[::-1]


async def test_staff_sign_in(desk: Desk) -> None:
    member = await desk.sign_in("mediator", "a-long-password")
    assert member is not None
    assert member.role is StaffRole.MEDIATOR
    assert await desk.sign_in("mediator", "wrong") is None
    assert await desk.sign_in("nobody", "a-long-password") is None
