"""The rules against households made by hand, edges included, and the faults a clerk may make in writing them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.benefits.book import SAMPLE_BENEFITS, Book, LiveBook, load_book
from knowledge_base.benefits.facts import Age, Facts, Grade, Kind, day_of_age
from knowledge_base.benefits.report import Finding, Standing, findings
from knowledge_base.benefits.rules import all_of, any_of, holds
from knowledge_base.benefits.schema import Condition
from knowledge_base.loader import TemplateError, load_items

TODAY = date(2026, 11, 22)


ITEMS = load_items()
BOOK = load_book(items=ITEMS)


@pytest.fixture
def book() -> Book:
    return BOOK


def household(
    born: str | None = None,
    years: int | None = None,
    grade: str = "无",
    kind: str | None = None,
    has: tuple[str, ...] = (),
    today: date = TODAY,
) -> Facts:
    """A household of which everything is known: what is not named is not so."""
    age = Age(birthday=date.fromisoformat(born)) if born else Age(years or 0, years if years is not None else 150)
    chosen = {name: name in has for name in BOOK.choices}
    assert set(has) <= set(chosen)
    return Facts(today, age, frozenset({Grade(grade)}), frozenset({Kind(kind)} if kind else Kind), chosen)


def found(book: Book, facts: Facts) -> dict[str, Finding]:
    return {one.benefit.code: one for one in findings(book, facts)}


def standing(book: Book, facts: Facts, code: str) -> str:
    return found(book, facts)[code].standing.value


def test_there_are_many_benefits_and_each_item_exists(book: Book) -> None:
    assert len(book.benefits) >= 40
    assert len({benefit.item for benefit in book.benefits}) >= 35


@pytest.mark.parametrize(
    ("born", "code", "expected"),
    [
        ("1966-11-23", "elder-card", "near"),  # 59 years 364 days
        ("1966-11-22", "elder-card", "can"),  # 60 today
        ("1967-11-22", "elder-card", "near"),  # 59 today: a year to go
        ("1967-11-23", "elder-card", "not"),
        ("1946-11-22", "elder-80", "can"),  # 80 today
        ("1946-11-23", "elder-80", "near"),
        ("1936-11-23", "elder-80", "can"),  # 89 years 364 days
        ("1936-11-22", "elder-80", "not"),  # 90 today: the next band
        ("1936-11-22", "elder-90", "can"),
        ("2023-11-22", "child-allowance", "not"),  # 3 today
        ("2023-11-23", "child-allowance", "can"),  # 3 tomorrow
        ("2026-11-22", "child-allowance", "can"),  # born today
        ("1961-11-23", "elder-checkup", "near"),
        ("1961-11-22", "elder-checkup", "can"),
    ],
)
def test_ages_turn_on_the_birthday(book: Book, born: str, code: str, expected: str) -> None:
    assert standing(book, household(born=born), code) == expected


def test_a_missing_day_is_counted(book: Book) -> None:
    assert found(book, household(born="1966-11-23"))["elder-card"].reasons == ("还差1天满60岁",)


def test_stated_years_count_as_full_years(book: Book) -> None:
    assert standing(book, household(years=60), "elder-card") == "can"
    assert standing(book, household(years=59), "elder-card") == "near"
    assert standing(book, household(years=58), "elder-card") == "not"
    assert standing(book, household(years=3), "child-allowance") == "not"
    assert standing(book, household(years=2), "child-allowance") == "can"


def test_who_was_born_on_a_leap_day_is_older_on_the_last_of_february(book: Book) -> None:
    assert day_of_age(date(1964, 2, 29), 63) == date(2027, 2, 28)
    assert day_of_age(date(1964, 2, 29), 64) == date(2028, 2, 29)
    leap = household(born="1948-02-29", today=date(2028, 2, 28))
    assert standing(book, leap, "elder-80") == "near"


def test_an_age_between_bands_stays_open(book: Book) -> None:
    sixties = Facts(TODAY, Age(60, 69), frozenset({Grade.NONE}), chosen=household().chosen)
    assert standing(book, sixties, "elder-card") == "can"
    assert found(book, sixties)["elder-checkup"].reasons == ("还要弄清：是不是满65岁",)


@pytest.mark.parametrize(
    ("facts", "code", "expected"),
    [
        # 特困: too old, too young or too disabled to work, and nobody who must provide.
        ({"years": 60, "has": ("没人养",)}, "tekun", "can"),
        ({"years": 45, "has": ("没人养",)}, "tekun", "not"),
        ({"years": 15, "has": ("没人养",)}, "tekun", "can"),
        ({"years": 16, "has": ("没人养",)}, "tekun", "not"),
        ({"years": 45, "grade": "三级", "kind": "精神", "has": ("没人养",)}, "tekun", "can"),
        ({"years": 45, "grade": "四级", "kind": "精神", "has": ("没人养",)}, "tekun", "not"),
        ({"years": 45, "grade": "二级", "kind": "肢体", "has": ("没人养",)}, "tekun", "can"),
        ({"years": 45, "grade": "三级", "kind": "肢体", "has": ("没人养",)}, "tekun", "not"),
        ({"years": 45, "grade": "一级", "kind": "视力", "has": ("没人养",)}, "tekun", "can"),
        ({"years": 45, "grade": "二级", "kind": "视力", "has": ("没人养",)}, "tekun", "not"),
        ({"years": 45, "grade": "一级", "kind": "听力", "has": ("没人养",)}, "tekun", "not"),
        ({"years": 70, "has": ("没人养", "特困")}, "tekun", "not"),
        ({"years": 70, "has": ("没人养", "外地户口")}, "tekun", "not"),
        # 低保 and what stands beside it.
        ({"years": 40, "has": ("收入低",)}, "dibao", "can"),
        ({"years": 40, "has": ("收入低", "低保")}, "dibao", "not"),
        ({"years": 40, "has": ("低保边缘", "大病")}, "dibao-single", "can"),
        ({"years": 40, "has": ("低保边缘",), "grade": "三级", "kind": "智力"}, "dibao-single", "can"),
        ({"years": 40, "has": ("低保边缘",), "grade": "三级", "kind": "肢体"}, "dibao-single", "not"),
        ({"years": 40, "has": ("低保", "大病")}, "medical-aid-full", "can"),
        ({"years": 40, "has": ("收入低", "大病")}, "medical-aid-full", "near"),
        ({"years": 40, "has": ("大病",)}, "medical-aid-full", "not"),
        # Disability.
        ({"years": 30, "grade": "二级", "has": ()}, "disabled-care", "can"),
        ({"years": 30, "grade": "三级", "has": ()}, "disabled-care", "not"),
        ({"years": 30, "grade": "没办证", "has": ()}, "disabled-care", "near"),
        ({"years": 30, "grade": "没办证", "has": ()}, "certificate", "can"),
        ({"years": 30, "grade": "一级", "has": ("特困",)}, "disabled-care", "not"),
        ({"years": 30, "grade": "四级", "has": ("低保",)}, "disabled-living", "can"),
        ({"years": 30, "grade": "四级", "has": ()}, "disabled-living", "not"),
        ({"years": 6, "grade": "没办证", "has": ()}, "child-recovery", "can"),
        ({"years": 7, "grade": "没办证", "has": ()}, "child-recovery", "not"),
        # Old age.
        ({"years": 70, "has": ("失能", "低保")}, "elder-care", "can"),
        ({"years": 59, "has": ("失能", "低保")}, "elder-care", "near"),
        ({"years": 60, "has": ("交够年限",)}, "pension", "can"),
        ({"years": 60, "has": ()}, "pension", "near"),
        ({"years": 60, "has": ("交够年限", "职工社保")}, "pension", "not"),
        ({"years": 60, "has": ("当过兵",)}, "soldier-60", "can"),
        ({"years": 60, "has": ("当过兵", "优抚")}, "soldier-60", "not"),
        ({"years": 48, "has": ("独子不在",)}, "lost-child", "near"),
        ({"years": 49, "has": ("独子不在",)}, "lost-child", "can"),
        # Children and school.
        ({"years": 17, "has": ("双亡",)}, "orphan", "can"),
        ({"years": 18, "has": ("双亡",)}, "orphan", "not"),
        ({"years": 9, "has": ("管不了",)}, "uncared-child", "can"),
        ({"years": 9, "has": ("管不了", "双亡")}, "uncared-child", "not"),
        ({"years": 33, "has": ("三岁以下",)}, "child-allowance", "can"),
        ({"years": 33, "has": ("中职高职", "脱贫监测")}, "vocational", "can"),
        ({"years": 33, "has": ("中职高职",)}, "vocational", "not"),
        ({"years": 33, "has": ("幼儿园", "收入低")}, "kindergarten", "can"),
        ({"years": 33, "has": ("幼儿园",)}, "kindergarten", "not"),
        # Home, land, work.
        ({"years": 50, "has": ("危房", "低保")}, "unsafe-house", "can"),
        ({"years": 50, "has": ("危房", "收入低", "大病")}, "unsafe-house", "can"),
        ({"years": 50, "has": ("危房", "收入低")}, "unsafe-house", "near"),
        ({"years": 50, "has": ("危房",)}, "unsafe-house", "not"),
        ({"years": 50, "has": ("受灾", "危房")}, "disaster-house", "can"),
        ({"years": 50, "has": ("承包地",)}, "farmland", "can"),
        ({"years": 50, "has": ("脱贫监测", "出省打工")}, "travel-to-work", "can"),
        ({"years": 50, "has": ("出省打工",)}, "travel-to-work", "not"),
    ],
)
def test_households(book: Book, facts: dict[str, Any], code: str, expected: str) -> None:
    assert standing(book, household(**facts), code) == expected


def test_reasons_are_told_in_plain_words(book: Book) -> None:
    poor = found(book, household(years=82, grade="二级", has=("低保",)))
    assert poor["elder-80"].reasons == ("满80岁、不满90岁",)
    assert poor["disabled-living"].reasons == ("残疾证二级", "低保户")
    assert poor["premium-all"].reasons == ("这是给特困人员或者爹妈都去世了或者都找不到的",)
    assert found(book, household(years=40, has=("收入低", "大病")))["medical-aid-full"].reasons == (
        "先申请低保，评上了再办",
    )
    assert found(book, household(years=70, has=("没人养", "特困")))["tekun"].reasons == (
        "特困人员，不用办或不能办这一项",
    )
    assert found(book, household(years=30, grade="没办证"))["disabled-care"].reasons == (
        "先去评残、办证，要评上残疾证一级或二级",
    )


def test_no_reason_of_any_benefit_is_empty_or_promises_anything(book: Book) -> None:
    nobody, unknown = household(years=45), Facts(TODAY)
    for facts in (nobody, unknown):
        for one in findings(book, facts):
            assert one.standing is Standing.CAN or one.reasons
            assert not any("您能领" in reason or not reason for reason in one.reasons)


def test_nothing_told_leaves_nothing_decided(book: Book) -> None:
    assert {one.standing for one in findings(book, Facts(TODAY))} == {Standing.NEAR}


def test_unknown_is_neither_yes_nor_no() -> None:
    assert all_of([True, None]) is None
    assert all_of([False, None]) is False
    assert any_of([True, None]) is True
    assert any_of([False, None]) is None
    lacks = Condition(lacks=("低保", "特困"))
    assert holds(lacks, Facts(TODAY, chosen={"低保": False})) is None
    assert holds(lacks, Facts(TODAY, chosen={"低保": True})) is False
    assert holds(lacks, Facts(TODAY, chosen={"低保": False, "特困": False})) is True


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "groups/10-relief.yml",
            "has: 没人养",
            "has: 没人管",
            "tekun.conditions: questions.yml 里没有叫“没人管”的情况，是不是 没人养",
        ),
        ("groups/10-relief.yml", "item: MZ-03", "item: MZ-93", "10-relief.yml: tekun.item: 模板里没有 MZ-93"),
        ("groups/10-relief.yml", "code: tekun", "code: dibao", "代号“dibao”写了两次"),
        ("groups/20-elders.yml", "{at_least: 80, under: 90}", "{at_least: 90, under: 80}", "at_least 要比 under 小"),
        (
            "groups/20-elders.yml",
            "{at_least: 80, under: 90}",
            "{from: 80}",
            "20-elders.yml: benefits.0.conditions.0.age.from: 没有",
        ),
        ("groups/20-elders.yml", "- age: {at_least: 90}", "- years: 90", "没有这个字段，请检查拼写"),
        ("groups/30-disability.yml", "grades: [一级, 二级]", "grades: [五级]", "不认识这个值"),
        ("groups/30-disability.yml", "- has: 低保", "- {has: 低保, lacks: 特困}", "一个条件只写一样"),
        (
            "questions.yml",
            "choices: [低保, 特困,",
            "choices: [低宝, 特困,",
            "questions.status.choices: questions.yml 里没有叫“低宝”的情况",
        ),
        ("questions.yml", ", 公益林, 农机", ", 农机", "choices.公益林: 没有问题会问到它"),
        ("questions.yml", "mend_if: 收入低}", "mend_if: 穷}", "没有叫“穷”的情况"),
    ],
)
def test_a_fault_names_file_place_and_mend(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    copy = _copy(tmp_path)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        load_book(copy, items=ITEMS)
    assert told in str(caught.value)


def test_a_change_takes_effect_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    copy = _copy(tmp_path)
    live = LiveBook(copy, check_seconds=0)
    before = len(live.current().benefits)
    (copy / "groups" / "95-own.yml").write_text(
        "benefits:\n  - {code: own-rule, name: 自己加的, item: MZ-01, conditions: [{has: 低保}]}\n", encoding="utf-8"
    )
    assert len(live.current().benefits) == before + 1
    (copy / "groups" / "95-own.yml").write_text("benefits: [", encoding="utf-8")
    assert len(live.current().benefits) == before + 1


def test_benefits_without_an_item_are_left_out(book: Book) -> None:
    assert {benefit.item for benefit in book.only(["MZ-05"]).benefits} == {"MZ-05"}


def _copy(tmp_path: Path) -> Path:
    copy = tmp_path / "benefits"
    shutil.copytree(SAMPLE_BENEFITS / "groups", copy / "groups")
    shutil.copy(SAMPLE_BENEFITS / "questions.yml", copy)
    return copy
