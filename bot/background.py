"""What the gateway does besides answering: carries the worker's messages into talks, keeps for a person what a dead
gateway left open, and listens for news of talks."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from bot.keys import REDIS, TALK, TURNS, WAITING_REDIS
from bot.readers import READERS
from bot.stopping import stop
from bot.talk import Talk
from bot.turn.reply import Message

log = structlog.get_logger(__name__)

OUT = "talk-out"
GROUP = "gateway"
_SWEEP_SECONDS = 15.0
_STALE_MS = 60_000
_REST_SECONDS = 1.0


async def run(app: web.Application) -> AsyncIterator[None]:
    """A cleanup context: the jobs run as long as the application does and survive a Redis that comes and goes."""
    jobs = {
        "listen": lambda: app[READERS].listen(app[WAITING_REDIS]),
        "deliver": lambda: deliver(app[WAITING_REDIS], app[TALK]),
        "sweep": lambda: _sweep(app),
    }
    tasks = [asyncio.create_task(_again(name, job)) for name, job in jobs.items()]
    yield
    await stop(tasks)


async def deliver(redis: Redis, talk: Talk) -> None:
    """Carry messages from the worker (stream `talk-out`) into talks, each once, until cancelled."""
    me = f"{socket.gethostname()}-{os.getpid()}"
    try:
        await redis.xgroup_create(OUT, GROUP, id="0", mkstream=True)
    except ResponseError as error:
        if "BUSYGROUP" not in str(error):
            raise
    while True:
        claimed: Any = await redis.xautoclaim(OUT, GROUP, me, _STALE_MS, count=50)
        await _carry(redis, talk, claimed[1])
        fresh: Any = await redis.xreadgroup(GROUP, me, {OUT: ">"}, count=50, block=int(_SWEEP_SECONDS * 1000))
        for _, entries in fresh:
            await _carry(redis, talk, entries)


async def _carry(redis: Redis, talk: Talk, entries: list[tuple[str | None, dict[str, str]]]) -> None:
    for id_, fields in entries:
        if id_ is None:  # Redis 6.2 still lists entries that were deleted meanwhile.
            continue
        if fields and {"citizen", "text", "message_id"} <= fields.keys():
            await talk.say_once(fields["citizen"], "bot", fields["message_id"], [Message(text=fields["text"])])
        else:
            log.error("talk_out.unreadable")
        await redis.xack(OUT, GROUP, id_)
        await redis.xdel(OUT, id_)


async def _sweep(app: web.Application) -> None:
    """Only one gateway sweeps at a time; the lease runs out by itself."""
    while True:
        if await app[REDIS].set("lease:sweep", "1", nx=True, ex=int(_SWEEP_SECONDS) - 1):
            swept = await app[TURNS].sweep()
            if swept:
                log.warning("turns.swept", count=swept)
        await asyncio.sleep(_SWEEP_SECONDS)


async def _again(name: str, job: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await job()
        except RedisError as error:
            log.warning("background.interrupted", job=name, reason=type(error).__name__)
        except Exception:
            log.exception("background.failed", job=name)
        await asyncio.sleep(_REST_SECONDS)
