"""The service items as pages, everything in them fetched from the backend: nothing here knows a fact of its own."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from aiohttp import web

from bot.backend import BackendDown, NotThere
from bot.keys import BACKEND
from bot.pages.sorry import sorry
from bot.rendering import page

_CODE = re.compile(r"[A-Z]{2}-\d{2,4}")
_LONGEST_QUERY = 60
# What stands on the checklist besides the papers, in this order.
_ON_CHECKLIST = ("place", "hours", "contact", "time_limit", "fee", "agent")


def setup(app: web.Application) -> None:
    app.router.add_get("/items", index)
    app.router.add_get("/items/{code}", guide)
    app.router.add_get("/items/{code}/checklist", checklist)


async def index(request: web.Request) -> web.Response:
    """All items by department, or those a search finds."""
    query = request.query.get("query", "").strip()[:_LONGEST_QUERY]
    try:
        found = (await request.app[BACKEND].get("/items", query=query))["items"]
    except (BackendDown, NotThere):
        return _down(request)
    ordered = sorted(found, key=lambda item: (item["department"], item["code"]))
    departments = [(name, list(items)) for name, items in groupby(ordered, key=lambda item: item["department"])]
    departments.sort(key=lambda department: -len(department[1]))  # the busiest windows first
    return page(request, "items.html", {"departments": departments, "query": query, "count": len(found)})


async def guide(request: web.Request) -> web.Response:
    """Everything the template says of one item."""
    return await _show(request, "item.html")


async def checklist(request: web.Request) -> web.Response:
    """The one-time checklist 一次性告知单 to print (优化营商环境条例 第三十六条)."""
    return await _show(request, "checklist.html")


async def _show(request: web.Request, template: str) -> web.Response:
    code = request.match_info["code"].upper()
    if not _CODE.fullmatch(code):
        return _no_such(request)
    try:
        item: dict[str, Any] = await request.app[BACKEND].get(f"/items/{code}/guide")
    except NotThere:
        return _no_such(request)
    except BackendDown:
        return _down(request)
    by_aspect = {section["aspect"]: section for section in item["sections"]}
    beside = [by_aspect[aspect] for aspect in _ON_CHECKLIST if aspect in by_aspect]
    return page(request, template, {"item": item, "beside": beside})


def _no_such(request: web.Request) -> web.Response:
    return sorry(
        request, 404, "没有找到这个事项", "编号可能写错了，或者事项换了名字。请在办事指南里找，也可以直接问帮办。"
    )


def _down(request: web.Request) -> web.Response:
    return sorry(request, 503, "办事指南暂时打不开", "系统正在恢复，请过几分钟再打开。急的话请打电话问。")
