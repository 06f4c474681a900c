"""The one-time checklist 一次性告知单 of one person: question by question, then the sheet to print, save and show.

Every answer is in the address, so that going back, sending it on and reading its QR code all work without a script.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import segno
from aiohttp import web
from markupsafe import Markup

from bot.keys import SETTINGS
from bot.pages.fetching import item_part
from bot.rendering import BEIJING, ELDER_COOKIE, page

_LONGEST_ANSWERS = 20


def setup(app: web.Application) -> None:
    app.router.add_get("/items/{code}/checklist", show)


async def show(request: web.Request) -> web.Response:
    """The next question, or the sheet when there is none left."""
    answers = request.query.get("a", "")[:_LONGEST_ANSWERS]
    found = await item_part(request, "checklist", {"a": answers})
    if isinstance(found, web.Response):
        return found
    big = _big(request)
    # The size is kept in the links only where this page was asked for in one, so that addresses stay short.
    chosen = {"1": "&big=1", "0": "&big=0"}.get(request.query.get("big", ""), "")
    context: dict[str, Any] = {"item": found, "elder": big, "size": chosen}
    if found["question"]:
        return page(request, "checklist_question.html", {**context, "here": answers})
    here = f"/items/{found['code']}/checklist?a={found['sheet']['a']}{chosen}"
    today = datetime.now(BEIJING)
    printed = f"{today.year}年{today.month}月{today.day}日"
    return page(
        request,
        "checklist.html",
        {**context, "here": found["sheet"]["a"], "printed": printed, "qr": _qr(request, here)},
    )


def _big(request: web.Request) -> bool:
    """Large print: asked for in the address, else as this browser has chosen."""
    return request.query.get("big", request.cookies.get(ELDER_COOKIE)) == "1"


def _qr(request: web.Request, path: str) -> Markup:
    """The code of a page of ours, as SVG. White around it, so that it can be read on a dark page too."""
    root = request.app[SETTINGS].public_url.rstrip("/") or f"{request.scheme}://{request.host}"
    code = segno.make(root + path, error="m", micro=False)
    drawn = code.svg_inline(border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn here, of an address only
