"""Puts the worker together: its jobs, and the two health routes by which it is watched."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterable

from aiohttp import web
from redis.asyncio import Redis

from actions.api.health import health_routes
from actions.casework.kinds import beijing_now
from actions.desk import Desk
from actions.jobs.kept import KeptMessages
from actions.store import open_store, upgrade
from actions.store.seeds import seed
from knowledge_base.live import LiveTemplate
from settings import Settings

_SOCKET_SECONDS = 10.0
_GRACE_SECONDS = 5.0


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Lets jobs finish what they are at; a job that hangs on a dead connection is cut off."""
    _, late = await asyncio.wait(tasks, timeout=_GRACE_SECONDS)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late, timeout=_GRACE_SECONDS)


def create_worker(settings: Settings) -> web.Application:
    """The worker. Its jobs start with the application and stop with it."""
    store = open_store(settings)
    template = LiveTemplate(settings.items_dir, settings.township_file, check_seconds=settings.template_check_seconds)
    desk = Desk(store, template.current, beijing_now)
    redis = Redis.from_url(settings.redis_url, decode_responses=True, socket_timeout=_SOCKET_SECONDS)
    running: dict[str, asyncio.Task[None]] = {}

    async def redis_answers() -> None:
        await redis.ping()

    async def jobs_run() -> None:
        for name, task in running.items():
            if task.done():
                raise RuntimeError(f"job {name} has stopped")

    async def work(_: web.Application) -> AsyncIterator[None]:
        await upgrade(store)
        await seed(store, settings)
        stop = asyncio.Event()
        consumer = f"{socket.gethostname()}-{os.getpid()}"
        running["kept"] = asyncio.create_task(KeptMessages(redis, desk, consumer).run(stop))
        yield
        stop.set()
        await _end(running.values())
        await redis.aclose()
        await store.close()

    app = web.Application()
    app.add_routes(health_routes({"database": store.ping, "redis": redis_answers, "jobs": jobs_run}))
    app.cleanup_ctx.append(work)
    return app
