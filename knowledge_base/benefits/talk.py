"""Which question to ask next: at most six, each one that can still decide something, the most decisive first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from statistics import fmean

from knowledge_base.benefits.book import Book
from knowledge_base.benefits.facts import CERTIFIED, OLDEST, Age, Facts, Grade, Told
from knowledge_base.benefits.rules import AGE, GRADE, KIND, holds, open_facts, within
from knowledge_base.benefits.schema import Asking, Choice
from knowledge_base.benefits.wording import Wording

MOST_QUESTIONS = 6


def waiting(book: Book, facts: Facts) -> dict[str, set[str]]:
    """The benefits that are not decided, each with the unknown facts that can still decide how it stands.

    A benefit that fails only by what can be made up for stays in the talk: whether to name it depends on the rest.
    """
    wording = Wording(book.choices)
    undecided = {}
    for benefit in book.benefits:
        failed = (condition for condition in benefit.conditions if holds(condition, facts) is False)
        if all(wording.missing(condition, facts, hoping=True) for condition in failed):
            names = {name for condition in benefit.conditions for name in open_facts(condition, facts)}
            undecided.update({benefit.code: names} if names else {})
    return undecided


def next_question(book: Book, facts: Facts, asked: Collection[str]) -> Asking | None:
    """The question that decides most of the undecided benefits for what there is to read; None ends the talk."""
    if len(asked) >= MOST_QUESTIONS:
        return None
    known = book.settled(facts)
    wanted = set().union(*waiting(book, known).values())
    useful = [q for q in book.questions if q.key not in asked and _asks(book, q, known, wanted)]
    if any(question.key == AGE for question in useful):
        # Whom a question is for must be known before it is asked.
        useful = [question for question in useful if not question.ages or within(question.ages, known)]
    if len(useful) < 2:
        return useful[0] if useful else None
    before = len(waiting(book, known))
    return max(useful, key=lambda question: _worth(book, question, known, wanted, before))


def _asks(book: Book, question: Asking, facts: Facts, wanted: set[str]) -> bool:
    """Whether an answer to the question can still decide something."""
    if question.ages and within(question.ages, facts) is False:
        return False
    if question.key == AGE:
        return AGE in wanted or (not facts.age_known and _waits_for_age(book, wanted))
    if question.key == "detail":
        return KIND in wanted
    return bool(_live(book, question, wanted))


def _waits_for_age(book: Book, wanted: set[str]) -> bool:
    return any(question.ages and _live(book, question, wanted) for question in book.questions)


def _live(book: Book, question: Asking, wanted: set[str]) -> list[Choice]:
    chosen = (book.choices[name] for name in question.choices)
    return [choice for choice in chosen if (GRADE if choice.grades else choice.name) in wanted]


def offered(book: Book, question: Asking, facts: Facts) -> list[Choice]:
    """The choices of a question that still matter, in their order."""
    return _live(book, question, set().union(*waiting(book, book.settled(facts)).values()))


def bands(book: Book, facts: Facts) -> list[tuple[int, int]]:
    """Spans of years, both ends included, between which no rule that is still open makes a difference."""
    undecided = waiting(book, book.settled(facts))
    conditions = (c for benefit in book.benefits if benefit.code in undecided for c in benefit.conditions)
    spans = [question.ages for question in book.questions if question.ages]
    spans += [leaf.age for condition in conditions for leaf in condition.leaves() if leaf.age]
    cuts = sorted({edge for span in spans for edge in (span.at_least, span.under) if edge})
    return list(zip([0, *cuts], [*(cut - 1 for cut in cuts), OLDEST], strict=True))


def band_words(band: tuple[int, int]) -> str:
    """A band as people say it."""
    low, high = band
    if low == 0:
        return f"{high}岁以下"
    return f"{low}岁以上" if high == OLDEST else f"{low}到{high}岁"


def told_by(choices: Iterable[Choice], picked: Collection[str]) -> Told:
    """What picking some of the offered choices tells: the others are not so."""
    told: dict[str, object] = {}
    shown = list(choices)
    graded = [choice for choice in shown if choice.grades]
    if graded:
        grades = {grade for choice in graded if choice.name in picked for grade in choice.grades}
        told["grades"] = sorted(grades or {Grade.NONE})
    told["has"] = {choice.name: choice.name in picked for choice in shown if not choice.grades}
    return told


def _worth(book: Book, question: Asking, facts: Facts, wanted: set[str], before: int) -> float:
    """How many benefits an answer decides, on the average of the simple answers, for each line there is to read."""
    answers = list(_answers(book, question, facts, wanted))
    return (before - fmean(len(waiting(book, book.settled(one))) for one in answers)) / len(answers)


def _answers(book: Book, question: Asking, facts: Facts, wanted: set[str]) -> Iterator[Facts]:
    if question.key == AGE:
        for low, high in bands(book, facts):
            yield replace(facts, age=Age(low, high))
    elif question.key == "detail":
        for grade in sorted(facts.grades & (CERTIFIED | {Grade.UNCERTIFIED})):
            yield replace(facts, grades=frozenset({grade}))
    else:
        choices = _live(book, question, wanted)
        for picked in ([], *([choice.name] for choice in choices)):
            told = told_by(choices, picked)
            grades = frozenset(map(Grade, told["grades"])) if "grades" in told else facts.grades
            yield replace(facts, grades=grades, chosen={**facts.chosen, **told["has"]})
