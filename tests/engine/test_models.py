"""The models learn from sentences and answer with probabilities."""

from __future__ import annotations

import pytest

from knowledge_base.linking import NO_ITEM, Linker
from knowledge_base.loader import load_items
from knowledge_base.text import compact
from nlu_data.engine.examples import Example, template_examples, written_examples
from nlu_data.engine.item_model import ItemModel
from nlu_data.engine.sentence_features import Sentence
from nlu_data.engine.turn_classifier import LabelModel

SENTENCES = {
    "ask_item/fee": ["办这个要多少钱", "这个收费不", "要交钱吗", "办一个多少钱啊", "收不收费"],
    "ask_item/place": ["去哪里办", "在哪个地方办", "上哪儿办这个", "哪里能办这个", "到哪里去办"],
    "thanks": ["谢谢你", "多谢了", "谢谢啊", "真是谢谢", "感谢感谢"],
}


def sentence(text: str) -> Sentence:
    return Sentence(text, tuple(text))


@pytest.fixture(scope="module")
def labels() -> LabelModel:
    pairs = [(sentence(text), label) for label, texts in SENTENCES.items() for text in texts]
    texts, wanted = zip(*pairs, strict=True)
    return LabelModel(list(texts), list(wanted), alphas={"intent": 1e-4, "part": 1e-4}, epochs=30)


def test_probabilities_of_all_labels_add_up(labels: LabelModel) -> None:
    found = labels.probabilities(sentence("办这个要交多少钱"))
    assert set(found) == set(SENTENCES)
    assert abs(sum(found.values()) - 1) < 1e-5
    assert max(found, key=lambda label: found[label]) == "ask_item/fee"


def test_unknown_characters_are_no_fault(labels: LabelModel) -> None:
    assert abs(sum(labels.probabilities(sentence("𠮷☃")).values()) - 1) < 1e-5


def test_what_was_learned_of_an_item_counts_beside_its_names() -> None:
    items = load_items()
    texts = ["娃娃满月了要上本本", "刚生的娃咋登上去", "娃生了去哪里报"] * 2 + ["今天天气好", "谢谢你", "路灯坏了"] * 2
    model = ItemModel(texts, ["GA-01"] * 6 + [NO_ITEM] * 6, alpha=1e-4, epochs=30)
    opinions = model.opinions("娃满月了咋报上去")
    assert opinions["GA-01"] > 0.5
    linking = Linker(items).link("娃满月了咋报上去", opinions)
    assert linking.candidates[0].code == "GA-01"
    assert linking.candidates[0].learned == opinions["GA-01"]
    assert linking.nothing == opinions[NO_ITEM]


def test_every_item_has_sentences_of_its_own() -> None:
    about = {example.item for example in written_examples() if example.item}
    assert about == set(load_items())


def test_no_sentence_carries_two_intents() -> None:
    wanted: dict[str, set[str]] = {}
    for example in written_examples():
        wanted.setdefault(compact(example.text), set()).add(example.label.partition("/")[0])
    twice = {text: intents for text, intents in wanted.items() if len(intents) > 1}
    assert len(twice) < len(wanted) / 500, twice


def test_the_template_yields_examples_with_and_without_a_question() -> None:
    items = load_items()
    written = [Example("要带啥子去", "ask_item/materials"), Example("来个人帮我办", "book_agent")]
    made = list(template_examples({"MZ-01": items["MZ-01"]}, written))
    assert {example.label for example in made} == {"ask_item", "ask_item/materials", "book_agent"}
    assert {example.item for example in made} == {"MZ-01"}
