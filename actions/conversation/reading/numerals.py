"""Numbers as they are spoken and written: 十五, 廿三, 两, 15, 二〇二六."""

from __future__ import annotations

_VALUES = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_VALUES |= {"〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3}
_TENS = {"廿": 20, "卅": 30}

ONES = "[一二三四五六七八九]"
SPOKEN_NUMBER = rf"(?:(?:[一二两三四五六七八九]?十|[廿卅]十?){ONES}?|[零〇○一二两俩三仨四五六七八九])"
NUMBER = rf"(?:[0-9]{{1,2}}|{SPOKEN_NUMBER})"
"""A number below 100, as a piece of a regular expression."""
ENDED = "(?![0-9一二三四五六七八九十几来多])"
"""Behind a number: it has been read to its end."""
YEAR = r"(?:20[0-9]{2}|二[零〇○0][0-9零〇○一二三四五六七八九]{2})"


def read_number(text: str) -> int:
    """The value of what NUMBER matches, and of an age up to 199 such as 一百零二. Raises KeyError for anything else."""
    if text.isdecimal():
        return int(text)
    hundreds, hundred, rest = text.rpartition("百")
    if hundred:
        below = rest.removeprefix("零")
        return 100 * (_VALUES[hundreds] if hundreds else 1) + (read_number(below) if below else 0)
    if text[0] in _TENS:
        ones = text[1:].removeprefix("十")
        return _TENS[text[0]] + (_VALUES[ones] if ones else 0)
    tens, ten, ones = text.rpartition("十")
    value = 10 * (_VALUES[tens] if tens else 1) if ten else 0
    return value + (_VALUES[ones] if ones else 0)


def read_year(text: str) -> int:
    """The value of what YEAR matches, digit by digit."""
    return int("".join(sign if sign.isdecimal() else str(_VALUES[sign]) for sign in text))


def spoken(value: int) -> str:
    """A number below 100 in Chinese signs, as grids and lunar days are called."""
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    if not tens:
        return digits[ones]
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"
