"""What differs between two wordings of an item, field by field, in words a clerk reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from knowledge_base.schema import Item
from knowledge_base.words import word


@dataclass(frozen=True)
class Difference:
    """One field. `old` is empty for something added, `new` for something taken out."""

    field: str
    old: str
    new: str

    def __str__(self) -> str:
        if not self.old:
            return f"{self.field}：加了“{self.new}”"
        if not self.new:
            return f"{self.field}：去掉了“{self.old}”"
        return f"{self.field}：{self.old} → {self.new}"


def differences(old: Item, new: Item, ignore: Iterable[str] = ()) -> list[Difference]:
    """Every field that differs, in the order of the template."""
    return _models("", old, new, set(ignore))


def said(value: Any) -> str:
    """A value of any shape on one line."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        given = [(name, getattr(value, name)) for name in fields if name in value.model_fields_set]
        return "，".join(
            said(one) if n == 0 else f"{fields[name].title} {said(one)}" for n, (name, one) in enumerate(given)
        )
    if isinstance(value, dict):
        return "；".join(f"{key}：{said(one)}" for key, one in value.items()) or word(None)
    if isinstance(value, list | tuple):
        return "、".join(said(one) for one in value) or word(None)
    return word(value)


def _models(title: str, old: BaseModel, new: BaseModel, ignore: Iterable[str] = ()) -> list[Difference]:
    found: list[Difference] = []
    for name, field in type(new).model_fields.items():
        if name not in ignore:
            place = f"{title}·{field.title or name}" if title else field.title or name
            found += _values(place, getattr(old, name), getattr(new, name))
    return found


def _values(title: str, old: Any, new: Any) -> list[Difference]:
    if old == new:
        return []
    if isinstance(old, BaseModel) and type(old) is type(new):
        return _models(title, old, new)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _lists(title, old, new)
    return [Difference(title, said(old), said(new))]


def _lists(title: str, old: Sequence[Any], new: Sequence[Any]) -> list[Difference]:
    """Elements are matched by what names them, which is the first field of a group."""
    before, after = {_name(one): one for one in old}, {_name(one): one for one in new}
    if len(before) < len(old) or len(after) < len(new):  # Two of one name: which is which cannot be told.
        return [Difference(title, said(old), said(new))]
    found = [Difference(title, said(one), "") for name, one in before.items() if name not in after]
    for name, one in after.items():
        if name not in before:
            found.append(Difference(title, "", said(one)))
        elif one != before[name]:
            found += _values(f"{title}·{name}", before[name], one)
    return found or [Difference(title, said(old), said(new))]


def _name(element: Any) -> str:
    if isinstance(element, BaseModel):
        first, *others = (str(getattr(element, name)) for name in type(element).model_fields)
        article = getattr(element, "article", None)  # One law is cited with several articles.
        return f"{first}{article}" if article and others else first
    return str(element)
