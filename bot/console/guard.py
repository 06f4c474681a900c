"""Nothing below /console without signing in, and no change without the token of a form of ours."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp_session import Session, get_session

from bot.console.rendering import CSRF, HOME, SIGN_IN, STAFF, Staff, show

_READING = {"GET", "HEAD"}
_MOVES = "/moves"
_NEXT = "next"
_TOKEN = "csrf"  # noqa: S105 (the name of a field)


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Sends strangers to the sign-in page and refuses forms that are not ours. A note typed meanwhile is given back."""
    session = await get_session(request)
    expected = session.get(_TOKEN, "")
    if not expected:
        session[_TOKEN] = secrets.token_urlsafe(24)
    request[CSRF] = session[_TOKEN]
    if "username" in session:
        request[STAFF] = Staff(session["username"], session["name"], session["role"])
    if request.method not in _READING:
        form = await request.post()
        if not hmac.compare_digest(str(form.get(_TOKEN, "")).encode(), expected.encode()) or not expected:
            return _out_of_date(request, session, form)
    if STAFF not in request and request.path != SIGN_IN:
        return _to_the_door(request, session)
    return await handler(request)


def admit(session: Session, staff: Staff) -> None:
    """Note in a fresh session who has signed in, with a fresh token for forms."""
    session.update({"username": staff.username, "name": staff.name, "role": staff.role})
    session[_TOKEN] = secrets.token_urlsafe(24)


def wanted_page(session: Session) -> str:
    """Where somebody wanted to go before being asked to sign in."""
    return str(session.get(_NEXT, HOME))


def _to_the_door(request: web.Request, session: Session) -> web.Response:
    if request.method == "GET":
        session[_NEXT] = request.path_qs
    return web.Response(status=303, headers={"Location": SIGN_IN})


def _out_of_date(request: web.Request, session: Session, form: Mapping[str, object]) -> web.Response:
    if request.path == SIGN_IN:
        sentence = "页面放得太久了，请再登录一次。"
        return show(request, "sign_in.html", {"sentence": sentence, "username": form.get("username", "")}, status=403)
    back = request.path.removesuffix(_MOVES) if request.path.endswith(_MOVES) else HOME
    if STAFF not in request:
        session[_NEXT] = back
    return show(request, "out_of_date.html", {"note": form.get("note", ""), "back": back}, status=403)
