"""Finds the village and grid a citizen means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge_base.schema import Village

_SUFFIXES = ("村委会", "行政村", "社区", "村")


@dataclass(frozen=True)
class Spot:
    """A village, and the grid in it where that was said. A village we do not know is kept as it was said."""

    village: str | None
    grid: str | None = None


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


def locate(said: str | None, villages: Iterable[Village]) -> Spot:
    """The village whose name, name without 村 or 社区, or grid was said; grids first, because they say more."""
    if not said or not (said := said.strip()):
        return Spot(None)
    known = list(villages)
    for village in known:
        for grid in village.grids:
            if grid in said or grid in said.replace("村", ""):
                return Spot(village.name, grid)
    for village in known:
        if village.name in said or _stem(said) == _stem(village.name):
            return Spot(village.name)
    return Spot(said)
