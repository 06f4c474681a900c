"""Finds the names of items inside a message: written exactly, or written wrong but sounding the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ahocorasick

from knowledge_base.schema import Item
from knowledge_base.text import compact, sounds

MENTION = "【事项】"
_PARENTHESIS = re.compile(r"[(（].*?[)）]")
_SEPARATOR = "\x1f"
# A name of two characters is too short to be recognised by its sound alone: too many words sound like it.
_SHORTEST_HEARD = 3


@dataclass(frozen=True)
class Mention:
    """An item's name found in the compact text: half-open character range, the items it may mean, how it was found."""

    start: int
    end: int
    codes: tuple[str, ...]
    heard: bool  # by sound rather than by spelling

    @property
    def length(self) -> int:
        return self.end - self.start


def names_of(item: Item) -> Iterable[str]:
    """Every name the item goes by, in compact form."""
    yield compact(item.name)
    yield compact(_PARENTHESIS.sub("", item.name))
    for name in item.everyday_names:
        yield compact(name)


class NameFinder:
    """Finds the longest, non-overlapping item names in one pass over a message."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        owners: dict[str, list[str]] = {}
        for code, item in items.items():
            for name in set(names_of(item)):
                if len(name) > 1:
                    owners.setdefault(name, []).append(code)
        self._written = self._automaton({name: (len(name), tuple(codes)) for name, codes in owners.items()})
        heard: dict[str, tuple[int, tuple[str, ...]]] = {}
        for name, codes in owners.items():
            if len(name) >= _SHORTEST_HEARD:
                key = self._spoken(name)
                known = heard.get(key, (len(name), ()))[1]
                heard[key] = (len(name), tuple(dict.fromkeys((*known, *codes))))
        self._heard = self._automaton(heard)

    @staticmethod
    def _automaton(entries: Mapping[str, tuple[int, tuple[str, ...]]]) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for key, value in entries.items():
            automaton.add_word(key, value)
        automaton.make_automaton()
        return automaton

    @staticmethod
    def _spoken(text: str) -> str:
        return _SEPARATOR + _SEPARATOR.join(sounds(text)) + _SEPARATOR

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in a compact text, in order. Spelling wins over sound, length over position."""
        found: list[Mention] = []
        if len(self._written):
            for last, (length, codes) in self._written.iter(text):
                found.append(Mention(last - length + 1, last + 1, codes, heard=False))
        if len(self._heard) and text:
            found += self._find_heard(text)
        found.sort(key=lambda m: (-m.length, m.heard, m.start))
        chosen: list[Mention] = []
        for mention in found:
            if all(mention.end <= other.start or mention.start >= other.end for other in chosen):
                chosen.append(mention)
        return tuple(sorted(chosen, key=lambda m: m.start))

    def _find_heard(self, text: str) -> Iterable[Mention]:
        ends: dict[int, int] = {}
        spoken = _SEPARATOR
        for position, syllable in enumerate(sounds(text)):
            spoken += syllable + _SEPARATOR
            ends[len(spoken) - 1] = position + 1
        for last, (length, codes) in self._heard.iter(spoken):
            if last in ends:
                yield Mention(ends[last] - length, ends[last], codes, heard=True)


def mask(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text with every mention replaced by one placeholder."""
    pieces, at = [], 0
    for mention in mentions:
        pieces += [text[at : mention.start], MENTION]
        at = mention.end
    return "".join(pieces) + text[at:]
