"""Reading ages, certificates and situations out of a citizen's words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.conversation.ages import read_age
from actions.conversation.household import read_certificate, read_choices, read_opening, unsure
from knowledge_base.benefits.book import load_book

TODAY = date(2026, 11, 22)
BOOK = load_book()
STATUS = [BOOK.choices[name] for name in ("低保", "特困", "低保边缘", "脱贫监测", "收入低")]
HEALTH = [BOOK.choices[name] for name in ("重残", "轻残", "没办证", "失能", "大病", "慢病")]


def _so(told: Any) -> set[str]:
    return {name for name, so in told["has"].items() if so}


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("82", [82, 82]),
        ("八十二", [82, 82]),
        ("我妈82岁了", [82, 82]),
        ("今年五十三", [53, 53]),
        ("六十多岁", [60, 69]),
        ("八十几", [80, 89]),
        ("一百零二岁", [102, 102]),
        ("百岁了", [100, 100]),
        ("两岁半", [2, 2]),
        ("八个月", [0, 0]),
        ("80到89岁", [80, 89]),
        ("2岁以下", [0, 2]),
        ("90岁以上", [90, 150]),
        ("1944年生", [81, 82]),
        ("1950", [75, 76]),
        ("1950年12月", [75, 75]),
        ("快八十了", None),
        ("我五十岁，娃八岁", None),
        ("石桥村", None),
        ("没钱", None),
    ],
)
def test_an_age_that_was_asked_for(said: str, years: list[int] | None) -> None:
    assert (read_age(said, TODAY, asked=True) or {}).get("years") == years


@pytest.mark.parametrize(
    "said", ["1966年11月23日", "1966-11-23", "1966.11.23生的", "19661123", "一九六六年十一月二十三日"]
)
def test_a_day_of_birth(said: str) -> None:
    assert read_age(said, TODAY, asked=True) == {"birthday": "1966-11-23"}


@pytest.mark.parametrize("said", ["2027年1月1日", "1966年13月1日"])
def test_an_impossible_day_of_birth(said: str) -> None:
    assert read_age(said, TODAY, asked=True) is None


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("八十二了，能领啥", [82, 82]),
        ("我爸七十八，住土房", [78, 78]),
        ("我妈八十多岁了，能领些什么补助", [80, 89]),
        ("儿子有精神病，二十多年了", None),
        ("一年到头挣不到一万块", None),
        ("我种了一百亩地", None),
        ("一个礼拜透三回", None),
        ("两个娃都在念书", None),
        ("打了二十年工，老了回来", None),
        ("没工作，四十五岁，女的", [45, 45]),
    ],
)
def test_an_age_in_the_opening_words(said: str, years: list[int] | None) -> None:
    assert read_opening(said, BOOK, TODAY).get("years") == years


@pytest.mark.parametrize(
    ("said", "grades", "kinds"),
    [
        ("肢体二级", ["二级"], ["肢体"]),
        ("我是二级肢体残疾", ["二级"], ["肢体"]),
        ("残疾证是3级，精神的", ["三级"], ["精神"]),
        ("一级", ["一级"], None),
        ("没办证", ["没办证"], None),
        ("智力", None, ["智力"]),
        ("不是残疾", None, None),
    ],
)
def test_a_certificate(said: str, grades: list[str] | None, kinds: list[str] | None) -> None:
    told = read_certificate(said, asked=True)
    assert (told.get("grades"), told.get("kinds")) == (grades, kinds)


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("1 4", {"低保", "脱贫监测"}),
        ("1、4", {"低保", "脱贫监测"}),
        ("14", {"低保", "脱贫监测"}),
        ("①④", {"低保", "脱贫监测"}),
        ("第一个和第四个", {"低保", "脱贫监测"}),
        ("吃低保", {"低保"}),
        ("低保边缘户", {"低保边缘"}),
        ("我们是低保户，也是脱贫户", {"低保", "脱贫监测"}),
        ("都没有", set()),
        ("都不是", set()),
        ("没得", set()),
        ("6", set()),
    ],
)
def test_choices_by_number_and_by_words(said: str, so: set[str]) -> None:
    told = read_choices(said, STATUS, len(STATUS) + 2)
    assert told is not None
    assert _so(told) == so
    assert set(told["has"]) == {choice.name for choice in STATUS}


@pytest.mark.parametrize("said", ["不知道", "我也不清楚", "不晓得", "7"])
def test_not_knowing_tells_nothing(said: str) -> None:
    assert read_choices(said, STATUS, len(STATUS) + 2) == {}


@pytest.mark.parametrize("said", ["9", "1 9", "今天天气不错", "想申请低保"])
def test_what_is_no_answer(said: str) -> None:
    assert read_choices(said, STATUS, len(STATUS) + 2) is None


def test_a_grade_in_words_answers_the_question_of_health() -> None:
    told = read_choices("肢体二级，还有糖尿病", HEALTH, 8)
    assert told is not None
    assert told["grades"] == ["二级"]
    assert _so(told) == {"慢病"}
    none = read_choices("都没有", HEALTH, 8)
    assert none is not None
    assert none["grades"] == ["无"]


@pytest.mark.parametrize(
    ("said", "years", "grades", "so"),
    [
        ("我妈八十二了，残疾二级，家里是低保户，能领啥", [82, 82], ["二级"], {"低保"}),
        ("我怀孕了，有什么补贴", None, None, {"怀孕"}),
        ("退伍军人，六十三岁，都有哪些照顾", [63, 63], None, {"当过兵"}),
        ("我今年五十三，老婆尿毒症，能得哪些补贴", None, None, set()),
        ("想吃低保，还能领啥", None, None, set()),
        ("低保停了，看看还有啥能领", None, None, set()),
        ("我不是低保户，有啥补助", None, None, set()),
        ("孩子上大学，我有糖尿病，有啥补助", None, None, {"大学", "慢病"}),
        ("我是残疾人，能享受哪些待遇", None, ["一级", "三级", "二级", "四级", "没办证"], set()),
        ("残疾人有什么福利", None, ["一级", "三级", "二级", "四级", "没办证"], set()),
        ("遭了水灾，房子冲了，有什么救助", None, None, {"受灾", "危房"}),
        ("俺一个老婆子，没儿没女，能中啥补助", None, None, {"没人养"}),
    ],
)
def test_only_what_is_certain_is_taken_from_the_opening_words(
    said: str, years: list[int] | None, grades: list[str] | None, so: set[str]
) -> None:
    told = read_opening(said, BOOK, TODAY)
    assert (told.get("years"), told.get("grades"), _so(told)) == (years, grades, so)


def test_a_button_of_grades_tells_just_that() -> None:
    told = read_choices("有残疾，还没办证", HEALTH, 8)
    assert told is not None
    assert told["grades"] == ["没办证"]


def test_not_knowing() -> None:
    assert unsure("不知道")
    assert unsure("记不清了")
    assert not unsure("知道")
