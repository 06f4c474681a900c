"""The public pages: the guide and its search, the checklist by situation, plain words when something is missing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.gateway.conftest import Gateway, Start

SHEET = "/items/MZ-05/checklist"


async def page(gateway: Gateway, path: str, status: int = 200) -> str:
    response = await gateway.client.get(path)
    assert response.status == status
    return await response.text()


def link(text: str, words: str) -> str:
    """The address behind these words."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>(?:<span[^>]*>)?{re.escape(words)}<', text)
    assert found, words
    return unescape(found[1])


async def answer(gateway: Gateway, *choices: str) -> str:
    """The page after these choices, tapped one after the other."""
    text = await page(gateway, SHEET)
    for choice in choices:
        text = await page(gateway, link(text, choice))
    return text


async def test_the_shelves_lead_to_items(gateway: Gateway) -> None:
    text = await page(gateway, "/items")
    assert 'action="/items" method="get"' in text
    department = await page(gateway, link(text, "民政"))
    assert 'href="/items/MZ-05"' in department
    assert 'href="/items/SC-01"' not in department
    event = await page(gateway, link(text, "养老"))
    assert "也叫：老年钱、高龄补贴" in event
    assert "80岁以上老人每月可以领钱。" in event
    assert ">身后事<" not in text  # Nothing of it is in this template.


@pytest.mark.parametrize("query", ["高龄", "老年钱", "gljt", "gaoling", "glbt", "mz-05", "高岭津贴", "高龄补贴怎么领"])
async def test_a_search_finds_by_name_sound_and_letters(gateway: Gateway, query: str) -> None:
    text = await page(gateway, f"/items?query={query}")
    assert 'href="/items/MZ-05"' in text
    assert 'href="/items/SC-01"' not in text


async def test_a_guess_says_that_it_is_one(gateway: Gateway) -> None:
    text = await page(gateway, "/items?query=老人每月领什么")
    assert 'href="/items/MZ-05"' in text
    assert "意思相近" in text


async def test_a_search_without_result_offers_to_ask(gateway: Gateway) -> None:
    text = await page(gateway, "/items?query=zzz<b>")
    assert "没有找到" in text
    assert "<b>" not in text
    assert "问帮办“zzz&lt;b&gt;”" in text
    assert "0900-0000001" in text


@pytest.mark.parametrize("query", ["event=没有的事", "department=没有的部门"])
async def test_a_shelf_that_is_not_there_is_empty(gateway: Gateway, query: str) -> None:
    assert "没有找到" in await page(gateway, f"/items?{query}")


async def test_a_guide_shows_what_the_template_says_as_text(gateway: Gateway) -> None:
    text = await page(gateway, "/items/MZ-05")
    assert "<h1>高龄津贴</h1>" in text
    assert "• &lt;b&gt;户口本&lt;/b&gt;" in text
    assert 'href="tel:0900-0000001"' in text
    assert "第 7 版" in text
    assert "要，每年一次。" in text
    assert link(text, "按我的情况列清单") == SHEET


async def test_each_question_has_its_choices_and_a_way_back(gateway: Gateway) -> None:
    text = await page(gateway, SHEET)
    assert "<h1>你要办哪一样？</h1>" in text
    assert "第 1 问" in text
    assert link(text, "‹ 上一步") == "/items/MZ-05"
    second = await page(gateway, link(text, "第一次申请"))
    assert "<h1>谁来办？</h1>" in second
    assert "<b>第一次申请</b>" in second
    assert await page(gateway, link(second, "‹ 上一步")) == text


async def test_the_sheet_holds_what_this_person_needs(gateway: Gateway) -> None:
    text = await answer(gateway, "第一次申请", "家里人代办")
    order = [
        "家里人代办",
        "先看这里",
        "代办的人要",
        "要带",
        "户口本",
        "委托书",
        "可以后补",
        "照片",
        "不用带",
        "户籍信息",
    ]
    order += ["去哪里办", "上班：", "0900-0000001", "要不要钱", "以窗口答复为准"]
    places = [text.index(f"{words}", text.index("sheet-kind")) for words in order]
    assert places == sorted(places)
    assert "&lt;b&gt;签字&lt;/b&gt;" in text
    assert "看情况带" not in text
    assert "以窗口答复为准" in text
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日列出", text)
    assert "<svg" in text
    assert "委托书" not in await answer(gateway, "第一次申请", "老人自己")
    assert "委托书" not in await answer(gateway, "以前领过，停了")


async def test_who_does_not_know_is_told_what_it_depends_on(gateway: Gateway) -> None:
    text = await answer(gateway, "第一次申请", "不确定")
    assert text.index("看情况带") < text.index("委托书") < text.index("可以后补")
    assert await answer(gateway, "不选了，直接看单子") == await answer(gateway, "不确定")


async def test_an_answer_may_be_changed(gateway: Gateway) -> None:
    text = await answer(gateway, "第一次申请", "家里人代办")
    changed = re.search(r'<b>第一次申请</b></span> <a href="([^"]+)"', text)
    assert changed
    assert "<h1>你要办哪一样？</h1>" in await page(gateway, changed[1])


async def test_where_it_ends_there_is_no_list_but_what_to_do(gateway: Gateway) -> None:
    text = await answer(gateway, "老人去世了")
    assert "先不用备材料" in text
    assert 'href="tel:0900-0000001"' in text
    assert "户口本" not in text


@pytest.mark.parametrize("answers", ["", "1", "9-", "12-zzzz", "1" * 500, "%00", "不", "x-", "<script>"])
async def test_answers_that_make_no_sense_are_passed_over(gateway: Gateway, answers: str) -> None:
    text = await page(gateway, f"{SHEET}?a={answers}")
    assert "<h1>你要办哪一样？</h1>" in text
    assert "<script>" not in text


async def test_an_item_without_questions_has_its_sheet_at_once(gateway: Gateway) -> None:
    text = await page(gateway, "/items/sc-01/checklist")
    assert "一次性告知单" in text
    assert "还没有写" in text


async def test_large_print_stays_through_the_questions(gateway: Gateway) -> None:
    text = await page(gateway, f"{SHEET}?big=1")
    assert 'class="elder"' in text
    text = await page(gateway, link(text, "第一次申请"))
    text = await page(gateway, link(text, "老人自己"))
    assert 'class="elder"' in text
    assert 'class="elder"' not in await page(gateway, link(text, "标准版"))


async def test_the_way_back_from_large_print_keeps_the_search(gateway: Gateway) -> None:
    text = await page(gateway, "/items?query=高龄")
    response = await gateway.client.get(link(text, "长辈版"), allow_redirects=False)
    assert "query=%E9%AB%98%E9%BE%84" in response.headers["Location"]


async def test_the_code_holds_the_address_citizens_use(start: Start) -> None:
    gateway = await start(public_url="https://bangban.example")
    there = await page(gateway, "/items/sc-01/checklist")
    here = await page(await start(), "/items/sc-01/checklist")
    drawing = re.compile(r"<svg.*?</svg>", re.DOTALL)
    assert drawing.findall(there) != drawing.findall(here)


@pytest.mark.parametrize("path", ["/items/MZ-99", "/items/x", "/items/MZ-99/checklist", "/nowhere", "/items/../../etc"])
async def test_what_is_not_there_is_told_with_a_way_on(gateway: Gateway, path: str) -> None:
    text = await page(gateway, path, 404)
    assert 'href="/"' in text
    assert "0900-0000001" in text


@pytest.mark.parametrize("path", ["/items", "/items?query=x", "/items/MZ-05", SHEET])
async def test_with_the_backend_down_there_is_still_a_number(start: Start, nowhere: str, path: str) -> None:
    gateway = await start(backend_url=f"http://{nowhere}")
    text = await page(gateway, path, 503)
    assert "0900-0000001" in text
    assert "请过几分钟再打开" in text
