"""Rasa component: turns label probabilities and item candidates into the intent of the message."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu_data.engine.decision import Thresholds, decide
from nlu_data.engine.item_linker import LINKING
from nlu_data.engine.turn_classifier import LABELS

UNDERSTANDING = "understanding"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TurnDecider(GraphComponent, IntentClassifier):
    """Last of the pipeline: its output is what rules and actions see."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TurnDecider:
        return cls(Thresholds(**config))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent and the understanding of each message."""
        for message in messages:
            result = decide(message.get(TEXT) or "", message.get(LABELS), message.get(LINKING), self._thresholds)
            intent = {"name": result.intent, "confidence": result.confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set(UNDERSTANDING, result.as_dict(), add_to_output=True)
        return messages
