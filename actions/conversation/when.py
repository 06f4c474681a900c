"""Reads a day and time out of a citizen's words. Never in the past; what is not said stays open, doubts are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from actions.casework.kinds import BEIJING
from actions.casework.slots import Slot
from actions.conversation.reading.combine import Days, read_days
from actions.conversation.reading.hours import Hours, Span, clock_words, read_hours
from actions.conversation.reading.lunar import lunar_words
from actions.conversation.reading.mentions import WEEKDAYS, Doubt, day_words
from actions.conversation.reading.numerals import NUMBER, read_number
from knowledge_base.text import normalise

_LONGEST = 200
_BLANKS = re.compile(r"(?<![0-9]) | (?![0-9])")
# What comes before 不对 was a slip of the tongue.
_SLIP = re.compile(r"^.*(?:不对不对|哦不|噢不|说错了?|搞错了?|记错了?|不对)[,，。]?")
_ANY = re.compile(
    r"越[快早]越好|越[快早]越行|尽快|尽早|赶紧|赶快|马上|立刻|立马|现在|最快|最早|[快早]一?[点些]|第一个|头一个"
    r"|随便|随你|随时|随到|都行|都可以|都得行|都要得|都成|都有空|都在家?|无所谓|不限|不挑|任何时候"
    r"|(?:你|您|你们)(?:来?定|安排|看着办|看着安排|说了算|方便)|听(?:你|您)们?的|看你们|由你们"
    r"|(?:哪天|啥时候|什么时候|几点|哪个时候|多会儿)(?:都|也)?(?:行|可以|得|成|好|要得|有空|没关系)"
)
_IN_HOURS = re.compile(rf"(?:再?过|等)?(半|{NUMBER}|个把)个?(半)?(?:小时|钟头|点钟)(?:以后|之后|过后|后)")
_OVER_HOURS = re.compile(rf"(?:再?过|等)(半|{NUMBER}|个把)个?(半)?(?:小时|钟头)")
_PAIRED = re.compile(r"□+[^□]*(?:[上下]午|早上|晚上|点)[^□到至]*(?P<second>□+)[^□]*(?:[上下]午|早上|晚上|点)")
_END_OF_WORK = 18 * 60
_FURTHEST = timedelta(days=92)


@dataclass(frozen=True)
class When:
    """A wish for a time: days and times of day, each perhaps open (empty), or a doubt to ask about first.

    `lunar`: the day was named in the lunar calendar, so it is read back in both. `soonest`: any time will do.
    """

    days: tuple[date, ...] = ()
    spans: tuple[Span, ...] = ()
    unwanted: frozenset[date] = frozenset()
    unwanted_weekdays: frozenset[int] = frozenset()
    lunar: bool = False
    soonest: bool = False
    doubt: Doubt | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was understood that a slot could be chosen by."""
        refused = self.unwanted or self.unwanted_weekdays
        return self.doubt is not None or not (self.days or self.spans or self.soonest or refused)

    @property
    def first_day(self) -> date | None:
        """The first of the days wished for: the day from which to look for slots."""
        return self.days[0] if self.days else None

    def too_far(self, now: datetime) -> bool:
        """Whether the first day lies further ahead than anybody can promise a time, a quarter of a year."""
        return self.first_day is not None and self.first_day > now.date() + _FURTHEST

    def fits(self, slot: Slot) -> bool:
        """Whether a free slot is what was wished for."""
        start, end = slot.start.astimezone(BEIJING), slot.end.astimezone(BEIJING)
        day = start.date()
        if (self.days and day not in self.days) or day in self.unwanted or day.weekday() in self.unwanted_weekdays:
            return False
        first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
        return not self.spans or any(
            span.start <= first < span.end or (span.start == span.end and first <= span.start < last)
            for span in self.spans
        )


def read_when(text: str, now: datetime) -> When:
    """The wish in a text, counted from `now`. Its days are never before today, nor its time over."""
    local = now.astimezone(BEIJING) if now.tzinfo else now
    plain = _BLANKS.sub("", normalise(text[:_LONGEST]))
    corrected = _SLIP.sub("", plain)
    if corrected != plain and not (wish := _read(corrected, local)).empty:
        return wish
    return _read(plain, local)


def _read(plain: str, now: datetime, *, one: bool = False) -> When:
    if moment := _in_hours(plain, now):
        minute = moment.hour * 60 + moment.minute
        return When((moment.date(),), (Span(minute, minute, clock_words(minute)),))
    days = read_days(plain, now.date())
    if not one and (either := _PAIRED.search(days.rest)):
        return _either(plain, either.start("second"), now)
    hours = read_hours(days.rest)
    soonest = bool(_ANY.search(days.rest))
    if soonest and days.doubtful:
        days = replace(days, wanted=days.doubtful, doubt=None)
    wish = When(
        days.wanted,
        hours.spans,
        days.unwanted,
        days.unwanted_weekdays,
        days.lunar,
        soonest,
    )
    if found := _doubt(wish, days, hours, now.date()):
        return replace(wish, doubt=found)
    return _not_over(wish, days, now)


def _either(plain: str, second: int, now: datetime) -> When:
    """Two days, each with its own time: one has to be chosen."""
    wishes = [_read(part, now, one=True) for part in (plain[:second], plain[second:])]
    options = tuple(dict.fromkeys(read_back(wish, now.date()) for wish in wishes if wish.doubt is None))
    return When(doubt=Doubt(f"两个时间，先约哪个？{'，还是'.join(options)}？", options))


def _in_hours(plain: str, now: datetime) -> datetime | None:
    match = _IN_HOURS.search(plain) or _OVER_HOURS.search(plain)
    if not match:
        return None
    minutes = (
        30 if match[1] == "半" else 60 * (1 if match[1] == "个把" else read_number(match[1])) + (30 if match[2] else 0)
    )
    return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def _doubt(wish: When, days: Days, hours: Hours, today: date) -> Doubt | None:
    """The doubt about the day, else about the hour; what is certain of the other is kept in the answers offered."""
    if days.doubt:
        behind = _span_words(hours.spans) if not hours.doubt else ""
        return Doubt(days.doubt.question, tuple(f"{option}{behind}" for option in days.doubt.options))
    if hours.doubt and len(days.wanted) == 1:
        before = day_words(days.wanted[0], today, lunar=days.lunar)
        return Doubt(hours.doubt.question, tuple(f"{before}{option}" for option in hours.doubt.options))
    return hours.doubt


def _not_over(wish: When, days: Days, now: datetime) -> When:
    """The wish without what is over today: the next such day where one was not pinned down, else a question."""
    today, minute = now.date(), now.hour * 60 + now.minute
    if today not in wish.days:
        return wish
    if wish.spans:
        over = all(max(span.end - 1, span.start) <= minute for span in wish.spans)
    else:
        over = minute >= _END_OF_WORK and bool(days.later or len(wish.days) > 1)
    if not over:
        return wish
    left = tuple(day for day in wish.days if day != today) or days.later
    if left:
        return replace(wish, days=left)
    times = _span_words(wish.spans)
    option = f"{day_words(today + timedelta(days=1), today)}{times}"
    return replace(wish, doubt=Doubt(f"今天{times}已经过了。您是说{option}吗？", (option,)))


def _span_words(spans: Iterable[Span]) -> str:
    return "或".join(span.words for span in spans)


def read_back(wish: When, today: date) -> str:
    """The wish as it is said back: 12月28日（冬月二十）星期一上午. A doubt is its question; nothing, empty."""
    if wish.doubt:
        return wish.doubt.question
    times = _span_words(wish.spans)
    without = _without(wish, today)
    days = _days_words(wish, today)
    if not (days or times or without):
        return "最早的时间" if wish.soonest else ""
    return f"{days}{'，' if days and times and len(wish.days) > 1 else ''}{times}{without}".lstrip("，")


def _days_words(wish: When, today: date) -> str:
    runs: list[list[date]] = []
    for day in wish.days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    words = []
    for run in runs:
        named = [day_words(day, today, lunar=wish.lunar) for day in run]
        words += named if len(run) < 3 else [f"{named[0]}到{named[-1]}"]
    return "或".join(words)


def _without(wish: When, today: date) -> str:
    refused = [f"星期{WEEKDAYS[number]}" for number in sorted(wish.unwanted_weekdays)]
    refused += [day_words(day, today) for day in sorted(wish.unwanted)]
    return f"，不要{'、'.join(refused)}" if refused else ""


def title(slot: Slot, *, lunar: bool = False) -> str:
    """A slot as a button: 11月24日 周二 上午9点; with `lunar` in both calendars."""
    start = slot.start
    weekday = WEEKDAYS[start.weekday()]
    both = f"（{words}）" if lunar and (words := lunar_words(start.date())) else ""
    half = "上午" if start.hour < 12 else "下午"
    clock = start.hour if start.hour <= 12 else start.hour - 12
    minutes = "半" if start.minute == 30 else f"{start.minute}分" if start.minute else ""
    return f"{start.month}月{start.day}日{both} 周{weekday} {half}{clock}点{minutes}"


def distinct_times(slots: Iterable[Slot], limit: int) -> list[Slot]:
    """The first slots with different times: the citizen chooses a time, not a person."""
    seen: dict[datetime, Slot] = {}
    for slot in slots:
        seen.setdefault(slot.start, slot)
    return list(seen.values())[:limit]
