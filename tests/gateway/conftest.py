"""A gateway over a real Redis; at its borders the real template API, and peers that speak the other contracts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from redis.asyncio import Redis

from actions.api import api_routes
from actions.api.problems import problems
from actions.keys import TEMPLATE
from bot.app import create_app
from bot.keys import TALK, TURNS
from bot.talk import Talk
from bot.turn.take import Turns
from knowledge_base.live import LiveTemplate
from knowledge_base.loader import SAMPLE_TOWNSHIP
from settings import Settings

Client = TestClient[web.Request, web.Application]
ITEMS = Path(__file__).with_name("items")
_OF_THE_TEMPLATE = ("/api/v1/items", "/api/v1/shelves")


def say(text: str, **outcome: Any) -> dict[str, Any]:
    """A reply of one bubble, as a peer sends it."""
    return {"messages": [{"text": text}], "outcome": outcome or {"act": "smalltalk", "intent": "chitchat"}}


@dataclass
class Peer:
    """The engine's /turn and the backend's API in one server: keeps what it is asked, says what a test sets."""

    turns: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    reply: Callable[[dict[str, Any]], Any] = lambda asked: say(f"听到：{asked['text']}")
    hold: asyncio.Event | None = None
    at_work: int = 0
    most_at_work: int = 0
    linker: dict[str, Any] | None = None
    understanding: dict[str, Any] | None = None
    backend_up: bool = True
    tokens: set[str] = field(default_factory=set)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def asked(self, count: int = 1) -> None:
        """Wait until the engine is working on so many turns."""
        async with self.news:
            await self.news.wait_for(lambda: self.at_work >= count)

    async def turn(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.tokens.add(request.headers.get("Authorization", ""))
        self.turns.append(asked)
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        async with self.news:
            self.news.notify_all()
        try:
            if self.hold:
                await self.hold.wait()
        finally:
            self.at_work -= 1
        said = self.reply(asked)
        return said if isinstance(said, web.Response) else web.json_response(said)

    async def understand(self, _request: web.Request) -> web.Response:
        if self.understanding is None:
            return web.Response(status=503)
        return web.json_response(self.understanding)

    async def answers(self, _request: web.Request) -> web.Response:
        if not self.backend_up or self.linker is None:
            return web.Response(status=503)
        return web.json_response(self.linker)

    async def keep(self, request: web.Request) -> web.Response:
        if not self.backend_up:
            return web.Response(status=503)
        self.kept.append(await request.json())
        return web.json_response({"number": "GD-0000-0001-0"}, status=201)

    def app(self) -> web.Application:
        """The pages read the real template API, over two items."""
        app = web.Application(middlewares=[problems])
        app[TEMPLATE] = LiveTemplate(ITEMS, SAMPLE_TOWNSHIP)
        app.add_routes([route for route in api_routes() if route.path.startswith(_OF_THE_TEMPLATE)])
        app.router.add_post("/turn", self.turn)
        app.router.add_post("/understand", self.understand)
        app.router.add_post("/api/v1/answers", self.answers)
        app.router.add_post("/api/v1/kept", self.keep)
        app.router.add_get("/readyz", _ready)
        return app


async def _ready(_request: web.Request) -> web.Response:
    return web.json_response({"ready": True, "parts": {}})


@dataclass
class Gateway:
    """A running gateway and what stands around it."""

    client: Client
    peer: Peer
    redis: Redis

    @property
    def turns(self) -> Turns:
        return self._app[TURNS]

    @property
    def talk(self) -> Talk:
        return self._app[TALK]

    async def chat(self, text: str, sender: str = "甲", **more: Any) -> dict[str, Any]:
        response = await self.client.post("/api/chat", json={"sender": sender, "text": text, **more})
        assert response.status == 200, await response.text()
        found: dict[str, Any] = await response.json()
        return found

    async def settle(self) -> None:
        """Wait until no turn is being worked on."""
        await self.turns.finish(10)

    @property
    def _app(self) -> web.Application:
        server = self.client.server
        assert isinstance(server, TestServer)
        return server.app


Start = Callable[..., Awaitable[Gateway]]


@pytest.fixture
async def peer() -> AsyncIterator[tuple[Peer, str]]:
    told = Peer()
    server = TestServer(told.app())
    await server.start_server()
    yield told, str(server.make_url("")).rstrip("/")
    if told.hold:
        told.hold.set()
    await server.close()


@pytest.fixture
async def start(redis_url: str, peer: tuple[Peer, str], make_settings: Callable[..., Settings]) -> AsyncIterator[Start]:
    """Start a gateway; several share the Redis and the peer, as replicas do."""
    clients: list[Client] = []
    redis = Redis.from_url(redis_url, decode_responses=True)
    told, peer_url = peer

    async def run(**changes: Any) -> Gateway:
        urls = {"engine_url": peer_url, "backend_url": peer_url, "worker_url": peer_url, "redis_url": redis_url}
        client = TestClient(TestServer(create_app(make_settings(**{**urls, **changes}))))
        await client.start_server()
        clients.append(client)
        return Gateway(client, told, redis)

    yield run
    for client in clients:
        await client.close()
    await redis.aclose()


@pytest.fixture
async def gateway(start: Start) -> Gateway:
    return await start()


@pytest.fixture
def nowhere(unused_tcp_port: int) -> str:
    """An address where nobody listens."""
    return f"127.0.0.1:{unused_tcp_port}"
