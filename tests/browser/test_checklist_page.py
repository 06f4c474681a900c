"""The guide and the checklist in a browser: a walk on a small phone, on paper, as a picture, without a script."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.test_chat_page import CONTRASTS, OVERFLOWING, SMALL, open_page
from tests.gateway.conftest import Gateway

_MODULES = "() => document.querySelector('svg.qr').viewBox.baseVal.width"
_IN_SIGHT = """() => [...document.querySelectorAll('body *')]
  .filter((node) => node.getBoundingClientRect().height && ['A', 'BUTTON', 'FOOTER', 'HEADER'].includes(node.tagName))
  .map((node) => node.outerHTML.slice(0, 60))"""


async def tap(page: Page, words: str) -> None:
    await page.get_by_role("link", name=re.compile(words)).first.click()


async def comfortable(page: Page) -> None:
    """Nothing sticks out, nothing is too pale or too small."""
    await page.wait_for_load_state("load")
    assert await page.evaluate(OVERFLOWING) == [0]
    assert await page.evaluate(CONTRASTS) == []
    assert await page.evaluate(SMALL, 43.5) == []


async def walk(page: Page) -> None:
    """From the guide to the sheet, by taps alone."""
    await comfortable(page)
    await tap(page, "养老")
    await comfortable(page)
    await tap(page, "高龄津贴")
    await tap(page, "按我的情况列清单")
    await expect(page.locator("h1")).to_have_text("你要办哪一样？")
    await comfortable(page)
    await tap(page, "第一次申请")
    await tap(page, "家里人代办")
    await expect(page.locator("#sheet")).to_contain_text("委托书")
    await comfortable(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_a_walk_on_a_small_phone(browser: Browser, gateway: Gateway, script: bool) -> None:
    page = await open_page(browser, gateway, "/items", java_script_enabled=script)
    await walk(page)
    await expect(page.locator("#save")).to_be_visible(visible=script)
    await expect(page.locator("#print")).to_be_visible(visible=script)
    await tap(page, "上一步")
    await expect(page.locator("h1")).to_have_text("谁来办？")
    await page.go_back()
    await tap(page, "重新选：你要办哪一样")
    await tap(page, "老人去世了")
    await expect(page.locator("#sheet")).to_contain_text("先不用备材料")
    await comfortable(page)


async def test_a_search_without_a_script(browser: Browser, gateway: Gateway) -> None:
    page = await open_page(browser, gateway, "/items", java_script_enabled=False)
    await page.fill("#query", "gljt")
    await page.keyboard.press("Enter")
    await expect(page.locator(".cell")).to_have_count(1)
    await expect(page.locator(".cell")).to_contain_text("也叫：老年钱")
    await comfortable(page)


async def test_the_code_is_whole(browser: Browser, gateway: Gateway) -> None:
    page = await open_page(browser, gateway, "/items")
    await walk(page)
    modules = await page.evaluate(_MODULES)
    assert (modules - 4 - 17) % 4 == 0  # a QR symbol with two modules of white on each side
    box = await page.locator("svg.qr").bounding_box()
    assert box
    assert box["width"] == box["height"]
    assert box["width"] / modules > 2  # points of a phone's screen; finer ones are hard to read


@pytest.mark.parametrize("size", ["", "&big=1"], ids=["small", "big"])
async def test_on_paper_it_is_one_sheet_of_facts_alone(browser: Browser, gateway: Gateway, size: str) -> None:
    page = await open_page(browser, gateway, "/items")
    await walk(page)
    await page.goto(page.url + size)
    small = await page.evaluate("() => getComputedStyle(document.documentElement).fontSize")
    await page.emulate_media(media="print")
    assert [one for one in await page.evaluate(_IN_SIGHT) if 'class="tel"' not in one] == []
    await expect(page.locator("svg.qr")).to_be_visible()
    await expect(page.locator("#sheet")).to_contain_text("列出")
    paper = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert small == ("22px" if size else "16px")


async def test_it_is_saved_as_a_picture(browser: Browser, gateway: Gateway, tmp_path: Path) -> None:
    page = await open_page(browser, gateway, "/items")
    await walk(page)
    async with page.expect_download() as coming:
        await page.click("#save")
    file = await coming.value
    assert file.suggested_filename == "一次性告知单：高龄津贴.png"
    await file.save_as(tmp_path / "sheet.png")
    picture = (tmp_path / "sheet.png").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 750
    assert height > 1000
    await expect(page.locator("#picture img")).to_be_visible()
    await comfortable(page)
