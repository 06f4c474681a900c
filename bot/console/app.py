"""Puts the console together as an application of its own below /console."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp_session import session_middleware
from redis.exceptions import RedisError

from bot.backend import BackendDown
from bot.console import case, door, work
from bot.console.casework import Refused
from bot.console.guard import guarded
from bot.console.rendering import HOME, sorry
from bot.console.sessions import Sessions

_DOWN = "工作台正在恢复，请过几分钟刷新再试。刚才的操作没有做成，单子没有变。"


def create_console() -> web.Application:
    """To be added under the prefix /console. Only the sign-in page is open to whoever has not signed in."""
    app = web.Application(middlewares=[unstored, plainly, session_middleware(Sessions()), guarded])
    # The redirect of the bare prefix; the list itself is at "/".
    app.router.add_get("", home)
    for part in (door, work, case):
        part.setup(app)
    return app


async def home(_request: web.Request) -> web.Response:
    return web.Response(status=308, headers={"Location": HOME})


@web.middleware
async def unstored(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What staff see is kept by no cache, neither on the way nor for the next user of the same computer."""
    response = await handler(request)
    response.headers["Cache-Control"] = "no-store"
    return response


@web.middleware
async def plainly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong, in words that say what to do next."""
    try:
        return await handler(request)
    except Refused as refused:
        return sorry(request, refused.status, refused.title, refused.detail)
    except (BackendDown, RedisError):
        return sorry(request, 503, "工作台暂时打不开", _DOWN)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return sorry(request, error.status, "没有这个页面", "地址可能写错了。请从工作台的列表里打开。")
