"""Files the messages the gateway could not answer, and tells the citizens their numbers.

At least once from end to end: filing is idempotent by the message, and the notice carries an id of its own by which
the gateway drops a repeat. An entry leaves the stream in the same Redis transaction that sends its notice.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from actions.desk import Desk, Filed
from actions.kept import KeptMessage

log = structlog.get_logger()

KEPT = "kept"
UNREADABLE = "kept-unreadable"
TALK_OUT = "talk-out"
GROUP = "worker"

_BATCH = 20
_FIRST_REST = 0.2
_LONGEST_REST = 15.0

Entry = tuple[str | None, dict[Any, Any]]


class KeptMessages:
    """One consumer of the stream. Several may run; what one leaves unfinished another takes up after `patience`."""

    def __init__(
        self,
        redis: Redis,
        desk: Desk,
        consumer: str,
        *,
        patience: timedelta = timedelta(seconds=30),
        wait: timedelta = timedelta(seconds=1),
    ) -> None:
        """`redis` decodes responses, and its socket timeout is longer than `wait`, the longest time without news."""
        self._redis = redis
        self._desk = desk
        self._consumer = consumer
        self._patience_ms = int(patience.total_seconds() * 1000)
        self._wait_ms = int(wait.total_seconds() * 1000)

    async def run(self, stop: asyncio.Event) -> None:
        """Works until told to stop, then finishes the round it is in.

        When Redis or the database is away it rests, each time longer, and tries again.
        """
        rest = _FIRST_REST
        while not stop.is_set():
            try:
                await self._ensure_group()
                while not stop.is_set() and await self.work_once():
                    rest = _FIRST_REST
            except RedisError as error:
                log.warning("kept.redis_away", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), rest)
            rest = min(rest * 2, _LONGEST_REST)

    async def work_once(self) -> bool:
        """One round: first what others left unfinished, then what is new. False when something could not be filed."""
        redis: Any = self._redis  # Its annotations name every shape a server may answer in.
        _, left, *_ = await redis.xautoclaim(KEPT, GROUP, self._consumer, self._patience_ms, "0-0", _BATCH)
        done = await self._handle_all(left)
        news = await redis.xreadgroup(GROUP, self._consumer, {KEPT: ">"}, count=_BATCH, block=self._wait_ms)
        for _, entries in news:
            done = await self._handle_all(entries) and done
        return done

    async def _ensure_group(self) -> None:
        try:
            await self._redis.xgroup_create(KEPT, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def _handle_all(self, entries: Iterable[Entry]) -> bool:
        done = True
        for id_, fields in entries:
            if id_ is None:  # Redis 6.2 still lists entries that were deleted meanwhile.
                continue
            try:
                await self._handle(id_, fields)
            except RedisError:
                raise
            except Exception as error:  # One entry that cannot be filed now must not hold up the others.
                log.error("kept.not_filed", entry=id_, error=type(error).__name__)
                done = False
        return done

    async def _handle(self, id_: str, fields: dict[Any, Any]) -> None:
        try:
            message = KeptMessage.model_validate(fields)
        except ValidationError as error:
            log.error("kept.unreadable", entry=id_, faults=[fault["loc"] for fault in error.errors()])
            await self._finish(id_, UNREADABLE, fields)
            return
        filed = await message.file(self._desk)
        notice = {
            "citizen": message.citizen,
            "text": _words(message, filed),
            "message_id": f"{message.message_id}:kept",
        }
        await self._finish(id_, TALK_OUT, notice)
        log.info("kept.filed", number=filed.number, created=filed.created, channel=message.channel)

    async def _finish(self, id_: str, stream: str, fields: dict[Any, Any]) -> None:
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(stream, fields)
            pipe.xack(KEPT, GROUP, id_)
            pipe.xdel(KEPT, id_)
            await pipe.execute()


def _words(message: KeptMessage, filed: Filed) -> str:
    if message.hotline:
        return f"值班人员会看到您的消息，编号 {filed.number}。情况紧急，请马上打 {message.hotline}。"
    return f"您的留言已登记，编号 {filed.number}。工作人员会看到并回复您。把编号发给我，可以查进度。"
