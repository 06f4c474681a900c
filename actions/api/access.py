"""Who may call the API: our own processes by their shared token; a member of staff is named by X-Staff."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from aiohttp import web

from actions.api.problems import Handler, Problem
from actions.desk import Actor
from actions.keys import DESK, SETTINGS

PREFIX = "/api/v1"


def _from_this_machine(request: web.Request) -> bool:
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


def may_call(request: web.Request) -> bool:
    """Whether the caller holds the shared token. While none is set, only this machine may call."""
    token = request.app[SETTINGS].internal_token.get_secret_value()
    if not token:
        return _from_this_machine(request)
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


@web.middleware
async def token_needed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Guards everything but the health checks."""
    if request.path in ("/healthz", "/readyz") or may_call(request):
        return await handler(request)
    raise Problem(401, "token_needed", "没有权限", "请带上正确的内部令牌（Authorization: Bearer …）。")


async def acting_staff(request: web.Request) -> Actor | None:
    """The member of staff on whose behalf the gateway calls, or None when it calls on its own."""
    username = request.headers.get("X-Staff")
    if username is None:
        return None
    member = await request.app[DESK].staff_member(username)
    if member is None:
        raise Problem(403, "no_such_staff", "没有这个工作人员", "账号不存在或已停用。请重新登录，或找管理员。")
    return Actor(member.username, member.role)


async def required_staff(request: web.Request) -> Actor:
    """The member of staff, where only one may act."""
    actor = await acting_staff(request)
    if actor is None:
        raise Problem(403, "staff_needed", "要由工作人员操作", "请先登录工作台再操作。")
    return actor
