"""Puts the backend together: store, template, desk and API in one aiohttp application."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from actions.api import api_routes
from actions.api.access import token_needed
from actions.api.health import health_routes
from actions.api.problems import problems
from actions.casework.kinds import beijing_now
from actions.conversation.webhook import add_webhook
from actions.conversation.world import World
from actions.desk import Desk
from actions.keys import DESK, SETTINGS, STORE, TEMPLATE
from actions.store import open_store, upgrade
from actions.store.seeds import seed
from knowledge_base.benefits.book import LiveBook
from knowledge_base.live import LiveTemplate
from settings import Settings

__all__ = ["DESK", "SETTINGS", "STORE", "TEMPLATE", "create_app"]

_LARGEST_BODY = 1024 * 1024


async def _database(app: web.Application) -> AsyncIterator[None]:
    """Brings the tables up to date before the first request, and lets the connections go at the end."""
    store = app[STORE]
    await upgrade(store)
    await seed(store, app[SETTINGS])
    yield
    await store.close()


def create_app(settings: Settings) -> web.Application:
    """The backend. The template is read at once, so that a faulty one stops the start and not the first question."""
    app = web.Application(middlewares=[problems, token_needed], client_max_size=_LARGEST_BODY)
    store = open_store(settings)
    template = LiveTemplate(settings.items_dir, settings.township_file, check_seconds=settings.template_check_seconds)
    app[SETTINGS] = settings
    app[STORE] = store
    app[TEMPLATE] = template
    app[DESK] = Desk(store, template.current, beijing_now)
    app.add_routes(health_routes({"database": store.ping}))
    app.add_routes(api_routes())
    rules = LiveBook(settings.benefits_dir, check_seconds=settings.template_check_seconds)
    add_webhook(app, World(app[DESK], template, rules, beijing_now))
    app.cleanup_ctx.append(_database)
    return app
