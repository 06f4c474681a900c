"""Numbers that identify a person are taken out before anything is stored, logged or understood.

Resident identity numbers follow GB 11643 (18 digits, last one by ISO 7064 MOD 11-2; 15 digits before 1999),
bank card numbers ISO/IEC 7812 (Luhn). Telephone numbers stay: a clerk needs them to call back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

ID_HIDDEN = "【身份证号已隐去】"
CARD_HIDDEN = "【银行卡号已隐去】"
PAPER_HIDDEN = "【证件号已隐去】"

_SPOKEN = {"〇": "0", "零": "0", "○": "0", "一": "1", "幺": "1", "壹": "1", "二": "2", "贰": "2", "两": "2", "三": "3",
           "叁": "3", "四": "4", "肆": "4", "五": "5", "伍": "5", "六": "6", "陆": "6", "七": "7", "柒": "7", "八": "8",
           "捌": "8", "九": "9", "玖": "9"}  # fmt: skip
_BETWEEN = set("-－—–−‐‑_·. \t\r\n\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff")
_MOST_BETWEEN = 3
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
              61, 62, 63, 64, 65, 71, 81, 82, 83, 91}  # fmt: skip
_PAPER = re.compile(r"(?<![A-Za-z0-9])(?:[EGDSPHKCMW]\s?\d{8}|E[A-Z]\s?\d{7}|[HM]\d{10})(?![A-Za-z0-9]|-\d)", re.I)
_MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True)
class _Digit:
    """One digit (or a closing X) and where it stands in the text."""

    value: str
    at: int


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    label: str


def mask(text: str) -> str:
    """The text with identity, bank card and passport-like numbers replaced by a label. Idempotent."""
    spans: list[_Span] = []
    for run in _runs(text):
        spans += _identities(run)
        spans += _cards(run, spans)
    spans += [_Span(m.start(), m.end(), PAPER_HIDDEN) for m in _PAPER.finditer(_narrow(text))]
    return _replace(text, spans)


def _digit(char: str) -> str | None:
    if char in "xXｘＸ×":
        return "X"
    value = unicodedata.decimal(char, None)
    return str(value) if value is not None else _SPOKEN.get(char)


def _runs(text: str) -> Iterator[list[list[_Digit]]]:
    """Digits standing together, as groups: a separator closes a group, anything else closes the run."""
    groups: list[list[_Digit]] = [[]]
    gap = 0
    for at, char in enumerate(text):
        value = _digit(char)
        if value is not None:
            if gap and groups[-1]:
                groups.append([])
            groups[-1].append(_Digit(value, at))
            gap = 0
        elif char in _BETWEEN and gap < _MOST_BETWEEN:
            gap += 1
        else:
            yield groups
            groups, gap = [[]], 0
    yield groups


def _identities(groups: list[list[_Digit]]) -> list[_Span]:
    """Resident identity numbers anywhere in a run; a mistyped or old one only where it stands alone."""
    digits = [digit for group in groups for digit in group]
    found: list[_Span] = []
    at = 0
    while at + 18 <= len(digits):
        window = digits[at : at + 18]
        if is_identity_number(_value(window)):
            found.append(_span(window, ID_HIDDEN))
            at += 18
        else:
            at += 1
    for window in _whole_groups(groups, {15, 18}):
        value = _value(window)
        looks_old = len(value) == 15 and value.isdigit() and _is_old_identity(value)
        mistyped = len(value) == 18 and value[:17].isdigit() and _born(value[6:14]) and int(value[:2]) in _PROVINCES
        if looks_old or mistyped:
            found.append(_span(window, ID_HIDDEN))
    return found


def is_identity_number(value: str) -> bool:
    """True for 18 characters with a known province, a plausible date of birth and the right check character."""
    if len(value) != 18 or not value[:17].isdigit() or not value[17:].isalnum():
        return False
    check = _CHECKS[sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False)) % 11]
    return value[17] == check and int(value[:2]) in _PROVINCES and _born(value[6:14])


def _is_old_identity(value: str) -> bool:
    return int(value[:2]) in _PROVINCES and _born("19" + value[6:12])


def _born(yyyymmdd: str) -> bool:
    try:
        born = date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:]))
    except ValueError:
        return False
    return 1890 <= born.year <= date.today().year


def _cards(groups: list[list[_Digit]], taken: list[_Span]) -> list[_Span]:
    """Bank cards: whole groups that add up to 13–19 digits. A group that is a mobile number is never part of one."""
    found: list[_Span] = []
    for window in _whole_groups(groups, set(range(13, 20))):
        value = _value(window)
        span = _span(window, CARD_HIDDEN)
        if not value.isdigit() or value[0] not in "34569":
            continue
        mistyped = len(value) >= 16 and value.startswith("62")
        if is_luhn(value) or (mistyped and not any(_overlap(span, other) for other in [*taken, *found])):
            found.append(span)
    return found


def is_luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1 annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _whole_groups(groups: list[list[_Digit]], lengths: set[int]) -> Iterator[list[_Digit]]:
    """Neighbouring groups joined to one of the lengths, longest first, mobile numbers left out."""
    for start in range(len(groups)):
        joined: list[_Digit] = []
        fitting: list[list[_Digit]] = []
        for group in groups[start:]:
            if _MOBILE.fullmatch(_value(group)):
                break
            joined = joined + group
            if len(joined) > max(lengths):
                break
            if len(joined) in lengths:
                fitting.append(joined)
        yield from reversed(fitting)


def _value(digits: Iterable[_Digit]) -> str:
    return "".join(digit.value for digit in digits)


def _span(digits: list[_Digit], label: str) -> _Span:
    return _Span(digits[0].at, digits[-1].at + 1, label)


def _overlap(one: _Span, other: _Span) -> bool:
    return one.start < other.end and other.start < one.end


def _narrow(text: str) -> str:
    """Full-width letters and digits as ASCII, one character for one, so that positions stay true."""
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)


def _replace(text: str, spans: list[_Span]) -> str:
    pieces: list[str] = []
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < end:
            continue
        pieces += [text[end : span.start], span.label]
        end = span.end
    return "".join(pieces) + text[end:]
