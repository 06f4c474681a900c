"""Each citizen's talk: what was said by whom, kept for some days so that it can be read back on any gateway.

One Redis stream a citizen; the stream's ids order the talk and tell the time. Texts are stored masked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from bot.turn.reply import Message

Who = Literal["citizen", "bot", "staff"]
NEWS = "talk-news"
_RECENT = 60  # how far back a repeated delivery is looked for


@dataclass(frozen=True)
class Entry:
    """One bubble. `source` is the id of the message that caused it."""

    id: str
    who: Who
    source: str
    message: Message

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(int(self.id.split("-")[0]) / 1000, UTC)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "who": self.who, "source": self.source, "at": self.at.isoformat(timespec="seconds"),
                "message": self.message.as_json()}  # fmt: skip


class Talk:
    """Writing to and reading from talks. `length` is in bubbles, `days` after the last one."""

    def __init__(self, redis: Redis, length: int, days: int) -> None:
        self._redis = redis
        self._length = length
        self._seconds = days * 24 * 3600

    async def say(self, citizen: str, who: Who, source: str, messages: Sequence[Message]) -> None:
        """Append bubbles and wake whoever is reading along."""
        async with self._redis.pipeline(transaction=True) as pipe:
            self.queue(pipe, citizen, who, source, messages)
            await pipe.execute()

    def queue(self, pipe: Pipeline, citizen: str, who: Who, source: str, messages: Sequence[Message]) -> None:
        """The same as part of a larger pipeline."""
        for message in messages:
            body = json.dumps(message.as_json(), ensure_ascii=False)
            fields: dict[Any, Any] = {"who": who, "source": source, "message": body}
            pipe.xadd(key(citizen), fields, maxlen=self._length, approximate=True)
        pipe.expire(key(citizen), self._seconds)
        pipe.publish(NEWS, citizen)

    async def say_once(self, citizen: str, who: Who, source: str, messages: Sequence[Message]) -> bool:
        """Append unless this source has spoken already; for deliveries that may be repeated."""
        recent: Any = await self._redis.xrevrange(key(citizen), count=_RECENT)
        if any(fields.get("source") == source and fields.get("who") == who for _, fields in recent):
            return False
        await self.say(citizen, who, source, messages)
        return True

    async def after(self, citizen: str, last: str = "0-0") -> list[Entry]:
        """All bubbles after an id, oldest first."""
        found: Any = await self._redis.xrange(key(citizen), min=f"({last}" if last != "0-0" else "-")
        return [_entry(id_, fields) for id_, fields in found]

    async def forget(self, citizen: str) -> None:
        """Delete the whole talk."""
        await self._redis.delete(key(citizen))


def key(citizen: str) -> str:
    return f"talk:{citizen}"


def _entry(id_: str, fields: dict[str, str]) -> Entry:
    who: Who = "citizen" if fields["who"] == "citizen" else "staff" if fields["who"] == "staff" else "bot"
    return Entry(id_, who, fields.get("source", ""), Message.model_validate_json(fields["message"]))
