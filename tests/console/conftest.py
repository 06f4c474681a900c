"""The real gateway before a real backend (SQLite) and a real Redis, visited by a browser without scripts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from actions.app import DESK
from actions.app import create_app as create_backend
from actions.desk import (
    BookingRequest,
    Cause,
    Desk,
    DisputeRequest,
    DisputeType,
    MeetingPlace,
    TicketKind,
    TicketRequest,
)
from bot.app import create_app as create_gateway
from settings import Settings
from tests.backend.conftest import ITEM

PASSWORD = "a-long-password"
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')


class Town:
    """The backend's desk, for what citizens do; nothing of the console goes this way."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._messages = 0

    def _cause(self) -> Cause:
        self._messages += 1
        return Cause("web:1", f"m{self._messages}", "web")

    async def ticket(self, text: str = "路灯不亮", village: str = "石桥村", hotline: str | None = None) -> str:
        request = TicketRequest(
            TicketKind.COMPLAINT, text, "村口", village, "陈示例", "13900000001", hotline=hotline
        )  # fmt: skip
        return (await self.desk.file_ticket(self._cause(), request)).number

    async def dispute(self, text: str = "邻居占了我家的路") -> str:
        request = DisputeRequest(DisputeType.NEIGHBOUR, text, village="青山村", anonymous=True)
        return (await self.desk.file_dispute(self._cause(), request)).number

    async def booking(self) -> str:
        [slot] = await self.desk.free_slots(MeetingPlace.HALL, item="MZ-01", limit=1)
        request = BookingRequest("MZ-01", "我自己", MeetingPlace.HALL, slot.start, "陈示例", "13900000001")
        return (await self.desk.file_booking(self._cause(), request)).number


class Visitor:
    """A browser without scripts: keeps cookies, and fills in the forms of the page it saw last."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client
        self.text = ""
        self.response: ClientResponse
        self.origin = str(client.make_url("")).rstrip("/")

    async def open(self, path: str) -> int:
        return await self._read(await self.client.get(path))

    async def send(self, path: str, **fields: str) -> int:
        """A form of the page last seen, with its token."""
        return await self.post(path, {"csrf": self.token, **fields})

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> int:
        return await self._read(await self.client.post(path, data=fields, headers={"Origin": self.origin, **headers}))

    async def sign_in(self, username: str, password: str = PASSWORD) -> int:
        await self.open("/console/sign-in")
        return await self.send("/console/sign-in", username=username, password=password)

    async def move(self, number: str, move: str, note: str = "") -> int:
        """Press one of the buttons of the case last seen."""
        return await self.send(f"/console/cases/{number}/moves", move=move, note=note, version=self.version)

    @property
    def path(self) -> str:
        return self.response.url.path

    @property
    def token(self) -> str:
        return self._found(_TOKEN)

    @property
    def version(self) -> str:
        return self._found(_VERSION)

    @property
    def cookie(self) -> str:
        return self.client.session.cookie_jar.filter_cookies(self.client.make_url("/console/"))["console"].value

    def _found(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self.text)
        assert found, self.text
        return found[1]

    async def _read(self, response: ClientResponse) -> int:
        self.response, self.text = response, await response.text()
        return response.status


@pytest.fixture
async def backend(make_settings: Callable[..., Settings], tmp_path: Path) -> AsyncIterator[TestServer]:
    items = tmp_path / "items"
    items.mkdir()
    (items / "MZ-01.yml").write_text(yaml.safe_dump(ITEM, allow_unicode=True), encoding="utf-8")
    server = TestServer(create_backend(make_settings(items_dir=items, admin_password=PASSWORD)))
    async with server:
        yield server


@pytest.fixture
def town(backend: TestServer) -> Town:
    return Town(backend.app[DESK])


@pytest.fixture
def gateway_settings(backend: TestServer, redis_url: str, make_settings: Callable[..., Settings]) -> Settings:
    return make_settings(backend_url=str(backend.make_url("")), redis_url=redis_url)


@pytest.fixture
async def gateway(gateway_settings: Settings) -> AsyncIterator[TestServer]:
    server = TestServer(create_gateway(gateway_settings))
    async with server:
        yield server


@pytest.fixture
async def visit(gateway: TestServer) -> AsyncIterator[Callable[[], Visitor]]:
    """Makes visitors, each with cookies of their own."""
    clients: list[TestClient[Any, Any]] = []

    def come() -> Visitor:
        clients.append(TestClient(gateway))
        return Visitor(clients[-1])

    yield come
    for client in clients:
        await client.session.close()


@pytest.fixture
async def visitor(visit: Callable[[], Visitor]) -> Visitor:
    return visit()


@pytest.fixture
async def clerk(visitor: Visitor) -> Visitor:
    assert await visitor.sign_in("clerk") == 200
    return visitor
