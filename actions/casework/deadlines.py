"""When a case is due. The limits are data; each names the rule it comes from. All but the law's are local defaults."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time

from actions.casework.kinds import BEIJING, TicketKind
from actions.casework.workdays import add_workdays, workdays_from

CLOSING_TIME = time(17, 30)
"""The hour the last day ends: where there are business hours, with their end (民法典 §203)."""


@dataclass(frozen=True)
class Limit:
    """A time limit in working days or in calendar months, and its source."""

    source: str
    workdays: int | None = None
    months: int | None = None


_HOTLINE = Limit("12345 热线通行做法（地方规定，可调整）：一般事项 5 个工作日", workdays=5)

TICKET_LIMITS = dict.fromkeys(TicketKind, _HOTLINE)
DISPUTE_LIMIT = Limit("《人民调解工作若干规定》（司法部令第75号）第三十三条：一般在一个月内调解完毕", months=1)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def due_after(filed: datetime, limit: Limit) -> datetime:
    """When the limit runs out: the end of business on its last day, put off to the next working day (民法典 §203)."""
    day = filed.astimezone(BEIJING).date()
    if limit.months is not None:
        day = next(workdays_from(_months_later(day, limit.months)))
    if limit.workdays is not None:
        day = add_workdays(day, limit.workdays)
    return datetime.combine(day, CLOSING_TIME, BEIJING)
