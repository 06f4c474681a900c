"""What a citizen gets when a part is down: an answer by the linker alone, or the message kept for a person, or a number
to ring. Never silence, never a lost message."""

from __future__ import annotations

import time

import structlog
from redis.exceptions import RedisError

from bot.backend import Backend, BackendDown, NotThere
from bot.township import Township
from bot.turn.journal import Journal, Turn
from bot.turn.reply import Message, Reply
from bot.wording import Wording

log = structlog.get_logger(__name__)

_LEAST_SECONDS = 0.3


class Fallback:
    """The replies that need no dialogue engine."""

    def __init__(self, backend: Backend, journal: Journal, wording: Wording, township: Township) -> None:
        self._backend = backend
        self._journal = journal
        self._wording = wording
        self._township = township

    async def by_linker(self, turn: Turn, until: float) -> Reply | None:
        """The linker's own answer, if it has one before `until` (monotonic seconds), with a word on what is missing.

        A declined message may be a booking or a complaint that only the engine understands, so it counts as none.
        """
        seconds = max(_LEAST_SECONDS, until - time.monotonic())
        try:
            reply = await self._backend.answer(turn.text, seconds)
        except (BackendDown, NotThere):
            return None
        if reply.act not in {"answered", "clarify"} or not reply.messages:
            return None
        return Reply(messages=(*reply.messages, self._message("limited")), outcome=reply.outcome)

    async def keep(self, turn: Turn, words: str = "kept") -> Reply:
        """Keep the message for a person: on the stream, else with the backend; else say where to ring."""
        try:
            await self._journal.keep(turn)
        except RedisError:
            try:
                await self._backend.keep(turn.kept)
            except (BackendDown, NotThere):
                log.error("turn.not_kept")
                return self.say("no_service", kept=False)
        return self.say(words, kept=True)

    async def tell_duty(self, turn: Turn, hotline: str) -> bool:
        """Tell the people on duty of an emergency; False when nobody could be told."""
        try:
            await self._journal.keep(turn, hotline)
        except RedisError:
            try:
                await self._backend.keep({**turn.kept, "hotline": hotline})
            except (BackendDown, NotThere):
                log.error("emergency.nobody_told")
                return False
        return True

    def say(self, words: str, *, kept: bool) -> Reply:
        """One of our own sentences as a degraded reply."""
        return Reply(messages=(self._message(words),), outcome={"act": "degraded", "kept": kept})

    def _message(self, words: str) -> Message:
        facts = self._township.facts
        return Message(text=self._wording.say(words, hall=facts.hall, telephone=facts.telephone))
