"""Every turn exactly once: who works on a message, what came out of it, and which messages are still open.

A message is claimed (SET NX), written to the list of open turns before any work, and taken off it in the same
transaction that records its reply. What a dead gateway left open is found by the sweep and kept for a person.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from typing import Any

from redis.asyncio import Redis

from bot.talk import Talk
from bot.turn.reply import Message, Reply

OPEN = "turns:open"
KEPT = "kept"
REPLY_SECONDS = 600
CLAIM_SECONDS = 90  # longer than any turn can run


@dataclass(frozen=True)
class Turn:
    """One message of a citizen, cleaned and masked."""

    citizen: str
    text: str
    message_id: str
    channel: str

    @property
    def key(self) -> str:
        return f"{self.citizen}|{self.message_id}"

    @property
    def effect_id(self) -> str:
        """Names this message among all citizens' messages: two citizens may both call theirs "1"."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:32]

    @property
    def kept(self) -> dict[str, str]:
        """The form in which the message is handed to people."""
        return {**asdict(self), "message_id": self.effect_id}

    @property
    def member(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


class Journal:
    """`waiting` is a second connection pool for reads that block. All methods raise RedisError when Redis is down."""

    def __init__(self, redis: Redis, waiting: Redis, talk: Talk) -> None:
        self._redis = redis
        self._waiting = waiting
        self._talk = talk

    async def begin(self, turn: Turn) -> Reply | None:
        """None when the message is ours to work on; else the reply it already got. Raises Busy if it is being made."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(f"claim:{turn.key}", "1", nx=True, ex=CLAIM_SECONDS)
            pipe.xrange(_reply_key(turn), count=1)
            ours, replies = await pipe.execute()
        if replies:
            return Reply.model_validate_json(replies[0][1]["reply"])
        if not ours:
            raise Busy
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.zadd(OPEN, {turn.member: time.time() + CLAIM_SECONDS})
            self._talk.queue(pipe, turn.citizen, "citizen", turn.message_id, [Message(text=turn.text)])
            await pipe.execute()
        return None

    async def reply_of(self, turn: Turn, seconds: float) -> Reply | None:
        """Wait for the reply another gateway is making; None when it takes longer than `seconds`."""
        found: Any = await self._waiting.xread({_reply_key(turn): "0"}, count=1, block=max(1, int(seconds * 1000)))
        if not found:
            return None
        [[_, [(_, fields)]]] = found
        return Reply.model_validate_json(fields["reply"])

    async def answered(self, turn: Turn, reply: Reply) -> None:
        """Record the first reply: repeats of the message get this very one."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(_reply_key(turn), {"reply": reply.model_dump_json()})
            pipe.expire(_reply_key(turn), REPLY_SECONDS)
            self._talk.queue(pipe, turn.citizen, "bot", turn.message_id, reply.messages)
            await pipe.execute()

    async def pushed(self, turn: Turn, reply: Reply) -> None:
        """A later word on a turn that was answered in the meantime."""
        await self._talk.say(turn.citizen, "bot", f"{turn.message_id}+", reply.messages)

    async def forgotten(self, turn: Turn) -> None:
        """The citizen had their data deleted: nothing said before stays here either."""
        await self._talk.forget(turn.citizen)

    async def closed(self, turn: Turn) -> None:
        """Nothing is left to do for the turn."""
        await self._redis.zrem(OPEN, turn.member)

    async def keep(self, turn: Turn, hotline: str = "") -> None:
        """Hand the message to the people behind the service; the worker files it as a help ticket, once."""
        fields: dict[Any, Any] = {**turn.kept, **({"hotline": hotline} if hotline else {})}
        await self._redis.xadd(KEPT, fields)

    async def left_open(self) -> list[Turn]:
        """Turns that no living gateway can still be working on."""
        members: Any = await self._redis.zrangebyscore(OPEN, 0, time.time(), start=0, num=100)
        return [Turn(**json.loads(member)) for member in members]


class Busy(Exception):
    """The message is being worked on elsewhere."""


def _reply_key(turn: Turn) -> str:
    return f"reply:{turn.key}"
