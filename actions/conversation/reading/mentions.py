"""What one wording says of the day, and how days are said back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import islice

from actions.casework.workdays import workdays_from
from actions.conversation.reading.lunar import lunar_words

WEEKDAYS = "一二三四五六日"


class Kind(Enum):
    """Two mentions of one kind side by side are two wishes (周三周四); of two kinds they are one (12月3日 周四)."""

    RELATIVE = "relative"
    WEEKDAY = "weekday"
    SOLAR = "solar"
    LUNAR = "lunar"
    PERIOD = "period"
    VAGUE = "vague"


@dataclass(frozen=True)
class Doubt:
    """What has to be asked back, with answers to choose from: plain words that are understood for certain."""

    question: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """The days one wording names, from today on.

    `later`: what is meant instead when they are over; empty where only these can be meant (今天).
    `doubt`: what to ask unless other words settle it.
    """

    kind: Kind
    days: tuple[date, ...] = ()
    later: tuple[date, ...] = ()
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Scope:
    """Today, and the day from which the next fitting day is looked for."""

    today: date
    since: date

    def starting(self, since: date) -> Scope:
        return replace(self, since=max(self.today, since))


def day_words(day: date, today: date, *, lunar: bool = False) -> str:
    """A day as it is read back: 12月28日（冬月二十）星期一; the year only when it is another one."""
    year = f"{day.year}年" if day.year != today.year else ""
    both = f"（{words}）" if lunar and (words := lunar_words(day)) else ""
    return f"{year}{day.month}月{day.day}日{both}星期{WEEKDAYS[day.weekday()]}"


def doubt(lead: str, days: Iterable[date], today: date, *, lunar: bool = False) -> Doubt:
    """Asks which day is meant and suggests some."""
    options = tuple(dict.fromkeys(day_words(day, today, lunar=lunar) for day in days if day >= today))
    if not options:
        return Doubt(f"{lead}您说的是哪天？说个日子就行。")
    if len(options) == 1:
        return Doubt(f"{lead}您是说{options[0]}吗？", options)
    return Doubt(f"{lead}您说的是哪天？比如{'，或者'.join(options)}。", options)


def next_workdays(since: date, count: int = 2) -> tuple[date, ...]:
    """Working days from `since` on, as suggestions."""
    return tuple(islice(workdays_from(since), count))


def span(first: date, last: date) -> tuple[date, ...]:
    """The days from the first to the last."""
    return tuple(first + timedelta(days=offset) for offset in range((last - first).days + 1))


def month_days(year: int, month: int) -> tuple[date, ...]:
    """All days of a month; month 13 is the next January."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = date(year, month, 1)
    return span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
