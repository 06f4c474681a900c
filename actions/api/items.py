"""GET /items and /items/{code}: the template as it stands."""

from __future__ import annotations

from aiohttp import web

from actions.api.bodies import reply
from actions.desk import NoSuchItem
from actions.keys import TEMPLATE
from knowledge_base.schema import Item

routes = web.RouteTableDef()


def _matches(item: Item, query: str) -> bool:
    names = (item.code, item.name, *item.everyday_names)
    return any(query in name.casefold() for name in names)


@routes.get("/items")
async def items(request: web.Request) -> web.Response:
    query = request.query.get("query", "").strip().casefold()
    department = request.query.get("department")
    found = [
        item
        for item in request.app[TEMPLATE].current().items.values()
        if (not department or item.department == department) and (not query or _matches(item, query))
    ]
    return reply(
        {
            "items": [
                {
                    "code": item.code,
                    "name": item.name,
                    "department": item.department,
                    "summary": item.summary,
                    "completeness": item.completeness,
                }
                for item in found
            ]
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
