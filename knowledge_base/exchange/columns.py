"""Which sheets and columns the template makes as a spreadsheet. All of it follows from the schema.

The main sheet has one row an item; each list of groups (materials, steps, …) has a sheet of its own.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge_base.schema import Item

MAIN = "事项"
STATUS = "状态"
PUBLISHED, RETIRED = "发布", "停用"

_SHEETS: Mapping[str, str] = {
    "materials": "材料",
    "process": "步骤",
    "situations": "情形",
    "choices": "选项",
    "questions": "常见问题",
    "legal_basis": "依据",
}
_NAMES = {"everyday_names", "places"}


class Kind(Enum):
    """What a cell holds."""

    TEXT = auto()
    NUMBER = auto()
    TRUTH = auto()
    DATE = auto()
    WORD = auto()  # one of a fixed list
    NAMES = auto()  # several short names
    LINES = auto()  # several texts, one a line
    CASES = auto()  # when: one situation a line
    OTHER = auto()  # anything the schema may still learn, as JSON


@dataclass(frozen=True)
class Column:
    """One column; `path` leads to the value inside the item, or inside the row's group."""

    path: tuple[str, ...]
    title: str
    kind: Kind
    required: bool = False
    words: type[StrEnum] | None = None

    @property
    def key(self) -> str:
        """How the column may be named instead of by its title."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Sheet:
    """One sheet. `owner` is the sheet whose rows own these (None: the main sheet), told by the column `owner_key`."""

    title: str
    field: str
    columns: tuple[Column, ...]
    owner: Sheet | None = None

    @property
    def key_columns(self) -> tuple[Column, ...]:
        """What says to which item, and to which group of it, a row belongs."""
        code = Column(("code",), "事项编码", Kind.TEXT, required=True)
        if not self.field:
            return ()
        return (code, self.owner.columns[0]) if self.owner else (code,)


@cache
def main_sheet() -> Sheet:
    """The sheet of the items themselves."""
    return Sheet(MAIN, "", _columns(Item))


@cache
def list_sheets() -> tuple[Sheet, ...]:
    """The sheets of the lists of an item, owners before what they own."""
    return tuple(_lists(Item, None))


def _lists(model: type[BaseModel], owner: Sheet | None) -> Iterator[Sheet]:
    for name, field in model.model_fields.items():
        element = _element(field.annotation)
        if _is_model(element):
            sheet = Sheet(_SHEETS.get(name, field.title or name), name, _columns(element), owner)
            yield sheet
            yield from _lists(element, sheet)


def _columns(model: type[BaseModel]) -> tuple[Column, ...]:
    found = list(_walk(model, (), "", True))
    titles = [field.title for _, field, _, _ in found]
    columns = []
    for path, field, group, required in found:
        title = field.title or path[-1]
        if titles.count(field.title) > 1 and group:  # 说明 alone would not say of what.
            title = f"{group}·{title}"
        kind, words = _kind(path[-1], field.annotation)
        columns.append(Column(path, title, kind, required, words))
    return tuple(columns)


def _walk(
    model: type[BaseModel], path: tuple[str, ...], group: str, required: bool
) -> Iterator[tuple[tuple[str, ...], FieldInfo, str, bool]]:
    """Every single value of a model, groups inside it opened; lists of groups are sheets of their own."""
    for name, field in model.model_fields.items():
        needed = required and field.is_required()
        kind = _plain(field.annotation)
        if _is_model(kind):
            yield from _walk(kind, (*path, name), field.title or name, needed)
        elif not _is_model(_element(field.annotation)):
            yield (*path, name), field, group, needed


def _kind(name: str, annotation: Any) -> tuple[Kind, type[StrEnum] | None]:
    plain = _plain(annotation)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return Kind.WORD, plain
    if _element(annotation) is str:
        return (Kind.NAMES if name in _NAMES else Kind.LINES), None
    key, *value = get_args(plain) if get_origin(plain) is dict else (None,)
    if _plain(key) is str and _element(value[0]) is str:
        return Kind.CASES, None
    return {str: Kind.TEXT, int: Kind.NUMBER, bool: Kind.TRUTH, date: Kind.DATE}.get(plain, Kind.OTHER), None


def _plain(annotation: Any) -> Any:
    """The type without its constraints and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        others = [one for one in get_args(annotation) if one is not type(None)]
        return _plain(others[0]) if len(others) == 1 else annotation
    return annotation


def _element(annotation: Any) -> Any:
    """The type of a list's elements; None for what is no list."""
    plain = _plain(annotation)
    return _plain(get_args(plain)[0]) if get_origin(plain) is tuple else None


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
