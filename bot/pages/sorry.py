"""What is shown when a page cannot be: what happened in plain words, and where to go next."""

from __future__ import annotations

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.problems import problem
from bot.rendering import page

log = structlog.get_logger(__name__)

_FOR_PROGRAMS = ("/api/", "/chat/", "/healthz", "/readyz", "/metrics", "/static/")


def sorry(request: web.Request, status: int, title: str, detail: str) -> web.Response:
    """A page with a way on: ask, look at the guides, or ring."""
    return page(request, "sorry.html", {"title": title, "detail": detail}, status=status)


@web.middleware
async def friendly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors nobody handled, as a page for people and as problem details for programs."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _told(request, error.status)
    except Exception:
        log.exception("page.failed", path=request.path)
        return _told(request, 500)


def _told(request: web.Request, status: int) -> web.Response:
    title, detail = {
        404: ("没有这个页面", "地址可能写错了，或者页面搬了家。"),
        405: ("这里不能这样提交", "请回到上一页，再点一次。"),
        413: ("内容太大", "请写短一点，分几次发。"),
    }.get(status, ("出了点毛病", "不是您的问题。请过几分钟再试。"))
    if request.path.startswith(_FOR_PROGRAMS):
        return problem(status, f"http_{status}", title, detail)
    return sorry(request, status, title, detail)
