"""Life events 人生大事: which items people meet when a child is born, when they build, when somebody dies."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge_base.loader import HOME, PlainLoader
from knowledge_base.schema import ItemCode, Text

EVENTS_FILE = HOME / "life_events.yml"


class LifeEvent(BaseModel):
    """One event; `codes` are its items, the most common first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    hint: Text
    codes: tuple[ItemCode, ...]


@lru_cache
def life_events(path: Path = EVENTS_FILE) -> tuple[LifeEvent, ...]:
    """The events in the order they are shown. Raises pydantic.ValidationError where the file is wrong."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)  # noqa: S506 - a SafeLoader
    return TypeAdapter(tuple[LifeEvent, ...]).validate_python(data)
