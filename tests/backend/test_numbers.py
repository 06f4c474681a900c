"""Case numbers: made, printed, read back from what people type, and wrong ones noticed."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from actions.casework.kinds import Kind
from actions.casework.numbers import kind_of, new_number, parse_number

kinds = st.sampled_from(list(Kind))
NUMBER = new_number(Kind.TICKET)
DIGITS = re.sub(r"\D", "", NUMBER)
SPOKEN = "".join("零一二三四五六七八九"[int(digit)] for digit in DIGITS)


@given(kinds)
def test_a_new_number_is_read_back(kind: Kind) -> None:
    number = new_number(kind)
    assert re.fullmatch(r"(GD|YY|JF)-\d{4}-\d{4}-\d", number)
    assert parse_number(number) == number
    assert kind_of(number) is kind


@pytest.mark.parametrize(
    "said",
    [
        f"我的工单{NUMBER}办得怎么样了",
        f"gd{DIGITS}到哪一步了",
        f"GD {DIGITS[:4]} {DIGITS[4:8]} {DIGITS[8]}",
        f"工单号：{DIGITS}",
        f"我的工单编号是{SPOKEN}",
        f"GD{SPOKEN}",
        f"查一下GD—{DIGITS[:4]}—{DIGITS[4:8]}—{DIGITS[8]}，急",
        "".join(chr(ord(sign) + 0xFEE0) for sign in f"GD{DIGITS}"),
        f"{NUMBER}一直没人管",
        f"GD{SPOKEN}一直没人管",
    ],
)
def test_a_number_is_found_however_it_is_written(said: str) -> None:
    assert parse_number(said) == NUMBER


@pytest.mark.parametrize("said", ["", "你好", "GD", "GD-1234", "我的电话13900000001", "预约明天上午", DIGITS])
def test_where_there_is_no_number_none_is_found(said: str) -> None:
    assert parse_number(said) is None


@given(kinds, st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(kind: Kind, place: int, shift: int) -> None:
    number = new_number(kind)
    digits = re.sub(r"\D", "", number)
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert parse_number(f"{number[:2]}{wrong}") is None


@given(kinds, st.integers(0, 7))
def test_every_swap_of_neighbours_is_noticed(kind: Kind, place: int) -> None:
    number = new_number(kind)
    digits = list(re.sub(r"\D", "", number))
    assume(digits[place] != digits[place + 1])
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    assert parse_number(f"{number[:2]}{''.join(digits)}") is None


@given(kinds, kinds)
def test_a_wrong_prefix_is_noticed(kind: Kind, other: Kind) -> None:
    assume(kind is not other)
    assert parse_number(new_number(other)[:2] + new_number(kind)[2:]) is None


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_number(text)
