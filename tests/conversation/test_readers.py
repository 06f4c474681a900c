"""Reading answers out of a citizen's words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from actions.casework.kinds import BEIJING, MeetingPlace, Urgency
from actions.conversation import readers
from actions.conversation.when import read_when
from knowledge_base.loader import load_township

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=BEIJING)


@pytest.mark.parametrize("said", ["算了", "算了吧", "不办了", "我不想办了", "改天再说", "取消"])
def test_leaving(said: str) -> None:
    assert readers.wants_to_leave(said)


@pytest.mark.parametrize("said", ["算了一下要多少钱", "不办行不行", "取消低保会怎样", "好"])
def test_not_leaving(said: str) -> None:
    assert not readers.wants_to_leave(said)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("13900000001", "13900000001"),
        ("我的电话是139 0000 0001", "13900000001"),
        ("一三九，零零零零，零零零一", "13900000001"),
        ("幺三九零零零零零零零幺", "13900000001"),
        ("０９００－０００００01", "0900-0000001"),
        ("1390000000", None),
        ("我没记住", None),
    ],
)
def test_telephone(said: str, number: str | None) -> None:
    assert readers.telephone(said) == number


@pytest.mark.parametrize(
    ("said", "village"),
    [("我在柳树村小学旁边", "柳树村"), ("青山二组", "青山村"), ("石乔村", "石桥村"), ("不晓得", None)],
)
def test_village(said: str, village: str | None) -> None:
    assert readers.village(said, load_township()) == village


@pytest.mark.parametrize(
    ("said", "person"), [("给我妈办", "妈"), ("我自己", "本人"), ("家里老人", "老人"), ("我老伴的", "老伴")]
)
def test_whom(said: str, person: str) -> None:
    assert readers.whom(said) == person


def test_places_urgency_and_names() -> None:
    assert readers.meeting_place("上门，来家里") is MeetingPlace.HOME
    assert readers.meeting_place("去村里服务站") is MeetingPlace.VILLAGE
    assert readers.meeting_place("去镇便民服务中心") is MeetingPlace.HALL
    assert readers.urgency("不急，慢慢说") is Urgency.CALM
    assert readers.urgency("正在闹，很急") is Urgency.NOW
    assert readers.urgency("怕闹大，要快点") is Urgency.SOON
    assert readers.person_name("我叫张示例") == "张示例"
    assert readers.person_name("王大爷就行") == "王大爷"
    assert readers.anonymous("匿名") is True
    assert readers.anonymous("可以留名") is False


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("后天上午", date(2026, 11, 24)),
        ("明天", date(2026, 11, 23)),
        ("大后天", date(2026, 11, 25)),
        ("周三", date(2026, 11, 25)),
        ("下周三", date(2026, 11, 25)),
        ("礼拜天", date(2026, 11, 22)),
        ("11月26日 周四 上午9点", date(2026, 11, 26)),
        ("十二月三号", date(2026, 12, 3)),
        ("3号", date(2026, 12, 3)),
        ("一月五日", date(2027, 1, 5)),
        ("随便", None),
    ],
)
def test_days_are_in_the_future(said: str, day: date | None) -> None:
    assert read_when(said, SUNDAY).day == day


def test_halves_and_hours() -> None:
    assert read_when("后天下午3点", SUNDAY).minute_of_day == 15 * 60
    assert read_when("明天上午九点半", SUNDAY).minute_of_day == 9 * 60 + 30
    assert read_when("下午两点", SUNDAY).minute_of_day == 14 * 60
    assert read_when("上午", SUNDAY).morning is True
