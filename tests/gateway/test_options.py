"""A number, an ordinal or the words of a button choose; anything more is a message of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.turn.options import choose
from bot.turn.reply import Button

THREE = [
    Button(title="最低生活保障申请", payload="最低生活保障申请怎么办"),
    Button(title="低保边缘家庭认定", payload="低保边缘家庭认定怎么办"),
    Button(title="都不是，找人工", payload="转人工"),
]
FIRST, SECOND, THIRD = (button.payload for button in THREE)


@pytest.mark.parametrize(
    "said",
    [
        "1",
        "１",
        "①",
        "第一个",
        "第1个",
        "选1",
        "选一",
        "一",
        "1。",
        " 1 ",
        "1号",
        "回复1",
        "我选第一个",
        "第一项",
        "就要第一个",
        "❶",
    ],
)
def test_the_first(said: str) -> None:
    assert choose(said, THREE) == FIRST


@pytest.mark.parametrize(
    "said",
    ["2", "２", "②", "第二个", "选2", "二", "第二种吧", "我要第二个", "2吧", "低保边缘家庭认定", "低保边缘家庭认定。"],
)
def test_the_second(said: str) -> None:
    assert choose(said, THREE) == SECOND


@pytest.mark.parametrize("said", ["3", "三", "最后一个", "最后那个", "都不是，找人工"])
def test_the_last(said: str) -> None:
    assert choose(said, THREE) == THIRD


@pytest.mark.parametrize(
    "said",
    [
        "4",
        "0",
        "",
        "。",
        "两个",
        "3个",
        "1个孩子",
        "1月1日",
        "低保",
        "第二个老人怎么办",
        "一共多少钱",
        "13900000001",
        "十一",
        "不选",
        "1 2",
        "不要1",
    ],
)
def test_anything_more_is_no_choice(said: str) -> None:
    assert choose(said, THREE) is None


@given(st.text(max_size=30))
def test_a_choice_is_always_one_of_those_offered(said: str) -> None:
    assert choose(said, THREE) in {None, FIRST, SECOND, THIRD}


@given(st.integers(1, 40), st.integers(1, 20))
def test_numbers_count_from_one(number: int, count: int) -> None:
    buttons = [Button(title=f"题目{at}", payload=f"话{at}") for at in range(1, count + 1)]
    assert choose(str(number), buttons) == (f"话{number}" if number <= count else None)
