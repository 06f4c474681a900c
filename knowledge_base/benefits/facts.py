"""What is known of one person and the home. Anything not told is unknown, which is neither yes nor no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Told = Mapping[str, Any]
"""Facts as JSON: {"birthday": "1966-11-23"} or {"years": [60, 69]}, "grades", "kinds", and "has": {choice: bool}."""

OLDEST = 150


class Grade(StrEnum):
    """Where somebody stands with the disability certificate 残疾人证: its grade, or why there is none."""

    FIRST = "一级"
    SECOND = "二级"
    THIRD = "三级"
    FOURTH = "四级"
    UNCERTIFIED = "没办证"  # disabled, but without a certificate
    NONE = "无"


class Kind(StrEnum):
    """The kinds of disability of GB/T 26341."""

    SIGHT = "视力"
    HEARING = "听力"
    SPEECH = "言语"
    LIMB = "肢体"
    MIND = "智力"
    PSYCHE = "精神"
    SEVERAL = "多重"


CERTIFIED = frozenset({Grade.FIRST, Grade.SECOND, Grade.THIRD, Grade.FOURTH})


def day_of_age(birthday: date, years: int) -> date:
    """The day on which somebody is `years` old: the birthday itself.

    Who was born on 29 February is a year older on 28 February of a common year (民法典 第二百零二条: without the
    corresponding day, the last day of the month counts).
    """
    try:
        return birthday.replace(year=birthday.year + years)
    except ValueError:
        return date(birthday.year + years, 2, 28)


@dataclass(frozen=True)
class Age:
    """An age by the birthday, or by the years somebody stated: at least `low`, at most `high`."""

    low: int = 0
    high: int = OLDEST
    birthday: date | None = None

    def reached(self, years: int, today: date) -> bool | None:
        """Whether `years` are full on that day; None when the stated years leave it open."""
        if self.birthday is not None:
            return today >= day_of_age(self.birthday, years)
        if self.low >= years:
            return True
        return False if self.high < years else None

    def days_until(self, years: int, today: date) -> int | None:
        """How many days are missing until `years` are full; None without a birthday."""
        return (day_of_age(self.birthday, years) - today).days if self.birthday else None


@dataclass(frozen=True)
class Facts:
    """One person and the home on one day. `grades` and `kinds` hold what is still possible; `chosen` what was said."""

    today: date
    age: Age = Age()
    grades: frozenset[Grade] = frozenset(Grade)
    kinds: frozenset[Kind] = frozenset(Kind)
    chosen: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Iterable[Told], today: date) -> Facts:
        """Puts together what was told bit by bit; what was told later holds."""
        merged: dict[str, Any] = {}
        chosen: dict[str, bool] = {}
        for part in parts:
            chosen.update(part.get("has", {}))
            merged.update(part)
        return cls(
            today,
            _age(merged),
            frozenset(map(Grade, merged.get("grades", Grade))),
            frozenset(map(Kind, merged.get("kinds", Kind))),
            chosen,
        )

    @property
    def age_known(self) -> bool:
        """Whether anything at all was said of the age."""
        return self.age != Age()


def _age(told: Told) -> Age:
    if told.get("birthday"):
        return Age(birthday=date.fromisoformat(told["birthday"]))
    low, high = told.get("years", (0, OLDEST))
    return Age(low, high)
