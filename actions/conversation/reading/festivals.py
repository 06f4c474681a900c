"""Wordings that name days of the lunar calendar, festivals and solar terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from actions.conversation.reading.days import Pattern
from actions.conversation.reading.lunar import (
    FIRST_MONTH,
    every_month,
    lunar_date,
    month_name,
    new_years_eve,
    solar_term,
    yearly,
)
from actions.conversation.reading.mentions import Doubt, Kind, Named, Scope, day_words, doubt, next_workdays, span
from actions.conversation.reading.numerals import ENDED, NUMBER, SPOKEN_NUMBER, read_number

_SOLAR_DAYS = {
    "元旦": (1, 1), "妇女节": (3, 8), "三八节": (3, 8), "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4),
    "六一": (6, 1), "儿童节": (6, 1), "七一": (7, 1), "八一": (8, 1), "建军节": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "十一黄金周": (10, 1), "十一长假": (10, 1),
}  # fmt: skip
_LUNAR_DAYS = {
    "元宵": (1, 15), "正月半": (1, 15), "灯节": (1, 15), "龙抬头": (2, 2), "端午": (5, 5), "端阳": (5, 5),
    "七夕": (7, 7), "七月半": (7, 15), "中元": (7, 15), "中秋": (8, 15), "八月半": (8, 15), "重阳": (9, 9),
    "腊八": (12, 8), "春节": (1, 1), "新年": (1, 1),
}  # fmt: skip
_EVE = "腊月三十|大年三十|年三十|三十晚上|三十夜|除夕|年夜"
_TERMS = (
    "立春|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|秋分|寒露|霜降|立冬|冬至|小寒|大寒"
    # These four are also the weather.
    "|(?:雨水|白露|小雪|大雪)(?=节|那天|当天|这天|前|后|过|以|之|$)"
)
_NAMES = "|".join([*_SOLAR_DAYS, *_LUNAR_DAYS, _EVE, _TERMS, "(?:三月三|九月九)(?![十号日])"])
_LUNAR_DAYS |= {"三月三": (3, 3), "九月九": (9, 9)}
# A holiday lasts so many days from its first; what is not here lasts one.
_LENGTH = {"国庆": 7, "五一": 5, "劳动节": 5, "春节": 8, "新年": 8, "元旦": 3, "清明": 3, "端午": 3, "中秋": 3}
_HOLIDAY = r"(?:节|长假|假期|小长假|放假|期间|这几天|那几天|前后)*"
_AFTER = r"(?:过了|过后|以后|之后|过完|完了|后|收假)"
_BEFORE = r"(?:以前|之前|前)"
_OLD_CALENDAR = r"(?:农历|阴历|旧历|古历|老历|老黄历)"
_MONTH_SIGNS = {"正": 1, "冬": 11, "腊": 12}
_LAST_NUMBERED = 30


def festival(name: str, since: date) -> date | None:
    """The next day of a festival or solar term from `since` on."""
    if name in _SOLAR_DAYS:
        month, day = _SOLAR_DAYS[name]
        this_year = date(since.year, month, day)
        return this_year if this_year >= since else date(since.year + 1, month, day)
    if name in _LUNAR_DAYS:
        return next(yearly(*_LUNAR_DAYS[name], since), None)
    return new_years_eve(since) if re.fullmatch(_EVE, name) else solar_term(name, since)


def _festival(match: re.Match[str], scope: Scope) -> Named:
    day = festival(match[1], scope.since)
    kind = Kind.SOLAR if match[1] in _SOLAR_DAYS or re.fullmatch(_TERMS, match[1]) else Kind.LUNAR
    return Named(kind, (day,)) if day else Named(Kind.VAGUE, doubt=Doubt(f"{match[1]}是哪天？您说个日子。"))


def _after_festival(match: re.Match[str], scope: Scope) -> Named:
    length = _LENGTH.get(match[1], 1)
    first = festival(match[1], scope.today - timedelta(days=length - 1))
    days = next_workdays(first + timedelta(days=length)) if first else ()
    return Named(Kind.VAGUE, doubt=doubt(f"{match[1]}过后哪天都可以约。", days, scope.today))


def _before_festival(match: re.Match[str], scope: Scope) -> Named:
    first = festival(match[1], scope.today + timedelta(days=1))
    days = before(first, scope) if first else ()
    return Named(Kind.VAGUE, doubt=doubt(f"{match[1]}以前的日子不少。", days, scope.today))


def before(first: date, scope: Scope) -> tuple[date, ...]:
    """The last two working days before a day, as suggestions."""
    soon = max(scope.today, first - timedelta(days=14))
    days = (day for day in islice(next_workdays(soon, 14), 14) if day < first)
    return tuple(days)[-2:]


def _month_number(text: str) -> int:
    return _MONTH_SIGNS.get(text) or read_number(text)


def _dated(match: re.Match[str], scope: Scope) -> Named | None:
    """A lunar month and day; the next one, which in a year with such a leap month may have to be asked about."""
    year, leap, month, day = (
        match["year"],
        bool(match["leap"]),
        _month_number(match["month"]),
        read_number(match["day"]),
    )
    if not (1 <= month <= 12 and 1 <= day <= _LAST_NUMBERED):
        return None
    found = list(islice(_in_year(yearly(month, day, scope.since, leap=leap), year, scope), 1))
    if not found and month == 12 and day == _LAST_NUMBERED:
        found = [eve for eve in [new_years_eve(scope.since)] if eve]
    if not found:
        last = list(islice(yearly(month, day - 1, scope.since, leap=leap), 1)) if day > 1 else []
        return Named(Kind.VAGUE, doubt=doubt(f"农历{month_name(month)}没有这一天。", last, scope.today, lunar=True))
    again = next(yearly(month, day, scope.since, leap=True), None)
    if not leap and not year and again and found[0] != scope.since and abs((again - found[0]).days) < 300:
        return Named(
            Kind.VAGUE,
            doubt=doubt(f"这一年有两个{month_name(month)}。", sorted([found[0], again]), scope.today, lunar=True),
        )
    return Named(Kind.LUNAR, tuple(found))


def _in_year(days: Iterator[date], year: str | None, scope: Scope) -> Iterator[date]:
    """Only the days of the lunar year named: 明年腊月 ends the lunar year that follows the present one."""
    today = lunar_date(scope.today)
    wanted = {"明年": 1, "后年": 2}.get(year or "")
    for day in days:
        lunar = lunar_date(day)
        if not wanted or not today or not lunar or lunar[0] == today[0] + wanted:
            yield day


def _numbered(match: re.Match[str], scope: Scope) -> Named | None:
    day = every_month(read_number(match[1]), scope.since)
    following = every_month(read_number(match[1]), day + timedelta(days=1)) if day else None
    return Named(Kind.LUNAR, (day,), (following,) if following else ()) if day else None


def _new_year(match: re.Match[str], scope: Scope) -> Named | None:
    day = next(yearly(1, read_number(match[1]), scope.since), None)
    return Named(Kind.LUNAR, (day,)) if day else None


def _whole_month(match: re.Match[str], scope: Scope) -> Named:
    month = _month_number(match[2])
    first = next(yearly(month, 1, scope.today - timedelta(days=29), leap=bool(match[1])), None)
    if first is None:
        return Named(Kind.VAGUE, doubt=Doubt(f"农历{month_name(month)}里，您说的是哪天？"))
    days = [day for day in span(first, first + timedelta(days=29)) if day >= scope.today]
    days = [day for day in days if (lunar := lunar_date(day)) and lunar[1] == month]
    # Nobody works in the first week of the year.
    start = max(days[0] if days else scope.today, first + timedelta(days=7) if month == FIRST_MONTH else first)
    late = bool(match[3]) and "底" in match[3]
    workdays = before(days[-1] + timedelta(days=1), scope) if late and days else next_workdays(start)
    asked = doubt(f"{month_name(month)}里日子不少。", workdays, scope.today, lunar=True)
    return Named(Kind.LUNAR, doubt=asked, days=() if late else tuple(days))


def _little_new_year(match: re.Match[str], scope: Scope) -> Named:
    days = [day for number in (23, 24) for day in islice(yearly(12, number, scope.since), 1)]
    return Named(Kind.VAGUE, doubt=doubt("小年各地不一样。", days, scope.today, lunar=True))


def _either_calendar(match: re.Match[str], scope: Scope) -> Named | None:
    """八月十五 without 号 is said of both calendars."""
    month, day = read_number(match[1]), read_number(match[2])
    if not (1 <= month <= 12 and 11 <= day <= 31):
        return None
    lunar = next(yearly(month, day, scope.since), None)
    options = []
    for year in range(scope.since.year, scope.since.year + 9):
        try:
            solar = date(year, month, day)
        except ValueError:
            continue
        if solar >= scope.since:
            options.append(day_words(solar, scope.today))
            break
    options += [day_words(lunar, scope.today, lunar=True)] if lunar else []
    return Named(Kind.VAGUE, doubt=_which_calendar(options)) if options else None


def _bare_number(match: re.Match[str], scope: Scope) -> Named | None:
    """A bare 十五 is the fifteenth of either calendar."""
    number = read_number(match[1])
    if not 10 <= number <= _LAST_NUMBERED:
        return None
    days = (scope.since + timedelta(days=offset) for offset in range(62))
    solar = next(day for day in days if day.day == number)
    lunar = every_month(number, scope.since)
    options = [day_words(solar, scope.today)] + ([day_words(lunar, scope.today, lunar=True)] if lunar else [])
    return Named(Kind.VAGUE, doubt=_which_calendar(options))


def _which_calendar(options: list[str]) -> Doubt:
    return Doubt(f"您说的是公历还是农历？{'，还是'.join(options)}？", tuple(options))


_LUNAR_MONTH = rf"(?P<leap>闰)?(?P<month>正|冬|腊|{NUMBER})月(?:里|间|的)?"
_LUNAR_DAY = rf"(?P<day>{NUMBER}){ENDED}[日号]?"
_YEAR_WORD = r"(?P<year>今年|明年|后年)?的?"

PATTERNS: tuple[Pattern, ...] = (
    (re.compile(rf"({_NAMES}){_HOLIDAY}{_AFTER}"), _after_festival),
    (re.compile(rf"({_NAMES}){_HOLIDAY}{_BEFORE}"), _before_festival),
    (re.compile(r"(国庆|五一|劳动节|春节|元旦|清明|端午|中秋)节?(?:长假|假期|小长假|放假|期间)"), _after_festival),
    (re.compile(r"(春节|新年)"), _after_festival),
    (re.compile(rf"({_NAMES})(?![0-9月号路街村小])节?"), _festival),
    (re.compile(r"小年(?!轻|纪)"), _little_new_year),
    (re.compile(rf"(?:大年|过年|年)初({SPOKEN_NUMBER}){ENDED}"), _new_year),
    (re.compile(rf"{_OLD_CALENDAR}的?{_YEAR_WORD}{_LUNAR_MONTH}初?{_LUNAR_DAY}"), _dated),
    (re.compile(rf"{_YEAR_WORD}{_LUNAR_MONTH}初{_LUNAR_DAY}"), _dated),
    (re.compile(rf"(?<=日\()(?P<year>){_LUNAR_MONTH}{_LUNAR_DAY}(?=\))"), _dated),
    (re.compile(rf"{_YEAR_WORD}(?P<leap>闰)?(?P<month>正|冬|腊)月(?:里|间|的)?{_LUNAR_DAY}"), _dated),
    (re.compile(rf"{_YEAR_WORD}(?P<leap>闰)(?P<month>{NUMBER})月{_LUNAR_DAY}"), _dated),
    (re.compile(r"(闰)?(正|冬|腊)月(底|尾|末|里|间|份|头)?"), _whole_month),
    (re.compile(rf"(?:{_OLD_CALENDAR}的?初?|(?<!当)(?<!最)(?<!起)初)({SPOKEN_NUMBER}){ENDED}[日号]?"), _numbered),
    (
        re.compile(rf"(?<!阳历)(?<!公历)(?<!新历)({SPOKEN_NUMBER})月({SPOKEN_NUMBER}){ENDED}(?![号日个点])"),
        _either_calendar,
    ),
    (re.compile(rf"^(?:就|等|那就|要)?({SPOKEN_NUMBER})(?:那天|吧|嘛|行不|可以不|赶[场集街].*)*$"), _bare_number),
)
"""Tried in this order, before those of the solar calendar."""
