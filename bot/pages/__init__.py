"""Public pages: the list of service items, the guide of one, and its printable checklist."""

from __future__ import annotations

from aiohttp import web

from bot.pages import items

__all__ = ["setup"]


def setup(app: web.Application) -> None:
    """Add the pages' routes."""
    items.setup(app)
