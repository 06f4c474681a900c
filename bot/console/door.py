"""Signing in and out."""

from __future__ import annotations

import structlog
from aiohttp import web
from aiohttp_session import get_session, new_session

from bot.backend import BackendDown
from bot.console.attempts import WINDOW_SECONDS, Attempts
from bot.console.casework import Refused, casework
from bot.console.guard import admit, wanted_page
from bot.console.rendering import HOME, SIGN_IN, STAFF, show
from bot.keys import REDIS

log = structlog.get_logger(__name__)

_TOO_OFTEN = "试的次数太多了，先歇一歇，过 15 分钟再试。忘记密码请找管理员。"
_WRONG = "用户名或密码不对。请再试一次，忘记密码请找管理员。"


def setup(app: web.Application) -> None:
    app.router.add_get("/sign-in", ask)
    app.router.add_post("/sign-in", sign_in)
    app.router.add_post("/sign-out", sign_out)


async def ask(request: web.Request) -> web.Response:
    """The form for username and password."""
    if STAFF in request:
        return _to(HOME)
    return show(request, "sign_in.html", {"sentence": "", "username": ""})


async def sign_in(request: web.Request) -> web.Response:
    """Check the password with the backend. Who gets in gets a new token: one planted before is worth nothing."""
    form = await request.post()
    username, password = str(form.get("username", "")).strip(), str(form.get("password", ""))
    attempts = Attempts(request.config_dict[REDIS], username, request.remote or "")
    if not await attempts.begin():
        log.warning("console.sign_in_too_often")
        response = _again(request, 429, _TOO_OFTEN, username)
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
        return response
    try:
        staff = await casework(request).sign_in(username, password)
    except Refused:
        log.info("console.sign_in_refused")
        return _again(request, 401, _WRONG, username)
    except BackendDown:
        await attempts.take_back()
        raise
    await attempts.forget()
    wanted = wanted_page(await get_session(request))
    admit(await new_session(request), staff)
    return _to(wanted)


async def sign_out(request: web.Request) -> web.Response:
    """Forget who was signed in, here and in Redis."""
    (await get_session(request)).invalidate()
    return _to(SIGN_IN)


def _again(request: web.Request, status: int, sentence: str, username: str) -> web.Response:
    return show(request, "sign_in.html", {"sentence": sentence, "username": username}, status=status)


def _to(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})
