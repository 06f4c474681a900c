"""Situations 情形: a few questions whose answers decide which papers this one person needs, and what else differs.

A clerk writes them into the item's file. `when` says in whose case a question is asked or a material is needed:

    situations:
      - key: 婚史
        ask: 以前结过婚没有？
        choices:
          - 没有
          - {name: 离过婚, says: 离婚证丢了的，先到原来登记的地方补。}
    materials:
      - {name: 离婚证, when: {婚史: 离过婚}}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Answers = Mapping[str, str]
UNSURE = "不确定"
"""The answer of somebody who does not know: asked no more, and what depends on it stays open."""


def _several(value: Any) -> Any:
    """A clerk may write one choice or a list of them."""
    return (
        {key: [one] if isinstance(one, str) else one for key, one in value.items()}
        if isinstance(value, dict)
        else value
    )


def _named(value: Any) -> Any:
    """A choice that changes nothing is written as its bare name."""
    return {"name": value} if isinstance(value, str) else value


When = Annotated[dict[Words, tuple[Words, ...]], BeforeValidator(_several)]


class Choice(BaseModel):
    """One possible answer. `says` tells what is different in that case; `ends` means there is nothing more to ask."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Words = Field(title="选项", max_length=20)
    says: Words | None = Field(default=None, title="这种情况的说明")
    ends: bool = Field(default=False, title="到此为止")


class Situation(BaseModel):
    """One question of an item. `when` names the earlier answers it is asked after; empty means always."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Words = Field(title="情形")
    ask: Words = Field(title="问题")
    choices: tuple[Annotated[Choice, BeforeValidator(_named)], ...] = Field(min_length=2, max_length=5, title="选项")
    when: When = Field(default_factory=dict, title="什么情况下问")

    def choice(self, name: str) -> Choice | None:
        """The choice of that name."""
        return next((choice for choice in self.choices if choice.name == name), None)


def applies(when: Mapping[str, tuple[str, ...]], answers: Answers, unasked: Collection[str] = ()) -> bool | None:
    """Whether the case described by `when` is this person's; None while an answer it needs is missing.

    `unasked` are the questions that do not concern her: what depends on one of them is not her case.
    """
    known = {key: answers[key] for key in when if answers.get(key, UNSURE) != UNSURE}
    if any(key in unasked or (key in known and known[key] not in names) for key, names in when.items()):
        return False
    return None if len(known) < len(when) else True


def unasked(situations: Iterable[Situation], answers: Answers) -> set[str]:
    """The questions that an earlier answer has made pointless."""
    out: set[str] = set()
    for situation in situations:
        if applies(situation.when, answers, out) is False:
            out.add(situation.key)
    return out


def next_question(situations: Iterable[Situation], answers: Answers) -> Situation | None:
    """The first question that still matters to this person, or None when everything is known."""
    for situation in situations:
        answer = answers.get(situation.key, "")
        given = situation.choice(answer)
        if given and given.ends:
            return None
        if given is None and answer != UNSURE and applies(situation.when, answers):
            return situation
    return None


def counting(situations: Iterable[Situation], answers: Answers) -> dict[str, str]:
    """The answers that count: to questions this person is asked, with a choice they have, or 不确定.

    What an old link says of questions that have changed since, or that another answer made pointless, is left out.
    """
    kept: dict[str, str] = {}
    for situation in situations:
        answer = answers.get(situation.key, "")
        given = situation.choice(answer)
        if (given or answer == UNSURE) and applies(situation.when, kept):
            kept[situation.key] = answer
        if given and given.ends and situation.key in kept:
            break
    return kept


def ended(situations: Iterable[Situation], answers: Answers) -> bool:
    """Whether an answer says that this is not the item for this person: there is nothing to bring."""
    given = (situation.choice(answers.get(situation.key, "")) for situation in situations)
    return any(choice.ends for choice in given if choice)


def remarks(situations: Iterable[Situation], answers: Answers) -> tuple[str, ...]:
    """What is different in this person's case, one sentence or more for each answer that says something."""
    given = (situation.choice(answers.get(situation.key, "")) for situation in situations)
    return tuple(choice.says for choice in given if choice and choice.says)


def faults(situations: tuple[Situation, ...], conditions: Iterable[tuple[str, When]]) -> list[str]:
    """What is wrong with an item's situations; `conditions` are the `when` of its materials with their places."""
    known: dict[str, Situation] = {}
    found: list[str] = []
    for situation in situations:
        found += _strangers(f"situations.{situation.key}.when", situation.when, known)
        if situation.key in known:
            found.append(f"situations: 情形“{situation.key}”写了两次")
        names = [choice.name for choice in situation.choices]
        if len(set(names)) < len(names):
            found.append(f"situations.{situation.key}.choices: 有两个一样的选项")
        known[situation.key] = situation
    for where, when in conditions:
        found += _strangers(where, when, known)
    return found


def _strangers(where: str, when: When, known: Mapping[str, Situation]) -> list[str]:
    found = []
    for key, names in when.items():
        if key not in known:
            found.append(f"{where}: 前面没有叫“{key}”的情形，可写 {'、'.join(known) or '（还没有情形）'}")
            continue
        possible = [choice.name for choice in known[key].choices]
        found += [
            f"{where}: “{key}”没有“{name}”这个选项，可写 {'、'.join(possible)}"
            for name in names
            if name not in possible
        ]
    return found
