"""Whether a condition holds: True, False, or None while a fact it needs is unknown (Kleene's three values)."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_base.benefits.facts import Facts, Grade
from knowledge_base.benefits.schema import Benefit, Certificate, Condition, Span

AGE, GRADE, KIND = "age", "grade", "kind"
"""Names of the facts that are not choices."""


def all_of(values: Iterable[bool | None]) -> bool | None:
    """False when one is, else None when one is, else True."""
    found = list(values)
    return False if False in found else None if None in found else True


def any_of(values: Iterable[bool | None]) -> bool | None:
    """True when one is, else None when one is, else False."""
    found = list(values)
    return True if True in found else None if None in found else False


def opposite(value: bool | None) -> bool | None:
    """Unknown stays unknown."""
    return None if value is None else not value


def within(span: Span, facts: Facts) -> bool | None:
    """Whether the age lies in the span."""
    sides = []
    if span.at_least is not None:
        sides.append(facts.age.reached(span.at_least, facts.today))
    if span.under is not None:
        sides.append(opposite(facts.age.reached(span.under, facts.today)))
    return all_of(sides)


def _certified(wanted: Certificate, facts: Facts) -> bool | None:
    grade = _settled(possible in wanted.grades for possible in facts.grades)
    kind = _settled(possible in wanted.kinds for possible in facts.kinds) if wanted.kinds else True
    return all_of([grade, kind])


def _settled(possibilities: Iterable[bool]) -> bool | None:
    """The value all possibilities agree on."""
    found = set(possibilities)
    return None if len(found) > 1 else True in found


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether the condition is met by what is known."""
    if condition.age:
        return within(condition.age, facts)
    if condition.has:
        return any_of(facts.chosen.get(name) for name in condition.has)
    if condition.lacks:
        return opposite(any_of(facts.chosen.get(name) for name in condition.lacks))
    if condition.disability:
        return _certified(condition.disability, facts)
    if condition.any:
        return any_of(holds(part, facts) for part in condition.any)
    return all_of(holds(part, facts) for part in condition.all)


def claimable(benefit: Benefit, facts: Facts) -> bool | None:
    """Whether all conditions of the benefit are met by what is known."""
    return all_of(holds(condition, facts) for condition in benefit.conditions)


def open_facts(condition: Condition, facts: Facts) -> set[str]:
    """The unknown facts that can still decide the condition; empty once it is decided."""
    if holds(condition, facts) is not None:
        return set()
    if condition.age:
        return {AGE}
    if condition.disability:
        return _open_certificate(facts.grades)
    if names := condition.has + condition.lacks:
        return {name for name in names if facts.chosen.get(name) is None}
    return {name for part in condition.any + condition.all for name in open_facts(part, facts)}


def _open_certificate(grades: frozenset[Grade]) -> set[str]:
    """First whether somebody is disabled at all, then what the certificate says."""
    return {GRADE} if Grade.NONE in grades and len(grades) > 1 else {KIND}
