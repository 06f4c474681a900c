"""The emergency screen: finds danger to life or property in a message, with no model and nothing to wait for.

The words are data (emergency.yml). A pattern is a few terms that must all stand close together in the text, in
any order; a term is a word or a `<group>` of words. Guards tell what only sounds like danger: a thing of the past,
a question about money or papers, a condition, a figure of speech.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.turn.emergency_words import WORDS_FILE, Rule, Words, read_words

_PAUSES = "，。！？；、,.!?;"
_BEFORE = 3  # characters before a match in which a word like 怕 or 没 takes the danger away
_ATTRIBUTE = 8  # 去年买的电动车起火了: the past belongs to the thing, not to the danger


@dataclass(frozen=True)
class Danger:
    """What was found: which rule, the number to call first, and the name of the advice."""

    rule: str
    hotline: str
    advice: str


@dataclass(frozen=True)
class _Match:
    start: int
    end: int


Places = dict[str, list[_Match]]  # by term: where its words stand


@dataclass(frozen=True)
class _Pattern:
    """One pattern of a rule, as names of terms."""

    rule: Rule
    terms: tuple[str, ...]


class Screen:
    """The screen over one set of words. The first rule that fits decides, so the gravest stand first."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._table = str.maketrans(words.simplified)
        self._patterns: list[_Pattern] = []
        self._patterns_of: dict[str, list[int]] = {}
        terms_of: dict[str, set[str]] = {}
        for rule in words.rules:
            for pattern in rule.patterns:
                terms = words.terms(pattern)
                for term in {term for term, _ in terms}:
                    self._patterns_of.setdefault(term, []).append(len(self._patterns))
                self._patterns.append(_Pattern(rule, tuple(term for term, _ in terms)))
                for term, choices in terms:
                    for word in choices:
                        terms_of.setdefault(word, set()).add(term)
        # By their first character, so that a short text is looked up instead of every word searched for.
        self._words_by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for word, found in terms_of.items():
            self._words_by_first.setdefault(word[0], []).append((word, tuple(found)))

    @classmethod
    def read(cls, path: Path = WORDS_FILE) -> Screen:
        return cls(read_words(path))

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self._words.rules

    def look(self, text: str) -> Danger | None:
        """The danger in the text, if any. Pure; a fraction of a millisecond for a chat message."""
        said = self._plain(text)
        harmful = self._without_harmless(said)
        places = self._places(harmful)
        view = _View(said, harmful, self._words)
        for pattern in self._present(places):
            if self._fits(pattern, places, view):
                return Danger(pattern.rule.name, pattern.rule.hotline, pattern.rule.advice)
        return None

    def _plain(self, text: str) -> str:
        """Simplified, without blanks, what voice input mishears put right."""
        plain = "".join(text.translate(self._table).split()).lower()
        for heard, meant in self._words.misheard.items():
            plain = plain.replace(heard, meant)
        return plain

    def _without_harmless(self, plain: str) -> str:
        """Harmless compounds blotted out, so that positions stay true."""
        for compound in self._words.harmless:
            plain = plain.replace(compound, "　" * len(compound))
        return plain

    def _places(self, text: str) -> Places:
        places: Places = {}
        for at, char in enumerate(text):
            for word, terms in self._words_by_first.get(char, ()):
                if text.startswith(word, at):
                    for term in terms:
                        places.setdefault(term, []).append(_Match(at, at + len(word)))
        return places

    def _present(self, places: Places) -> Iterator[_Pattern]:
        """The patterns of which every term occurs somewhere, in the order of the rules."""
        counts = Counter(number for term in places for number in self._patterns_of[term])
        for number in sorted(counts):
            pattern = self._patterns[number]
            if counts[number] == len(set(pattern.terms)):
                yield pattern

    @staticmethod
    def _fits(pattern: _Pattern, places: Places, view: _View) -> bool:
        return any(
            not view.voided(match, pattern.rule.unless) and not view.guarded(match, pattern.rule)
            for match in _together([places[term] for term in pattern.terms], pattern.rule.reach)
        )


class _View:
    """One text with everything in it, and what is known about it as a whole."""

    def __init__(self, said: str, harmful: str, words: Words) -> None:
        self._said = said
        self._words = words
        self._now = any(word in harmful for word in words.now)
        self._urgent = any(word in harmful for word in words.urgent)

    def voided(self, match: _Match, unless: tuple[str, ...]) -> bool:
        """True when the match itself means something else: 娃的身份证丢了, 没着火, 担心娃掉水里."""
        start = max(0, match.start - _BEFORE)
        beside = self._said[max(0, match.start - 2) : match.end + 3]
        before, inside = self._said[start : match.start], self._said[start : match.end]
        return (
            any(word in beside for word in unless)
            or any(word in before for word in self._words.before)
            or any(_leads_on(word, inside) for word in self._words.fear)
        )

    def guarded(self, match: _Match, rule: Rule) -> bool:
        """True when a guard says that this is no danger now."""
        if self._urgent:
            return False
        guards = {**self._words.guards, **{name: self._words.special[name] for name in rule.also}}
        return any(
            self._guard_holds(name, words, match)
            for name, words in guards.items()
            if name not in rule.ignores and not (self._now and name in self._words.yields)
        )

    def _guard_holds(self, name: str, words: tuple[str, ...], match: _Match) -> bool:
        for word in words:
            at = self._said.find(word)
            if at >= 0 and not (name == "past" and self._describes_a_thing(at + len(word), match)):
                return True
        return False

    def _describes_a_thing(self, end: int, match: _Match) -> bool:
        return end <= match.start and "的" in self._said[end : min(end + _ATTRIBUTE, match.start)]


def _leads_on(word: str, text: str) -> bool:
    """True when the word stands in the text and runs on: 担心娃掉下去, but not 我好怕，他拿着刀."""
    at = text.find(word)
    return at >= 0 and text[at + len(word) : at + len(word) + 1] not in ("", *_PAUSES)


def _together(places: list[list[_Match]], reach: int) -> Iterator[_Match]:
    """Every way to take one place of each term such that they do not overlap and span at most `reach`."""
    spans: list[tuple[_Match, ...]] = [()]
    for choices in places:
        spans = [
            (*taken, place)
            for taken in spans
            for place in choices
            if all(place.end <= other.start or place.start >= other.end for other in taken)
            and max(place.end, *(o.end for o in taken), 0) - min(place.start, *(o.start for o in taken), 10**6) <= reach
        ][:200]
    for taken in spans:
        yield _Match(min(place.start for place in taken), max(place.end for place in taken))
