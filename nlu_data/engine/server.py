"""The dialogue engine as a small aiohttp server: one message in, messages and outcome out."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from typing import Any

import redis.asyncio as redis
import structlog
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.utils.endpoints import EndpointConfig

from nlu_data.engine.item_linker import live_template
from nlu_data.engine.tracker_store import BoundedTrackerStore
from nlu_data.engine.train import newest_model
from nlu_data.engine.turn_decider import UNDERSTANDING
from secret_keys import cipher_of, encryption_keys
from settings import Settings

log = structlog.get_logger()

# Rasa checks every action's reply against a JSON schema, which takes longer than understanding the message did. Our
# backend builds the reply with Rasa's own SDK, so the check can only repeat what is known.
RemoteAction._validate_action_result = lambda self, result: True

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
AGENT = web.AppKey("agent", Agent)
SETTINGS = web.AppKey("settings", Settings)
STARTED = web.AppKey("started", float)


class Replies(OutputChannel):
    """Collects what the actions say in one turn."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.outcome: dict[str, Any] = {}

    @classmethod
    def name(cls) -> str:
        return "gateway"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Takes one response. The first outcome of a turn stands; a form asked afterwards adds its flow and slot."""
        extra = message.get("custom") or {}
        if outcome := extra.get("outcome"):
            self.outcome = {**outcome, **self.outcome}
        if message.get("text"):
            shown = {key: extra[key] for key in ("link", "card") if extra.get(key)}
            buttons = [{"title": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []]
            self.messages.append({"text": message["text"], **({"buttons": buttons} if buttons else {}), **shown})


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    token = request.app[SETTINGS].internal_token.get_secret_value()
    if request.path.startswith(("/healthz", "/readyz")) or not token:
        return await handler(request)
    if not hmac.compare_digest(request.headers.get("Authorization", ""), f"Bearer {token}"):
        raise web.HTTPUnauthorized
    return await handler(request)


async def _turn(request: web.Request) -> web.Response:
    body = await request.json()
    text, sender = str(body["text"]), str(body["sender"])
    replies = Replies()
    metadata = {**body.get("metadata", {}), "message_id": body["message_id"]}
    # A leading slash is Rasa's control syntax for naming an intent; a citizen's slash is only a character.
    spoken = "／" + text[1:] if text.startswith("/") else text
    message = UserMessage(spoken, replies, sender, input_channel=Replies.name(), metadata=metadata)
    await request.app[AGENT].handle_message(message)
    return web.json_response({"messages": replies.messages, "outcome": replies.outcome or {"act": "error"}})


async def _understand(request: web.Request) -> web.Response:
    """What a message means, without acting on it and without a trace in anybody's talk."""
    text = str((await request.json())["text"])
    parsed = await request.app[AGENT].parse_message("／" + text[1:] if text.startswith("/") else text)
    return web.json_response(parsed[UNDERSTANDING])


async def _health(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def _ready(request: web.Request) -> web.Response:
    agent = request.app[AGENT]
    ready = agent.is_ready()
    age = round(time.monotonic() - request.app[STARTED])
    body = {"ready": ready, "parts": {"model": {"ready": ready, "name": agent.model_name, "age_seconds": age}}}
    return web.json_response(body, status=200 if ready else 503)


async def create_app(settings: Settings) -> web.Application:
    """Loads the model and answers turns. Raises FileNotFoundError when no model has been trained yet."""
    model = newest_model()
    store = redis.from_url(settings.redis_url)
    action_url = f"{settings.backend_url}/webhook"
    headers = {"Authorization": f"Bearer {settings.internal_token.get_secret_value()}"}
    cipher = cipher_of(encryption_keys(settings))
    tracker_store = BoundedTrackerStore(None, store, cipher, user_turns=settings.tracker_user_turns)
    agent = Agent(
        tracker_store=tracker_store,
        lock_store=InMemoryLockStore(),
        # Our actions need no domain; sending it with every call costs more than most actions do.
        action_endpoint=EndpointConfig(action_url, headers=headers, enable_selective_domain=True),
    )
    await asyncio.to_thread(agent.load_model, str(model))
    live_template().current()
    app = web.Application(middlewares=[_guard], client_max_size=64 * 1024)
    app[AGENT], app[SETTINGS], app[STARTED] = agent, settings, time.monotonic()
    app.router.add_post("/turn", _turn)
    app.router.add_post("/understand", _understand)
    app.router.add_get("/healthz", _health)
    app.router.add_get("/readyz", _ready)

    async def close(_: web.Application) -> None:
        await store.aclose()

    app.on_cleanup.append(close)
    log.info("engine.ready", model=model.name)
    return app
