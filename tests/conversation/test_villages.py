"""Reading villages and grids, also short, with wrong characters and with wrong sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.conversation.readers import read_place, village
from knowledge_base.loader import load_township

TOWNSHIP = load_township()
WITH_SECOND_GRID = ("青山村", "柳树村", "石桥村", "大湾村", "红岩村")


@pytest.mark.parametrize(
    ("said", "name", "grid"),
    [
        ("青山村", "青山村", None),
        ("我在柳树村小学旁边", "柳树村", None),
        ("石橋村", "石桥村", None),
        # wrong characters and sounds
        ("青三村", "青山村", None),
        ("清山村", "青山村", None),
        ("石乔村", "石桥村", None),
        ("四桥村", "石桥村", None),
        ("大弯村", "大湾村", None),
        ("红烟村", "红岩村", None),
        ("六树村", "柳树村", None),
        ("牛树村", "柳树村", None),
        ("洪岩村二组", "红岩村", "红岩二组"),
        # short
        ("青山", "青山村", None),
        ("石乔", "石桥村", None),
        ("我是青三的", "青山村", None),
        ("我们青山的", "青山村", None),
        ("石桥那边的路", "石桥村", None),
        ("镇街", "镇街社区", None),
        # grids
        ("青山二组", "青山村", "青山二组"),
        ("青山村第二组", "青山村", "青山二组"),
        ("青山村2组", "青山村", "青山二组"),
        ("石桥村三队", "石桥村", "石桥三组"),
        ("石桥村2社", "石桥村", "石桥二组"),
        ("青山村九组", "青山村", None),
        ("东街", "镇街社区", "东街"),
        ("西街口", "镇街社区", "西街"),
        # more than one
        ("不是青山村，是柳树村", "柳树村", None),
        ("我是柳树村的，在青山村做活", "柳树村", None),
        ("石桥村那棵柳树倒了", "石桥村", None),
        # a tree and a bridge
        ("柳树倒了", None, None),
        ("村口石桥断了", None, None),
        ("大晚上来", None, None),
        ("不晓得", None, None),
        ("天上村", None, None),
        ("", None, None),
    ],
)
def test_a_village(said: str, name: str | None, grid: str | None) -> None:
    place = read_place(said, TOWNSHIP)
    assert (place.village, place.grid) == (name, grid)
    assert village(said, TOWNSHIP) == name


@pytest.mark.parametrize(
    ("said", "question", "options"),
    [
        ("二组", "二组，是哪个村的", WITH_SECOND_GRID),
        ("我是2组的", "二组，是哪个村的", WITH_SECOND_GRID),
        ("三队", "三组，是哪个村的", ("青山村", "石桥村")),
        ("我们村", "您是哪个村的", tuple(known.name for known in TOWNSHIP.villages)),
        ("老地方", "您是哪个村的", tuple(known.name for known in TOWNSHIP.villages)),
        ("青水村", "您说的是青山村吗", ("青山村",)),
        ("红沙村", "您说的是红岩村吗", ("红岩村",)),
    ],
)
def test_what_is_unclear_is_asked(said: str, question: str, options: tuple[str, ...]) -> None:
    place = read_place(said, TOWNSHIP)
    assert place.village is None
    assert question in (place.question or "")
    assert place.options == options


@given(st.text(max_size=200))
def test_only_known_villages(said: str) -> None:
    assert village(said, TOWNSHIP) in {None, *(known.name for known in TOWNSHIP.villages)}
