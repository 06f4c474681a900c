"""Wordings that name certain days of the solar calendar and of the week."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from actions.conversation.reading.mentions import (
    WEEKDAYS,
    Doubt,
    Kind,
    Named,
    Scope,
    doubt,
    month_days,
    next_workdays,
    span,
)
from actions.conversation.reading.numerals import ENDED, NUMBER, YEAR, read_number, read_year

Read = Callable[[re.Match[str], Scope], Named | None]
Pattern = tuple[re.Pattern[str], Read]

_RELATIVE = {"今": 0, "明": 1, "后": 2, "大后": 3, "外后": 3, "老后": 4, "大大后": 4}
_WEEKDAY_SIGNS = {sign: value for value, sign in enumerate(WEEKDAYS)} | {"天": 6, "七": 6, "末": 5}
_WEEKDAY_SIGNS |= {str(value + 1): value for value in range(7)}
_WEEK = r"(?:周|星期|礼拜|拜)"
_WHICH_WEEK = r"(?:(上+|这|本|下+|每)一?个?|(?<![一两半几多]))"
# A number of a house or a window is no day of the month.
_NOT_A_DAY = r"(?!楼|窗|院|门|房|桌|线|台|厅|柜|公路|文|店|机|地)"
_COUNTED = rf"({NUMBER}|[0-9]{{3}})"


def _relative(match: re.Match[str], scope: Scope) -> Named:
    offset = _RELATIVE[match[1]]
    return Named(Kind.RELATIVE, (scope.today + timedelta(days=offset),))


def _past(match: re.Match[str], scope: Scope) -> Named:
    tomorrow = scope.today + timedelta(days=1)
    return Named(Kind.VAGUE, doubt=doubt(f"{match[0]}已经过了。", [tomorrow], scope.today))


def _in_days(match: re.Match[str], scope: Scope) -> Named:
    return Named(Kind.RELATIVE, (scope.today + timedelta(days=read_number(match[1])),))


def _in_weeks(match: re.Match[str], scope: Scope) -> Named:
    return Named(Kind.RELATIVE, (scope.today + timedelta(weeks=read_number(match[1] or "1")),))


def _next_weeks_today(match: re.Match[str], scope: Scope) -> Named:
    return Named(Kind.RELATIVE, (scope.today + timedelta(weeks=1),))


def _today(match: re.Match[str], scope: Scope) -> Named:
    return Named(Kind.RELATIVE, (scope.today,))


def _these_days(match: re.Match[str], scope: Scope) -> Named:
    return Named(Kind.PERIOD, span(scope.today, scope.today + timedelta(days=2)))


def _monday(scope: Scope, which: str | None) -> date:
    """The Monday of the week meant; 下下周 is two weeks on."""
    day = scope.today if which else scope.since
    weeks = which.count("下") - which.count("上") if which else 0
    return day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)


def _weekday(match: re.Match[str], scope: Scope) -> Named:
    which, wanted = match[1], _WEEKDAY_SIGNS[match[2]]
    both = 2 if match[2] == "末" else 1
    first = _monday(scope, which) + timedelta(days=wanted)
    floor = scope.today if which else scope.since
    days = tuple(day for day in span(first, first + timedelta(days=both - 1)) if day >= floor)
    following = max(first, first + timedelta(weeks=1 + max(0, (scope.today - first).days // 7)))
    later = span(following, following + timedelta(days=both - 1))
    if which in (None, "每"):  # one of many, so the next is meant when this one is over
        after = tuple(day + timedelta(weeks=0 if days else 1) for day in later)
        return Named(Kind.WEEKDAY, days or later, after)
    if days:
        return Named(Kind.WEEKDAY, days)
    return Named(Kind.VAGUE, doubt=doubt(f"{match[0]}已经过了。", later[:1], scope.today))


def _weekdays(match: re.Match[str], scope: Scope) -> Named:
    """Several days of the week after one word: 周一三五."""
    monday = _monday(scope, match[1])
    week = [monday + timedelta(days=_WEEKDAY_SIGNS[sign]) for sign in match[2]]
    days = tuple(sorted({day if day >= scope.today else day + timedelta(weeks=1) for day in week}))
    wanted = tuple(day for day in days if day >= scope.today)
    return Named(Kind.WEEKDAY, wanted, () if match[1] else tuple(day + timedelta(weeks=1) for day in wanted))


def _week(match: re.Match[str], scope: Scope) -> Named:
    monday = _monday(scope, match[1])
    days = tuple(day for day in span(monday, monday + timedelta(days=6)) if day >= scope.today)
    if not days:
        return Named(Kind.VAGUE, doubt=doubt(f"{match[0]}已经过了。", [scope.today + timedelta(days=1)], scope.today))
    return Named(Kind.PERIOD, days)


def _calendar(scope: Scope, year: int | None, month: int, day: int) -> Named:
    """A month and day, in the next year that has them and is not over."""
    for candidate in (year,) if year else range(scope.since.year, scope.since.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found >= (scope.today if year else scope.since):
            return Named(Kind.SOLAR, (found,))
        if year:
            again = _calendar(scope, None, month, day)
            return Named(Kind.VAGUE, doubt=doubt(f"{year}年{month}月{day}日已经过了。", again.days, scope.today))
    return no_such_day(scope, month, day)


def no_such_day(scope: Scope, month: int, day: int) -> Named:
    """Says that a month has no such day, and suggests its last."""
    if not 1 <= month <= 12:
        return Named(Kind.VAGUE, doubt=Doubt(f"没有{month}月{day}日这一天。您说的是哪天？"))
    last = month_days(scope.since.year, month)[-1]
    again = _calendar(scope, None, month, last.day)
    return Named(Kind.VAGUE, doubt=doubt(f"{month}月没有{day}号。", again.days, scope.today))


def _year_of(text: str | None, scope: Scope) -> int | None:
    if not text:
        return None
    named = {"今年": 0, "明年": 1, "后年": 2}
    if text in named:
        return scope.today.year + named[text]
    digits = text.removesuffix("年")
    return 2000 + int(digits) if len(digits) == 2 else read_year(digits)


def _year_month_day(match: re.Match[str], scope: Scope) -> Named:
    return _calendar(scope, _year_of(match[1], scope), read_number(match[2]), read_number(match[3]))


def _named_month_and_day(match: re.Match[str], scope: Scope) -> Named:
    return _calendar(scope, None, read_number(match[1]), read_number(match[2]))


def _month_and_day(match: re.Match[str], scope: Scope) -> Named | None:
    month, day = read_number(match[1]), read_number(match[2])
    return _calendar(scope, None, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _month_offset(word: str, scope: Scope) -> tuple[date, ...]:
    return month_days(scope.today.year, scope.today.month + word.count("下"))


def _day_of_named_month(match: re.Match[str], scope: Scope) -> Named:
    days = _month_offset(match[1], scope)
    number = read_number(match[2])
    if not 1 <= number <= len(days):
        return no_such_day(scope, days[0].month, number)
    day = days[number - 1]
    if day >= scope.today:
        return Named(Kind.SOLAR, (day,))
    again = month_days(scope.today.year, scope.today.month + 1)
    return Named(Kind.VAGUE, doubt=doubt(f"{day.month}月{number}号已经过了。", again[number - 1 : number], scope.today))


def _day_of_month(number: int, scope: Scope) -> tuple[date, ...]:
    """The next two days with this number."""
    months = (month_days(scope.since.year, scope.since.month + offset) for offset in range(5))
    days = (days[number - 1] for days in months if 1 <= number <= len(days))
    return tuple(day for day in days if day >= scope.since)[:2]


def _day_only(match: re.Match[str], scope: Scope) -> Named | None:
    days = _day_of_month(read_number(match[1]), scope)
    if not days:
        wrong = Doubt(f"没有{read_number(match[1])}号这一天。您说的是哪天？")
        return Named(Kind.VAGUE, doubt=wrong)
    return Named(Kind.SOLAR, days[:1], days[1:])


def _days_only(match: re.Match[str], scope: Scope) -> Named | None:
    low, high = read_number(match[1]), read_number(match[2])
    first = _day_of_month(low, scope)
    last = _day_of_month(high, scope.starting(first[0])) if first else ()
    return Named(Kind.SOLAR, span(first[0], last[0])) if first and last else None


def _month(match: re.Match[str], scope: Scope) -> Named:
    days = tuple(day for day in _month_offset(match[0], scope) if day >= scope.today)
    asked = doubt(f"{match[0]}的日子不少。", next_workdays(days[0]), scope.today) if days else None
    return Named(Kind.PERIOD, days, doubt=asked)


_DATE_END = r"(?![0-9:：点时.])"
_CLOCK_BEFORE = r"(?<![0-9./:：\-])(?<!上午)(?<!下午)(?<!早上)(?<!晚上)(?<!中午)"

PATTERNS: tuple[Pattern, ...] = (
    (re.compile(rf"({YEAR})\s*[-年./]\s*({NUMBER})\s*[-月./]\s*({NUMBER})[日号]?"), _year_month_day),
    (re.compile(rf"(今年|明年|后年|[0-9]{{2}}年)的?({NUMBER})月份?({NUMBER})[日号]?"), _year_month_day),
    (re.compile(r"(?:下个?(?:周|星期|礼拜)的?今天)"), _next_weeks_today),
    (re.compile(rf"(?:再?过)?{_COUNTED}(?:天|日)(?:以后|之后|过后|后)"), _in_days),
    (re.compile(rf"再?过{_COUNTED}天(?!假|班)"), _in_days),
    (re.compile(rf"(?:再?过)?({NUMBER})(?:个?(?:周|星期|礼拜))(?:以后|之后|过后|后)"), _in_weeks),
    (re.compile(rf"过一?({NUMBER})个?(?:周|星期|礼拜)"), _in_weeks),
    (re.compile(r"(大大后|老后|大后|外后|今|明|后)(?:天|日|儿个?|朝)"), _relative),
    (re.compile(r"(今|明|(?<![以之过饭班])后)(?=早|晚|上午|下午|中午|傍晚|凌晨)"), _relative),
    (re.compile(r"(今|明)(?=晌)"), _relative),
    (re.compile(r"(?<![大老外])(昨|大前|前)(?:天|日(?!起)|儿个?)(?!后)"), _past),
    (re.compile(r"一会儿?|待会儿?|稍后|等一?[下哈]儿?(?!周|个|星期|礼拜|月)"), _today),
    (re.compile(r"这[一两几]天|这[两几]日|今明两天|最近(?:两|几)天|近几天"), _these_days),
    (re.compile(rf"{_WHICH_WEEK}{_WEEK}(六日|六天|[一二三四五六][一二三四五六日天]+)(?!点)"), _weekdays),
    (re.compile(rf"{_WHICH_WEEK}{_WEEK}的?([一二三四五六七日天末1-7])(?![0-9天年个])"), _weekday),
    (re.compile(rf"(上+|这|本|下+)一?个?{_WEEK}(?!年)"), _week),
    (re.compile(rf"(下+个?月|这个?月|本月|当月)的?({NUMBER}){ENDED}[号日]?(?![点个天])"), _day_of_named_month),
    (re.compile(rf"({NUMBER})月份?的?({NUMBER})[日号]"), _named_month_and_day),
    (re.compile(rf"([0-9]{{1,2}})月({NUMBER}){ENDED}(?![点个天])"), _month_and_day),
    (re.compile(rf"{_CLOCK_BEFORE}([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[号日]?{_DATE_END}"), _month_and_day),
    (re.compile(rf"(?<![0-9月])({NUMBER})[号日]?(?:到|至|-|~|—)({NUMBER})[号日]{_NOT_A_DAY}"), _days_only),
    (re.compile(rf"(?<![0-9月第])({NUMBER})[号日]{_NOT_A_DAY}"), _day_only),
    (re.compile(r"(?:下+个?月|这个?月|本月)"), _month),
)
"""Tried in this order; what one has taken is hidden from the next."""
