"""Templates, and what every page shows: the township, the elder mode, telephone numbers as links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from markupsafe import Markup, escape

from bot.keys import ASSETS, TOWNSHIP

TEMPLATES = Path(__file__).with_name("templates")
ELDER_COOKIE = "elder"
BEIJING = timezone(timedelta(hours=8))
_TELEPHONE = re.compile(r"(?<![\d\-])(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?![\d\-])")
_WEEKDAYS = "一二三四五六日"


def setup(app: web.Application) -> None:
    """Jinja2 with autoescape on; a name that a template does not get is an error."""
    env = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        context_processors=[_everywhere],
    )
    env.globals["asset"] = app[ASSETS].url
    env.filters["telephones"] = telephones
    env.filters["lines"] = lines
    env.filters["when"] = when


def page(request: web.Request, template: str, context: Mapping[str, Any], status: int = 200) -> web.Response:
    """A rendered page, compressed, never kept by a cache between us and the citizen."""
    response = aiohttp_jinja2.render_template(template, request, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.enable_compression()
    return response


def telephones(text: str) -> Markup:
    """The text escaped, with telephone numbers that ring when tapped."""
    pieces: list[Markup] = []
    end = 0
    for found in _TELEPHONE.finditer(text):
        number = found.group()
        pieces += [escape(text[end : found.start()]), Markup('<a class="tel" href="tel:{0}">{0}</a>').format(number)]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def when(at: datetime, now: datetime | None = None) -> str:
    """A time stamp as WeChat writes it: 14:05, 昨天 14:05, 星期三 14:05, 11月3日 14:05."""
    local, today = at.astimezone(BEIJING), (now or datetime.now(BEIJING)).astimezone(BEIJING)
    clock = f"{local:%H:%M}"
    days = (today.date() - local.date()).days
    if days <= 0:
        return clock
    if days == 1:
        return f"昨天 {clock}"
    if days < 7:
        return f"星期{_WEEKDAYS[local.weekday()]} {clock}"
    year = f"{local.year}年" if local.year != today.year else ""
    return f"{year}{local.month}月{local.day}日 {clock}"


async def _everywhere(request: web.Request) -> dict[str, Any]:
    return {
        "facts": request.app[TOWNSHIP].facts,
        "elder": request.cookies.get(ELDER_COOKIE) == "1",
        "path": request.path_qs,
    }
