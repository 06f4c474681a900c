"""The talk: never more than six questions, none that changes nothing, and nothing left open when all are answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.benefits.book import Book, load_book
from knowledge_base.benefits.facts import CERTIFIED, Facts, Grade, Kind, Told
from knowledge_base.benefits.report import Standing, findings
from knowledge_base.benefits.schema import Asking
from knowledge_base.benefits.talk import MOST_QUESTIONS, bands, next_question, offered, told_by, waiting

TODAY = date(2026, 11, 22)
BOOK = load_book()

ages = st.one_of(
    st.integers(0, 110).map(lambda years: {"years": [years, years]}),
    st.integers(0, 40_000).map(lambda days: {"birthday": (TODAY - timedelta(days=days)).isoformat()}),
)
people = st.fixed_dictionaries(
    {
        "age": ages,
        "grade": st.sampled_from(Grade),
        "kind": st.sampled_from(Kind),
        "has": st.sets(st.sampled_from(sorted(BOOK.choices)), max_size=14),
    }
)
Person = dict[str, object]


def answer(question: Asking, person: Person, facts: Facts, book: Book) -> Told:
    """What this person answers, being sure of everything."""
    age, has = person["age"], person["has"]
    assert isinstance(age, dict)
    assert isinstance(has, set)
    if question.key == "age":
        return age
    if question.key == "detail":
        return {"grades": [person["grade"]], "kinds": [person["kind"]]}
    shown = offered(book, question, facts)
    picked = {c.name for c in shown if (person["grade"] in c.grades if c.grades else c.name in has)}
    return told_by(shown, picked)


def talk(person: Person, opening: Told, skipped: frozenset[str] = frozenset()) -> Iterator[tuple[Asking, list[Told]]]:
    """Each question with what was told before it."""
    parts, asked = [opening], list[str]()
    while question := next_question(BOOK, Facts.of(parts, TODAY), asked):
        yield question, list(parts)
        asked.append(question.key)
        parts.append({} if question.key in skipped else answer(question, person, Facts.of(parts, TODAY), BOOK))
    yield BOOK.questions[0], parts


def standings(parts: list[Told]) -> list[tuple[Standing, tuple[str, ...]]]:
    return [(one.standing, one.reasons) for one in findings(BOOK, Facts.of(parts, TODAY))]


@given(people)
@settings(max_examples=60, deadline=None)
def test_at_most_six_questions_decide_everything(person: Person) -> None:
    *asked, (_, parts) = talk(person, {})
    assert len(asked) <= MOST_QUESTIONS
    assert not [one for _, reasons in standings(parts) for one in reasons if "还要弄清" in one]


@given(people, st.frozensets(st.sampled_from([question.key for question in BOOK.questions])))
@settings(max_examples=40, deadline=None)
def test_never_more_than_six_questions_whatever_is_passed_over(person: Person, skipped: frozenset[str]) -> None:
    *asked, (_, parts) = talk(person, {}, skipped)
    keys = [question.key for question, _ in asked]
    assert len(keys) <= MOST_QUESTIONS
    assert len(set(keys)) == len(keys)
    assert len(standings(parts)) == len(BOOK.benefits)


@given(people, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_no_question_is_asked_whose_answer_changes_nothing(person: Person, chance: Random) -> None:
    """For each question there are two answers that make a benefit stand differently once everything is known."""
    *asked, _ = talk(person, {})
    for question, parts in asked:
        facts = Facts.of(parts, TODAY)
        answers = list(_answers(question, facts))
        assert any(
            len({tuple(_kinds([*parts, rest, told])) for told in answers}) > 1 for rest in _rests(facts, chance)
        ), question.key


def _answers(question: Asking, facts: Facts) -> Iterator[Told]:
    if question.key == "age":
        yield from ({"years": band} for band in bands(BOOK, facts))
    elif question.key == "detail":
        yield from ({"grades": [grade], "kinds": [kind]} for grade, kind in product(sorted(CERTIFIED), Kind))
    else:
        shown = offered(BOOK, question, facts)
        yield from (told_by(shown, [choice.name] if choice else []) for choice in (*shown, None))


def _rests(facts: Facts, chance: Random, tries: int = 200) -> Iterator[Told]:
    """What else may be so: everything that is still unknown, by chance."""
    for _ in range(tries):
        often = chance.choice((0.1, 0.5, 0.9))
        unknown = [name for name in sorted(BOOK.choices) if facts.chosen.get(name) is None]
        rest: dict[str, object] = {
            "grades": [chance.choice(sorted(facts.grades))],
            "kinds": [chance.choice(sorted(facts.kinds))],
            "has": {name: chance.random() < often for name in unknown},
        }
        yield rest if facts.age_known else rest | {"years": [years := chance.randrange(100), years]}


@given(people)
@settings(max_examples=20, deadline=None)
def test_no_choice_is_offered_on_which_no_open_benefit_depends(person: Person) -> None:
    *asked, _ = talk(person, {})
    for question, parts in asked:
        facts = Facts.of(parts, TODAY)
        wanted = set().union(*waiting(BOOK, BOOK.settled(facts)).values())
        shown = offered(BOOK, question, facts)
        assert all(("grade" if choice.grades else choice.name) in wanted for choice in shown)
        assert shown or question.key in ("age", "detail")


@given(people)
@settings(max_examples=20, deadline=None)
def test_what_is_told_at_first_is_not_asked_and_changes_no_result(person: Person) -> None:
    *_, (_, asked_all) = talk(person, {})
    *later, (_, told_age) = talk(person, person["age"])  # type: ignore[arg-type]
    assert "age" not in {question.key for question, _ in later}
    assert _kinds(asked_all) == _kinds(told_age)


def _kinds(parts: list[Told]) -> list[Standing]:
    return [standing for standing, _ in standings(parts)]


def test_an_old_man_is_not_asked_about_school() -> None:
    person: Person = {"age": {"years": [82, 82]}, "grade": Grade.NONE, "kind": Kind.LIMB, "has": set()}
    keys = [question.key for question, _ in list(talk(person, {}))[:-1]]
    assert keys[0] == "age"
    assert "family" not in keys
    assert "school" not in keys
    assert "detail" not in keys


def test_kind_and_grade_are_asked_only_where_they_decide() -> None:
    alone: Person = {"age": {"years": [45, 45]}, "grade": Grade.SECOND, "kind": Kind.LIMB, "has": {"没人养"}}
    assert "detail" in [question.key for question, _ in list(talk(alone, {}))[:-1]]
    cared = alone | {"has": {"低保"}}
    assert "detail" not in [question.key for question, _ in list(talk(cared, {}))[:-1]]


@pytest.mark.parametrize("key", [question.key for question in BOOK.questions])
def test_a_question_fits_on_a_small_screen(key: str) -> None:
    question = BOOK.question(key)
    assert question
    assert len(question.choices) <= 13
    assert len(question.ask) <= 60
