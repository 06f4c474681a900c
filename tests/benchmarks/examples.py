"""The training examples both systems learn from, and the messages both are measured with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count, cycle

from knowledge_base.linking.names import MENTION, names_of
from knowledge_base.loader import load_items
from nlu_data.engine.examples import all_examples
from settings import settings

_SEED = 20261122

Examples = dict[str, list[str]]


def training_examples() -> Examples:
    """All wordings Bangban learns from, with as many real names of items in the place of the placeholders."""
    examples: Examples = {}
    for example in all_examples(load_items(settings().items_dir)):
        examples.setdefault(example.label, []).append(example.text)
    names = cycle(item_names())
    return {label: [_fill(text, names) for text in texts] for label, texts in examples.items()}


def item_names() -> list[str]:
    """Every name of every item of the template, shuffled so that neighbours belong to different items."""
    names = sorted({name for item in load_items(settings().items_dir).values() for name in names_of(item)})
    random.Random(_SEED).shuffle(names)
    return names


def messages(examples: Examples) -> Iterator[str]:
    """Messages without end, label after label in turn.

    Hardly two are the same until a label's wordings are used up, so that nothing is answered from memory.
    """
    shuffle = random.Random(_SEED)
    shuffled = [shuffle.sample(texts, len(texts)) for texts in examples.values()]
    shuffle.shuffle(shuffled)  # neighbours in the files cost alike, and a short run reaches only some labels
    names = cycle(item_names())
    for index in count():
        for texts in shuffled:
            yield _fill(texts[index % len(texts)], names)


def _fill(text: str, names: Iterator[str]) -> str:
    return text.replace(MENTION, next(names)) if MENTION in text else text
