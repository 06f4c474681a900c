"""The chat page in a browser at the width of a small phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.turn.reply import Message
from tests.gateway.conftest import Gateway

# Text and the colour it stands on, by WCAG 2.1 relative luminance.
CONTRASTS = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const c = parse(getComputedStyle(node).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const box = node.getBoundingClientRect();
    if (!own || !box.width || box.width < 2) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([node.textContent.trim().slice(0, 20), ratio]);
  }
  return poor;
}"""
OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width > 2 && (box.right > width + 1 || box.left < -1) && !node.closest('.chips, .skip');
  });
  return [document.documentElement.scrollWidth - width, ...out.map((node) => node.outerHTML.slice(0, 60))];
}"""
SMALL = """(least) => [...document.querySelectorAll('a, button, textarea, input, summary')].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width > 2 && !node.matches('.tel') && !node.closest('p') && (box.height < least || box.width < 44);
}).map((node) => node.outerHTML.slice(0, 80))"""

BUTTONS = [{"title": "最低生活保障申请", "payload": "低保怎么申请"}, {"title": "都不是，找人工", "payload": "转人工"}]
CARD = {
    "kind": "guide",
    "title": "高龄津贴(80周岁及以上)",
    "sections": [{"label": "带什么", "text": "身份证、户口本\n打0900-0000001问"}],
    "link": "/items/MZ-05",
}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Something of each kind, by what is asked."""
    text = str(asked["text"])
    if "哪个" in text:
        return {"messages": [{"text": "您问的是哪一个？", "buttons": BUTTONS}], "outcome": {"act": "clarify"}}
    if "卡片" in text:
        return {"messages": [{"text": "高龄津贴：带身份证。", "card": CARD}], "outcome": {"act": "answered"}}
    return {"messages": [{"text": f"听到：{text}"}], "outcome": {"act": "answered"}}


async def open_page(browser: Browser, gateway: Gateway, path: str = "/", **options: Any) -> Page:
    gateway.peer.reply = answer
    context = await browser.new_context(
        **{
            "viewport": {"width": 360, "height": 740},
            "locale": "zh-CN",
            "has_touch": True,
            "is_mobile": True,
            **options,
        }
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    await page.goto(str(gateway.client.make_url(path)))
    return page


@pytest.fixture
async def page(browser: Browser, gateway: Gateway) -> AsyncIterator[Page]:
    opened = await open_page(browser, gateway)
    yield opened
    await opened.context.close()


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.click("#send")


async def test_a_talk_as_in_wechat_and_still_there_after_a_reload(page: Page) -> None:
    await expect(page.locator(".them .bubble").first).to_contain_text("您好，我是A镇帮办")
    await say(page, "低保怎么申请")
    await expect(page.locator(".me .bubble")).to_have_text("低保怎么申请")
    await expect(page.locator(".them .bubble").last).to_have_text("听到：低保怎么申请")
    await expect(page.locator(".typing")).to_have_count(0)
    await expect(page.locator(".state")).to_have_count(0)
    await page.reload()
    await expect(page.locator(".me .bubble")).to_have_text("低保怎么申请")
    await expect(page.locator(".them .bubble").last).to_have_text("听到：低保怎么申请")
    await say(page, "还有吗")
    await expect(page.locator(".them .bubble").last).to_have_text("听到：还有吗")
    await expect(page.locator(".row")).to_have_count(5)


async def test_an_identity_number_is_taken_out_before_the_eyes_of_its_owner(page: Page) -> None:
    await say(page, "我的证号11010519491231002X")
    await expect(page.locator(".me .bubble")).to_have_text("我的证号【身份证号已隐去】")


async def test_the_other_side_is_seen_typing(page: Page, gateway: Gateway) -> None:
    gateway.peer.hold = asyncio.Event()
    await say(page, "低保")
    await expect(page.locator("#title")).to_have_text("对方正在输入…")
    await expect(page.locator(".typing")).to_be_visible()
    gateway.peer.hold.set()
    await expect(page.locator("#title")).to_have_text("A镇帮办")
    await expect(page.locator(".typing")).to_have_count(0)


async def test_a_button_says_its_words_once_and_goes(page: Page, gateway: Gateway) -> None:
    await say(page, "哪个")
    await page.locator(".option", has_text="最低生活保障申请").click()
    await expect(page.locator(".them .bubble").last).to_have_text("听到：低保怎么申请")
    await expect(page.locator(".me .bubble").last).to_have_text("最低生活保障申请")
    await expect(page.locator(".option", has_text="最低生活保障申请")).to_have_count(0)
    assert len(gateway.peer.turns) == 2


async def test_an_example_and_a_chip_say_their_words(page: Page) -> None:
    await page.locator(".option", has_text="低保怎么申请").click()
    await expect(page.locator(".them .bubble").last).to_have_text("听到：低保怎么申请")
    await page.locator(".bar button", has_text="找人工").click()
    await expect(page.locator(".them .bubble").last).to_have_text("听到：找人工")


async def test_without_a_network_messages_wait_and_go_out_once_in_order(page: Page, gateway: Gateway) -> None:
    await page.context.set_offline(True)
    await say(page, "第一句")
    await say(page, "第二句")
    await expect(page.locator(".state.lost")).to_have_count(2)
    assert gateway.peer.turns == []
    await page.context.set_offline(False)
    await expect(page.locator(".them .bubble").last).to_have_text("听到：第二句", timeout=15_000)
    await expect(page.locator(".state")).to_have_count(0)
    assert [asked["text"] for asked in gateway.peer.turns] == ["第一句", "第二句"]


async def test_what_was_not_sent_survives_a_reload(page: Page, gateway: Gateway) -> None:
    await page.route("**/chat/messages", lambda route: route.abort())
    await say(page, "第一句")
    await expect(page.locator(".state.lost")).to_have_count(1)
    await page.unroute("**/chat/messages")
    await page.reload()
    await expect(page.locator(".them .bubble").last).to_have_text("听到：第一句")
    assert len(gateway.peer.turns) == 1


async def test_a_lost_answer_to_the_sending_doubles_nothing(page: Page, gateway: Gateway) -> None:
    async def swallow(route: Any) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/chat/messages", swallow, times=1)
    await say(page, "水管坏了")
    await expect(page.locator(".them .bubble").last).to_have_text("听到：水管坏了")
    await expect(page.locator(".state")).to_have_count(0)
    await expect(page.locator(".me")).to_have_count(1)
    assert len(gateway.peer.turns) == 1


async def test_without_event_streams_the_page_polls(browser: Browser, gateway: Gateway) -> None:
    page = await open_page(browser, gateway, "/items")
    await page.route("**/chat/events*", lambda route: route.abort())
    await page.goto(str(gateway.client.make_url("/")))
    await say(page, "低保")
    await expect(page.locator(".them .bubble").last).to_have_text("听到：低保", timeout=15_000)


async def test_a_message_from_staff_comes_by_itself(page: Page, gateway: Gateway) -> None:
    await say(page, "找人工")
    await expect(page.locator(".them .bubble").last).to_have_text("听到：找人工")
    await gateway.talk.say(gateway.peer.turns[0]["sender"], "staff", "s-1", [Message(text="我是老王。")])
    await expect(page.locator(".them .bubble").last).to_have_text("我是老王。")
    await expect(page.locator(".face.staff")).to_have_count(1)


async def test_an_emergency_shows_a_button_that_rings(page: Page) -> None:
    await say(page, "我家灶房着火了")
    await expect(page.locator("a.call")).to_have_attribute("href", "tel:119")
    await expect(page.locator("a.call")).to_be_in_viewport()
    assert await page.evaluate(CONTRASTS) == []


async def test_without_a_script_the_form_does_it_all(browser: Browser, gateway: Gateway) -> None:
    page = await open_page(browser, gateway, java_script_enabled=False)
    await say(page, "哪个")
    await page.locator(".option", has_text="最低生活保障申请").click()
    await expect(page.locator(".them .bubble").last).to_have_text("听到：低保怎么申请")


async def test_by_keyboard_alone(page: Page) -> None:
    await page.focus("#text")
    await page.keyboard.type("低保")
    await page.keyboard.press("Enter")
    await expect(page.locator(".them .bubble").last).to_have_text("听到：低保")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#send")).to_be_focused()


async def test_a_screen_reader_knows_who_says_what(page: Page) -> None:
    log = page.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_label("写下您的问题")).to_be_visible()
    await say(page, "低保")
    await expect(log.locator(".row").last).to_contain_text("帮办说：")
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


async def test_large_print_is_large_and_remembered(page: Page) -> None:
    def size() -> Any:
        return page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.bubble')).fontSize)")

    before = await size()
    await page.click("#elder")
    assert await size() >= 1.3 * before
    await page.reload()
    assert await size() >= 1.3 * before
    await expect(page.locator("#elder")).to_have_text("标准版")


@pytest.mark.parametrize(
    "path",
    ["/", "/items", "/items?query=钱", "/items/MZ-05", "/items/MZ-05/checklist", "/items/SC-01/checklist", "/nowhere"],
)
@pytest.mark.parametrize("look", ["light", "dark", "elder"])
async def test_nothing_overflows_and_everything_can_be_read_and_touched(
    browser: Browser, gateway: Gateway, path: str, look: str
) -> None:
    scheme = "dark" if look == "dark" else "light"
    page = await open_page(browser, gateway, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    if look == "elder":
        await page.goto(str(gateway.client.make_url("/elder?on=1")))
    await page.goto(str(gateway.client.make_url(path)))
    if path == "/":
        for text in ("哪个", "卡片", "https://example.invalid/" + "很长" * 30 + "a" * 80, "哪个"):
            await say(page, text)
            await expect(page.locator(".typing")).to_have_count(0)
            await expect(page.locator(".state")).to_have_count(0)
    await page.wait_for_load_state("load")
    assert await page.evaluate(OVERFLOWING) == [0]
    assert await page.evaluate(CONTRASTS) == []
    assert await page.evaluate(SMALL, 59.5 if look == "elder" else 43.5) == []
