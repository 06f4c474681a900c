"""One value as the text of one cell, and back again. What a cell cannot be read as is told in Chinese."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from knowledge_base.exchange.columns import Column, Kind
from knowledge_base.words import NO, YES, choices, value_of, word

LONGEST_CELL = 32_767  # characters; what a spreadsheet can hold
CellValue = str | int | date | None

# A spreadsheet takes a cell that begins so for a formula, which could fetch or send anything (CSV injection).
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
_TRUTHS = {YES: True, "true": True, NO: False, "false": False}
_BETWEEN_NAMES = "、；;"


class Formula(str):
    """A cell that holds a formula; its result is not what anybody wrote."""


class Wrong(ValueError):
    """A cell that cannot be taken; the message says what to write instead."""


def guard(text: str) -> str:
    """The text, harmless in a spreadsheet. `unguard` gives it back."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def to_cell(value: Any, column: Column) -> CellValue:
    """What to write into a cell. Raises Wrong for what no cell can hold."""
    if value is None:
        return None
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return value  # type: ignore[no-any-return]
    text = guard(_text(value, column.kind))
    if found := _CONTROL.search(text):
        raise Wrong(f"有看不见的字符 U+{ord(found[0]):04X}，表格装不下，先在事项里去掉")
    if len(text) > LONGEST_CELL:
        raise Wrong(f"有 {len(text)} 个字，表格一格最多装 {LONGEST_CELL} 个")
    return text or None


def _text(value: Any, kind: Kind) -> str:
    if kind is Kind.NAMES:
        return "、".join(_escaped(one, _BETWEEN_NAMES) for one in value)
    if kind is Kind.LINES:
        return "\n".join(_escaped(one) for one in value)
    if kind is Kind.CASES:
        lines = (
            f"{_escaped(key, '：:')}：{'、'.join(_escaped(one, _BETWEEN_NAMES) for one in names)}"
            for key, names in value.items()
        )
        return "\n".join(lines)
    if kind is Kind.OTHER:
        return json.dumps(value, ensure_ascii=False, default=_jsonable)
    return word(value)


def _jsonable(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)


def from_cell(raw: Any, column: Column) -> Any:
    """The value a cell holds; None for an empty one. Raises Wrong."""
    if isinstance(raw, Formula):
        raise Wrong(f"这里是公式“{raw}”。请把算出来的结果直接写成文字或数字")
    if isinstance(raw, str):
        raw = unguard(raw.strip().replace("\r\n", "\n"))
    if raw is None or raw == "":
        return None
    match column.kind:
        case Kind.NUMBER:
            return _number(raw)
        case Kind.DATE:
            return _date(raw)
        case Kind.TRUTH:
            return _truth(raw)
    text = _plain_text(raw)
    match column.kind:
        case Kind.WORD:
            return _word(text, column)
        case Kind.NAMES:
            return _parts(text, _BETWEEN_NAMES + "\n")
        case Kind.LINES:
            return _parts(text, "\n")
        case Kind.CASES:
            return dict(_case(line) for line in text.split("\n") if line.strip())
        case Kind.OTHER:
            return _json(text)
    return text


def _plain_text(raw: Any) -> str:
    """A spreadsheet may have made a number or a date of what was typed as text."""
    if isinstance(raw, bool):
        return word(raw)
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return str(raw)


def _number(raw: Any) -> int:
    if not isinstance(raw, bool):
        text = unicodedata.normalize("NFKC", _plain_text(raw))
        if re.fullmatch(r"-?[0-9]{1,9}", text):
            return int(text)
    raise Wrong(f"“{_plain_text(raw)}”不是整数，请写 0、1、2 这样的数字")


def _date(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        if found := _DATE.fullmatch(unicodedata.normalize("NFKC", str(raw))):
            return date(*map(int, found.groups()))
    except ValueError:  # Such as the 31st of February.
        pass
    raise Wrong(f"“{raw}”不是日期，请写成 2026-01-31 的样子")


def _truth(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    known = _TRUTHS.get(str(raw).lower())
    if known is None:
        raise Wrong(f"“{_plain_text(raw)}”不认识，请写 {YES} 或 {NO}")
    return known


def _word(text: str, column: Column) -> Any:
    kind = column.words
    value = value_of(kind, text) if kind else None
    if kind and value is None:
        raise Wrong(f"“{text}”不认识，请写 {'、'.join(choices(kind))} 之一")
    return value


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Wrong("这一格是程序用的，请保持导出时的样子") from error


def _case(line: str) -> tuple[str, list[str]]:
    key, *names = _split(line, "：:", 1)
    if not names:
        raise Wrong(f"“{line}”看不懂，请写成“情形：选项、选项”，一行一个情形")
    return _unescaped(key), _parts(names[0], _BETWEEN_NAMES)


def _escaped(text: str, also: str = "") -> str:
    """The text with a backslash before everything that would end it."""
    return re.sub(f"[\\\\{re.escape(also)}]", r"\\\g<0>", text).replace("\n", "\\n")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text).strip()


def _split(text: str, separators: Iterable[str], times: int = 0) -> list[str]:
    """Splits where a separator stands that no backslash guards."""
    marks = "".join(separators)
    parts, part, left = [], "", times or len(text)
    for piece in re.findall(r"\\.|[\s\S]", text):
        if piece in marks and left:
            parts.append(part)
            part, left = "", left - 1
        else:
            part += piece
    return [*parts, part]


def _parts(text: str, separators: str) -> list[str]:
    return [part for part in map(_unescaped, _split(text, separators)) if part]
