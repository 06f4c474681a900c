"""A citizen's text made safe for everything behind the gateway, without changing what it says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bot.turn.masking import mask

MOST_CHARACTERS = 500


@dataclass(frozen=True)
class Said:
    """The text to work with, and whether it had to be shortened."""

    text: str
    shortened: bool


def clean(raw: str) -> Said:
    """Control characters out, personal numbers masked, at most 500 characters, no engine command in front.

    The dialogue engine takes a leading slash for a command; a full-width one reads the same and is only text.
    """
    visible = "".join(" " if char in "\t\r\n\u2028\u2029" else char for char in raw if _keeps(char))
    text = mask(" ".join(visible.split()))
    shortened = len(text) > MOST_CHARACTERS
    text = text[:MOST_CHARACTERS]
    if text.startswith("/"):
        text = "／" + text[1:]
    return Said(text, shortened)


def _keeps(char: str) -> bool:
    """Everything but control, format, surrogate and private characters; line breaks count as blanks."""
    return char in "\t\r\n\u2028\u2029" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
