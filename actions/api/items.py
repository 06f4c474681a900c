"""The items of the template as it stands: shelves to browse, a search, one item whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from actions.api.bodies import reply
from actions.desk import NoSuchItem
from actions.keys import TEMPLATE
from knowledge_base.life_events import life_events
from knowledge_base.schema import Item
from knowledge_base.search import Found

routes = web.RouteTableDef()

_NAMES_SHOWN = 4


def _line(item: Item) -> dict[str, Any]:
    """An item as it stands in a list."""
    return {
        "code": item.code,
        "name": item.name,
        "everyday_names": item.everyday_names[:_NAMES_SHOWN],
        "department": item.department,
        "summary": item.summary,
        "completeness": item.completeness,
    }


@routes.get("/items")
async def items(request: web.Request) -> web.Response:
    """All items, or those a `query` finds, of a life `event`, of a `department`."""
    template = request.app[TEMPLATE].current()
    found = Found(tuple(template.items))
    if query := request.query.get("query", "").strip():
        found = template.search.find(query)
    codes: Iterable[str] = found.codes
    if name := request.query.get("event"):
        codes = next((event.codes for event in life_events() if event.name == name), ())
    if department := request.query.get("department"):
        codes = [code for code in codes if code in template.items and template.items[code].department == department]
    lines = [_line(template.items[code]) for code in codes if code in template.items]
    return reply({"items": lines, "guessed": found.guessed})


@routes.get("/shelves")
async def shelves(request: web.Request) -> web.Response:
    """Life events and departments, each with the number of its items; the fullest department first."""
    known = request.app[TEMPLATE].current().items
    events = [(event, sum(code in known for code in event.codes)) for event in life_events()]
    departments = Counter(item.department for item in known.values()).most_common()
    return reply(
        {
            "events": [{"name": event.name, "hint": event.hint, "count": count} for event, count in events if count],
            "departments": [{"name": name, "count": count} for name, count in departments],
        }
    )


@routes.get("/items/{code}")
async def item(request: web.Request) -> web.Response:
    template = request.app[TEMPLATE].current()
    found = template.items.get(request.match_info["code"])
    if found is None:
        raise NoSuchItem(request.match_info["code"])
    places = [template.township.places[key].model_dump() for key in found.places]
    return reply({**found.model_dump(mode="json"), "places_full": places, "township": template.township.name})
