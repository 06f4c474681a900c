"""Puts the days named in a text together: wishes, spans, exceptions, and what has to be asked back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from actions.conversation.reading import days, festivals, vague
from actions.conversation.reading.days import Read
from actions.conversation.reading.mentions import Doubt, Kind, Named, Scope, day_words, span

_PATTERNS = (*festivals.PATTERNS, *vague.PATTERNS, *days.PATTERNS)
_TAKEN = "□"
_TO = re.compile(r"(?:号|的)?(?:一直)?(?:到|至|-|~|—|直到)")
_OR = re.compile(r"[,，、和跟与及或者还有是要么也都行可以的\s]*(?:[、和跟与及]|或者?|还有|还是|要么|也行)[,，的\s]*")
_SAME = re.compile(r"[\s(（)）,，:：的是即就也那嘛呢啊天]*")
_LISTED = re.compile(r"[、和跟与及]?")
_UNTIL = re.compile(r"(?:那天|当天)?(?:以前|之前|前)")
_BEHIND = re.compile(r"(?:那天|当天)?(?:以后|之后|过后|往后|后(?!晌|半))")
_FROM = re.compile(r"(?:那天|当天)?(?:起|开始)")
_UNWANTED_BEFORE = re.compile(r"(?:除了|除开|除去|除|不要|不约|别约|别|莫|(?<!是)不是|避开|不想)(?:在|约|的)?$")
_NO = (
    r"(?<!行)不行|不得行|不可以|(?<!有)没(?:有)?(?:空|时间|工夫)|不得[空闲]|没得[空时]|有事|不方便|除外|[以之]外"
    r"|来不了|不在|去不了|不成"
)
_VERDICT = re.compile(
    rf"(?P<no>{_NO})|行|可以|要得|有空|得空|方便|好|成|吧|别的|其[他它]|平时|[上中下]午|早上|晚上|[。;；!！?？]"
)
_LONGEST_SPAN = timedelta(days=62)
_FORTNIGHT = timedelta(days=13)


@dataclass(frozen=True)
class Days:
    """The days wished for (none: any), the days not wished for, and the words that named no day.

    `later`: what is meant instead when they are over. `doubtful`: the period out of which a day is asked for.
    """

    wanted: tuple[date, ...] = ()
    later: tuple[date, ...] = ()
    unwanted: frozenset[date] = frozenset()
    unwanted_weekdays: frozenset[int] = frozenset()
    lunar: bool = False
    doubt: Doubt | None = None
    doubtful: tuple[date, ...] = ()
    rest: str = ""


@dataclass(frozen=True)
class _Found:
    match: re.Match[str]
    read: Read

    def named(self, scope: Scope) -> Named:
        return self.read(self.match, scope) or Named(Kind.VAGUE)


@dataclass(frozen=True)
class _Group:
    """Mentions that belong together, beginning with `first`; what they come to, and where they stand."""

    first: _Found
    named: Named
    lunar: bool
    start: int
    end: int


def read_days(text: str, today: date) -> Days:
    """The days a normalised text without blanks names, counted from `today`."""
    scope = Scope(today, today)
    found, rest = _find(text, scope)
    wanted: list[_Group] = []
    read = Days(rest=rest)
    groups = list(_groups(text, found, scope))
    for number, group in enumerate(groups):
        until = next((later.start for later in groups[number + 1 :] if later.named.days), len(text))
        if _is_unwanted(text, group, until):
            read = _without(read, group.named)
        else:
            wanted.append(replace(group, named=_bounded(text, group, scope)))
    return _chosen(read, wanted)


def _find(text: str, scope: Scope) -> tuple[list[_Found], str]:
    found = []
    for pattern, read in _PATTERNS:
        for match in list(pattern.finditer(text)):
            if _TAKEN not in match[0] and match[0] and read(match, scope) is not None:
                found.append(_Found(match, read))
                text = text[: match.start()] + _TAKEN * len(match[0]) + text[match.end() :]
    return sorted(found, key=lambda one: one.match.start()), text


def _groups(text: str, found: Iterable[_Found], scope: Scope) -> Iterator[_Group]:
    group: _Group | None = None
    for one in found:
        alone = one.named(scope)
        lunar = alone.kind is Kind.LUNAR
        start, end = one.match.span()
        if group and (joined := _join(text, group, one, scope)):
            group = replace(group, named=joined, lunar=group.lunar or lunar, end=end)
            continue
        if group:
            yield group
        group = _Group(one, alone, lunar, start, end)
    if group:
        yield group


def _join(text: str, group: _Group, one: _Found, scope: Scope) -> Named | None:
    """What a group and the next mention come to; None when they stand apart."""
    known, gap = group.named, text[group.end : one.match.start()]
    if _UNWANTED_BEFORE.search(text[: group.start]) and not _LISTED.fullmatch(gap):
        return None
    since = scope.starting(known.days[0]) if known.days else scope
    named = one.named(since)
    if known.days and named.days and _TO.fullmatch(gap):
        last = min(named.days[-1], known.days[0] + _LONGEST_SPAN)
        return replace(known, days=span(known.days[0], last), later=(), doubt=None) if last >= known.days[0] else None
    if _SAME.fullmatch(gap) and known.kind is not named.kind:
        return _agreed(known, named, group.first, scope)
    if _SAME.fullmatch(gap) or _OR.fullmatch(gap):
        named = one.named(scope)
        both = tuple(sorted({*known.days, *named.days}))
        later = tuple(sorted({*known.later, *named.later})) if known.later and named.later else ()
        return replace(known, days=both, later=later, doubt=None if both else known.doubt)
    return None


def _agreed(known: Named, named: Named, first: _Found, scope: Scope) -> Named:
    """Two mentions of one day: 12月3日 周四. When they differ, one of them has to be chosen."""
    if not known.days or not named.days:
        return known if known.days else replace(named, doubt=named.doubt or known.doubt)
    common = tuple(sorted({*known.days} & {*named.days}))
    if not common:
        again = first.named(scope.starting(named.days[0]))
        common = tuple(sorted({*again.days} & {*named.days}))
    if common:
        certain = known.doubt is None or named.doubt is None
        return replace(named, days=common, later=(), doubt=None if certain else known.doubt)
    options = tuple(day_words(one.days[0], scope.today) for one in (known, named))
    return Named(Kind.VAGUE, doubt=Doubt(f"这两个日子对不上。您说的是{options[0]}，还是{options[1]}？", options))


def _bounded(text: str, group: _Group, scope: Scope) -> Named:
    """The mention with 以前, 以后 or 起 behind it."""
    named, behind = group.named, text[group.end :]
    if not named.days or named.doubt:
        return named
    first, last = named.days[0], named.days[-1]
    if _UNTIL.match(behind):
        return replace(named, days=span(max(scope.today, last - _LONGEST_SPAN), last), later=())
    if _BEHIND.match(behind):
        start = last + timedelta(days=1)
        return replace(named, days=span(start, start + _FORTNIGHT), later=())
    return replace(named, days=span(first, first + _FORTNIGHT), later=()) if _FROM.match(behind) else named


def _is_unwanted(text: str, group: _Group, until: int) -> bool:
    if _UNWANTED_BEFORE.search(text[: group.start]):
        return True
    verdict = _VERDICT.search(text, group.end, until)
    return bool(verdict and verdict["no"])


def _without(read: Days, named: Named) -> Days:
    if named.kind is Kind.WEEKDAY and named.later:
        weekdays = {day.weekday() for day in named.days}
        return replace(read, unwanted_weekdays=read.unwanted_weekdays | weekdays)
    return replace(read, unwanted=read.unwanted | {*named.days})


def _chosen(read: Days, wanted: list[_Group]) -> Days:
    certain = [group for group in wanted if group.named.days and not group.named.doubt]
    if not certain:
        asked = next((group.named for group in wanted if group.named.doubt), Named(Kind.VAGUE))
        return replace(read, doubt=asked.doubt, doubtful=asked.days)
    named = {day for group in certain for day in group.named.days}
    return replace(
        read,
        wanted=tuple(sorted(named)),
        later=certain[0].named.later if len(certain) == 1 else (),
        lunar=any(group.lunar for group in certain),
    )
