"""Puts the gateway together: clients, turns, channels and pages in one aiohttp application."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import ClientSession, TCPConnector, web
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot import background, health, pages, rendering, security
from bot.assets import STATIC, Assets
from bot.backend import Backend
from bot.channels import api
from bot.channels import web as web_channel
from bot.console import create_console
from bot.keys import ASSETS, BACKEND, HTTP, METRICS, REDIS, SETTINGS, TALK, TOWNSHIP, TURNS, WAITING_REDIS, WORDING
from bot.metrics import Metrics
from bot.pages.sorry import friendly
from bot.readers import READERS, Readers
from bot.talk import Talk
from bot.township import Township
from bot.turn.degrade import Fallback
from bot.turn.emergency import Screen
from bot.turn.engine import Engine
from bot.turn.journal import Journal
from bot.turn.options import Options
from bot.turn.order import Order
from bot.turn.take import LONGEST_SECONDS, Turns
from bot.wording import Wording
from settings import ROOT, Settings

WORDING_FILE = ROOT / "nlu_data" / "domain" / "gateway.yml"
_LARGEST_BODY = 128 * 1024
_SHUTDOWN_SECONDS = 5.0


def create_app(settings: Settings) -> web.Application:
    """The gateway. Everything that can be wrong in a file is found here and not in front of a citizen."""
    app = web.Application(middlewares=[friendly, security.same_site], client_max_size=_LARGEST_BODY)
    app[SETTINGS] = settings
    app[WORDING] = Wording.read(WORDING_FILE)
    app[TOWNSHIP] = Township(settings.township_file)
    app[ASSETS] = Assets(STATIC)
    app[METRICS] = Metrics()
    app[READERS] = Readers()
    app.on_response_prepare.append(security.add_headers)
    app.cleanup_ctx.extend([_clients, background.run])
    rendering.setup(app)
    for part in (health, api, web_channel, pages):
        part.setup(app)
    app.router.add_get("/static/{name}", app[ASSETS].serve)
    app.add_subapp("/console", create_console())
    return app


async def _clients(app: web.Application) -> AsyncIterator[None]:
    """Connections to Redis, the engine and the backend, and what is built on them."""
    settings = app[SETTINGS]
    app[REDIS] = _redis(settings.redis_url, patience=2.0, connections=200)
    app[WAITING_REDIS] = _redis(settings.redis_url, patience=None, connections=400)
    app[HTTP] = ClientSession(connector=TCPConnector(limit=200, keepalive_timeout=30))
    app[TALK] = Talk(app[REDIS], settings.talk_length, settings.talk_days)
    app[BACKEND] = Backend(app[HTTP], settings.backend_url, settings.internal_token.get_secret_value())
    app[TURNS] = turns = _turns(app)
    yield
    await turns.finish(_SHUTDOWN_SECONDS)
    await app[HTTP].close()
    await app[REDIS].aclose()
    await app[WAITING_REDIS].aclose()


def _redis(url: str, patience: float | None, connections: int) -> Redis:
    """One quick retry for a connection that was cut while idle; no waiting for a Redis that is down."""
    return Redis.from_url(
        url, decode_responses=True, socket_timeout=patience, socket_connect_timeout=0.8, max_connections=connections,
        retry=Retry(NoBackoff(), 1),
    )  # fmt: skip


def _turns(app: web.Application) -> Turns:
    settings = app[SETTINGS]
    journal = Journal(app[REDIS], app[WAITING_REDIS], app[TALK])
    return Turns(
        budget=settings.turn_budget_seconds,
        screen=Screen.read(),
        order=Order(app[REDIS], hold_seconds=LONGEST_SECONDS + 5),
        options=Options(app[REDIS]),
        journal=journal,
        engine=Engine(app[HTTP], settings.engine_url, settings.internal_token.get_secret_value()),
        fallback=Fallback(app[BACKEND], journal, app[WORDING], app[TOWNSHIP]),
        wording=app[WORDING],
        metrics=app[METRICS],
    )
