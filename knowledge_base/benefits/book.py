"""The book of rules: choices, questions and benefits, read from files and kept up to date while they are edited."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import structlog

from knowledge_base.benefits.facts import Facts
from knowledge_base.benefits.rules import within
from knowledge_base.benefits.schema import Asking, Benefit, BenefitFile, Choice, QuestionFile
from knowledge_base.folder import Fingerprint, files, fingerprint
from knowledge_base.loader import TemplateError, read_file

SAMPLE_BENEFITS = Path(__file__).parent
QUESTIONS = "questions.yml"
GROUPS = "groups"

log = structlog.get_logger()


@dataclass(frozen=True)
class Book:
    """All rules and questions. Order matters: benefits are told and equal questions are asked as they are written."""

    choices: dict[str, Choice]
    questions: tuple[Asking, ...]
    benefits: tuple[Benefit, ...]

    def question(self, key: str | None) -> Asking | None:
        """The question of that key."""
        return next((question for question in self.questions if question.key == key), None)

    def only(self, items: Iterable[str]) -> Book:
        """The book without benefits whose item the template does not have."""
        known = frozenset(items)
        if all(benefit.item in known for benefit in self.benefits):
            return self
        return replace(self, benefits=tuple(benefit for benefit in self.benefits if benefit.item in known))

    @cached_property
    def _asked_by(self) -> dict[str, list[Asking]]:
        return {name: [q for q in self.questions if name in q.choices] for name in self.choices}

    def settled(self, facts: Facts) -> Facts:
        """The facts, with no for every choice that is asked only of people of another age."""
        if not facts.age_known:
            return facts
        gone = {
            name: False
            for name, questions in self._asked_by.items()
            if facts.chosen.get(name) is None
            and all(question.ages and within(question.ages, facts) is False for question in questions)
        }
        return replace(facts, chosen={**facts.chosen, **gone}) if gone else facts


def load_book(folder: Path = SAMPLE_BENEFITS, items: Iterable[str] | None = None) -> Book:
    """Reads questions.yml and every file of groups/. `items` are the codes a benefit may name; None allows any.

    All faults of all files are collected before TemplateError is raised.
    """
    problems: list[str] = []
    asked = None
    try:
        asked = read_file(folder / QUESTIONS, QuestionFile)
    except FileNotFoundError:
        problems.append(f"{QUESTIONS}: 整个文件: 没有找到，应放在 {folder}")
    except TemplateError as error:
        problems += error.problems
    groups: dict[str, BenefitFile] = {}
    for name, path in files(folder, GROUPS).items():
        try:
            groups[name] = read_file(path, BenefitFile)
        except TemplateError as error:
            problems += error.problems
    if not groups and not problems:
        problems.append(f"{folder / GROUPS}: 没有找到补助文件（*.yml）")
    if asked:
        problems += _faults(asked, groups, items)
    if problems or not asked:
        raise TemplateError(problems)
    benefits = tuple(benefit for group in groups.values() for benefit in group.benefits)
    return Book({choice.name: choice for choice in asked.choices}, asked.questions, benefits)


def _faults(asked: QuestionFile, groups: dict[str, BenefitFile], items: Iterable[str] | None) -> list[str]:
    names = [choice.name for choice in asked.choices]
    known_items = None if items is None else set(items)
    found = [f"{QUESTIONS}: choices: “{name}”写了两次，删掉一个" for name in _twice(names)]
    found += [f"{QUESTIONS}: questions: “{key}”写了两次，删掉一个" for key in _twice(q.key for q in asked.questions)]
    for question in asked.questions:
        found += _strangers(f"{QUESTIONS}: questions.{question.key}.choices", question.choices, names)
    for choice in asked.choices:
        where = f"{QUESTIONS}: choices.{choice.name}"
        found += _strangers(f"{where}.mend_if", [choice.mend_if] if choice.mend_if else [], names)
        if not any(choice.name in question.choices for question in asked.questions):
            found.append(f"{where}: 没有问题会问到它，请写进 questions 里某个问题的 choices")
    for name, group in groups.items():
        for benefit in group.benefits:
            where = f"{name}: {benefit.code}"
            if known_items is not None and benefit.item not in known_items:
                found.append(f"{where}.item: 模板里没有 {benefit.item}{_meant(benefit.item, known_items)}")
            for leaf in (leaf for condition in benefit.conditions for leaf in condition.leaves()):
                found += _strangers(f"{where}.conditions", leaf.has + leaf.lacks, names)
    codes = [benefit.code for group in groups.values() for benefit in group.benefits]
    return found + [f"{GROUPS}: 代号“{code}”写了两次，改掉一个" for code in _twice(codes)]


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _strangers(where: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{where}: {QUESTIONS} 里没有叫“{name}”的情况{_meant(name, known)}"


def _meant(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    return f"，是不是 {'、'.join(near)}" if near else f"，可写 {'、'.join(known)}"


class LiveBook:
    """Keeps the newest valid book, looking for changed files at most every `check_seconds`."""

    def __init__(
        self, folder: Path, *, check_seconds: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._check_seconds = check_seconds
        self._clock = clock
        self._seen = self._fingerprint()
        self._book = load_book(folder)
        self._checked = clock()

    def current(self) -> Book:
        """The rules in force. Raises nothing: a faulty change is logged and the last good book stays."""
        if self._clock() - self._checked >= self._check_seconds:
            self._checked = self._clock()
            if (found := self._fingerprint()) != self._seen:
                self._seen = found
                try:
                    self._book = load_book(self._folder)
                    log.info("benefits.changed", benefits=len(self._book.benefits))
                except TemplateError as error:
                    log.error("benefits.rejected", problems=error.problems)
        return self._book

    def _fingerprint(self) -> tuple[Fingerprint, Fingerprint]:
        return fingerprint(self._folder), fingerprint(self._folder, GROUPS)
