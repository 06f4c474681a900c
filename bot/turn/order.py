"""One citizen's messages are worked on one after the other, in the order they came, on however many gateways."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

log = structlog.get_logger(__name__)


class Place:
    """A place in a citizen's queue: it is ours when everybody in front has left."""

    def __init__(self, before: Place | None) -> None:
        self._before = before
        self._left = asyncio.Event()

    async def wait(self) -> None:
        """Somebody in front may leave early, as an emergency does; those further in front still count."""
        while self._before is not None:
            await self._before._left.wait()
            self._before = self._before._before

    def leave(self) -> None:
        self._left.set()


class Order:
    """First come, first served for each citizen. Nothing is kept for a citizen without an open turn.

    `hold_seconds` is the longest a turn can last; a lock left by a dead process is free again after it.
    """

    def __init__(self, redis: Redis, hold_seconds: float) -> None:
        self._redis = redis
        self._hold = hold_seconds
        self._last: dict[str, Place] = {}

    @property
    def open(self) -> int:
        """How many citizens have a turn open here."""
        return len(self._last)

    def line_up(self, citizen: str) -> Place:
        """Take the next place at once, so that nothing done before the turn can change the order."""
        place = self._last[citizen] = Place(self._last.get(citizen))
        return place

    def leave(self, citizen: str, place: Place) -> None:
        """Let the next one in. Whoever has lined up must leave in the end, turn or no turn."""
        place.leave()
        if self._last.get(citizen) is place:
            del self._last[citizen]

    @asynccontextmanager
    async def turn(self, citizen: str, place: Place) -> AsyncIterator[None]:
        """Wait for the turn and hold it on all gateways. Without Redis the order still holds within this process."""
        await place.wait()
        lock = self._redis.lock(f"order:{citizen}", timeout=self._hold, sleep=0.05, thread_local=False)
        held = False
        try:
            held = await lock.acquire(blocking_timeout=self._hold)
        except RedisError:
            log.warning("order.without_redis")
        try:
            yield
        finally:
            if held:
                try:
                    await lock.release()
                except (LockError, RedisError):
                    log.warning("order.lock_was_lost")
