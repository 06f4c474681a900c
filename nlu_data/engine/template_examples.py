"""Training examples that the template itself yields: what people say of their situation, with and without a question.

The hand-written examples teach how people ask; the template's phrases teach what they talk about when they ask. A
phrase alone is labelled `ask_item` without an aspect. Joined with a short hand-written question it is an example of
that question's aspect, and joined with a request for help, of a booking. The choice is fixed by the phrase's content.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from knowledge_base.linking.names import MENTION
from knowledge_base.schema import Item

_LONGEST_TAIL = 14
_BOOKING_PHRASES = 1
_ASKING_PHRASES = 3
_QUESTION_MARKS = ("?", "？", "吗", "不", "没", "啥", "么", "呢")

Examples = Mapping[tuple[str, str], list[str]]  # (label, code of the item they are about or "") -> sentences


def read_examples(folder: Path) -> dict[str, list[str]]:
    """The hand-written examples by label."""
    examples: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*.yml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for block in data["nlu"]:
            lines = (line.strip().removeprefix("- ") for line in block["examples"].splitlines())
            examples[block["intent"]] += [line for line in lines if line]
    return examples


def _pick(choices: list[str], key: str) -> str:
    return choices[int(hashlib.sha256(key.encode()).hexdigest(), 16) % len(choices)]


def _tails(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if MENTION not in line and 2 < len(line) <= _LONGEST_TAIL]


def template_examples(items: Mapping[str, Item], written: Mapping[str, list[str]]) -> dict[tuple[str, str], list[str]]:
    """Examples by label and item, made of the template's phrases and questions and of short hand-written sentences."""
    aspects = {
        label: tails for label, lines in written.items() if label.startswith("ask_item/") and (tails := _tails(lines))
    }
    bookings = _tails(written["book_agent"])
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, item in items.items():
        made["ask_item", code] += [question.question for question in item.questions]
        for number, phrase in enumerate(item.phrases):
            made["ask_item", code].append(phrase)
            if phrase.endswith(_QUESTION_MARKS) or number >= _ASKING_PHRASES:
                continue
            label = _pick(sorted(aspects), f"{code} {phrase}")
            made[label, code].append(f"{phrase}，{_pick(aspects[label], phrase)}")
            if bookings and number < _BOOKING_PHRASES:
                made["book_agent", code].append(f"{phrase}，{_pick(bookings, phrase)}")
    return made


def write_examples(examples: Examples, path: Path) -> None:
    """Writes examples in Rasa's training format; the item goes along as metadata."""
    parts = ['version: "3.1"\nnlu:\n']
    for (label, code), lines in sorted(examples.items()):
        about = f"    metadata: {{item: {code}}}\n" if code else ""
        parts.append(f"  - intent: {label}\n{about}    examples: |\n")
        parts += [f"      - {line}\n" for line in dict.fromkeys(lines)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(parts), encoding="utf-8")
