"""Times of the day: 上午, 擦黑, 三点半, 下午两点到四点, 九十点. Counted in minutes from midnight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.conversation.reading.mentions import Doubt
from actions.conversation.reading.numerals import NUMBER, ONES, read_number

NOON, MIDNIGHT = 12 * 60, 24 * 60


@dataclass(frozen=True)
class Span:
    """From `start` until before `end`; the same twice is a point of time. `words` say it back."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Hours:
    """The times of day wished for; none: any."""

    spans: tuple[Span, ...] = ()
    doubt: Doubt | None = None


# What is read back, the wording, from and until which hour. The first that fits counts.
_HALVES: tuple[tuple[str, str, float, float], ...] = (
    ("凌晨", r"凌晨|后半夜|下半夜", 0, 5),
    ("半夜", r"半夜|深更|三更|深夜", 23, 24),
    ("清早", r"天不亮|天亮|天?麻麻亮|蒙蒙亮|大?清早|大早上?|一早|打早|清晨|赶早|绝早|早饭前", 5, 9),
    ("上午", r"(?:吃[了完]?|过了)?早饭(?:以后|之后|过后|后)?", 8, 11),
    ("午饭后", r"(?:吃[了完过]?|过了)?(?:晌午|中午|午|中)饭(?:以后|之后|过后|后)", 13, 16),
    ("午饭后", r"吃[了完过](?:午饭|中饭|中午饭|晌午饭?)", 13, 16),
    ("晚上", r"(?:吃[了完]?)?(?:晚饭|夜饭|黑饭)(?:以后|之后|过后|后)?", 18, 24),
    ("下班后", r"(?:下了?班|收工|散工)(?:以后|之后|过后|后)?", 17.5, 21),
    ("上午", r"上午|前晌|头晌|头午|上半天|上半日|午前|晌午前|前半天", 0, 12),
    ("下午", r"下午|后晌|下晌|后半晌|下半天|下半日|午后|晌午后|晌午过|过午|晌午以后|后半天|晏昼", 12, 18),
    ("中午", r"大?中午|晌午|正午|当午|午间|晌", 11, 14),
    ("傍晚", r"傍晚|天?擦黑|黄昏|断黑|煞黑|挨黑|麻黑|天黑|傍黑|太阳落山", 17, 20),
    ("晚上", r"晚上|夜里|夜晚|夜间|晚间|晚黑|黑了|黑里|黑家|大晚上", 18, 24),
    ("早上", r"早上|早晨|早起|早间", 0, 12),
    ("白天", r"白天|日里|上班时间|上班的时候", 8, 18),
)  # fmt: skip
_HALF = "|".join(wording for _, wording, _, _ in _HALVES)
_LATE = ("下午", "午饭后", "下班后", "傍晚", "晚上", "半夜")
_MINUTES = rf"(?P<rest>半|[一1]刻|[三3]刻|[0-5]?[0-9]分?|零[五5]分?|{NUMBER}分?|多|来)?"
_ABOUT = r"(?P<about>钟?(?:把钟|左右|前后|样子|来钟|多钟))?"
# 快一点, 早一点, 有一点 are no times; nor is 时候.
_A_LITTLE = r"(?<=[快早晚慢有差多少大小好])一点(?!钟|半|多|到|左右)"
_CLOCK = re.compile(
    rf"(?P<half>{_HALF})?的?(?<![第0-9一二三四五六七八九十])(?!{_A_LITTLE})(?P<short>差(?:[一1]刻|{NUMBER}分?))?"
    rf"(?P<hour>{NUMBER})(?:点钟?|时(?!候|间|节|半会))整?{_MINUTES}{_ABOUT}"
)
_COLON = re.compile(rf"(?P<half>{_HALF})?的?(?<![0-9])(?P<hour>[0-2]?[0-9])[:：](?P<rest>[0-5][0-9])(?![0-9])")
_DOTTED = re.compile(rf"(?P<half>{_HALF})的?(?P<hour>[0-2]?[0-9])\.(?P<rest>[0-5][0-9])(?![0-9])")
_ALMOST = re.compile(rf"(?P<half>{_HALF})?的?(?<!十)(?P<first>{ONES}|两|十)(?P<hour>{ONES}|十)点(?!半)")
_FROM_TO = re.compile(rf"(?P<half>{_HALF})?的?(?<![0-9])(?P<first>{NUMBER})(?:到|至|-|~|—)(?P<hour>{NUMBER})(?:点|时)")
# 明早 and 明晚, whose 明 is hidden by now.
_EARLY_LATE = re.compile(r"(?<=□)(早|晚)(?![上晨些饭点间黑])")
_HOUR_OR_SO = re.compile(rf"(?<!{ONES})(?<![0-9十两])点把钟")
_TO = re.compile(r"(?:钟|整)?(?:一直)?(?:到|至|-|~|—)(?:当天)?(?:的)?")
_BEFORE = re.compile(r"(?:钟)?(?:以前|之前|前)(?!后)")
_AFTER = re.compile(r"(?:钟)?(?:以后|之后|过后|后|起|开始)")
_NO = re.compile(r"[都也]?(?:(?<!行)不行|不得行|不可以|没有?空|没时间|不得[空闲]|没得[空时]|有事|不方便|来不了|不在)")
_NO_BEFORE = re.compile(r"(?:除了|不要|别|莫|(?<!是)不是|避开|不想)$")


def _part(minute: int) -> str:
    parts = ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"))
    return next((part for end, part in parts if minute < end * 60), "晚上")


def clock_words(minute: int) -> str:
    """A time of the day as it is said back: 下午3点半."""
    hour, rest = divmod(minute, 60)
    minutes = {0: "", 30: "半"}.get(rest, f"{rest}分")
    return f"{_part(minute)}{hour if hour <= 12 else hour - 12}点{minutes}"


def range_words(start: int, end: int) -> str:
    """上午9点到11点: the half of the day is not said twice."""
    last = clock_words(end)
    return f"{clock_words(start)}到{last.removeprefix(_part(start))}"


def _half_span(words: str) -> Span:
    for name, wording, start, end in _HALVES:
        if re.fullmatch(wording, words):
            return Span(int(start * 60), int(end * 60), name)
    return Span(0, MIDNIGHT, "")


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24. Without a half of the day 1 to 6 are in the afternoon: nobody is met before six."""
    if hour >= 13 or half in ("上午", "早上", "清早", "凌晨"):
        return hour
    if half == "中午":
        return hour + 12 if hour <= 3 else hour
    if half in _LATE:
        return hour + 12 if hour < 12 or half in ("晚上", "半夜") else hour
    return hour + 12 if 1 <= hour <= 6 else hour


def _minutes(rest: str | None) -> int:
    if not rest or rest in ("多", "来"):
        return 0
    if rest == "半":
        return 30
    if rest.endswith("刻"):
        return 15 * read_number(rest[0])
    digits = rest.removesuffix("分").removeprefix("零") or "0"
    return read_number(digits)


@dataclass(frozen=True)
class _Clock:
    start: int
    end: int
    span: Span
    half: str | None
    hour: int


def _clock(match: re.Match[str], half: str | None) -> _Clock | None:
    """One time on the clock; None when there is no such time."""
    groups = match.groupdict()
    named = _half_span(groups["half"]).words if groups.get("half") else half
    hour, rest = _hour(read_number(groups["hour"]), named), groups.get("rest")
    minute = hour * 60 + _minutes(rest)
    if short := groups.get("short"):
        minute -= 15 if "刻" in short else read_number(short[1:].removesuffix("分"))
    if not 0 <= minute < MIDNIGHT or _minutes(rest) > 59:
        return None
    span = Span(minute, minute, clock_words(minute))
    if rest == "多" or (groups.get("about") or "").startswith(("多", "钟多")):
        span = Span(minute, min(minute + 60, MIDNIGHT), f"{clock_words(minute)}多")
    if first := groups.get("first"):
        early = _hour(read_number(first), named)
        early = early if early < hour else early - 12
        if early < 0:
            return None
        end = hour * 60 + (0 if match.re is _FROM_TO else 60)
        span = Span(early * 60, min(end, MIDNIGHT), range_words(early * 60, hour * 60))
    return _Clock(match.start(), match.end(), span, named, read_number(groups["hour"]))


def _clocks(text: str, half: str | None) -> tuple[list[_Clock], str]:
    found: list[_Clock] = []
    for pattern in (_COLON, _DOTTED, _FROM_TO, _ALMOST, _CLOCK):
        for match in list(pattern.finditer(text)):
            if "□" in match[0] or (pattern is _ALMOST and not _neighbours(match)):
                continue
            if clock := _clock(match, half):
                found.append(clock)
                text = text[: match.start()] + "□" * len(match[0]) + text[match.end() :]
    return sorted(found, key=lambda clock: clock.start), text


def _neighbours(match: re.Match[str]) -> bool:
    return read_number(match["first"]) + 1 == read_number(match["hour"])


def read_hours(text: str) -> Hours:
    """The times of day in a normalised text without blanks, in which the days are hidden behind □."""
    text = _EARLY_LATE.sub(r"\1上", text).replace("十一二点", "十一到十三点")
    if _HOUR_OR_SO.search(text):
        return Hours(doubt=Doubt("您是说下午1点左右，还是过1个小时？", ("下午1点", "1个小时以后")))
    halves = list(re.finditer(_HALF, text))
    sole = _half_span(halves[0][0]).words if len(halves) == 1 else None
    clocks, rest = _clocks(text, sole)
    if clocks:
        spans = tuple(_ranges(text, clocks))
        return Hours(spans, _clock_doubt(clocks))
    return Hours(tuple(_half_days(rest)))


def _ranges(text: str, clocks: list[_Clock]) -> Iterator[Span]:
    """Each time, two joined by 到, or everything before or after one."""
    waiting = list(clocks)
    while waiting:
        first = waiting.pop(0)
        gap = text[first.end : waiting[0].start] if waiting else ""
        if waiting and _TO.fullmatch(gap):
            last = waiting.pop(0)
            end = last.span.start
            if last.half == first.half or last.half is None:
                end = _hour(last.hour, first.half) * 60 + end % 60
            end += 12 * 60 if end <= first.span.start and end + 12 * 60 < MIDNIGHT else 0
            if end > first.span.start:
                yield Span(first.span.start, end, range_words(first.span.start, end))
                continue
        behind = text[first.end :]
        if _BEFORE.match(behind):
            yield Span(0, first.span.start, f"{first.span.words}以前")
        elif _AFTER.match(behind):
            yield Span(first.span.start, MIDNIGHT, f"{first.span.words}以后")
        else:
            yield first.span


def _clock_doubt(clocks: list[_Clock]) -> Doubt | None:
    """Whether a time can be meant twice a day, or contradicts its half of the day."""
    clock = clocks[0]
    if clock.half is None and clock.hour == 7 and len(clocks) == 1:
        return Doubt("您是说早上7点，还是晚上7点？", ("早上7点", "晚上7点"))
    if clock.half in ("上午", "早上") and 1 <= clock.hour <= 4:
        words = clock_words(clock.span.start + NOON)
        return Doubt(f"您是说{words}吗？", (words,))
    return None


def _half_days(text: str) -> Iterator[Span]:
    unwanted: list[Span] = []
    wanted: list[Span] = []
    for match in re.finditer(_HALF, text):
        refused = _NO.match(text, match.end()) or _NO_BEFORE.search(text[: match.start()])
        (unwanted if refused else wanted).append(_half_span(match[0]))
    if wanted or not unwanted:
        yield from dict.fromkeys(wanted)
        return
    yield from _others(unwanted)


def _others(unwanted: list[Span]) -> Iterator[Span]:
    """The rest of the working day when one half of it is refused."""
    for name, start, end in (("上午", 0, NOON), ("下午", NOON, 18 * 60)):
        if not any(span.start < end and start < span.end and span.words != "中午" for span in unwanted):
            yield Span(start, end, name)
