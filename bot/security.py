"""What protects every page: strict headers on all responses, and no change accepted from another site's page."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.keys import SETTINGS
from bot.problems import problem

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A form needs its Origin header to be checked, so nothing stricter than same-origin.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}
# Callers of these bring their own proof (a key or a signature) and no cookie.
_WITHOUT_COOKIE = ("/api/", "/wechat")


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """For on_response_prepare: the headers above, and no word about the server's software."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.popall("Server", None)


@web.middleware
async def same_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a change that another site's page sent with our cookie."""
    if request.method in _SAFE or request.path.startswith(_WITHOUT_COOKIE) or is_own_page(request):
        return await handler(request)
    return problem(403, "foreign_page", "不能从别的网页提交", "请打开本页面，重新填写后再提交。")


def is_own_page(request: web.Request) -> bool:
    """True when the browser says that the request comes from a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    came_from = request.headers.get("Origin") or request.headers.get("Referer")
    if not came_from:
        return False
    own = {request.host, urlsplit(request.app[SETTINGS].public_url).netloc}
    return urlsplit(came_from).netloc in own - {""}
