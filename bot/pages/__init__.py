"""Public pages: the guide with its search, one item, and the checklist by situation."""

from __future__ import annotations

from aiohttp import web

from bot.pages import checklist, items

__all__ = ["setup"]


def setup(app: web.Application) -> None:
    """Add the pages' routes."""
    items.setup(app)
    checklist.setup(app)
