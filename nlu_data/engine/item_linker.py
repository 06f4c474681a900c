"""Rasa component: links every message to items of the live template; what was learned of the items is one voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge_base.linking import NO_ITEM
from knowledge_base.linking.names import MENTION, NameFinder, mask, names_of
from knowledge_base.live import LiveTemplate
from knowledge_base.schema import Item
from knowledge_base.text import compact
from nlu_data.engine.embedding import shared_embedder
from nlu_data.engine.examples import Example, all_examples
from nlu_data.engine.item_model import ItemModel
from settings import settings

LINKING = "linking"
MASKED = "masked_text"
_FILE = "item_model.joblib"
# A request for help may be about any item, so without a code it teaches nothing about items.
_ABOUT_ANY_ITEM = "book_agent"
# A bare name, and a name with the two commonest questions: who says no more means the item of that name.
_ASKING = ("", "怎么办", "要什么材料")


def masked(text: str, finder: NameFinder) -> str:
    """The compact text with item names masked, also where they are written as a placeholder already."""
    plain = compact(text)
    return plain if MENTION in plain else mask(plain, finder.find(plain))


@lru_cache(maxsize=1)
def live_template() -> LiveTemplate:
    """The template this process answers from; it is read when the first message needs it."""
    s = settings()
    return LiveTemplate(
        s.items_dir, s.township_file, embedder=shared_embedder(), check_seconds=s.template_check_seconds
    )


def _item_of(example: Example) -> str | None:
    """The item an example is about; `NO_ITEM` where it is about none; None where nobody says."""
    return example.item or (None if example.label == _ABOUT_ANY_ITEM else NO_ITEM)


def known_items(items: Mapping[str, Item], examples: Iterable[Example]) -> list[tuple[str, str]]:
    """Sentences with the code of the item each is about: examples that say so, and the items' names."""
    told = ((example.text, _item_of(example)) for example in examples if MENTION not in example.text)
    named = ((name, code) for code, item in items.items() for name in names_of(item))
    asked = ((name + asking, code) for name, code in named for asking in _ASKING)
    return [*((text, code) for text, code in told if code is not None), *asked]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ItemLinker(GraphComponent):
    """Puts the linker's candidates and the message with item names masked on each message.

    Masking lets the classifiers learn how people ask, independent of what they ask about, so that an item added
    tomorrow is asked about in the same words without training.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"alpha": 1e-5, "epochs": 15}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: ItemModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ItemLinker:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns which item a sentence is about from the examples that say so, and from the items' names."""
        items = live_template().current().items
        known = known_items(items, all_examples(items))
        self._model = ItemModel(
            [text for text, _ in known],
            [code for _, code in known],
            alpha=self._config["alpha"],
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
    ) -> ItemLinker:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = joblib.load(folder / _FILE)
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Masks the training examples; linking them is not needed to train."""
        finder = NameFinder(live_template().current().items)
        for message in training_data.training_examples:
            message.set(MASKED, masked(message.get(TEXT) or "", finder))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Links messages of citizens."""
        assert self._model is not None, "a component is trained or loaded before it is used"
        linker = live_template().current().linker
        for message in messages:
            text = message.get(TEXT) or ""
            linking = linker.link(text, self._model.opinions(text))
            message.set(LINKING, linking)
            message.set(MASKED, linking.masked)
        return messages
