"""The rules that need nothing but their arguments: dates, slots, risk, doors, villages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.deadlines import DISPUTE_LIMIT, TICKET_LIMITS, due_after
from actions.casework.doors import door_for
from actions.casework.kinds import BEIJING, AgentKind, DisputeType, MeetingPlace, RiskLevel, TicketKind, Urgency
from actions.casework.risk import grade
from actions.casework.slots import NOTICE, Agent, Hours, Slot, Wish, agents_at, free_slots, starts_on
from actions.casework.villages import Spot, locate
from actions.casework.workdays import add_workdays, is_workday
from knowledge_base.loader import load_township

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=BEIJING)
VILLAGES = load_township().villages
WEEK = tuple(
    Hours(day, start, end) for day in range(5) for start, end in ((time(9), time(12)), (time(14, 30), time(17, 30)))
)
CADRE = Agent(
    id="a",
    name="张示例",
    kind=AgentKind.POSTED_CADRE,
    places=frozenset({MeetingPlace.HOME, MeetingPlace.VILLAGE}),
    villages=frozenset({"青山村"}),
    grids=frozenset(),
    items=frozenset(),
    hours=WEEK,
    capacity=1,
)
AT_HOME = Wish(MeetingPlace.HOME, "青山村", None, "MZ-01", "民政")


def test_working_days_follow_the_statutory_calendar() -> None:
    # 2026: New Year's holiday 1 to 3 January, 4 January (a Sunday) is worked.
    assert [is_workday(date(2026, 1, day)) for day in (1, 2, 4)] == [False, False, True]
    assert add_workdays(date(2025, 12, 31), 1) == date(2026, 1, 4)
    assert add_workdays(date(2026, 11, 20), 5) == date(2026, 11, 27)


def test_a_year_without_a_calendar_is_worked_monday_to_friday() -> None:
    assert is_workday(date(2031, 1, 1))
    assert not is_workday(date(2031, 1, 4))


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        ("2026-11-23T08:00", "2026-11-30T17:30"),
        ("2026-11-21T23:59", "2026-11-27T17:30"),
        ("2026-09-28T10:00", "2026-10-10T17:30"),
    ],
)
def test_a_ticket_is_due_five_working_days_later(filed: str, due: str) -> None:
    start = datetime.fromisoformat(filed).replace(tzinfo=BEIJING)
    assert due_after(start, TICKET_LIMITS[TicketKind.HELP]) == datetime.fromisoformat(due).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        ("2026-11-23", "2026-12-23"),
        ("2026-01-31", "2026-02-28"),
        ("2026-12-02", "2027-01-04"),
        ("2026-09-05", "2026-10-08"),
    ],
)
def test_a_dispute_is_due_a_month_later_on_a_working_day(filed: str, due: str) -> None:
    start = datetime.fromisoformat(f"{filed}T09:00:00+08:00")
    assert due_after(start, DISPUTE_LIMIT).date() == date.fromisoformat(due)


def test_slots_begin_after_the_notice_and_spread_over_half_days() -> None:
    slots = free_slots([CADRE], {}, MONDAY, AT_HOME, limit=6, per_half_day=2)
    assert [f"{slot.start:%m-%d %H:%M}" for slot in slots] == [
        "11-23 10:00", "11-23 11:00", "11-23 14:30", "11-23 15:30", "11-24 09:00", "11-24 10:00",
    ]  # fmt: skip
    assert slots[0] == Slot(MONDAY + NOTICE, MONDAY + NOTICE + timedelta(hours=1), MeetingPlace.HOME, "a", "张示例")
    assert len(free_slots([CADRE], {}, MONDAY, AT_HOME, limit=200)) == 59


@pytest.mark.parametrize(
    ("change", "wish"),
    [
        ({"villages": frozenset({"柳树村"})}, AT_HOME),
        ({"places": frozenset({MeetingPlace.HALL})}, AT_HOME),
        ({"items": frozenset({"医保", "MZ-02"})}, AT_HOME),
        ({"grids": frozenset({"青山二组"})}, replace(AT_HOME, grid="青山一组")),
        ({}, replace(AT_HOME, village=None)),
    ],
)
def test_an_agent_is_offered_only_where_they_serve(change: dict[str, frozenset[str]], wish: Wish) -> None:
    assert free_slots([replace(CADRE, **change)], {}, MONDAY, wish, limit=1) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "wish"),
    [
        ({"items": frozenset({"民政"})}, AT_HOME),
        ({"items": frozenset({"MZ-01"})}, AT_HOME),
        ({"villages": frozenset()}, AT_HOME),
        ({"grids": frozenset({"青山一组"})}, replace(AT_HOME, grid="青山一组")),
        ({"grids": frozenset({"青山一组"})}, AT_HOME),
        ({"places": frozenset({MeetingPlace.HALL})}, Wish(MeetingPlace.HALL)),
    ],
)
def test_an_agent_is_offered_wherever_they_serve(change: dict[str, frozenset[str]], wish: Wish) -> None:
    assert free_slots([replace(CADRE, **change)], {}, MONDAY, wish, limit=1)  # type: ignore[arg-type]


def test_the_less_busy_agent_is_offered_first() -> None:
    other = replace(CADRE, id="b", name="李示例")
    taken = {("a", datetime(2026, 11, 24, 9, tzinfo=BEIJING)): 1}
    tuesday = free_slots([CADRE, other], taken, MONDAY, AT_HOME, limit=2, first_day=date(2026, 11, 24))
    assert [slot.agent_id for slot in tuesday] == ["b", "b"]


def test_a_worked_sunday_has_the_hours_of_a_monday() -> None:
    assert len(list(starts_on(CADRE, date(2026, 1, 4)))) == 6


@given(
    st.dictionaries(st.sampled_from(list(starts_on(CADRE, date(2026, 11, 24)))), st.integers(1, 3)),
    st.integers(1, 3),
)
def test_no_slot_is_offered_beyond_capacity(taken: dict[datetime, int], capacity: int) -> None:
    agent = replace(CADRE, capacity=capacity)
    booked = {("a", start): count for start, count in taken.items()}
    offered = {slot.start for slot in free_slots([agent], booked, MONDAY, AT_HOME, limit=100)}
    for start in starts_on(agent, date(2026, 11, 24)):
        free = taken.get(start, 0) < capacity
        assert (start in offered) == free
        assert bool(agents_at([agent], booked, MONDAY, AT_HOME, start)) == free


@pytest.mark.parametrize(
    ("type_", "text", "urgency", "level"),
    [
        (DisputeType.NEIGHBOUR, "隔壁的树遮了我家的光", Urgency.CALM, RiskLevel.LOW),
        (DisputeType.NEIGHBOUR, "两家吵架，没有动手", Urgency.CALM, RiskLevel.LOW),
        (DisputeType.NEIGHBOUR, "昨天他动手推了我", Urgency.CALM, RiskLevel.MEDIUM),
        (DisputeType.CONSUMER, "现在就在店里吵", Urgency.NOW, RiskLevel.MEDIUM),
        (DisputeType.LAND_FOREST, "地界说不清", Urgency.SOON, RiskLevel.MEDIUM),
        (DisputeType.LAND_FOREST, "他们正在挖我家的地", Urgency.NOW, RiskLevel.HIGH),
        (DisputeType.FAMILY, "他扬言要放火", Urgency.CALM, RiskLevel.HIGH),
    ],
)
def test_risk_grades(type_: DisputeType, text: str, urgency: Urgency, level: RiskLevel) -> None:
    assert grade(type_, text, urgency) is level


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("法院已经判决了，他就是不给钱", "court"),
        ("这件事已经起诉，下周开庭", "court"),
        ("欠薪的事劳动仲裁已经受理", "arbitration"),
        ("他骗了我三万块钱跑了", "police"),
        ("家里的羊被偷了", "police"),
        ("老公又打我", "domestic_violence"),
        ("不服交警队的处罚", "review"),
        ("政府发的征收决定我不同意", "review"),
        ("我要去县里上访，我要信访", "petition"),
        ("村民代表会议定的分钱办法不公平", "village_supervision"),
    ],
)
def test_what_mediation_may_not_take_has_a_door(text: str, door: str) -> None:
    found = door_for(text, DisputeType.OTHER)
    assert found is not None
    assert found.name == door
    assert found.telephone
    assert len(found.explanation) > 20


@pytest.mark.parametrize(
    "text",
    [
        "邻居把水排到我家门口",
        "不想打官司，帮忙调解一下",
        "要不要起诉他",
        "借钱不还",
        "他把我打伤了要赔医药费",
        "儿子不养老人",
        "两家争地界",
    ],
)
def test_what_mediation_takes_has_none(text: str) -> None:
    assert door_for(text, DisputeType.OTHER) is None


def test_a_ticket_about_a_village_decision_is_a_ticket() -> None:
    assert door_for("村里开会决定的路一直没修") is None


@pytest.mark.parametrize(
    ("said", "spot"),
    [
        ("青山村", Spot("青山村")),
        ("青山", Spot("青山村")),
        ("我是青山村的", Spot("青山村")),
        ("青山村二组", Spot("青山村", "青山二组")),
        ("镇街", Spot("镇街社区")),
        ("东街", Spot("镇街社区", "东街")),
        ("王家坪", Spot("王家坪")),
        ("  ", Spot(None)),
        (None, Spot(None)),
    ],
)
def test_villages_are_found_as_people_call_them(said: str | None, spot: Spot) -> None:
    assert locate(said, VILLAGES) == spot
