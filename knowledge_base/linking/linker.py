"""The linker: which service item is this message about, how surely, and what else might be meant."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from knowledge_base.linking.names import Mention, NameFinder, mask
from knowledge_base.linking.wordings import Embedder, Vector, WordingIndex
from knowledge_base.schema import Item
from knowledge_base.text import compact

NO_ITEM = ""  # stands for the item of a message that is about none


@dataclass(frozen=True)
class Candidate:
    """An item that may be meant; `score` lies between 0 and 1 and compares candidates of one message."""

    code: str
    score: float
    named: bool  # the message contains a name of the item
    learned: float = 0.0  # the opinion of who has heard more sentences than the template holds, see Linker.link


@dataclass(frozen=True)
class Linking:
    """What the linker found: candidates, best first, and the message with item names masked."""

    candidates: tuple[Candidate, ...]
    mentions: tuple[Mention, ...]
    masked: str
    nothing: float = 0.0  # the same opinion that the message is about no item at all

    @property
    def margin(self) -> float:
        """How far the best candidate lies ahead of the second."""
        if not self.candidates:
            return 0.0
        return self.candidates[0].score - (self.candidates[1].score if len(self.candidates) > 1 else 0.0)


def _score(evidence: float) -> float:
    return 1 - math.exp(-max(evidence, 0.0))


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts."""

    written: float = 0.7
    heard: float = 0.53
    shared: float = 0.7  # a name that several items claim
    lexical: float = 0.9
    learned: float = 3.0
    meaning: float = 0.5
    clear: float = 0.6  # a score from which on the embedding, the slowest voice, is not asked
    nothing: float = 0.8  # nor is it asked about a message that is about no item this surely


class Linker:
    """Links messages to the items of one template. Building it costs time; linking is a matter of milliseconds."""

    def __init__(
        self, items: Mapping[str, Item], embedder: Embedder | None = None, weights: Weights | None = None
    ) -> None:
        self._names = NameFinder(items)
        self._index = WordingIndex(items)
        self._weights = weights or Weights()
        self._embedder = embedder
        self._position = {code: number for number, code in enumerate(self._index.codes)}
        self._vectors: Vector | None = None
        if embedder is not None and self._index.wordings:
            self._vectors = embedder.vectors([wording.text for wording in self._index.wordings])

    def link(self, text: str, opinions: Mapping[str, float] | None = None, limit: int = 5) -> Linking:
        """Finds the items a message may be about.

        `opinions` are probabilities, by code, of somebody who has heard more sentences than the template holds; under
        `NO_ITEM` that the message is about none. Items nobody has an opinion on are found by the template alone.
        """
        opinions = opinions or {}
        plain = compact(text)
        mentions = self._names.find(plain)
        masked = mask(plain, mentions)
        if not plain or not self._index.codes:
            return Linking((), mentions, masked)
        evidence = self._named(mentions, plain)
        named = evidence > 0
        evidence = evidence + self._weights.lexical * self._index.best_per_item(self._index.likeness(plain))
        for code, probability in opinions.items():
            if code in self._position:
                evidence[self._position[code]] += self._weights.learned * probability
        if self._needs_meaning(evidence, opinions):
            evidence = evidence + self._weights.meaning * self._meaning(plain)
        order = np.argsort(-evidence, kind="stable")[:limit]
        codes = self._index.codes
        return Linking(
            tuple(
                Candidate(codes[i], round(_score(float(evidence[i])), 4), bool(named[i]), opinions.get(codes[i], 0.0))
                for i in order
            ),
            mentions,
            masked,
            opinions.get(NO_ITEM, 0.0),
        )

    def _named(self, mentions: tuple[Mention, ...], plain: str) -> Vector:
        """Evidence from names: a longer name, and one that covers more of the message, speaks louder."""
        evidence = np.zeros(len(self._index.codes), dtype=np.float32)
        for mention in mentions:
            weight = self._weights.heard if mention.heard else self._weights.written
            if len(mention.codes) > 1:
                weight *= self._weights.shared
            strength = weight * (0.8 + 0.1 * min(mention.length, 6)) * (1 + 0.3 * mention.length / max(len(plain), 1))
            for code in mention.codes:
                number = self._position[code]
                evidence[number] = max(evidence[number], strength) + (0.05 if evidence[number] else 0)
        return evidence

    def _needs_meaning(self, evidence: Vector, opinions: Mapping[str, float]) -> bool:
        """Whether nobody else is sure yet: the embedding costs more than everything before it."""
        unclear = _score(float(evidence.max())) < self._weights.clear
        return self._vectors is not None and unclear and opinions.get(NO_ITEM, 0.0) < self._weights.nothing

    def _meaning(self, plain: str) -> Vector:
        """Likeness in meaning, as distance above the common level: only rank and margin of the embedding carry."""
        assert self._embedder is not None and self._vectors is not None
        similarity = self._vectors @ self._embedder.vectors([plain])[0]
        best = self._index.best_per_item(similarity)
        level, spread = float(np.median(best)), float(best.std()) or 1.0
        result: Vector = np.clip((best - level) / (4 * spread), 0, 1.2).astype(np.float32)
        return result
