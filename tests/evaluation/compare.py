"""`make compare`: what each part of the understanding pays, trained anew without it and measured on the same messages.

Rows of DATA that are about an item count for linking and aspects, all rows for the intent. Nothing is trained on them.
Prints tables in Markdown for docs/evaluation.md: parts of the classifier, voices of the linker, a learning curve, and
the pairs of intents most often confused.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from knowledge_base.linking import Linker
from knowledge_base.linking.linker import Weights as Voices
from knowledge_base.linking.names import NameFinder
from knowledge_base.schema import Item
from nlu_data.engine.embedding import shared_embedder
from nlu_data.engine.examples import Example, all_examples
from nlu_data.engine.item_linker import ItemLinker, known_items, live_template, masked
from nlu_data.engine.item_model import ItemModel
from nlu_data.engine.masked_tokenizer import words
from nlu_data.engine.quiet import quiet
from nlu_data.engine.sentence_features import Sentence, Weights
from nlu_data.engine.turn_classifier import LabelModel, TurnClassifier
from tests.evaluation.run import read_rows
from tests.evaluation.verdict import NO_ITEM as NOT_IN_TEMPLATE
from tests.evaluation.verdict import Row

Labels = Callable[[str], Mapping[str, float]]
_SEED = 7
_SHARES = (0.125, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class Found:
    """What one variant did: shares of messages, seconds to train, milliseconds a message."""

    intent: float
    aspect: float
    training: float
    each: float
    confused: Counter[tuple[str, str]]


def _intent(labels: Mapping[str, float]) -> str:
    sums: Counter[str] = Counter()
    for label, probability in labels.items():
        sums[label.partition("/")[0]] += probability  # type: ignore[assignment]
    return sums.most_common(1)[0][0]


def _aspect(labels: Mapping[str, float]) -> str:
    parts = {label.partition("/")[2]: share for label, share in labels.items() if label.startswith("ask_item/")}
    return max(parts, key=lambda part: parts[part])


def _same(one: str, other: str) -> bool:
    return one == other or {one, other} == {"overview", "process"}


def judge(train: Callable[[], Labels], rows: Sequence[Row]) -> Found:
    """Trains a variant and asks it every row."""
    began = time.perf_counter()
    labels = train()
    trained = time.perf_counter()
    got = [labels(row["text"]) for row in rows]
    asked = time.perf_counter()
    pairs = [(row["intent"], _intent(one)) for row, one in zip(rows, got, strict=True)]
    aspects = [_same(row["aspect"], _aspect(one)) for row, one in zip(rows, got, strict=True) if row.get("aspect")]
    return Found(
        float(np.mean([wanted == found for wanted, found in pairs])),
        float(np.mean(aspects)),
        trained - began,
        1000 * (asked - trained) / len(rows),
        Counter(pair for pair in pairs if pair[0] != pair[1]),
    )


class Variants:
    """The classifier with and without its parts, over one set of examples."""

    def __init__(self, items: Mapping[str, Item], examples: Sequence[Example]) -> None:
        self._finder = NameFinder(items)
        self._examples = examples

    def ours(self, weights: Weights | None = None, *, mask: bool = True) -> Callable[[], Labels]:
        """Our model, with other weights or without masking the names of items."""

        def sentence(text: str) -> Sentence:
            plain = masked(text, self._finder) if mask else text
            return Sentence(plain, words(plain))

        def train() -> Labels:
            config = TurnClassifier.get_default_config()
            model = LabelModel(
                [sentence(example.text) for example in self._examples],
                [example.label for example in self._examples],
                alphas={"intent": config["intent_alpha"], "part": config["part_alpha"]},
                epochs=config["epochs"],
                weights=weights,
            )
            return lambda text: model.probabilities(sentence(text))

        return train

    def baseline(self) -> Labels:
        """What everybody tries first: TF-IDF of jieba's words and a linear model over all labels at once."""
        vectors = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None)
        model = SGDClassifier(loss="log_loss", alpha=1e-5, class_weight="balanced", random_state=0, n_jobs=-1)
        model.fit(
            vectors.fit_transform([example.text for example in self._examples]),
            [example.label for example in self._examples],
        )
        return lambda text: dict(
            zip(model.classes_, model.predict_proba(vectors.transform([text]))[0].tolist(), strict=True)
        )


def _item_model(items: Mapping[str, Item], examples: Iterable[Example]) -> ItemModel:
    texts, codes = zip(*known_items(items, examples), strict=True)
    return ItemModel(texts, codes, **ItemLinker.get_default_config())


def hits(linker: Linker, model: ItemModel | None, rows: Sequence[Row]) -> tuple[float, float, float]:
    """hit@1, hit@3 and milliseconds a message over the rows about an item of the template."""
    asked = [row for row in rows if row["intent"] == "ask_item" and row.get("item") not in (None, NOT_IN_TEMPLATE)]
    first = three = 0
    began = time.perf_counter()
    for row in asked:
        right = {row["item"], *row.get("also", [])}
        found = [c.code for c in linker.link(row["text"], model.opinions(row["text"]) if model else None).candidates]
        first += bool(right & set(found[:1]))
        three += bool(right & set(found[:3]))
    return first / len(asked), three / len(asked), 1000 * (time.perf_counter() - began) / len(asked)


def _table(head: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    print("| " + " | ".join(head) + " |\n|---" + "|---:" * (len(head) - 1) + "|")
    for line in lines:
        print("| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in line) + " |")
    print(flush=True)


def main(data: Path) -> None:
    """Prints all tables."""
    quiet("compare", "WARNING")
    rows, items = read_rows(data), live_template().current().items
    examples = all_examples(items)
    variants = Variants(items, examples)
    whole = judge(variants.ours(), rows)
    trials = [
        ("words by TF-IDF, one step", judge(lambda: variants.baseline(), rows)),
        ("ours", whole),
        ("without words", judge(variants.ours(Weights(words=0)), rows)),
        ("without sounds", judge(variants.ours(Weights(sounds=0)), rows)),
        ("without the ending", judge(variants.ours(Weights(ending=0)), rows)),
        ("without masking names", judge(variants.ours(mask=False), rows)),
    ]
    print(f"{len(examples)} examples, {len(rows)} messages\n")
    _table(
        ("classifier", "intent", "aspect", "training s", "ms"),
        [(name, f.intent, f.aspect, f"{f.training:.0f}", f"{f.each:.1f}") for name, f in trials],
    )
    learned, embedder = _item_model(items, examples), shared_embedder()
    linkers = [
        ("names", Linker(items, weights=Voices(lexical=0)), None),
        ("names and wordings", Linker(items), None),
        ("names, wordings, embedding", Linker(items, embedder), None),
        ("names, wordings, learned", Linker(items), learned),
        ("all", Linker(items, embedder), learned),
        ("all but names", Linker(items, embedder, Voices(written=0, heard=0)), learned),
    ]
    _table(("linker", "hit@1", "hit@3", "ms"), [(name, *hits(linker, model, rows)) for name, linker, model in linkers])
    shuffled = random.Random(_SEED).sample(examples, len(examples))
    curve = []
    for share in _SHARES:
        part = shuffled[: int(len(shuffled) * share)]
        found = judge(Variants(items, part).ours(), rows)
        curve.append((len(part), found.intent, found.aspect, hits(Linker(items), _item_model(items, part), rows)[0]))
    _table(("examples", "intent", "aspect", "item hit@1"), curve)
    _table(("wanted → understood", "messages"), [(f"{a} → {b}", n) for (a, b), n in whole.confused.most_common(10)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
