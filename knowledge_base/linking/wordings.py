"""Compares a message with every wording the template knows: names, everyday names, phrases, questions, summaries."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge_base.linking.names import names_of
from knowledge_base.schema import Item
from knowledge_base.text import compact

Vector = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns sentences into unit vectors of one length."""

    def vectors(self, texts: list[str]) -> Vector: ...


@dataclass(frozen=True)
class Wording:
    """One way an item is put into words."""

    code: str
    text: str
    weight: float  # how far a likeness with this wording speaks for the item


def wordings_of(item: Item) -> Iterator[Wording]:
    """All wordings of an item. What people say weighs more than what offices write."""
    for name in dict.fromkeys(names_of(item)):
        yield Wording(item.code, name, 1.0)
    for phrase in item.phrases:
        yield Wording(item.code, compact(phrase), 1.0)
    for question in item.questions:
        yield Wording(item.code, compact(question.question), 0.85)
    yield Wording(item.code, compact(item.summary), 0.8)


def grams(text: str) -> dict[str, float]:
    """Characters, pairs and triples of a text with their counts; pairs and triples carry most of the meaning."""
    counts: dict[str, float] = defaultdict(float)
    for size, weight in ((1, 0.4), (2, 1.0), (3, 0.8)):
        for start in range(len(text) - size + 1):
            counts[text[start : start + size]] += weight
    return counts


class WordingIndex:
    """An inverted index of all wordings, scored by the cosine of TF-IDF weighted character n-grams."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self.wordings = [wording for item in items.values() for wording in wordings_of(item)]
        self.weights = np.array([wording.weight for wording in self.wordings], dtype=np.float32)
        codes = list(items)
        position = {code: index for index, code in enumerate(codes)}
        self.codes = codes
        self.owner = np.array([position[wording.code] for wording in self.wordings], dtype=np.int64)
        self._index()

    def _index(self) -> None:
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, wording in enumerate(self.wordings):
            for gram, count in grams(wording.text).items():
                postings[gram].append((number, 1 + math.log1p(count)))
        total = len(self.wordings)
        self._idf = {gram: math.log1p(total / len(entries)) for gram, entries in postings.items()}
        norms = np.zeros(total, dtype=np.float32)
        self._postings: dict[str, tuple[npt.NDArray[np.int64], Vector]] = {}
        for gram, entries in postings.items():
            numbers = np.array([number for number, _ in entries], dtype=np.int64)
            values = np.array([value * self._idf[gram] for _, value in entries], dtype=np.float32)
            norms[numbers] += values**2
            self._postings[gram] = (numbers, values)
        self._norms = np.sqrt(np.maximum(norms, 1e-9))

    def likeness(self, text: str) -> Vector:
        """The cosine of a compact text with every wording, each between 0 and 1."""
        scores = np.zeros(len(self.wordings), dtype=np.float32)
        square = 0.0
        unseen = math.log1p(len(self.wordings))
        for gram, count in grams(text).items():
            weight = (1 + math.log1p(count)) * self._idf.get(gram, unseen)
            square += weight * weight
            if gram in self._postings:
                numbers, values = self._postings[gram]
                scores[numbers] += weight * values
        result: Vector = scores / self._norms / max(math.sqrt(square), 1e-9)
        return result

    def best_per_item(self, scores: Vector) -> Vector:
        """The highest weighted score of each item's wordings, in the order of `codes`."""
        best = np.full(len(self.codes), -1.0, dtype=np.float32)
        np.maximum.at(best, self.owner, scores * self.weights)
        return best
