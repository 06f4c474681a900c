"""A browser, and the gateway of tests/gateway for it to look at."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.gateway.conftest import gateway, nowhere, peer, start

__all__ = ["gateway", "nowhere", "peer", "start"]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium as installed on the machine, else the one Playwright brings."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield running
        await running.close()
