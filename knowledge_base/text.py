"""How written and spoken Chinese is brought to one form before anything is compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

_TRADITIONAL_TO_SIMPLIFIED = OpenCC("t2s")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^0-9a-z\u3400-\u9fff【】]+")

# Sounds that many dialects, and so voice input, do not tell apart.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def normalise(text: str) -> str:
    """Simplified, half-width, lower-case text with single spaces; every character of meaning is kept."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _SPACES.sub(" ", _TRADITIONAL_TO_SIMPLIFIED.convert(folded)).strip()


def compact(text: str) -> str:
    """The normalised text without punctuation and spaces, for comparing wordings."""
    return _NOT_WORD.sub("", normalise(text))


@lru_cache(maxsize=20_000)
def sound(character: str) -> str:
    """How a character sounds, without tone and with confusable sounds merged: 龄 and 岭 both give `lin`."""
    syllable: str = lazy_pinyin(character, style=Style.NORMAL)[0]
    for full, merged in _INITIALS:
        if syllable.startswith(full):
            syllable = merged + syllable[len(full) :]
            break
    for full, merged in _FINALS:
        if syllable.endswith(full):
            return syllable[: -len(full)] + merged
    return syllable


def sounds(text: str) -> tuple[str, ...]:
    """The merged sounds of a text, one per character, so that positions stay those of the text."""
    return tuple(sound(character) for character in text)
