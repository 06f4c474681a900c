"""Identity and card numbers never pass; telephone numbers and our own case numbers always do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.turn.masking import CARD_HIDDEN, ID_HIDDEN, PAPER_HIDDEN, is_identity_number, is_luhn, mask

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SPOKEN = dict(zip("0123456789X", "零一二三四五六七八九X", strict=True))
WIDE = {digit: chr(ord(digit) + 0xFEE0) for digit in "0123456789X"}


@st.composite
def identities(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(["11", "37", "42", "50", "51", "52", "53", "61", "62"]))
    county = draw(st.integers(0, 9999))
    born = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    body = f"{province}{county:04}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


@st.composite
def cards(draw: st.DrawFn) -> str:
    length = draw(st.sampled_from([16, 17, 18, 19]))
    body = draw(st.sampled_from(["62", "60", "4", "5", "35", "37", "9558"]))
    body += "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=length - 1 - len(body), max_size=18)))
    body = body[: length - 1]
    return next(body + last for last in "0123456789" if is_luhn(body + last))


def written(number: str, separator: str, every: int, form: dict[str, str] | None) -> str:
    groups = [number[at : at + every] for at in range(0, len(number), every)]
    text = separator.join(groups)
    return "".join(form.get(char, char) for char in text) if form else text


@given(
    identities(),
    st.sampled_from(["", " ", "-", "　", "－", "."]),
    st.integers(1, 18),
    st.sampled_from([None, SPOKEN, WIDE]),
    st.sampled_from(["", "我的身份证号是", "身份证:", "电话13900000001，证号"]),
    st.sampled_from(["", "。", "，电话13900000001", " 你看看", "号"]),
    st.booleans(),
)
def test_an_identity_number_is_hidden_however_it_is_written(
    number: str, separator: str, every: int, form: dict[str, str] | None, before: str, after: str, lower: bool
) -> None:
    text = written(number, separator, every, form)
    masked = mask(before + (text.lower() if lower else text) + after)
    assert ID_HIDDEN in masked
    assert text not in masked
    assert masked.startswith(before)
    assert masked.endswith(after)


@given(
    cards(),
    st.sampled_from(["", " ", "-"]),
    st.sampled_from(["卡号", "打到 ", ""]),
    st.sampled_from(["", "。", "工行"]),
)
def test_a_bank_card_is_hidden_in_one_piece_or_in_groups_of_four(
    number: str, separator: str, before: str, after: str
) -> None:
    masked = mask(before + written(number, separator, 4, None) + after)
    # Some card numbers are identity numbers too; hidden is hidden.
    assert masked in {f"{before}{label}{after}" for label in (CARD_HIDDEN, ID_HIDDEN)}


@given(
    st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=4),
    st.sampled_from([" ", "，", "或者", "/"]),
)
def test_telephone_numbers_stay_also_several_in_a_row(numbers: list[str], separator: str) -> None:
    text = separator.join(numbers)
    windows = ["".join(c for c in text if c.isdigit())[at : at + 18] for at in range(len(text))]
    if not any(is_identity_number(window) for window in windows):
        assert mask(text) == text


@given(st.text(max_size=80))
def test_masking_never_fails_and_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "打 0900-0000001 或 13900000001",
        "编号 GD-4829-1736-5 办得怎样了",
        "GD482917365",
        "今年85岁，2026年11月22日去的，交了400块",
        "一二三四五，上山打老虎",
        "20261122",
        "一、带身份证。二、带户口本。三、到便民中心。",
        "13900000001 13900000002",
        "王五 13900000001，李四 13900000002，赵六 0900-0000003",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("11010519491231002X", ID_HIDDEN),
        ("身份证11010519491231002x电话13900000001", f"身份证{ID_HIDDEN}电话13900000001"),
        ("11010519491231002X13900000001", f"{ID_HIDDEN}13900000001"),
        ("110105 19491231 002X", ID_HIDDEN),
        ("１１０１０５１９４９１２３１００２Ｘ", ID_HIDDEN),
        ("一一零一零五 一九四九 一二三一 零零二X", ID_HIDDEN),
        ("110105491231002", ID_HIDDEN),
        ("110105194912310021", ID_HIDDEN),  # mistyped: the check digit is wrong, the person is the same
        ("6222021234567890123", CARD_HIDDEN),
        ("6222 0212 3456 7890 123", CARD_HIDDEN),
        ("卡号4111-1111-1111-1111。", f"卡号{CARD_HIDDEN}。"),
        ("护照E12345678", f"护照{PAPER_HIDDEN}"),
        ("护照 EA1234567", f"护照 {PAPER_HIDDEN}"),
        ("港澳通行证C12345678", f"港澳通行证{PAPER_HIDDEN}"),
    ],
)
def test_known_numbers(text: str, wanted: str) -> None:
    assert mask(text) == wanted
