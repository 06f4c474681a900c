"""Answers to an item's situations as a few letters, short enough for an address and its QR code.

`13x0-k7f2`: the choices by number, `0` for 不确定, `x` where nothing was asked; behind the dash a check of the
questions, so that an old address never answers a question that has been written anew.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from knowledge_base.situations import UNSURE, Answers, Situation, counting

_UNSURE = "0"
_NOT_ASKED = "x"


def encode(situations: Sequence[Situation], answers: Answers) -> str:
    """The code of some answers; empty when there are none."""
    letters = "".join(_letter(situation, answers.get(situation.key)) for situation in situations).rstrip(_NOT_ASKED)
    return f"{letters}-{_check(situations)}" if letters else ""


def decode(situations: Sequence[Situation], code: str) -> dict[str, str]:
    """The answers a code stands for, as far as they count today. What is no such code stands for none."""
    letters, _, check = code.partition("-")
    if check != _check(situations):
        return {}
    given = (
        (situation.key, _answer(situation, letter)) for situation, letter in zip(situations, letters, strict=False)
    )
    return counting(situations, {key: answer for key, answer in given if answer})


def _letter(situation: Situation, answer: str | None) -> str:
    names = [choice.name for choice in situation.choices]
    if answer == UNSURE:
        return _UNSURE
    return str(names.index(answer) + 1) if answer in names else _NOT_ASKED


def _answer(situation: Situation, letter: str) -> str | None:
    if letter == _UNSURE:
        return UNSURE
    number = "12345".find(letter)
    return situation.choices[number].name if 0 <= number < len(situation.choices) else None


def _check(situations: Sequence[Situation]) -> str:
    wording = "\n".join("\t".join((one.key, one.ask, *(choice.name for choice in one.choices))) for one in situations)
    return base64.b32encode(hashlib.sha256(wording.encode()).digest()).decode().lower()[:4]
