"""Rasa component: what the citizen wants, as one probability for every label of the training data.

A label is an intent, or an intent with its finer part as written in the training data (`ask_item/materials`,
`open_ticket/help`, `report_dispute/neighbour`). One model learns all of them together; the probability of an intent
is the sum over its parts, so that a close race between two aspects does not look like doubt about the intent.
"""

from __future__ import annotations

from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from knowledge_base.text import compact
from nlu_data.engine.embedding import shared_embedder
from nlu_data.engine.item_linker import MASKED
from nlu_data.engine.masked_tokenizer import MaskedJiebaTokenizer

LABELS = "label_probabilities"
_FILE = "turn_classifier.joblib"


def _same(tokens: list[str]) -> list[str]:
    return tokens


class Features:
    """Character n-grams and words of the masked message, and its sentence vector."""

    def __init__(self, *, meaning_weight: float) -> None:
        self._characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
        self._words = TfidfVectorizer(analyzer=_same, min_df=2, sublinear_tf=True)
        self._meaning_weight = meaning_weight

    def fit(self, messages: list[Message]) -> csr_matrix:
        characters = self._characters.fit_transform([m.get(MASKED) for m in messages])
        words = self._words.fit_transform([_words(m) for m in messages])
        return self._join(characters, words, messages)

    def of(self, messages: list[Message]) -> csr_matrix:
        characters = self._characters.transform([m.get(MASKED) for m in messages])
        words = self._words.transform([_words(m) for m in messages])
        return self._join(characters, words, messages)

    def _join(self, characters: csr_matrix, words: csr_matrix, messages: list[Message]) -> csr_matrix:
        parts = [characters, 0.7 * words]
        if self._meaning_weight:
            vectors = shared_embedder().vectors([compact(m.get(TEXT)) for m in messages])
            parts.append(csr_matrix(self._meaning_weight * vectors))
        return hstack(parts, format="csr", dtype=np.float32)


def _words(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]


def label_of(message: Message) -> str:
    """The finest label of a training example."""
    return str(message.get(INTENT_RESPONSE_KEY) or message.get(INTENT))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TurnClassifier(IntentClassifier, GraphComponent):
    """Logistic regression, one against the rest, over masked n-grams, words and sentence vectors.

    Stochastic descent trains in seconds what the exact solver needs minutes for, at less than a point of accuracy.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [MaskedJiebaTokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"alpha": 2e-5, "epochs": 15, "meaning_weight": 1.0}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._features = Features(meaning_weight=config["meaning_weight"])
        self._model = SGDClassifier(
            loss="log_loss",
            alpha=config["alpha"],
            max_iter=config["epochs"],
            tol=None,
            class_weight="balanced",
            random_state=0,
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TurnClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example that carries a label."""
        examples = [m for m in training_data.training_examples if m.get(INTENT) and m.get(TEXT)]
        self._model.fit(self._features.fit(examples), [label_of(m) for m in examples])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._features, self._model), folder / _FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> TurnClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._features, component._model = joblib.load(folder / _FILE)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Puts the probability of every label on each message."""
        for message in messages:
            probabilities = self._model.predict_proba(self._features.of([message]))[0]
            message.set(LABELS, dict(zip(self._model.classes_, probabilities.tolist(), strict=True)))
        return messages
