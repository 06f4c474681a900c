"""Every kind of condition in plain words: what it needs, that it is met, what is missing, why not, what to find out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge_base.benefits.facts import CERTIFIED, Facts, Grade
from knowledge_base.benefits.rules import holds
from knowledge_base.benefits.schema import Certificate, Choice, Condition, Span

_OR = "，或者"
_DAYS_AHEAD = 365


def span_words(span: Span) -> str:
    """A span of ages as 满80岁、不满90岁."""
    low = [f"满{span.at_least}岁"] if span.at_least is not None else []
    return "、".join([*low, *([f"不满{span.under}岁"] if span.under is not None else [])])


def certificate_words(wanted: Certificate) -> str:
    """A certificate as 残疾证是智力、精神三级."""
    grades = [grade for grade in wanted.grades if grade in CERTIFIED]
    kinds = "、".join(wanted.kinds)
    if not grades:
        return "有残疾，还没办证"
    if Grade.UNCERTIFIED in wanted.grades:
        return "有残疾，办没办证都行"
    if len(grades) == len(CERTIFIED):
        return f"有残疾证（{kinds}）" if kinds else "有残疾证"
    return f"残疾证{kinds}{'或'.join(grades)}"


@dataclass(frozen=True)
class Wording:
    """Says conditions with the choices' own words."""

    choices: Mapping[str, Choice]

    def needs(self, condition: Condition) -> str:
        """What the condition asks for."""
        if condition.age:
            return span_words(condition.age)
        if condition.has:
            return "或者".join(self._said(condition.has))
        if condition.lacks:
            return "不能" + "、".join(self._said(condition.lacks))
        if condition.disability:
            return certificate_words(condition.disability)
        return (_OR if condition.any else "，还要").join(map(self.needs, condition.any + condition.all))

    def met(self, condition: Condition, facts: Facts) -> str:
        """By what a condition that holds is met; nothing to say where it only rules something out."""
        if condition.has:
            return "、".join(self._said(name for name in condition.has if facts.chosen.get(name)))
        if condition.lacks:
            return ""
        if condition.disability and len(facts.grades) == 1:
            return _standing_words(next(iter(facts.grades)))
        parts = condition.any + condition.all
        if not parts:
            return self.needs(condition)
        said = [words for part in parts if holds(part, facts) and (words := self.met(part, facts))]
        return said[0] if condition.any and said else "、".join(said)

    def refused(self, condition: Condition, facts: Facts) -> str:
        """Why a condition does not hold."""
        if condition.lacks:
            kept_out = "、".join(self._said(name for name in condition.lacks if facts.chosen.get(name)))
            return f"{kept_out}，不用办或不能办这一项"
        if condition.all:
            return next(self.refused(part, facts) for part in condition.all if holds(part, facts) is False)
        return f"这是给{self.needs(condition)}的"

    def missing(self, condition: Condition, facts: Facts, *, hoping: bool = False) -> str | None:
        """What would make up for a condition that does not hold; None where nothing soon would.

        `hoping` takes for granted what is not known yet, so that a talk does not drop a benefit too early.
        """
        if condition.age:
            return _soon(condition.age, facts)
        if condition.has:
            return next((way for name in condition.has if (way := self._way(self.choices[name], facts, hoping))), None)
        if condition.disability:
            first = facts.grades == {Grade.UNCERTIFIED}
            every = set(condition.disability.grades) >= CERTIFIED and not condition.disability.kinds
            needed = "" if every else f"，要评上{certificate_words(condition.disability)}"
            return f"先去评残、办证{needed}" if first else None
        failed = (part for part in condition.any + condition.all if holds(part, facts) is False)
        ways = [self.missing(part, facts, hoping=hoping) for part in failed]
        if condition.all and not all(ways):
            return None
        return next((way for way in ways if way), None)

    @staticmethod
    def _way(choice: Choice, facts: Facts, hoping: bool) -> str | None:
        helps = facts.chosen.get(choice.mend_if) if choice.mend_if else True
        return choice.mend if helps or (helps is None and hoping) else None

    def unclear(self, condition: Condition, facts: Facts) -> str:
        """What has to be found out about an open condition."""
        return f"是不是{_OR.join(self._open(condition, facts))}"

    def _open(self, condition: Condition, facts: Facts) -> list[str]:
        if condition.lacks or condition.has:
            names = condition.has + condition.lacks
            return ["或者".join(self._said(name for name in names if facts.chosen.get(name) is None))]
        if parts := condition.any + condition.all:
            return [words for part in parts if holds(part, facts) is None for words in self._open(part, facts)]
        return [self.needs(condition)]

    def _said(self, names: Iterable[str]) -> list[str]:
        return [self.choices[name].said for name in names]


def _standing_words(grade: Grade) -> str:
    return f"残疾证{grade}" if grade in CERTIFIED else "有残疾，还没办证"


def _soon(span: Span, facts: Facts) -> str | None:
    """When an age that is not reached yet will be, within a year."""
    years = span.at_least
    if years is None or facts.age.reached(years, facts.today) is not False:
        return None
    days = facts.age.days_until(years, facts.today)
    if days is not None:
        return f"还差{days}天满{years}岁" if days <= _DAYS_AHEAD else None
    return f"还差一岁满{years}岁，看身份证上的生日" if facts.age.high == years - 1 == facts.age.low else None
