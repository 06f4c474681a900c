"""All sentences the models learn from: those people wrote down, and those the template itself yields.

The hand-written examples (nlu_data/nlu, in Rasa's format) teach how people ask; the template's phrases teach what they
talk about when they ask. A phrase alone is labelled `ask_item` without an aspect. Joined with a short hand-written
question it is an example of that question's aspect, and joined with a request for help, of a booking. The choice is
fixed by the phrase's content.

Rasa's own reader goes over every example several times, which takes longer than learning from them. It is given one
sentence a label, to know the labels by; the components take all of them from here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge_base.linking.names import MENTION
from knowledge_base.schema import Item

EXAMPLES = Path(__file__).parents[1] / "nlu"
_LONGEST_TAIL = 14
_BOOKING_PHRASES = 1
_ASKING_PHRASES = 3
_QUESTION_MARKS = ("?", "？", "吗", "不", "没", "啥", "么", "呢")


@dataclass(frozen=True)
class Example:
    """One sentence: its finest label (`ask_item/materials`), and the item it is about, where that is known."""

    text: str
    label: str
    item: str | None = None


@lru_cache(maxsize=2)
def written_examples(folder: Path = EXAMPLES) -> tuple[Example, ...]:
    """The hand-written examples. The item of a block stands in its metadata."""
    return tuple(dict.fromkeys(example for path in sorted(folder.rglob("*.yml")) for example in _read(path)))


def _read(path: Path) -> Iterator[Example]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for block in data["nlu"]:
        item = block.get("metadata", {}).get("item")
        for line in block["examples"].splitlines():
            if text := line.strip().removeprefix("- "):
                yield Example(text, block["intent"], item)


def all_examples(items: Mapping[str, Item]) -> tuple[Example, ...]:
    """Everything to learn from, each sentence once a label."""
    written = written_examples()
    return tuple(dict.fromkeys([*written, *template_examples(items, written)]))


def _pick(choices: list[str], key: str) -> str:
    return choices[int(hashlib.sha256(key.encode()).hexdigest(), 16) % len(choices)]


def _tails(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if MENTION not in text and 2 < len(text) <= _LONGEST_TAIL]


def template_examples(items: Mapping[str, Item], written: Iterable[Example]) -> Iterator[Example]:
    """Examples made of the template's phrases and questions and of short hand-written sentences about no item."""
    general: dict[str, list[str]] = defaultdict(list)
    for example in written:
        if example.item is None:
            general[example.label].append(example.text)
    aspects = {
        label: tails for label, texts in general.items() if label.startswith("ask_item/") and (tails := _tails(texts))
    }
    bookings = _tails(general["book_agent"])
    for code, item in items.items():
        for question in item.questions:
            yield Example(question.question, "ask_item", code)
        for number, phrase in enumerate(item.phrases):
            yield Example(phrase, "ask_item", code)
            if phrase.endswith(_QUESTION_MARKS) or number >= _ASKING_PHRASES:
                continue
            label = _pick(sorted(aspects), f"{code} {phrase}")
            yield Example(f"{phrase}，{_pick(aspects[label], phrase)}", label, code)
            if bookings and number < _BOOKING_PHRASES:
                yield Example(f"{phrase}，{_pick(bookings, phrase)}", "book_agent", code)


def write_labels(examples: Iterable[Example], path: Path) -> None:
    """One sentence for every label, in Rasa's training format."""
    first = {example.label: example.text for example in reversed(list(examples))}
    blocks = (f"  - intent: {label}\n    examples: |\n      - {text}\n" for label, text in sorted(first.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('version: "3.1"\nnlu:\n' + "".join(blocks), encoding="utf-8")
