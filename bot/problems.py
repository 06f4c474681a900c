"""Errors of the JSON endpoints as problem details (RFC 9457), in words that say what to do next."""

from __future__ import annotations

from aiohttp import web


def problem(status: int, code: str, title: str, detail: str) -> web.Response:
    """An application/problem+json response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    response = web.json_response(body, status=status)
    response.content_type = "application/problem+json"
    return response
