"""Reading names and relations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.conversation import readers


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("李秀英", "李秀英"),
        ("我叫张示例", "张示例"),
        ("我叫做张示例。", "张示例"),
        ("我是李秀英", "李秀英"),
        ("我的名字是吴奶奶", "吴奶奶"),
        ("名字叫何大叔", "何大叔"),
        ("你好，我叫何大叔", "何大叔"),
        ("我姓王", "王"),
        ("姓欧阳", "欧阳"),
        ("免贵姓李", "李"),
        ("姓王名大山", "王大山"),
        ("弓长张", "张"),
        ("木子李", "李"),
        ("我叫陈明，耳东陈", "陈明"),
        ("王大爷就行", "王大爷"),
        ("叫我老李就行", "老李"),
        ("叫我老赵", "老赵"),
        ("叫王姐就可以", "王姐"),
        ("称呼我老赵吧", "老赵"),
        ("大家都喊我王二", "王二"),
        ("隔壁王婶", "隔壁王婶"),
        ("刘婶", "刘婶"),
        ("我是她女儿张小梅", "张小梅"),
        ("买买提·艾力", "买买提·艾力"),
        ("我叫王小明，电话13900000001", "王小明"),
        ("不想说名字", None),
        ("不告诉你", None),
        ("匿名", None),
        ("我是她女儿", None),
        ("确认", None),
        ("算了", None),
        ("要带什么", None),
        ("随便", None),
        ("一三九", None),
        ("139", None),
        ("青山村", None),
        ("", None),
    ],
)
def test_a_name(said: str, name: str | None) -> None:
    assert readers.person_name(said) == name


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("我自己", "本人"),
        ("本人", "本人"),
        ("帮我自己办", "本人"),
        ("我的", "本人"),
        ("我妈", "妈"),
        ("给我妈办", "妈"),
        ("我老伴的", "老伴"),
        ("家里老人", "老人"),
        ("家里孩子", "孩子"),
        ("我家老汉", "老汉"),
        ("幺舅", "幺舅"),
        ("给我幺舅办", "幺舅"),
        ("外孙女", "外孙女"),
        ("儿媳妇", "儿媳妇"),
        ("我弟媳", "弟媳"),
        ("丈母娘", "丈母娘"),
        ("隔壁王婶", "王婶"),
        ("帮隔壁王婶办", "王婶"),
        ("王大爷", "王大爷"),
        ("王婶叫我来帮我妈办", "妈"),
        ("我和老伴", "本人和老伴"),
        ("邻居", "邻居"),
        ("不知道", None),
        ("石桥村", None),
    ],
)
def test_whom(said: str, person: str | None) -> None:
    assert readers.whom(said) == person


@pytest.mark.parametrize(
    ("said", "person"),
    [
        ("帮我妈办残疾证", "妈"),
        ("想给幺舅办低保", "幺舅"),
        ("替隔壁王婶问问", "王婶"),
        ("我腿脚不好", "本人"),
        ("帮我办个证", "本人"),
        ("残疾证怎么办", None),
    ],
)
def test_who_is_helped(said: str, person: str | None) -> None:
    assert readers.helped_person(said) == person


@given(st.text(max_size=200))
def test_names_are_short_and_nothing_fails(said: str) -> None:
    assert len(readers.person_name(said) or "") <= 20
    readers.whom(said)
