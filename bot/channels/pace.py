"""How fast one citizen may write. It protects the engine from a stuck key, not people from the service."""

from __future__ import annotations

import time

from redis.asyncio import Redis
from redis.exceptions import RedisError

MOST_A_MINUTE = 30


async def too_fast(redis: Redis, citizen: str) -> bool:
    """Count one message; True when the citizen has sent more than 30 in this minute. Without Redis nobody is."""
    key = f"pace:{citizen}:{int(time.time() // 60)}"
    try:
        async with redis.pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, 60)
            count, _ = await pipe.execute()
    except RedisError:
        return False
    return int(count) > MOST_A_MINUTE
