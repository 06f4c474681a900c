"""Reading times of day: what is understood, how it is read back, and which slots fit."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from actions.casework.kinds import BEIJING, MeetingPlace
from actions.casework.slots import Slot
from actions.conversation import when
from actions.conversation.when import When, read_back, read_when

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=BEIJING)
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING)


def _read(said: str, now: datetime = SUNDAY) -> tuple[When, str]:
    wish = read_when(said, now)
    return wish, read_back(wish, now.date())


@pytest.mark.parametrize(
    ("said", "start", "end", "back"),
    [
        ("上午", "0:00", "12:00", "上午"),
        ("前晌", "0:00", "12:00", "上午"),
        ("上半天", "0:00", "12:00", "上午"),
        ("早上", "0:00", "12:00", "早上"),
        ("天麻麻亮", "5:00", "9:00", "清早"),
        ("大清早", "5:00", "9:00", "清早"),
        ("一早", "5:00", "9:00", "清早"),
        ("吃了早饭", "8:00", "11:00", "上午"),
        ("晌午", "11:00", "14:00", "中午"),
        ("中午", "11:00", "14:00", "中午"),
        ("吃过晌午饭", "13:00", "16:00", "午饭后"),
        ("下午", "12:00", "18:00", "下午"),
        ("后晌", "12:00", "18:00", "下午"),
        ("晌午后", "12:00", "18:00", "下午"),
        ("下半天", "12:00", "18:00", "下午"),
        ("擦黑", "17:00", "20:00", "傍晚"),
        ("天黑前", "17:00", "20:00", "傍晚"),
        ("夜里", "18:00", "24:00", "晚上"),
        ("晚上十二点", "18:00", "24:00", "晚上"),
        ("半夜", "23:00", "24:00", "半夜"),
        ("上午不行", "12:00", "18:00", "下午"),
        ("下午没空", "0:00", "12:00", "上午"),
        ("除了上午", "12:00", "18:00", "下午"),
        ("三点", "15:00", "15:00", "下午3点"),
        ("三点半", "15:30", "15:30", "下午3点半"),
        ("两点钟", "14:00", "14:00", "下午2点"),
        ("下午两点", "14:00", "14:00", "下午2点"),
        ("下午2点", "14:00", "14:00", "下午2点"),
        ("14:30", "14:30", "14:30", "下午2点半"),
        ("１４：３０", "14:30", "14:30", "下午2点半"),
        ("14点", "14:00", "14:00", "下午2点"),
        ("上午9.30", "9:30", "9:30", "上午9点半"),
        ("九点一刻", "9:15", "9:15", "上午9点15分"),
        ("九点三刻", "9:45", "9:45", "上午9点45分"),
        ("八点四十", "8:40", "8:40", "上午8点40分"),
        ("下午一点零五分", "13:05", "13:05", "下午1点5分"),
        ("差一刻九点", "8:45", "8:45", "上午8点45分"),
        ("差五分九点", "8:55", "8:55", "上午8点55分"),
        ("中午十二点", "12:00", "12:00", "中午12点"),
        ("中午一点", "13:00", "13:00", "下午1点"),
        ("晚上8点", "20:00", "20:00", "晚上8点"),
        ("早上七点", "7:00", "7:00", "早上7点"),
        ("十点左右", "10:00", "10:00", "上午10点"),
        ("十点把钟", "10:00", "10:00", "上午10点"),
        ("十点多", "10:00", "11:00", "上午10点多"),
        ("九十点", "9:00", "11:00", "上午9点到10点"),
        ("两三点", "14:00", "16:00", "下午2点到3点"),
        ("十一二点", "11:00", "13:00", "上午11点到下午1点"),
        ("上午九点到十一点", "9:00", "11:00", "上午9点到11点"),
        ("9-11点", "9:00", "11:00", "上午9点到11点"),
        ("9:00-11:00", "9:00", "11:00", "上午9点到11点"),
        ("九到十一点", "9:00", "11:00", "上午9点到11点"),
        ("下午两点到四点", "14:00", "16:00", "下午2点到4点"),
        ("两点到四点半", "14:00", "16:30", "下午2点到4点半"),
        ("上午十点到下午三点", "10:00", "15:00", "上午10点到下午3点"),
        ("十一点到一点", "11:00", "13:00", "上午11点到下午1点"),
        ("九点以前", "0:00", "9:00", "上午9点以前"),
        ("下午三点以后", "15:00", "24:00", "下午3点以后"),
    ],
)
def test_the_time_of_day(said: str, start: str, end: str, back: str) -> None:
    wish, words = _read(said)
    assert [(span.start, span.end) for span in wish.spans] == [(_minute(start), _minute(end))]
    assert (wish.days, words) == ((), back)


def _minute(clock: str) -> int:
    hour, minutes = clock.split(":")
    return int(hour) * 60 + int(minutes)


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("越快越好", "最早的时间"),
        ("随便", "最早的时间"),
        ("你们定", "最早的时间"),
        ("您看着安排", "最早的时间"),
        ("哪天都行", "最早的时间"),
        ("什么时候都可以", "最早的时间"),
        ("我都在家，随时来", "最早的时间"),
        ("快一点", "最早的时间"),
        ("早点来", "最早的时间"),
        ("马上", "最早的时间"),
    ],
)
def test_any_time_means_the_earliest(said: str, back: str) -> None:
    wish, words = _read(said)
    assert wish.soonest
    assert not wish.empty
    assert words == back


def _slot(day: date, hour: int, minute: int = 0) -> Slot:
    start = datetime.combine(day, time(hour, minute), BEIJING)
    return Slot(start, start + timedelta(hours=1), MeetingPlace.HALL, "a", "甲")


MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("said", "slot", "fits"),
    [
        ("周三上午", _slot(WEDNESDAY, 9), True),
        ("周三上午", _slot(WEDNESDAY, 14), False),
        ("周三上午", _slot(MONDAY, 9), False),
        ("下午三点", _slot(MONDAY, 15), True),
        ("下午三点", _slot(MONDAY, 14, 30), True),
        ("下午三点", _slot(MONDAY, 16), False),
        ("十点多", _slot(MONDAY, 10, 30), True),
        ("九点到十一点", _slot(MONDAY, 9), True),
        ("九点到十一点", _slot(MONDAY, 11), False),
        ("除了周三都行", _slot(WEDNESDAY, 9), False),
        ("除了周三都行", _slot(MONDAY, 9), True),
        ("下周随便哪天", _slot(WEDNESDAY, 9), True),
        ("越快越好", _slot(MONDAY, 9), True),
        ("周三上午不行", _slot(WEDNESDAY, 9), False),
    ],
)
def test_whether_a_slot_fits(said: str, slot: Slot, fits: bool) -> None:
    assert read_when(said, SUNDAY).fits(slot) is fits


def test_a_slot_as_a_button_is_read_as_itself() -> None:
    slot = _slot(date(2026, 12, 28), 14, 30)
    assert when.title(slot) == "12月28日 周一 下午2点半"
    assert when.title(slot, lunar=True) == "12月28日（冬月二十） 周一 下午2点半"
    for words in (when.title(slot), when.title(slot, lunar=True)):
        wish = read_when(words, TUESDAY)
        assert wish.days == (date(2026, 12, 28),)
        assert wish.fits(slot)


@pytest.mark.parametrize(("said", "too_far"), [("腊月二十", False), ("国庆", True), ("随便", False)])
def test_a_day_too_far_ahead(said: str, too_far: bool) -> None:
    assert read_when(said, SUNDAY).too_far(SUNDAY) is too_far
