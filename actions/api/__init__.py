"""The backend's REST API under /api/v1."""

from __future__ import annotations

from aiohttp import web

from actions.api import answers, cases, checklists, items, people
from actions.api.access import PREFIX


def api_routes() -> list[web.RouteDef]:
    """All routes, with their prefix."""
    tables = (items.routes, answers.routes, checklists.routes, cases.routes, people.routes)
    return [
        web.RouteDef(route.method, f"{PREFIX}{route.path}", route.handler, route.kwargs)
        for table in tables
        for route in table
        if isinstance(route, web.RouteDef)
    ]
