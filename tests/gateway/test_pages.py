"""The public pages: lists, guides, the checklist, and plain words when something is missing."""

from __future__ import annotations

import pytest

from tests.gateway.conftest import Gateway, Start


async def page(gateway: Gateway, path: str, status: int = 200) -> str:
    response = await gateway.client.get(path)
    assert response.status == status
    return await response.text()


async def test_the_list_has_departments_items_and_a_search(gateway: Gateway) -> None:
    text = await page(gateway, "/items")
    assert '<h2 id="d1">民政</h2>' in text
    assert 'href="/items/MZ-05"' in text
    assert 'action="/items" method="get"' in text


async def test_a_search_without_result_offers_to_ask(gateway: Gateway) -> None:
    text = await page(gateway, "/items?query=没有这个<b>")
    assert "没有找到" in text
    assert "<b>" not in text
    assert "问帮办" in text


async def test_a_guide_shows_what_the_template_says_as_text(gateway: Gateway) -> None:
    text = await page(gateway, "/items/MZ-05")
    assert "<h1>高龄津贴</h1>" in text
    assert "• &lt;b&gt;户口本&lt;/b&gt;" in text
    assert 'href="tel:0900-0000001"' in text
    assert "第 7 版" in text
    assert "要，每年一次。" in text
    assert 'href="/items/MZ-05/checklist"' in text


async def test_the_checklist_sorts_what_to_bring(gateway: Gateway) -> None:
    text = await page(gateway, "/items/mz-05/checklist")
    assert (
        text.index("一定要带")
        < text.index("户口本")
        < text.index("可以后补")
        < text.index("照片")
        < text.index("不用带")
    )
    assert "一次性告知单" in text


@pytest.mark.parametrize("path", ["/items/MZ-99", "/items/x", "/items/MZ-99/checklist", "/nowhere", "/items/../../etc"])
async def test_what_is_not_there_is_told_with_a_way_on(gateway: Gateway, path: str) -> None:
    text = await page(gateway, path, 404)
    assert 'href="/"' in text
    assert "0900-0000001" in text


@pytest.mark.parametrize("path", ["/items", "/items/MZ-05", "/items/MZ-05/checklist"])
async def test_with_the_backend_down_there_is_still_a_number(start: Start, nowhere: str, path: str) -> None:
    gateway = await start(backend_url=f"http://{nowhere}")
    text = await page(gateway, path, 503)
    assert "0900-0000001" in text
    assert "请过几分钟再打开" in text
