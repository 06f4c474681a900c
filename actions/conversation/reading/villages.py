"""Villages and grids as they are said: short, with wrong characters, with a wrong sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from actions.conversation.reading.numerals import NUMBER, read_number, spoken
from knowledge_base.schema import Township, Village
from knowledge_base.text import compact, sounds

_SUFFIXES = ("社区", "村")
_GRID = re.compile(rf"第?({NUMBER})(?:村民)?(?:小组|组|队|社(?!区|保|会)|网格)")
_DENIED = re.compile(r"(?:不是|不在|别是|莫是)$")
# A short name that only sounds right is believed as the whole answer; inside a sentence it may be any word.
_AROUND = re.compile(
    r"^(?:我|我们|俺|家|屋|住|在|是|就|去|的|那|嘛)*|(?:的|那边|那里|这边|这里|上|里|头|嘛|啊|咯|哈|人|的人)*$"
)
_OURS = re.compile(
    r"(?:我们|我|俺们?|咱们?|本|自己)(?:这个?)?(?:村|组|队|寨|屋|家)|老地方|老屋|还是那里|上次那|就这里|这里|村里头?$"
)
_LIKE_A_VILLAGE = "[的那这上里头边人小街坝组队第一二三四五六七八九十0-9]|大队|$"
_LIKE_A_THING = "[倒断塌枯垮砍死裂坏]|被"
_GENERIC = re.compile(r"[\u3400-\u9fff]+村")


@dataclass(frozen=True)
class Place:
    """A village and a grid of it, or what has to be asked, with villages to choose from."""

    village: str | None = None
    grid: str | None = None
    question: str | None = None
    options: tuple[str, ...] = ()


def read_place(text: str, township: Township) -> Place:
    """The village and grid a text names, by characters first, then by sound."""
    plain = compact(text)
    grids = [spoken(read_number(number)) for number in _GRID.findall(plain) if 0 < read_number(number) < 100]
    for ways in _WAYS:
        found = list(dict.fromkeys(village.name for village in township.villages if ways(village, plain)))
        if len(found) > 1:
            found = _first_said(found, plain) or found
        if len(found) == 1:
            known = next(village for village in township.villages if village.name == found[0])
            return Place(known.name, _grid(known, plain, grids))
        if found:
            return Place(question=f"您说的是{'，还是'.join(found)}？", options=tuple(found))
    return _unclear(plain, grids, township)


def _short(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)


def _said(name: str, plain: str) -> bool:
    """Whether a name stands in the words and is not denied."""
    return any(not _DENIED.search(plain[: match.start()]) for match in re.finditer(re.escape(name), plain))


def _sounds_said(name: str, plain: str) -> bool:
    part, heard = sounds(name), sounds(plain)
    starts = (i for i in range(len(heard) - len(part) + 1) if heard[i : i + len(part)] == part)
    return any(not _DENIED.search(plain[:start]) for start in starts)


def _said_short(short: str, plain: str) -> bool:
    """Whether a village is meant by 柳树 or 石桥, which may also be a tree or a bridge."""
    meant = re.search(rf"(?:^|我是|家?在|到|去|来|住|从|们){short}|{short}(?:{_LIKE_A_VILLAGE})", plain)
    return bool(meant and _said(short, plain) and not re.search(f"{short}(?:{_LIKE_A_THING})", plain))


def _by_sound_alone(village: Village, plain: str) -> bool:
    core = _GRID.sub("", _AROUND.sub("", plain))
    return sounds(core) == sounds(_short(village.name))


_WAYS: tuple[Callable[[Village, str], bool], ...] = (
    lambda village, plain: _said(village.name, plain),
    lambda village, plain: any(_said(grid, plain) for grid in village.grids),
    lambda village, plain: _sounds_said(village.name, plain),
    lambda village, plain: any(_sounds_said(grid, plain) for grid in village.grids),
    lambda village, plain: _said_short(_short(village.name), plain),
    _by_sound_alone,
)


def _first_said(names: list[str], plain: str) -> list[str] | None:
    """Of several villages the one where the citizen lives, else the first: 我是青山村的，在柳树村做活."""
    at_home = [name for name in names if re.search(rf"(?:我是|我在|我家在|我们|我|住在?){name}", plain)]
    if len(at_home) == 1:
        return at_home
    places = {name: plain.find(name) for name in names if name in plain}
    return [min(places, key=lambda name: places[name])] if places else None


def _grid(village: Village, plain: str, numbers: list[str]) -> str | None:
    for grid in village.grids:
        if _said(grid, plain) or _is_number(village, grid, numbers):
            return grid
    return next((grid for grid in village.grids if _sounds_said(grid, plain)), None)


def _unclear(plain: str, numbers: list[str], township: Township) -> Place:
    if numbers:
        having = tuple(v.name for v in township.villages if any(_is_number(v, grid, numbers) for grid in v.grids))
        if having:
            return Place(question=f"您说的{numbers[0]}组，是哪个村的？", options=having)
    if close := tuple(_close(plain, township)):
        question = f"您说的是{'，还是'.join(close)}{'吗' if len(close) == 1 else ''}？"
        return Place(question=question, options=close)
    if _OURS.search(plain):
        return Place(
            question="您是哪个村的？点一下村名，或者说一声。", options=tuple(v.name for v in township.villages)
        )
    return Place()


def _is_number(village: Village, grid: str, numbers: list[str]) -> bool:
    return any(grid == f"{_short(village.name)}{number}组" for number in numbers)


def _close(plain: str, township: Township) -> Iterator[str]:
    """Villages whose name differs from one said by a single character, such as 青水村; 村 alone is too little."""
    for match in _GENERIC.finditer(plain):
        for village in township.villages:
            heard, known = sounds(match[0][-len(village.name) :]), sounds(village.name)
            same = sum(one == other for one, other in zip(heard, known, strict=False))
            if len(heard) == len(known) and same == len(known) - 1 and village.name.endswith("村"):
                yield village.name
