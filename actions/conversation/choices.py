"""Reads which of a few choices a citizen means: tapped, numbered, named, or said in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.conversation.readers import yes_or_no
from knowledge_base.situations import UNSURE
from knowledge_base.text import compact

_NUMBER = re.compile(r"(?:选?第?)([1-9一二三四五六七八九])(?:个|项|条|种|号)?(?:吧|嘛)?")
_NUMERALS = "一二三四五六七八九"
_DENIES = re.compile(r"^(?:没|不|还没|无)")
_PLAIN_NO = re.compile(r"^(?:我|我家|家里|他|她|都|也)*(?:没有?|没得|冇得?|无)(?:了|的|啊|呢|哦)*$")
_DIALECT = (("没得", "没有"), ("冇得", "没有"), ("冇", "没有"))
_LIKE = 0.5  # share of a choice's pairs of characters that must occur
_AHEAD = 0.2  # of the next best


def read_choice(text: str, names: Sequence[str]) -> str | None:
    """The name meant, or None when the words fit none of them, or several."""
    plain = compact(text)
    for spoken, written in _DIALECT:
        plain = plain.replace(spoken, written)
    known = {compact(name): name for name in names}
    if plain in known:
        return known[plain]
    if number := _NUMBER.fullmatch(plain):
        at = _NUMERALS.find(number[1]) if number[1] in _NUMERALS else int(number[1]) - 1
        return names[at] if at < len(names) else None
    return _named(plain, known) or _agreed(text, plain, names) or _likest(plain, known)


def _named(plain: str, known: dict[str, str]) -> str | None:
    """The one choice whose name is in the words, or in whose name the words are; a name inside a longer one is not."""
    said = [name for name in known if re.search(f"(?<![没不无未]){re.escape(name)}", plain)]
    said = [name for name in said if not any(name != other and name in other for other in said)]
    if not said and len(plain) > 1:
        said = [name for name in known if plain in name]
    return known[said[0]] if len(said) == 1 else None


def _agreed(text: str, plain: str, names: Sequence[str]) -> str | None:
    """Between two choices of which one denies the other, a mere yes or no is enough."""
    sure = [name for name in names if name != UNSURE]
    denying = [name for name in sure if _DENIES.match(name)]
    answer = False if _PLAIN_NO.match(plain) else yes_or_no(text)
    if answer is None or len(sure) != 2 or len(denying) != 1:
        return None
    agreeing = [name for name in sure if name not in denying]
    return agreeing[0] if answer else denying[0]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _likest(plain: str, known: dict[str, str]) -> str | None:
    said = _pairs(plain)
    ranked = sorted(((len(_pairs(name) & said) / max(len(_pairs(name)), 1), name) for name in known), reverse=True)
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return known[ranked[0][1]] if ranked and ranked[0][0] >= max(_LIKE, second + _AHEAD) else None
