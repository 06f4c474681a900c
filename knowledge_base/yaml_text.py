"""Writes an item the way a clerk would: fields in the schema's order, defaults left out, short things on one line."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import yaml
from pydantic import BaseModel

from knowledge_base.loader import PlainLoader

_SHORT_GROUP = 110  # characters
_SHORT_LIST = 40
_ON_ONE_LINE = {"everyday_names", "places"}


class _Writer(yaml.SafeDumper):
    """Indents lists below their field, as the files by hand do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Two equal dates are written twice; `*id001` would puzzle a clerk."""
        return True


class _Names(list[str]):
    """A list that stands on one line."""


class _Short(dict[str, Any]):
    """A group that stands on one line."""


# Written for our own reader, to which `on` is a word like any other.
_Writer.yaml_implicit_resolvers = PlainLoader.yaml_implicit_resolvers
_Writer.add_representer(_Names, lambda w, names: w.represent_sequence("tag:yaml.org,2002:seq", names, flow_style=True))
_Writer.add_representer(_Short, lambda w, group: w.represent_mapping("tag:yaml.org,2002:map", group, flow_style=True))


def _shaped(value: Any, field: str = "") -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        flat = all(not isinstance(one, dict) for one in value.values())
        length = sum(len(str(key)) + len(str(one)) + 4 for key, one in value.items())
        group = {key: _shaped(one, key) for key, one in value.items()}
        return _Short(group) if flat and length < _SHORT_GROUP else group
    if isinstance(value, list | tuple):
        words = all(isinstance(one, str) for one in value)
        one_line = field in _ON_ONE_LINE or (words and sum(map(len, value)) < _SHORT_LIST)
        return _Names(value) if one_line else [_shaped(one) for one in value]
    return value


def to_yaml(item: BaseModel) -> str:
    """The file of an item; reading it gives the same item."""
    data = _shaped(item.model_dump(exclude_defaults=True))
    return str(yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10_000))
