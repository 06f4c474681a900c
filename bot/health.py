"""/healthz, /readyz and /metrics."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientTimeout, web
from redis.exceptions import RedisError

from bot.keys import HTTP, METRICS, REDIS, SETTINGS

_PATIENCE_SECONDS = 1.5


@dataclass
class _State:
    """Whether a part is ready, and since when (monotonic seconds)."""

    ready: bool
    since: float


STATES = web.AppKey("part_states", dict[str, _State])


async def healthz(_request: web.Request) -> web.Response:
    """The process is alive."""
    return web.json_response({"alive": True})


async def readyz(request: web.Request) -> web.Response:
    """Every part, its state, since how many seconds it is in that state, and how long it took to say so."""
    names = ("redis", "engine", "backend", "worker")
    checks: list[Awaitable[bool]] = [_redis(request.app), *(_process(request.app, name) for name in names[1:])]
    found = await asyncio.gather(*(_timed(check) for check in checks))
    parts = {name: _report(request.app, name, ready, ms) for name, (ready, ms) in zip(names, found, strict=True)}
    ready = all(part["ready"] for part in parts.values())
    return web.json_response({"ready": ready, "parts": parts}, status=200 if ready else 503)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus reads this."""
    return web.Response(body=request.app[METRICS].text(), headers={"Content-Type": "text/plain; version=0.0.4"})


def setup(app: web.Application) -> None:
    app[STATES] = {}
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)


async def _redis(app: web.Application) -> bool:
    try:
        return bool(await app[REDIS].ping())
    except RedisError:
        return False


async def _process(app: web.Application, name: str) -> bool:
    settings = app[SETTINGS]
    url = {"engine": settings.engine_url, "backend": settings.backend_url, "worker": settings.worker_url}[name]
    try:
        async with app[HTTP].get(f"{url}/readyz", timeout=ClientTimeout(total=_PATIENCE_SECONDS)) as response:
            return response.status == 200
    except (ClientError, TimeoutError):
        return False


async def _timed(check: Awaitable[bool]) -> tuple[bool, int]:
    started = time.monotonic()
    try:
        ready = await asyncio.wait_for(check, _PATIENCE_SECONDS + 0.5)
    except TimeoutError:
        ready = False
    return ready, round((time.monotonic() - started) * 1000)


def _report(app: web.Application, name: str, ready: bool, ms: int) -> dict[str, Any]:
    now = time.monotonic()
    state = app[STATES].get(name)
    if state is None or state.ready != ready:
        state = app[STATES][name] = _State(ready, now)
    return {"ready": ready, "for_seconds": round(now - state.since), "answered_in_ms": ms}
