"""What the talk ends in: what somebody seems able to claim, what nearly, and what not, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.benefits.book import Book
from knowledge_base.benefits.facts import Facts
from knowledge_base.benefits.rules import holds
from knowledge_base.benefits.schema import Benefit, Condition
from knowledge_base.benefits.wording import Wording


class Standing(StrEnum):
    """How somebody stands to a benefit. Whether it is paid, the office decides."""

    CAN = "can"
    NEAR = "near"  # something can be done about what is missing, or something has to be found out
    NOT = "not"


@dataclass(frozen=True)
class Finding:
    """One benefit for one person: how it stands, why, and how many of its demands are met (for ordering)."""

    benefit: Benefit
    standing: Standing
    reasons: tuple[str, ...]
    demands_met: int


def findings(book: Book, facts: Facts) -> list[Finding]:
    """Every benefit of the book, in its order."""
    known = book.settled(facts)
    wording = Wording(book.choices)
    return [_finding(benefit, known, wording) for benefit in book.benefits]


def _finding(benefit: Benefit, facts: Facts, wording: Wording) -> Finding:
    by_value: dict[bool | None, list[Condition]] = {True: [], False: [], None: []}
    for condition in benefit.conditions:
        by_value[holds(condition, facts)].append(condition)
    met = [words for condition in by_value[True] if (words := wording.met(condition, facts))]
    missing = [wording.missing(condition, facts) for condition in by_value[False]]
    questions = [wording.unclear(condition, facts) for condition in by_value[None]]
    unclear = ["还要弄清：" + "；".join(questions)] if questions else []
    if by_value[False] and not all(missing):
        reasons = [
            wording.refused(condition, facts)
            for condition, way in zip(by_value[False], missing, strict=True)
            if way is None
        ]
        return Finding(benefit, Standing.NOT, tuple(reasons), len(met))
    if missing or unclear:
        return Finding(benefit, Standing.NEAR, (*(way for way in missing if way), *unclear), len(met))
    return Finding(benefit, Standing.CAN, tuple(met), len(met))
