"""Pages that read a talk along are woken when something is said. One subscription serves a whole process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from redis.asyncio import Redis

from bot.talk import NEWS


class Readers:
    """Who waits for news of which citizen's talk."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.closing = False

    @contextmanager
    def reading(self, citizen: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something may have been said to or by the citizen."""
        event = asyncio.Event()
        self._waiting.setdefault(citizen, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[citizen].discard(event)
            if not self._waiting[citizen]:
                del self._waiting[citizen]

    def wake(self, citizen: str | None = None) -> None:
        """Wake the readers of one citizen, or all of them when news may have been missed."""
        for name in [citizen] if citizen is not None else list(self._waiting):
            for event in self._waiting.get(name, ()):
                event.set()

    def close(self) -> None:
        """The process is going down: let every reader go, so that it can come back to another one."""
        self.closing = True
        self.wake()

    async def listen(self, redis: Redis) -> None:
        """Pass on news until cancelled. Raises RedisError when the connection breaks."""
        async with redis.pubsub() as subscription:
            await subscription.subscribe(NEWS)
            self.wake()
            async for news in subscription.listen():
                if news["type"] == "message":
                    self.wake(news["data"])


READERS = web.AppKey("readers", Readers)
