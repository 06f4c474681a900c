"""Each thing the check finds, shown by a tiny item that has just that fault; and the sample, which has none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge_base.check import Knowledge, check, knowledge
from knowledge_base.check.numerals import number
from knowledge_base.check.rates import rates, table
from knowledge_base.loader import load_published
from knowledge_base.schema import Item
from tests.knowledge.made import FULL, OUTLINE, TOWNSHIP, item

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge()


def _lines(known: Knowledge, *items: Item) -> list[str]:
    return [str(one) for one in check({one.code: one for one in items}, known, TODAY)]


def test_a_good_item_has_nothing_to_mend(known: Knowledge) -> None:
    assert _lines(known, item(FULL)) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"overview": "字" * 41 + "。"}, "ZZ-01.yml: overview: “字字字字字字字字字字字字…”这一句有 41 个字。拆成几句"),
        (
            {"process": [{"name": "申请", "detail": "上述材料交窗口。"}]},
            "process.1.detail: 有公文话“上述”。改成：前面说的",
        ),
        ({"summary": "一句\u200b话。"}, "summary: 有看不见的字符 U+200B"),
        (
            {"time_limits": {"statutory": {"workdays": 5}, "promised": {"workdays": 7}}},
            "time_limits.promised.workdays: 承诺 7 个工作日，比法定 5 个工作日还长。写 5 或更少",
        ),
        ({"fee": {"charged": False, "detail": "工本费10元。"}}, "fee: 写了不收费，说明里又有“10元”"),
        ({"fee": {"charged": True, "detail": "不收费。"}}, "fee: 写了收费，说明里又说不要钱"),
        (
            {"visits": 0, "agency": {"allowed": True, "detail": "可以。", "needs_person": "领证要本人到场。"}},
            "visits: 写了不用跑腿，又写了要本人到场",
        ),
        (
            {"legal_basis": [{"name": "中华人民共和国婚姻法", "article": "第五条", "says": "自愿。"}]},
            "legal_basis.1.name: 《中华人民共和国婚姻法》2021-01-01 起已经失效。改引《民法典》里的条文",
        ),
        ({"form": "按《合同法》写。"}, "form: 《合同法》2021-01-01 起已经失效"),
        (
            {"legal_basis": [{"name": "中华人民共和国民法典", "article": "第一千二百六十一条", "says": "自愿。"}]},
            "legal_basis.1.article: 《中华人民共和国民法典》只有 1260 条，没有第一千二百六十一条",
        ),
    ],
)
def test_a_fault_is_found_and_says_what_to_write(known: Knowledge, changes: dict[str, Any], told: str) -> None:
    found = _lines(known, item(FULL, **changes))
    assert len(found) == 1
    assert told in found[0]


def test_an_outline_names_what_it_lacks(known: Knowledge) -> None:
    (found,) = _lines(known, item(OUTLINE))
    assert "completeness: 还缺 谁能办（who）、办理条件（conditions）" in found


def test_trips_that_are_none_do_not_count_as_visits(known: Knowledge) -> None:
    agency = {"allowed": True, "detail": "可以。", "needs_person": "刷脸要本人。"}
    assert _lines(known, item(FULL, visits=0, agency=agency)) == []


def test_papers_and_questions_nobody_can_reach(known: Knowledge) -> None:
    asked = [
        {"key": "婚史", "ask": "结过婚没有？", "choices": [{"name": "没有", "ends": True}, "离过婚"]},
        {"key": "证件", "ask": "离婚证在不在？", "choices": ["在", "丢了"], "when": {"婚史": "没有"}},
    ]
    materials = [
        {"name": "居民身份证"},
        {"name": "补证声明", "when": {"婚史": "没有", "证件": "丢了"}},
    ]
    found = _lines(known, item(FULL, situations=asked, materials=materials))
    assert [line.split("。")[0] for line in found] == [
        "ZZ-01.yml: materials.2.when: “补证声明”怎么答都不会要",
        "ZZ-01.yml: situations.证件.when: “证件”怎么答都不会问到",
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("高龄津贴满90岁才有。", "这里说的年龄“90岁”，ZZ-02.yml 里没有"),
        ("高龄津贴证有效两年。", "这里说的有效期“2年”，ZZ-02.yml 里没有"),
        ("高龄津贴满八十周岁就有。", None),
        ("满90岁的来办，高龄津贴另外问。", None),
    ],
)
def test_what_one_item_tells_of_another_has_to_fit(known: Knowledge, said: str, told: str | None) -> None:
    other = item(
        FULL, code="ZZ-02", name="高龄津贴", everyday_names=["老龄补贴"], who="满80岁的老人。", validity="一年有效。"
    )
    found = _lines(known, item(FULL, overview=said), other)
    assert [told in line for line in found] == [True] if told else found == []


def test_a_name_of_two_items_needs_a_question(known: Knowledge) -> None:
    items = {code: item(FULL, code=code, everyday_names=["两补", code]) for code in ("ZZ-01", "ZZ-02")}
    (found,) = check(items, known, TODAY)
    assert (found.field, found.wrong) == ("everyday_names", "“两补”这个俗称 ZZ-02 也用了")
    asked = Knowledge(known.officialese, known.laws, {"两补": "是老人领的，还是残疾人领的？"})
    assert check(items, asked, TODAY) == []


def test_an_item_nobody_checked_for_a_year_is_a_notice(known: Knowledge) -> None:
    old = item(FULL, verified={"by": "样例", "on": "2025-11-01"})
    (found,) = check({"ZZ-01": old}, known, TODAY)
    assert found.notice
    assert str(found).startswith("提醒 ZZ-01.yml: verified.on: 上次核对是 2025-11-01，超过一年了")


def test_a_law_loses_force_on_its_day_only(known: Knowledge) -> None:
    cites = item(FULL, legal_basis=[{"name": "合同法", "says": "讲信用。"}])
    assert check({"ZZ-01": cites}, known, date(2020, 12, 31)) == []


def test_the_sample_cites_laws_that_exist(known: Knowledge) -> None:
    found = check(load_published(), known, TODAY)
    assert [str(one) for one in found if one.field.startswith("legal_basis") and "公文话" not in one.wrong] == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [("十", 10), ("二十三", 23), ("一百零五", 105), ("一千零九十一", 1091), ("60", 60), ("半", 0.5)],
)
def test_numbers_as_laws_print_them(written: str, meant: float) -> None:
    assert number(written) == meant


def test_rates_count_what_is_there() -> None:
    found = {rate.element: rate.ours for rate in rates({"1": item(FULL), "2": item(OUTLINE)}, TOWNSHIP)}
    assert (found["常见问题"], found["办理地址"]) == (50, 100)
    assert "| 常见问题 | 50% | 10% |" in table({"1": item(FULL), "2": item(OUTLINE)}, TOWNSHIP)
