"""What the gateway's parts find in the application."""

from __future__ import annotations

from aiohttp import ClientSession, web
from redis.asyncio import Redis

from bot.assets import Assets
from bot.backend import Backend
from bot.metrics import Metrics
from bot.talk import Talk
from bot.township import Township
from bot.turn.take import Turns
from bot.wording import Wording
from settings import Settings

SETTINGS = web.AppKey("settings", Settings)
REDIS = web.AppKey("redis", Redis)
WAITING_REDIS = web.AppKey("waiting_redis", Redis)
HTTP = web.AppKey("http", ClientSession)
BACKEND = web.AppKey("backend", Backend)
TALK = web.AppKey("talk", Talk)
TURNS = web.AppKey("turns", Turns)
WORDING = web.AppKey("wording", Wording)
TOWNSHIP = web.AppKey("township", Township)
ASSETS = web.AppKey("assets", Assets)
METRICS = web.AppKey("metrics", Metrics)
