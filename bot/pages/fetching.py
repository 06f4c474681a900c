"""What the pages about items fetch from the backend, and what they show when it does not come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.backend import BackendDown, NotThere
from bot.keys import BACKEND
from bot.pages.sorry import sorry

_CODE = re.compile(r"[A-Z]{2}-\d{2,4}")


async def item_part(
    request: web.Request, part: str, query: Mapping[str, str] | None = None
) -> dict[str, Any] | web.Response:
    """A part of the item the path names, such as its guide; else the page that says why not."""
    code = request.match_info["code"].upper()
    if not _CODE.fullmatch(code):
        return no_such(request)
    try:
        found: dict[str, Any] = await request.app[BACKEND].get(f"/items/{code}/{part}", query)
    except NotThere:
        return no_such(request)
    except BackendDown:
        return down(request)
    return found


def no_such(request: web.Request) -> web.Response:
    return sorry(
        request, 404, "没有找到这个事项", "编号可能写错了，或者事项换了名字。请在办事指南里找，也可以直接问帮办。"
    )


def down(request: web.Request) -> web.Response:
    return sorry(request, 503, "办事指南暂时打不开", "系统正在恢复，请过几分钟再打开。急的话请打电话问。")
