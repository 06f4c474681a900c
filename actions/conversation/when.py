"""Reads a day and time out of a citizen's words. Always in the future; what is not said stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.casework.slots import Slot
from knowledge_base.text import normalise

_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_RELATIVE = {"今": 0, "明": 1, "后": 2}
_DAY_WORD = re.compile(r"(大?)(今|明|后)(?:天|日|早|晚|儿|个)")
_WEEKDAY = re.compile(r"(下*)个?(?:周|星期|礼拜)([一二三四五六日天1-6])")
_MONTH_DAY = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?")
_DAY_ONLY = re.compile(r"(?<![\d月])(\d{1,2}|[一二三四五六七八九十]{1,3})[号日]")
_HOUR = re.compile(r"(\d{1,2}|[一二三四五六七八九十两]{1,2})(?:点|时|:|：)(半|\d{1,2})?")
_MORNING = re.compile(r"上午|早上|早晨|清早|一早|早点|明早|上半天|今早")
_AFTERNOON = re.compile(r"下午|晌午后|后晌|下半天|傍晚|晚些")


@dataclass(frozen=True)
class When:
    """A wish for a time: a day, a half of the day, an hour, each perhaps open."""

    day: date | None = None
    morning: bool | None = None
    minute_of_day: int | None = None

    @property
    def empty(self) -> bool:
        return self.day is None and self.morning is None and self.minute_of_day is None

    def fits(self, slot: Slot) -> bool:
        """Whether a free slot is what was wished for."""
        start = slot.start
        if self.day is not None and start.date() != self.day:
            return False
        if self.minute_of_day is not None:
            return start.hour * 60 + start.minute <= self.minute_of_day < slot.end.hour * 60 + slot.end.minute
        return self.morning is None or (start.hour < 12) == self.morning


def read_when(text: str, now: datetime) -> When:
    """The wish in a text, counted from `now`."""
    plain = normalise(text)
    morning = True if _MORNING.search(plain) else False if _AFTERNOON.search(plain) else None
    return When(_day(plain, now.date()), morning, _minute(plain, morning))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text.startswith("十"):
        return 10 + (_NUMBERS[text[1]] if len(text) > 1 else 0)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _NUMBERS[tens] * 10 + (_NUMBERS[ones] if ones else 0)
    return _NUMBERS[text[0]]


def _day(text: str, today: date) -> date | None:
    if match := _DAY_WORD.search(text):
        return today + timedelta(days=_RELATIVE[match.group(2)] + (1 if match.group(1) else 0))
    if match := _WEEKDAY.search(text):
        wanted = "一二三四五六日".find(
            match.group(2).replace("天", "日").translate(str.maketrans("123456", "一二三四五六"))
        )
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=len(match.group(1)))
        day = monday + timedelta(days=wanted)
        return day if day >= today else day + timedelta(weeks=1)
    if match := _MONTH_DAY.search(text):
        return _next(today, _number(match.group(1)), _number(match.group(2)))
    if match := _DAY_ONLY.search(text):
        return _next(today, None, _number(match.group(1)))
    return None


def _next(today: date, month: int | None, day: int) -> date | None:
    """The first such day from today on; none when the calendar has no such day within a year."""
    for offset in range(366):
        candidate = today + timedelta(days=offset)
        if candidate.day == day and month in (None, candidate.month):
            return candidate
    return None


def _minute(text: str, morning: bool | None) -> int | None:
    match = _HOUR.search(text)
    if not match:
        return None
    hour, rest = _number(match.group(1)), match.group(2)
    if hour > 23:
        return None
    if (hour < 8 and morning is not True) or (morning is False and hour < 12):
        hour += 12
    minutes = 30 if rest == "半" else int(rest) if rest and rest.isdigit() else 0
    return hour * 60 + minutes


def title(slot: Slot) -> str:
    """A slot as a button: 11月24日 周二 上午9点."""
    start = slot.start
    weekday = "一二三四五六日"[start.weekday()]
    half = "上午" if start.hour < 12 else "下午"
    clock = start.hour if start.hour <= 12 else start.hour - 12
    minutes = "半" if start.minute == 30 else f"{start.minute}分" if start.minute else ""
    return f"{start.month}月{start.day}日 周{weekday} {half}{clock}点{minutes}"


def distinct_times(slots: Iterable[Slot], limit: int) -> list[Slot]:
    """The first slots with different times: the citizen chooses a time, not a person."""
    seen: dict[datetime, Slot] = {}
    for slot in slots:
        seen.setdefault(slot.start, slot)
    return list(seen.values())[:limit]
