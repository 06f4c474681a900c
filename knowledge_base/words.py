"""How fixed values are written in Chinese: in spreadsheets, differences and findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge_base.schema import Completeness, ItemType, Necessity, Source

YES, NO = "是", "否"

_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    ItemType: {
        ItemType.PERMIT: "行政许可",
        ItemType.BENEFIT: "行政给付",
        ItemType.CONFIRMATION: "行政确认",
        ItemType.PUBLIC_SERVICE: "公共服务",
        ItemType.OTHER: "其他行政权力",
    },
    Completeness: {Completeness.FULL: "完整", Completeness.OUTLINE: "概要"},
    Necessity: {Necessity.REQUIRED: "必要", Necessity.OPTIONAL: "非必要", Necessity.DEFERRABLE: "容缺后补"},
    Source: {Source.APPLICANT: "自备", Source.GOVERNMENT: "部门核发", Source.OTHER: "其他"},
}

# The codes of GB/T 39554.1 (事项类型, 材料必要性, 材料来源渠道), as lists from provincial platforms carry them.
_CODES: Mapping[type[StrEnum], Mapping[str, StrEnum]] = {
    ItemType: {
        "1": ItemType.PERMIT,
        "5": ItemType.BENEFIT,
        "7": ItemType.CONFIRMATION,
        "20": ItemType.PUBLIC_SERVICE,
        "21": ItemType.PUBLIC_SERVICE,
    }
    | {str(code): ItemType.OTHER for code in (2, 3, 4, 6, 8, 9, 10)},
    Necessity: {"1": Necessity.REQUIRED, "2": Necessity.OPTIONAL, "3": Necessity.DEFERRABLE},
    Source: {"10": Source.APPLICANT, "20": Source.GOVERNMENT, "99": Source.OTHER},
}


def choices(kind: type[StrEnum]) -> dict[str, StrEnum]:
    """The values of a fixed list by how they are written; a list without Chinese words is written as it is."""
    words = _WORDS.get(kind, {})
    return {words.get(value, value.value): value for value in kind}


def value_of(kind: type[StrEnum], written: str) -> StrEnum | None:
    """The value that was written in Chinese, as the template writes it, or as the national code."""
    code = written.lstrip("0")
    return choices(kind).get(written) or _CODES.get(kind, {}).get(code) or next((v for v in kind if v == written), None)


def word(value: Any) -> str:
    """A single value as a clerk reads it."""
    if value is None:
        return "（没有）"
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, StrEnum):
        return _WORDS.get(type(value), {}).get(value, value.value)
    return value.isoformat() if isinstance(value, date) else str(value)
