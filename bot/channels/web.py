"""The web chat: a page that works with a form alone, and better with a script that keeps a line open."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
import secrets
from typing import Annotated, Any

from aiohttp import web
from aiohttp_sse import sse_response
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from redis.exceptions import RedisError

from bot.channels.bubbles import bubbles
from bot.channels.pace import too_fast
from bot.keys import METRICS, REDIS, SETTINGS, TALK, TURNS, WORDING
from bot.problems import problem
from bot.readers import READERS
from bot.rendering import ELDER_COOKIE, page
from bot.talk import Entry
from bot.turn.reply import Message, Reply

COOKIE = "citizen"
_YEAR = 365 * 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ENTRY_ID = re.compile(r"\d{1,19}-\d{1,19}")
_HEARTBEAT_SECONDS = 15.0
_POLL_SECONDS = 25.0
EXAMPLES = ("低保怎么申请", "八十岁补贴能领多少钱", "找人帮我办残疾证", "村里路灯坏了")


class Said(BaseModel):
    """What the page sends. The id is the page's own, so that sending again after a lost answer changes nothing."""

    model_config = ConfigDict(strict=True)

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


def setup(app: web.Application) -> None:
    app.router.add_get("/", show)
    app.router.add_post("/", say_by_form)
    app.router.add_get("/elder", choose_elder)
    app.router.add_post("/chat/messages", say)
    app.router.add_get("/chat/events", events)
    app.router.add_get("/chat/poll", poll)
    app.on_shutdown.append(_let_readers_go)


async def show(request: web.Request) -> web.Response:
    """The page with the talk so far. Whoever comes for the first time gets a cookie with a random number."""
    token = _token(request) or secrets.token_urlsafe(16)
    try:
        entries = await request.app[TALK].after(citizen_of(token))
    except RedisError:
        entries = []
    response = _talk_page(request, entries)
    _give_cookie(request, response, token)
    return response


async def say_by_form(request: web.Request) -> web.Response:
    """The way without a script: send, wait for the reply, show the talk again."""
    form = await request.post()
    text = str(form.get("text", ""))
    token = _token(request) or secrets.token_urlsafe(16)
    citizen = citizen_of(token)
    message_id = str(form.get("id", ""))
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", message_id):
        message_id = secrets.token_urlsafe(12)
    if await _must_wait(request, citizen, text):
        reply = Reply(messages=(Message(text=request.app[WORDING].say("too_fast")),))
    else:
        reply = await request.app[TURNS].take_turn(citizen, text, message_id, "web")
    try:
        entries = await request.app[TALK].after(citizen)
    except RedisError:
        entries = []
    if any(entry.source == message_id and entry.who == "bot" for entry in entries):
        response = web.Response(status=303, headers={"Location": "/#end"})
    else:
        response = _talk_page(request, entries, extra=reply.messages)
    _give_cookie(request, response, token)
    return response


async def say(request: web.Request) -> web.Response:
    """The way with a script: 202 as soon as the message is safe; the reply comes by /chat/events."""
    token = _token(request)
    if token is None:
        return problem(401, "no_cookie", "页面过期了", "请刷新页面再发。")
    try:
        said = Said.model_validate(await request.json())
    except (json.JSONDecodeError, UnicodeDecodeError, ValidationError):
        return problem(422, "wrong_fields", "没发出去", "请写一句话再发。")
    citizen = citizen_of(token)
    if await _must_wait(request, citizen, said.text):
        refused = problem(429, "too_fast", "发得太快", request.app[WORDING].say("too_fast"))
        refused.headers["Retry-After"] = "60"
        return refused
    reply = await request.app[TURNS].accept(citizen, said.text, said.id, "web")
    if reply is None:
        return web.json_response({"id": said.id}, status=202)
    return web.json_response({"id": said.id, **reply.as_json()})


async def events(request: web.Request) -> web.StreamResponse:
    """The talk as server-sent events, from where the page stopped reading (Last-Event-ID, or `after` at first)."""
    token = _token(request)
    if token is None:
        return problem(401, "no_cookie", "页面过期了", "请刷新页面。")
    citizen, last = citizen_of(token), _last_read(request)
    readers, talk = request.app[READERS], request.app[TALK]
    request.app[METRICS].readers(1)
    try:
        with readers.reading(citizen) as news:
            async with sse_response(request, ping_interval=_HEARTBEAT_SECONDS) as stream:
                # When Redis or the browser goes away the stream just ends; the page comes back by itself.
                with contextlib.suppress(RedisError, ConnectionResetError):
                    while stream.is_connected() and not readers.closing:
                        news.clear()
                        for entry in await talk.after(citizen, last):
                            await stream.send(_dumps(entry.as_json()), id=entry.id)
                            last = entry.id
                        await _news(news, _HEARTBEAT_SECONDS)
            return stream
    finally:
        request.app[METRICS].readers(-1)


async def poll(request: web.Request) -> web.Response:
    """The same for a browser or a proxy that cannot keep an event stream: waits until there is something."""
    token = _token(request)
    if token is None:
        return problem(401, "no_cookie", "页面过期了", "请刷新页面。")
    citizen, last = citizen_of(token), _last_read(request)
    try:
        with request.app[READERS].reading(citizen) as news:
            entries = await request.app[TALK].after(citizen, last)
            if not entries:
                await _news(news, _POLL_SECONDS)
                entries = await request.app[TALK].after(citizen, last)
    except RedisError:
        return problem(503, "talk_down", "暂时读不到", "页面会自己再试。")
    return web.json_response({"entries": [entry.as_json() for entry in entries]}, dumps=_dumps)


async def choose_elder(request: web.Request) -> web.Response:
    """Turn the large print on or off for this browser, and go back."""
    back = request.query.get("back", "/")
    if not re.fullmatch(r"/(?:[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)*)?(?:\?[A-Za-z0-9%=&_.+~-]*)?", back):
        back = "/"
    response = web.Response(status=303, headers={"Location": back})
    response.set_cookie(ELDER_COOKIE, "1" if request.query.get("on") == "1" else "0", max_age=_YEAR, samesite="Lax")
    return response


def citizen_of(token: str) -> str:
    """The citizen's id. The cookie itself is never stored or passed on."""
    return f"web:{hashlib.sha256(token.encode()).hexdigest()[:24]}"


def _talk_page(request: web.Request, entries: list[Entry], extra: tuple[Message, ...] = ()) -> web.Response:
    context: dict[str, Any] = {
        "bubbles": bubbles(entries),
        "extra": extra,
        "last": entries[-1].id if entries else "0-0",
        "examples": EXAMPLES,
        "next_id": secrets.token_urlsafe(12),
    }
    return page(request, "chat.html", context)


async def _must_wait(request: web.Request, citizen: str, text: str) -> bool:
    """True when the citizen writes too fast. An emergency always passes."""
    return await too_fast(request.app[REDIS], citizen) and not request.app[TURNS].is_emergency(text)


def _token(request: web.Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def _give_cookie(request: web.Request, response: web.Response, token: str) -> None:
    secure = request.secure or request.app[SETTINGS].public_url.startswith("https://")
    response.set_cookie(COOKIE, token, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)


def _last_read(request: web.Request) -> str:
    last = request.headers.get("Last-Event-Id") or request.query.get("after", "")
    return last if _ENTRY_ID.fullmatch(last) else "0-0"


async def _news(news: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return


async def _let_readers_go(app: web.Application) -> None:
    app[READERS].close()


def _dumps(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
