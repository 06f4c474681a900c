"""The form of emergency.yml: the words the emergency screen looks for, checked when they are read."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

WORDS_FILE = Path(__file__).with_name("emergency.yml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """One kind of danger, the number to call, and what to do until help comes (a sentence of the wording)."""

    name: str
    hotline: str = Field(pattern=r"^(110|119|120|122|12356)$")
    advice: str
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = Field(default=(), description="words inside or right beside a match that void it")
    ignores: tuple[str, ...] = Field(default=(), description="guards that do not apply")
    also: tuple[str, ...] = Field(default=(), description="guards of `special` that apply too")
    reach: int = Field(default=12, description="characters from the first term to the last")


class Words(_Strict):
    """The whole file."""

    simplified: dict[str, str] = Field(description="traditional characters of the word lists")
    misheard: dict[str, str] = Field(description="what voice input writes instead, of the same length")
    harmless: tuple[str, ...] = Field(description="compounds that contain a dangerous word and mean no danger")
    groups: dict[str, tuple[str, ...]]
    guards: dict[str, tuple[str, ...]]
    special: dict[str, tuple[str, ...]] = Field(description="guards only for rules that name them")
    now: tuple[str, ...] = Field(description="words that say it is happening now; they beat the guards in `yields`")
    yields: tuple[str, ...]
    urgent: tuple[str, ...] = Field(description="cries for help; they beat every guard")
    before: tuple[str, ...] = Field(description="words that take the danger away right before a match")
    fear: tuple[str, ...] = Field(description="words like 担心: they do so inside a match too")
    rules: tuple[Rule, ...]

    def terms(self, pattern: str) -> list[tuple[str, tuple[str, ...]]]:
        """A pattern's terms with their words. Raises KeyError for a group that does not exist."""
        return [(term, self.groups[term[1:-1]] if term.startswith("<") else (term,)) for term in pattern.split()]


def read_words(path: Path = WORDS_FILE) -> Words:
    """Raises ValueError where the file is not in order."""
    return Words.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
