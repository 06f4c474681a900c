"""The guide: a search, shelves to browse, one item whole. Nothing here knows a fact of its own."""

from __future__ import annotations

from aiohttp import web

from bot.backend import BackendDown, NotThere
from bot.keys import BACKEND
from bot.pages.fetching import down, item_part
from bot.rendering import page

_LONGEST_QUERY = 60


def setup(app: web.Application) -> None:
    app.router.add_get("/items", index)
    app.router.add_get("/items/{code}", guide)


async def index(request: web.Request) -> web.Response:
    """What a search finds, what stands on one shelf, or the shelves."""
    asked = {name: request.query.get(name, "").strip()[:_LONGEST_QUERY] for name in ("query", "event", "department")}
    chosen = next((name for name, value in asked.items() if value), None)
    backend = request.app[BACKEND]
    try:
        if chosen is None:
            return page(request, "items.html", {"query": "", **await backend.get("/shelves")})
        found = await backend.get("/items", {chosen: asked[chosen]})
    except (BackendDown, NotThere):
        return down(request)
    context = {"query": asked["query"], "chosen": chosen, "title": asked[chosen], **found}
    return page(request, "items_found.html", context)


async def guide(request: web.Request) -> web.Response:
    """Everything the template says of one item."""
    found = await item_part(request, "guide")
    return found if isinstance(found, web.Response) else page(request, "item.html", {"item": found})
