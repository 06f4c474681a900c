"""The Chinese lunar calendar 农历 and the solar terms 节气, always looked up forwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import get_solar_terms
from lunardate import LunarDate

from actions.conversation.reading.numerals import spoken

FIRST_MONTH, LAST_MONTH = 1, 12
_MONTHS = ("正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月")
# Two lunar months in a row may both lack a thirtieth day; four never do.
_FOUR_MONTHS = 120


@lru_cache(maxsize=2000)
def lunar_date(day: date) -> tuple[int, int, int, bool] | None:
    """Lunar year, month, day, and whether the month is a leap month 闰月; None outside the tables (1900 to 2099)."""
    try:
        found = LunarDate.from_solar_date(day.year, day.month, day.day)
    except (ValueError, IndexError):
        return None
    return found.year, found.month, found.day, bool(found.is_leap_month)


def _solar(year: int, month: int, day: int, leap: bool) -> date | None:
    try:
        found: date = LunarDate(year, month, day, leap).to_solar_date()
    except ValueError:
        return None
    return found


def lunar_words(day: date) -> str:
    """A day in the lunar calendar: 冬月二十, 闰六月初一; empty outside the tables."""
    found = lunar_date(day)
    if found is None:
        return ""
    _, month, number, leap = found
    return f"{'闰' if leap else ''}{_MONTHS[month - 1]}{'初' if number <= 10 else ''}{spoken(number)}"


def month_name(month: int) -> str:
    """正月 for 1, 冬月 for 11, 腊月 for 12."""
    return _MONTHS[month - 1]


def yearly(month: int, day: int, since: date, *, leap: bool = False) -> Iterator[date]:
    """The days with this lunar month and day from `since` on. A leap month comes back only after years."""
    start = lunar_date(since)
    if start is None or not (1 <= month <= LAST_MONTH and 1 <= day <= 30):
        return
    for year in range(start[0], start[0] + (40 if leap else 4)):
        found = _solar(year, month, day, leap)
        if found and found >= since:
            yield found


def every_month(day: int, since: date) -> date | None:
    """The next day with this lunar number from `since` on, whatever the month."""
    days = (since + timedelta(days=offset) for offset in range(_FOUR_MONTHS))
    return next((found for found in days if (lunar := lunar_date(found)) and lunar[2] == day), None)


def new_years_eve(since: date) -> date | None:
    """The last day of the lunar year 除夕: the thirtieth or the twenty-ninth of 腊月."""
    first = next((day for day in yearly(FIRST_MONTH, 1, since + timedelta(days=1))), None)
    return first - timedelta(days=1) if first else None


def solar_term(name: str, since: date) -> date | None:
    """The next day of a solar term such as 冬至."""
    try:
        terms = get_solar_terms(since, since + timedelta(days=366))
    except (NotImplementedError, ValueError, OverflowError):
        return None
    return next((day for day, term in terms if term == name), None)
