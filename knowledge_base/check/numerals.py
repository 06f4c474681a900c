"""Numbers as laws print them."""

from __future__ import annotations

_DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def number(written: str) -> float:
    """第一千零九十一条 is 1091; 半 is a half."""
    if written.isascii():
        return int(written)
    if written == "半":
        return 0.5
    total, digit = 0.0, 0
    for character in written:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS.get(character, 0)
    return total + digit
