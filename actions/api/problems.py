"""Errors as application/problem+json (RFC 9457): a Chinese title, and a Chinese detail that says what to do."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from actions.casework.refusals import Refusal
from actions.desk import IllegalMove, NoSuchCase, NoSuchItem, SlotTaken, StaleVersion

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_STATUS: dict[type[Refusal], int] = {
    NoSuchCase: 404,
    NoSuchItem: 404,
    IllegalMove: 409,
    StaleVersion: 409,
    SlotTaken: 409,
}
_HTTP_TITLES = {
    404: ("没有这个地址", "请检查网址。"),
    405: ("不支持这种请求方法", "请查看接口说明。"),
    413: ("内容太长", "请缩短后再提交。"),
}


class Problem(Exception):
    """An error of the API itself."""

    def __init__(self, status: int, code: str, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.title, self.detail = status, code, title, detail


def _answer(status: int, code: str, title: str, detail: str) -> web.Response:
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return web.json_response(
        body,
        status=status,
        content_type="application/problem+json",
        dumps=lambda data: json.dumps(data, ensure_ascii=False),
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns what goes wrong below into a problem. The cause of a fault goes to the log, never to the caller."""
    try:
        return await handler(request)
    except Problem as problem:
        return _answer(problem.status, problem.code, problem.title, problem.detail)
    except Refusal as refusal:
        return _answer(_STATUS.get(type(refusal), 422), refusal.code, refusal.title, str(refusal))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        title, detail = _HTTP_TITLES.get(error.status, ("请求不对", "请查看接口说明。"))
        return _answer(error.status, f"http_{error.status}", title, detail)
    except Exception:
        resource = request.match_info.route.resource
        log.exception("api.fault", route=resource.canonical if resource else None, method=request.method)
        return _answer(500, "fault", "系统出错了", "请稍后再试。一直这样，请联系管理员查看日志。")
