"""Reading telephone numbers, written and spoken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.conversation.readers import read_telephone, telephone


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("13900000001", "13900000001"),
        ("我的电话是139 0000 0001", "13900000001"),
        ("139-0000-0001", "13900000001"),
        ("139.0000.0001", "13900000001"),
        ("１３９００００００００１", None),
        ("１３９０００００００１", "13900000001"),
        ("+86 13900000001", "13900000001"),
        ("008613900000001", "13900000001"),
        ("一三九，零零零零，零零零一", "13900000001"),
        ("一三九 零零零零 零零零一", "13900000001"),
        ("幺三九零零零零零零零幺", "13900000001"),
        ("幺三九洞洞洞洞洞洞洞幺", "13900000001"),
        ("幺三八〇〇〇〇拐拐勾勾", "13800007799"),
        ("一三九○○○○○○○一", "13900000001"),
        ("139OOOOOOO1", "13900000001"),
        ("壹叁玖零零零零零零零壹", "13900000001"),
        ("一三九四个零三个零一", "13900000001"),
        ("一三九，八个零", "13900000000"),
        ("139然后0000然后0001", None),
        ("我 13900000001 王大爷", "13900000001"),
        ("打我儿子的，13900000002", "13900000002"),
        ("13900000001，13900000002", "13900000001"),
        ("座机0900 2345678 手机13900000001", "13900000001"),
        ("13900000001或者0900-2345678", "13900000001"),
        ("０９００－０００００01", "0900-0000001"),
        ("0900-0000001", "0900-0000001"),
        ("（0900）0000001", "0900-0000001"),
        ("09000000001", "0900-0000001"),
        ("零九零零，二三四五六七八", "0900-2345678"),
        ("010-62345678", "010-62345678"),
        ("微信同号 13900000001", "13900000001"),
        ("1390000000", None),
        ("139000000012", None),
        ("我没记住", None),
        ("十二月三号", None),
        ("没得电话", None),
    ],
)
def test_a_number(said: str, number: str | None) -> None:
    assert telephone(said) == number


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("1390000000", "只有10位，手机号是11位，还差1位"),
        ("139000", "只有6位"),
        ("幺三九零零", "只有5位"),
        ("139000000012", "有12位，手机号是11位，多了1位"),
        ("23900000001", "第二位是3到9"),
        ("12000000001", "第二位是3到9"),
        ("2345678", "座机前面要加区号"),
        ("0900-23456", "这个号码有9位"),
        ("110101199001011234", "身份证号"),
        ("【身份证号已隐去】", "身份证号"),
        ("我的电话就是这个号", "看不到您的号码"),
        ("微信同号", "看不到您的号码"),
        ("你们那里有", "看不到您的号码"),
        ("跟上次一样", "看不到您的号码"),
        ("我没记住", "家里人的手机号"),
        ("记不到了", "家里人的手机号"),
    ],
)
def test_what_is_wrong_is_said(said: str, question: str) -> None:
    read = read_telephone(said)
    assert read.number is None
    assert question in (read.question or "")


@pytest.mark.parametrize("said", ["", "我没得电话", "不留", "王大爷", "三月五号"])
def test_no_number_was_tried(said: str) -> None:
    assert read_telephone(said).number is None
    assert read_telephone(said).question is None


@given(st.one_of(st.text(max_size=200), st.text("0123456789零一二幺洞oO 个-，+()", max_size=200)))
def test_never_half_a_number(said: str) -> None:
    number = read_telephone(said).number
    assert number is None or (len(number) == 11 and number[0] == "1") or (number[0] == "0" and "-" in number)
