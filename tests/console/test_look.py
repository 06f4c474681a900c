"""The console in a real browser, on a phone and on a desk, by keyboard alone. Pictures are left in pytest's folder."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.console.conftest import PASSWORD, Town

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed, args=_FLAGS)
        yield browser
        await browser.close()


async def press(page: Page, name: str) -> None:
    """Go to a button or link with the Tab key alone, and press it."""
    target = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await target.evaluate("element => element === document.activeElement"):
            return await page.keyboard.press("Enter")
    raise AssertionError(f"{name} cannot be reached by keyboard")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
async def test_a_ticket_by_keyboard(
    browser: Browser, gateway: TestServer, town: Town, tmp_path: Path, width: int, height: int
) -> None:
    await town.ticket("村口的路灯坏了好几天，晚上老人出门看不见，已经有人摔了一跤，请尽快来修，电话打 0900-0000001")
    await town.ticket("自来水发黄", village="大湾村")
    urgent = await town.ticket("有人落水", hotline="119")
    await town.booking()
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = await context.new_page()

    async def picture(name: str) -> None:
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)

    await page.goto(str(gateway.make_url("/console/")))
    await page.keyboard.type("admin")
    await page.keyboard.press("Tab")
    await page.keyboard.type("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("密码不对")
    await picture("sign-in")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("我的工作：工单")
    await expect(page.get_by_role("row")).to_have_count(4)
    await picture("work")
    await press(page, "紧急 119")
    await expect(page.get_by_text(urgent)).to_be_visible()
    await press(page, "受理")
    await expect(page.get_by_role("status")).to_contain_text("已受理")
    await press(page, "转给部门")
    await expect(page.get_by_role("alert")).to_contain_text("要写明情况")
    await picture("case")
    await press(page, "帮办预约")
    await expect(page.get_by_role("heading", level=1)).to_have_text("我的工作：帮办预约")
    await press(page, "最低生活保障申请")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("最低生活保障申请")
    await picture("booking")
    await press(page, "退出")
    await expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    await context.close()
