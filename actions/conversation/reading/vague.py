"""Wordings of time that name no certain day, and what is suggested for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from actions.casework.workdays import is_workday
from actions.conversation.reading.days import Pattern
from actions.conversation.reading.festivals import before
from actions.conversation.reading.lunar import every_month, new_years_eve
from actions.conversation.reading.mentions import Doubt, Kind, Named, Scope, day_words, doubt, month_days, next_workdays
from actions.conversation.reading.numerals import NUMBER, read_number

Suggest = Callable[[re.Match[str], Scope], tuple[date, ...]]

_MARKET = r"赶[集场街圩墟会山]|街天|场天|集日|逢[集场圩墟]|当[场街]天|[圩墟]日|赶大集|庙会"
_ONE_TO_TEN = "一二三四五六七八九十"
# Hands and harvests; nobody but the citizen knows when that is.
_UNKNOWN = (
    r"放假|不上班|不上学|放学|开学|考完|农忙|忙完|忙过|收完|打完谷|秋收|春耕|栽完|开春|天晴|不下雨|雨停"
    r"|[等到].{0,8}(?:回来|回家|得空|有空|出院|好了|再说|那天|的时候)|改天|改日|哪天再|到时候|回头|赶明儿|有空的时候|以后再"
    r"|再说|没想好|说不准|说不定|再看看|看情况|过年|年底"
)


def _soon(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    return next_workdays(scope.today + timedelta(days=1))


def _in_some_days(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    return next_workdays(scope.today + timedelta(days=2))


def _in_half_a_month(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    return next_workdays(scope.today + timedelta(days=15))


def _in_months(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    return next_workdays(scope.today + timedelta(days=30 * read_number(match[1])))


def _in_part_of_month(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    """Working days in that part of the month, of the next month when it is over."""
    low, high = _PARTS[match[2]]
    first = scope.today.month + (match[1] or "").count("下")
    for month in (first, first + 1):
        days = month_days(scope.today.year, month)
        part = days[low:high]
        if fitting := [day for day in part if day >= scope.today and is_workday(day)]:
            return tuple(fitting[-2:] if high is None else fitting[:2])
    return ()


_PARTS: dict[str, tuple[int, int | None]] = {
    "初": (0, 8), "头": (0, 8), "上旬": (0, 10), "中": (10, 20), "中旬": (10, 20), "半": (13, 18),
    "下旬": (20, None), "底": (-8, None), "末": (-8, None), "尾": (-8, None),
}  # fmt: skip


def _around_number(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    tens = 10 if match[1] in ("", "十", "1") else 20
    days = (scope.today + timedelta(days=offset) for offset in range(45))
    return tuple(day for day in days if tens < day.day < tens + 10 and is_workday(day))[:2]


def _year_end(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    return before(date(scope.today.year + 1, 1, 1), scope)


def _in_year(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    return next_workdays(date(scope.today.year + (1 if match[1] == "明年" else 2), 1, 2))


def _before_new_year(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    eve = new_years_eve(scope.today)
    return before(eve, scope) if eve else ()


def _after_new_year(match: re.Match[str], scope: Scope) -> tuple[date, ...]:
    eve = new_years_eve(scope.today)
    return next_workdays(eve + timedelta(days=8)) if eve else ()


def _asks(lead: str, suggest: Suggest) -> Callable[[re.Match[str], Scope], Named]:
    def read(match: re.Match[str], scope: Scope) -> Named:
        return Named(Kind.VAGUE, doubt=doubt(lead.format(said=match[0]), suggest(match, scope), scope.today))

    return read


def _market(match: re.Match[str], scope: Scope) -> Named:
    """Market days go by the last digit of the date, here by the solar, there by the lunar calendar."""
    digits = {_ONE_TO_TEN.index(sign) + 1 for sign in match[1]} if match[1] else set()
    lead = "各地赶集的日子不一样。"
    if not digits:
        return Named(Kind.VAGUE, doubt=doubt(lead, _soon(match, scope), scope.today))
    days = [scope.today + timedelta(days=offset) for offset in range(1, 12)]
    solar = next(day for day in days if day.day % 10 in {digit % 10 for digit in digits})
    numbered = (every_month(10 * tens + digit, days[0]) for digit in digits for tens in range(3))
    lunar = min((day for day in numbered if day), default=solar)
    options = (day_words(solar, scope.today), day_words(lunar, scope.today, lunar=True))
    return Named(Kind.VAGUE, doubt=Doubt(f"{lead}您说的是{options[0]}，还是{options[1]}？", options))


PATTERNS: tuple[Pattern, ...] = (
    (re.compile(rf"(?:逢([{_ONE_TO_TEN}]+)|{_MARKET})(?:逢[{_ONE_TO_TEN}])*(?:{_MARKET}|那天|天|的时候)*"), _market),
    (re.compile(r"赶明儿个?|明后天再说"), _asks("好的。", _soon)),
    (
        re.compile(r"(?:再?过|等|隔)(?:两|几|些|个把|一两|两三|三两|三五)个?(?:天|日)(?:以后|之后|后)?"),
        _asks("{said}，", _in_some_days),
    ),
    (
        re.compile(r"几天(?:以后|之后|过后|后)|(?:过|等)一?(?:阵|段|些)子?(?:时间|时候|日子)?"),
        _asks("好的。", _in_some_days),
    ),
    (re.compile(r"(?:再?过)?半个?多?月(?:以后|之后|过后|后)?"), _asks("半个月左右，", _in_half_a_month)),
    (re.compile(rf"(?:再?过)?({NUMBER})个多?月(?:以后|之后|过后|后)"), _asks("{said}，", _in_months)),
    (
        re.compile(r"(下+个?|这个?|本)?月(初|头|上旬|中旬|中|半|下旬|底|末|尾)"),
        _asks("{said}有好几天。", _in_part_of_month),
    ),
    (re.compile(r"(?<![0-9])(十|二十|二|1|2|廿|)(?:[几来多])[号日]"), _asks("{said}有好几天。", _around_number)),
    (
        re.compile(r"(?<![0-9一二两三几今去每])(?:过完?年|年)(?:以前|之前|前)"),
        _asks("年前的日子不少。", _before_new_year),
    ),
    (
        re.compile(r"(?<![0-9一二两三几今去每])(?:过完年|过了年|过年|年)(?:以后|之后|过后|后)|过[完了]年"),
        _asks("年后的日子不少。", _after_new_year),
    ),
    (re.compile(r"年(?:底|末|尾)"), _asks("年底有好几天。", _year_end)),
    (re.compile(r"(明年|后年)(?!的?[0-9一二两三四五六七八九十正冬腊闰农阴])"), _asks("{said}日子还多。", _in_year)),
    (re.compile(_UNKNOWN), _asks("好的，不急。", _soon)),
)
"""Tried before the certain days; a certain day elsewhere in the words settles them."""
