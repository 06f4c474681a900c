"""Rasa component: what the citizen wants, as one probability for every label of the training data.

A label is an intent, or an intent with its finer part as written in the training data (`ask_item/materials`,
`open_ticket/help`, `report_dispute/neighbour`). The intent is learned first, from all examples; each part then only
from the examples of its intent, so that a close race between two aspects does not look like doubt about the intent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge_base.linking.names import NameFinder
from nlu_data.engine.examples import all_examples
from nlu_data.engine.item_linker import MASKED, live_template, masked
from nlu_data.engine.masked_tokenizer import MaskedJiebaTokenizer, words
from nlu_data.engine.regression import Regression
from nlu_data.engine.sentence_features import Sentence, SentenceFeatures, Weights

LABELS = "label_probabilities"
_FILE = "turn_classifier.joblib"
# The commonest part of an intent draws in what it should not: people who ask something else often say 怎么办 as well.
_RESTRAINED = {"ask_item/overview": 0.6}


def _sentence(message: Message) -> Sentence:
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    return Sentence(message.get(MASKED), tuple(token.text for token in tokens))


class LabelModel:
    """Two steps of logistic regression: the intent, then its part."""

    def __init__(
        self,
        sentences: list[Sentence],
        labels: list[str],
        *,
        alphas: Mapping[str, float],
        epochs: int,
        weights: Weights | None = None,
    ) -> None:
        self._features = SentenceFeatures(weights)
        rows = self._features.fit(sentences)
        intents = np.array([label.partition("/")[0] for label in labels])
        parts = np.array([label.partition("/")[2] for label in labels])
        self._intents = Regression(rows, intents.tolist(), alpha=alphas["intent"], epochs=epochs, balanced=True)
        self._parts: dict[str, Regression] = {}
        for intent in sorted(set(intents[parts != ""])):
            chosen = np.flatnonzero((intents == intent) & (parts != ""))
            self._parts[intent] = Regression(
                rows[chosen], parts[chosen].tolist(), alpha=alphas["part"], epochs=epochs, balanced=True
            )

    def probabilities(self, sentence: Sentence) -> dict[str, float]:
        """The probability of every label; those of an intent's parts add up to that of the intent."""
        row = self._features.of([sentence])
        result: dict[str, float] = {}
        for intent, probability in self._intents.probabilities(row).items():
            if intent not in self._parts:
                result[intent] = probability
                continue
            for part, share in _restrained(intent, self._parts[intent].probabilities(row)).items():
                result[f"{intent}/{part}"] = probability * share
        return result


def _restrained(intent: str, shares: dict[str, float]) -> dict[str, float]:
    held = {part: share * _RESTRAINED.get(f"{intent}/{part}", 1.0) for part, share in shares.items()}
    total = sum(held.values()) or 1.0
    return {part: share / total for part, share in held.items()}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TurnClassifier(IntentClassifier, GraphComponent):
    """Puts the probability of every label on each message."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [MaskedJiebaTokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_alpha": 3e-6, "part_alpha": 2e-5, "epochs": 12}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: LabelModel | None = None

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
        """Learns from every example."""
        items = live_template().current().items
        finder, examples = NameFinder(items), all_examples(items)
        sentences = [masked(example.text, finder) for example in examples]
        self._model = LabelModel(
            [Sentence(text, words(text)) for text in sentences],
            [example.label for example in examples],
            alphas={"intent": self._config["intent_alpha"], "part": self._config["part_alpha"]},
            epochs=self._config["epochs"],
        )
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE)
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
            component._model = joblib.load(folder / _FILE)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Puts the probability of every label on each message."""
        assert self._model is not None, "a component is trained or loaded before it is used"
        for message in messages:
            message.set(LABELS, self._model.probabilities(_sentence(message)))
        return messages
