"""Finds items for somebody who looks through the guide: by code, name, pinyin or initials, then in free words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from knowledge_base.linking import Linker
from knowledge_base.linking.names import names_of
from knowledge_base.schema import Item
from knowledge_base.text import compact

_LATIN = re.compile(r"[a-z]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# A looker picks from a list herself, so that a weak guess of the linker is still worth showing.
_LIKELY = 0.12
_FAR_BEHIND = 0.15  # of the best guess; what lies so far behind is left out
_MOST_GUESSES = 6
_SHORTEST_LOOSE = 3  # initials that are not quite right


@dataclass(frozen=True)
class _Name:
    """One name of an item as it may be typed."""

    code: str
    written: str
    pinyin: str
    initials: str


@dataclass(frozen=True)
class Found:
    """The codes of the items that fit, best first. `guessed`: nothing is called so, these are only near in meaning."""

    codes: tuple[str, ...] = ()
    guessed: bool = False


class Search:
    """A search over the items of one template. A query costs one pass over their names."""

    def __init__(self, items: Mapping[str, Item], linker: Linker) -> None:
        self._codes = {code.casefold().replace("-", ""): code for code in items}
        self._names = [_name(code, name) for code, item in items.items() for name in dict.fromkeys(names_of(item))]
        self._linker = linker

    def find(self, query: str, most: int = 30) -> Found:
        """What fits the words of somebody who looks for something."""
        said = compact(query)
        if said in self._codes:
            return Found((self._codes[said],))
        fit = _fit_letters if _LATIN.fullmatch(said) else _fit_writing
        best: dict[str, tuple[int, int]] = {}
        for name in self._names if said else ():
            if (rank := fit(name, said)) is not None:
                here = (rank, len(name.written))
                best[name.code] = min(here, best.get(name.code, here))
        whole = [code for code, (rank, _) in best.items() if rank < _GUESS]
        if best:
            return Found(tuple(sorted(whole or best, key=lambda code: best[code])[:most]), guessed=not whole)
        return self._likely(query) if _CHINESE.search(said) else Found()

    def _likely(self, query: str) -> Found:
        candidates = self._linker.link(query, limit=_MOST_GUESSES).candidates
        least = max(_LIKELY, candidates[0].score - _FAR_BEHIND) if candidates else 0
        likely = tuple(candidate.code for candidate in candidates if candidate.score >= least)
        return Found(likely, guessed=not any(candidate.named for candidate in candidates))


_WHOLE, _BEGINS, _INSIDE, _GUESS = range(4)


def _name(code: str, name: str) -> _Name:
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    return _Name(code, name, "".join(syllables), "".join(syllable[0] for syllable in syllables if syllable))


def _fit_writing(name: _Name, said: str) -> int | None:
    return _fit(name.written, said)


def _fit_letters(name: _Name, said: str) -> int | None:
    """Initials such as db, whole pinyin such as dibao, or initials with some missing or one too many."""
    fits = [fit for text in (name.initials, name.pinyin) if (fit := _fit(text, said)) is not None]
    if fits:
        return min(fits)
    return _GUESS if len(said) >= _SHORTEST_LOOSE and _loosely(name.initials, said) else None


def _loosely(initials: str, said: str) -> bool:
    rest = iter(initials)
    if all(letter in rest for letter in said):
        return True
    shorter = (said[:at] + said[at + 1 :] for at in range(len(said)))
    return len(said) > _SHORTEST_LOOSE and any(initials.startswith(one) for one in shorter)


def _fit(text: str, said: str) -> int | None:
    if text == said:
        return _WHOLE
    if text.startswith(said):
        return _BEGINS
    return _INSIDE if len(said) > 1 and said in text else None
