"""How often somebody may try a password."""

from __future__ import annotations

import hashlib

from redis.asyncio import Redis

MOST = 5
WINDOW_SECONDS = 15 * 60


class Attempts:
    """Failed sign-ins of one account from one address. Redis holds a hash of both and forgets it after the window."""

    def __init__(self, redis: Redis, username: str, address: str) -> None:
        self._redis = redis
        who = f"{username.strip().casefold()}\n{address}"
        self._key = f"console-attempts:{hashlib.sha256(who.encode()).hexdigest()}"

    async def begin(self) -> bool:
        """Count one attempt, before the password is looked at, so that many at once gain nothing; may it be made?"""
        return await self._change(1) <= MOST

    async def take_back(self) -> None:
        """The attempt was none: nobody could look at the password."""
        await self._change(-1)

    async def forget(self) -> None:
        """The password was right."""
        await self._redis.delete(self._key)

    async def _change(self, by: int) -> int:
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(self._key, 0, ex=WINDOW_SECONDS, nx=True)
            pipe.incrby(self._key, by)
            _, count = await pipe.execute()
        return int(count)
