"""The pages of the console as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.console import words

HOME = "/console/"
SIGN_IN = "/console/sign-in"
SIGN_OUT = "/console/sign-out"


@dataclass(frozen=True)
class Staff:
    """Who has signed in. What they may do is decided by the backend every time."""

    username: str
    name: str
    role: str

    @property
    def role_title(self) -> str:
        return words.ROLES.get(self.role, self.role)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of cases worth a tab."""
        return words.KINDS_SEEN.get(self.role, ())


STAFF = web.RequestKey("staff", Staff)
CSRF = web.RequestKey("csrf", str)


def show(request: web.Request, template: str, context: Mapping[str, Any], status: int = 200) -> web.Response:
    """A page. It is not compressed: its size would tell of the token it carries beside text from elsewhere (BREACH)."""
    everywhere = {
        "staff": request.get(STAFF),
        "csrf": request.get(CSRF, ""),
        "kind": None,
        "kind_titles": words.KINDS,
        "home": HOME,
        "sign_in": SIGN_IN,
        "sign_out": SIGN_OUT,
    }
    return aiohttp_jinja2.render_template(f"console/{template}", request, {**everywhere, **context}, status=status)


def sorry(request: web.Request, status: int, title: str, detail: str) -> web.Response:
    """A page that says what happened, with a way back to the list."""
    return show(request, "sorry.html", {"title": title, "detail": detail}, status=status)
