"""Reads an age or a day of birth out of a citizen's words."""

from __future__ import annotations

import re
from datetime import date

from actions.conversation.reading.numerals import read_number, read_year
from knowledge_base.benefits.facts import OLDEST, Told
from knowledge_base.text import compact, normalise

_NUMBER = (
    r"(?:\d{1,3}|[一两]?百(?:零?[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?)?"
    r"|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
)
_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2})"
_DATE = re.compile(
    rf"({_YEAR})\s*[-年./]\s*({_NUMBER})\s*[-月./]\s*({_NUMBER})|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_MONTH = re.compile(rf"({_YEAR})\s*年\s*({_NUMBER})\s*月")
_YEAR_ONLY = re.compile(rf"({_YEAR})年?(?:出?生|的)")
_BARE_YEAR = re.compile(rf"^({_YEAR})年?$")
_SPAN = re.compile(rf"({_NUMBER})岁?[到至]({_NUMBER})岁?")
_FROM = re.compile(rf"({_NUMBER})岁以上")
_UP_TO = re.compile(rf"({_NUMBER})岁以下")
_DECADE = re.compile(r"(?:([一二三四五六七八九]?)十|(\d)0)(?:多|几|来)(?![年天块元亩万次个斤里户])")
_MONTHS_OLD = re.compile(
    r"(半岁|几个月|刚满月|没满月|不满一岁|不到一岁)|([\d一二两三四五六七八九十]+)个(?:多|半)?月(?:大|的)?"
)
# An age is a number with 岁, or one that can be nothing else: 今年五十三, 满八十, 八十二了.
_YEARS = re.compile(rf"(?<![快差不到第\d])({_NUMBER})(?:周?岁)")
_SAID = re.compile(rf"(?:今年|年纪|年龄|刚满|满了?)({_NUMBER})(?![\d年个块元亩月万口次级天]|十)")
_ENDS = re.compile(rf"(?<![快差第\d百千万])({_NUMBER})(?:了|咯|啦)?$")
_ALONE = re.compile(
    rf"^(?:他|她|我|今年|是|有|虚岁|大概|老人|孩子|都|已经)*({_NUMBER})(?:周?岁)?(?:了|咯|啦|的|吧|哦)*$"
)
_YOUNGEST_WITHOUT_UNIT = 20


def read_age(text: str, today: date, *, asked: bool) -> Told | None:
    """The one age or day of birth in the words; None without one, or with two. `asked`: they answer that question."""
    if born := read_birth(text, today, asked=asked):
        return born
    plain = compact(text)
    if asked:
        for pattern, ends in ((_SPAN, None), (_UP_TO, (0, None)), (_FROM, (None, OLDEST))):
            if match := pattern.search(plain):
                low, high = ends or (None, None)
                first, last = read_number(match[1]), read_number(match[match.lastindex or 1])
                return _years(first if low is None else low, last if high is None else high)
        if match := _MONTHS_OLD.search(plain):
            return _years(*(2 * [read_number(match[2]) // 12])) if match[2] else _years(0, 0)
    if match := _DECADE.search(plain):
        tens = int(match[2]) if match[2] else read_number(match[1] or "一")
        return _years(tens * 10, tens * 10 + 9)
    found = {read_number(match) for match in (*_YEARS.findall(plain), *_SAID.findall(plain))}
    if not found and (match := (_ALONE if asked else _ENDS).search(plain)):
        value = read_number(match[1])
        found = {value} if asked or value >= _YOUNGEST_WITHOUT_UNIT else set()
    return _years(*(2 * list(found))) if len(found) == 1 else None


def _years(low: int, high: int) -> Told | None:
    return {"years": [low, high]} if 0 <= low <= high <= OLDEST else None


def read_birth(text: str, today: date, *, asked: bool) -> Told | None:
    """A day of birth; where only the year or the month was said, the ages it leaves possible."""
    plain = normalise(text)
    if match := _DATE.search(plain):
        year, month, day = (part for part in match.groups() if part)
        try:
            birthday = date(read_year(year), read_number(month), read_number(day))
        except ValueError:
            return None
        return {"birthday": birthday.isoformat()} if birthday <= today else None
    if match := _MONTH.search(plain):
        month = read_number(match[2])
        years = today.year - read_year(match[1])
        return _years(years - (month >= today.month), years - (month > today.month))
    if match := _YEAR_ONLY.search(plain) or (_BARE_YEAR.search(plain) if asked else None):
        years = today.year - read_year(match[1])
        return _years(max(years - 1, 0), years)
    return None
