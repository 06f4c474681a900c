"""Chinese working days 工作日."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar

_FRIDAY = 4


def is_workday(day: date) -> bool:
    """Whether offices work on `day`: the statutory calendar with its moved days, else Monday to Friday.

    The State Council publishes a year's holidays in the November before, so years ahead have no calendar yet.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() <= _FRIDAY


def workdays_from(day: date) -> Iterator[date]:
    """The working days from `day` on, `day` itself included when it is one."""
    while True:
        if is_workday(day):
            yield day
        day += timedelta(days=1)


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`; `day` itself does not count (民法典 §201)."""
    later = workdays_from(day + timedelta(days=1))
    result = day
    for _ in range(count):
        result = next(later)
    return result
