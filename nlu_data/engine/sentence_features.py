"""What the classifiers see of a message: its characters, words and sounds, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge_base.linking.names import MENTION
from knowledge_base.text import sounds

_ENDING = 10  # characters; the question stands at the end, whatever was told before


@dataclass(frozen=True)
class Sentence:
    """A message with item names masked, and its words."""

    masked: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """How much each view counts, found by comparison (docs/evaluation.md)."""

    words: float = 0.7
    sounds: float = 0.7
    ending: float = 1.0


def _words(sentence: Sentence) -> list[str]:
    return list(sentence.words)


def _sounds(sentence: Sentence) -> list[str]:
    """A message as it sounds, so that what voice input wrote wrong still looks alike."""
    return list(sounds(sentence.masked.replace(MENTION, "☆")))


def _masked(sentence: Sentence) -> str:
    return sentence.masked


def _ending(sentence: Sentence) -> str:
    return sentence.masked[-_ENDING:]


def _characters_of(part: object, longest: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        preprocessor=part, analyzer="char", ngram_range=(1, longest), min_df=2, sublinear_tf=True, dtype=np.float32
    )


def _tokens_of(part: object, longest: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        tokenizer=part, token_pattern=None, lowercase=False, preprocessor=_itself,
        ngram_range=(1, longest), min_df=2, sublinear_tf=True, dtype=np.float32,
    )  # fmt: skip


def _itself(sentence: Sentence) -> Sentence:
    return sentence


class SentenceFeatures:
    """TF-IDF weighted n-grams of four views of a sentence, side by side in one sparse row."""

    def __init__(self, weights: Weights | None = None) -> None:
        weights = weights or Weights()
        self._views = [
            (1.0, _characters_of(_masked, 3)),
            (weights.words, _tokens_of(_words, 1)),
            (weights.sounds, _tokens_of(_sounds, 3)),
            (weights.ending, _characters_of(_ending, 4)),
        ]

    def fit(self, sentences: Sequence[Sentence]) -> csr_matrix:
        """Learns which n-grams there are, and gives the rows of these sentences."""
        return self._joined([weight * view.fit_transform(sentences) for weight, view in self._views if weight])

    def of(self, sentences: Sequence[Sentence]) -> csr_matrix:
        """One row a sentence."""
        return self._joined([weight * view.transform(sentences) for weight, view in self._views if weight])

    @staticmethod
    def _joined(parts: list[csr_matrix]) -> csr_matrix:
        return hstack(parts, format="csr", dtype=np.float32)
