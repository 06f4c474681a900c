"""GET /healthz (alive) and /readyz (able to work, with the state of each part)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

from actions.api.bodies import reply

log = structlog.get_logger()

Check = Callable[[], Awaitable[None]]


def health_routes(checks: Mapping[str, Check]) -> list[web.RouteDef]:
    """The two routes. A check raises when its part does not work."""

    async def healthz(_: web.Request) -> web.Response:
        return reply({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        parts = {name: await _works(name, check) for name, check in checks.items()}
        ready = all(parts.values())
        return reply({"ready": ready, "parts": parts}, status=200 if ready else 503)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]


async def _works(name: str, check: Check) -> bool:
    try:
        await check()
    except Exception as error:
        log.warning("part.down", part=name, error=type(error).__name__)
        return False
    return True
