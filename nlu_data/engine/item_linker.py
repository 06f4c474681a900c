"""Rasa component: links every message to items of the live template."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge_base.linking.names import MENTION, NameFinder, mask
from knowledge_base.live import LiveTemplate
from knowledge_base.text import compact
from nlu_data.engine.embedding import shared_embedder
from settings import settings

LINKING = "linking"
MASKED = "masked_text"


@lru_cache(maxsize=1)
def live_template() -> LiveTemplate:
    """The template this process answers from; it is read when the first message needs it."""
    s = settings()
    return LiveTemplate(
        s.items_dir, s.township_file, embedder=shared_embedder(), check_seconds=s.template_check_seconds
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ItemLinker(GraphComponent):
    """Puts the linker's candidates and the message with item names masked on each message.

    Masking lets the classifiers learn how people ask, independent of what they ask about, so that an item added
    tomorrow is asked about in the same words without training.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ItemLinker:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Masks the training examples; linking them is not needed to train."""
        finder = NameFinder(live_template().current().items)
        for message in training_data.training_examples:
            if text := message.get(TEXT):
                plain = compact(text)
                message.set(MASKED, plain if MENTION in plain else mask(plain, finder.find(plain)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Links messages of citizens."""
        linker = live_template().current().linker
        for message in messages:
            linking = linker.link(message.get(TEXT) or "")
            message.set(LINKING, linking)
            message.set(MASKED, linking.masked)
        return messages
