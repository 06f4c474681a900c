"""Reading which of a few choices is meant."""

from __future__ import annotations

import pytest

from actions.conversation.choices import read_choice
from knowledge_base.loader import load_items
from knowledge_base.situations import UNSURE

ILL = ["都没有", "有残疾人", "有得大病的人", "两样都有", UNSURE]
MARRIED = ["都没有", "有人离过婚", "有人丧偶", UNSURE]
HAS = ["有", "没有", UNSURE]
CARD = ["有", "没有证的孩子", "没有证的大人", "临时受伤，没有证", UNSURE]
READY = ["稳定了", "还在治疗", UNSURE]
FULL = ["交满了", "没交满", "从来没交过", UNSURE]


@pytest.mark.parametrize(
    ("said", "names", "meant"),
    [
        ("有残疾人", ILL, "有残疾人"),
        ("家里有残疾人", ILL, "有残疾人"),
        ("2", ILL, "有残疾人"),
        ("第三个", ILL, "有得大病的人"),
        ("选四", ILL, "两样都有"),
        ("9", ILL, None),
        ("两样都有", ILL, "两样都有"),
        ("都没得", ILL, "都没有"),
        ("大病", ILL, "有得大病的人"),
        ("我离过婚", MARRIED, "有人离过婚"),
        ("没有", HAS, "没有"),
        ("没得", HAS, "没有"),
        ("没有证", HAS, "没有"),
        ("有的", HAS, "有"),
        ("是的", HAS, "有"),
        ("对头", ["还在世", "不在了", UNSURE], "还在世"),
        ("没有", ["领", "不领", UNSURE], "不领"),
        ("没交满呢", FULL, "没交满"),
        ("从来没交过", FULL, "从来没交过"),
        ("没有证", CARD, None),
        ("没有证的大人", CARD, "没有证的大人"),
        ("已经稳定了", READY, "稳定了"),
        ("不确定", READY, UNSURE),
        ("红烧肉", ILL, None),
        ("", ILL, None),
        ("？", HAS, None),
    ],
)
def test_a_choice(said: str, names: list[str], meant: str | None) -> None:
    assert read_choice(said, names) == meant


def test_every_choice_of_every_item_is_read_by_name_and_number() -> None:
    for item in load_items().values():
        for situation in item.situations:
            names = [*(choice.name for choice in situation.choices), UNSURE]
            for number, name in enumerate(names, 1):
                assert read_choice(name, names) == name
                assert read_choice(f"{name}。", names) == name
                assert read_choice(f" {number} ", names) == name
