"""What the backend's parts find in the application."""

from __future__ import annotations

from aiohttp import web

from actions.desk import Desk
from actions.store import Store
from knowledge_base.live import LiveTemplate
from settings import Settings

SETTINGS = web.AppKey("settings", Settings)
STORE = web.AppKey("store", Store)
TEMPLATE = web.AppKey("template", LiveTemplate)
DESK = web.AppKey("desk", Desk)
