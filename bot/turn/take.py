"""Taking a turn: one message of a citizen in, one reply out within the budget, whatever else is down."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from redis.exceptions import RedisError

from bot.metrics import Metrics
from bot.stopping import stop
from bot.turn.clean import MOST_CHARACTERS, clean
from bot.turn.degrade import Fallback
from bot.turn.emergency import Danger, Screen
from bot.turn.engine import Engine, EngineDown
from bot.turn.journal import Busy, Journal, Turn
from bot.turn.options import Options
from bot.turn.order import Order, Place
from bot.turn.reply import Message, Reply
from bot.wording import Wording

log = structlog.get_logger(__name__)
T = TypeVar("T")

LONGEST_SECONDS = 60.0  # a turn that takes longer is kept for a person
LATE_ENGINE_SECONDS = 30.0  # how long the engine may take once the citizen has been told to wait
_ENGINE_SHARE = 0.78  # of the budget; the rest is for the linker
_EMERGENCY_SECONDS = 1.5
_SECOND_OPINION_SECONDS = 0.8  # for the model to say that an alarm is none; silence counts as agreement


@dataclass
class _Running:
    """A turn being worked on in this process. `first` is the reply the citizen gets; later words are pushed."""

    turn: Turn
    shortened: bool
    danger: Danger | None
    place: Place
    started: float = field(default_factory=time.monotonic)
    first: asyncio.Future[Reply] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    settling: bool = False


class Turns:
    """The path every channel takes. `budget` is the time in seconds a citizen waits at most."""

    def __init__(
        self,
        *,
        budget: float,
        screen: Screen,
        order: Order,
        options: Options,
        journal: Journal,
        engine: Engine,
        fallback: Fallback,
        wording: Wording,
        metrics: Metrics,
    ) -> None:
        self._budget = budget
        self._screen = screen
        self._order = order
        self._options = options
        self._journal = journal
        self._engine = engine
        self._fallback = fallback
        self._wording = wording
        self._metrics = metrics
        self._running: dict[str, _Running] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def take_turn(self, citizen: str, text: str, message_id: str, channel: str) -> Reply:
        """The reply to a message. The same message_id again gets the very same reply and has no effect of its own."""
        running = self._enter(citizen, text, message_id, channel)
        return self._empty() if running is None else await self._first(running)

    async def accept(self, citizen: str, text: str, message_id: str, channel: str) -> Reply | None:
        """Take a message whose reply will be read from the talk. None once it is safe in the journal; the reply itself
        when there is no talk to read it from."""
        running = self._enter(citizen, text, message_id, channel)
        if running is None:
            return self._empty()
        first = self._keep(asyncio.create_task(self._first(running)))
        begun = asyncio.create_task(running.begun.wait())
        await asyncio.wait({first, begun}, return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        return None if running.begun.is_set() else first.result()

    @property
    def citizens_at_work(self) -> int:
        """How many citizens have a turn open in this process."""
        return self._order.open

    def is_emergency(self, text: str) -> bool:
        """For limits that an emergency must always pass."""
        return self._screen.look(clean(text).text) is not None

    async def sweep(self) -> int:
        """Keep for a person what a dead gateway left open; how many there were."""
        left = await self._journal.left_open()
        for turn in left:
            reply = await self._fallback.keep(turn, "kept_late")
            await self._journal.pushed(turn, reply)
            await self._journal.closed(turn)
        return len(left)

    async def finish(self, seconds: float) -> None:
        """Let open turns end; what does not end in time stays in the journal for the sweep."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            await stop(late)

    def _enter(self, citizen: str, text: str, message_id: str, channel: str) -> _Running | None:
        """Start working on a message, or join the work on the same message; None when it says nothing."""
        said = clean(text)
        if not said.text:
            return None
        turn = Turn(citizen, said.text, message_id, channel)
        running = self._running.get(turn.key)
        if running is None:
            danger = self._screen.look(said.text)
            running = self._running[turn.key] = _Running(turn, said.shortened, danger, self._order.line_up(citizen))
            work = self._keep(asyncio.create_task(self._run(running)))
            work.add_done_callback(lambda _: self._running.pop(turn.key, None))
        return running

    def _keep(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        """A task nobody holds may vanish; these are held until they end."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _first(self, running: _Running) -> Reply:
        """Wait for the first reply; when the budget is used up, say that it comes later."""
        alarmed = running.danger is not None
        done = await self._answered(running, _EMERGENCY_SECONDS if alarmed else self._budget)
        if alarmed and running.danger is None:
            done = await self._answered(running, self._budget)
        if not done and not running.settling:
            late = self._signpost(running.danger, told=False) if running.danger else self._late()
            await self._settle(running, late)
        reply = await asyncio.shield(running.first)
        self._metrics.turn(running.turn.channel, reply.act, time.monotonic() - running.started)
        return reply

    @staticmethod
    async def _answered(running: _Running, budget: float) -> bool:
        done, _ = await asyncio.wait({running.first}, timeout=budget - (time.monotonic() - running.started))
        return bool(done)

    async def _run(self, running: _Running) -> None:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._work(running)
        except TimeoutError:
            await self._settle(running, await self._fallback.keep(running.turn, "kept_late"))
            await self._close(running.turn)
        except Exception:
            log.exception("turn.failed", channel=running.turn.channel)
            await self._settle(running, await self._fallback.keep(running.turn))
            await self._close(running.turn)
        finally:
            self._order.leave(running.turn.citizen, running.place)

    async def _work(self, running: _Running) -> None:
        turn = running.turn
        try:
            earlier = await self._journal.begin(turn)
        except Busy:
            left = self._budget - (time.monotonic() - running.started)
            self._hand_out(running, await self._journal.reply_of(turn, left) or self._late())
            return
        except RedisError:
            await self._without_redis(running)
            return
        running.begun.set()
        if earlier is not None:
            self._hand_out(running, earlier)
            return
        if running.danger is not None and await self._engine.sees_no_danger(turn.text, _SECOND_OPINION_SECONDS):
            running.danger = None
        if running.danger is not None:
            told = await self._fallback.tell_duty(turn, running.danger.hotline)
            if not running.settling:
                await self._settle(running, self._signpost(running.danger, told=told))
        else:
            async with self._order.turn(turn.citizen, running.place):
                await self._converse(running)
        await self._close(turn)

    async def _converse(self, running: _Running) -> None:
        """Ask the engine; while it is slow or down, say what can be said without it."""
        turn = running.turn
        text = await self._resolve(turn)
        metadata = {"channel": turn.channel, "received": datetime.now(UTC).isoformat(timespec="seconds")}
        asked = asyncio.create_task(
            self._engine.turn(turn.citizen, text, turn.effect_id, metadata, LATE_ENGINE_SECONDS)
        )
        try:
            left = self._budget * _ENGINE_SHARE - (time.monotonic() - running.started)
            done, _ = await asyncio.wait({asked}, timeout=max(0.05, left))
            early = None
            if not done:
                early = await self._while_slow(running)
            try:
                reply = await asked
            except EngineDown as error:
                log.warning("engine.down", reason=str(error))
                if early is None:
                    reply = await self._without_engine(running)
                    await self._deliver(running, reply)
                return
            if early is None or early.outcome.get("item") != reply.outcome.get("item") or reply.act != "answered":
                await self._deliver(running, reply)
        finally:
            asked.cancel()

    async def _while_slow(self, running: _Running) -> Reply | None:
        """The linker's answer if it is sure of one; the citizen has it while the engine goes on."""
        early = await self._fallback.by_linker(running.turn, running.started + self._budget)
        if early is None or early.act != "answered":
            return None
        await self._settle(running, early)
        return early

    async def _without_engine(self, running: _Running) -> Reply:
        reply = await self._fallback.by_linker(running.turn, running.started + self._budget)
        return reply or await self._fallback.keep(running.turn)

    async def _without_redis(self, running: _Running) -> None:
        """Trackers, order and talks live in Redis; what is left is the screen, the linker and the backend's list."""
        log.error("redis.down")
        if running.danger is not None:
            told = await self._fallback.tell_duty(running.turn, running.danger.hotline)
            self._hand_out(running, self._signpost(running.danger, told=told))
            return
        self._hand_out(running, await self._without_engine(running))

    async def _resolve(self, turn: Turn) -> str:
        try:
            return await self._options.resolve(turn.citizen, turn.text)
        except RedisError:
            return turn.text

    async def _deliver(self, running: _Running, reply: Reply) -> None:
        if running.shortened:
            note = Message(text=self._wording.say("shortened", most=str(MOST_CHARACTERS)))
            reply = Reply(messages=(note, *reply.messages), outcome=reply.outcome)
        try:
            await self._options.remember(running.turn.citizen, reply)
            if reply.outcome.get("intent") == "privacy" and reply.act == "done":
                await self._journal.forgotten(running.turn)
        except RedisError:
            log.warning("options.not_kept")
        await self._settle(running, reply)

    async def _settle(self, running: _Running, reply: Reply) -> None:
        """The first reply is handed out and recorded; every later one is pushed into the talk."""
        first, running.settling = not running.settling, True
        try:
            if first:
                await self._journal.answered(running.turn, reply)
            else:
                await self._journal.pushed(running.turn, reply)
        except RedisError:
            log.error("reply.not_recorded")
        if first:
            self._hand_out(running, reply)

    async def _close(self, turn: Turn) -> None:
        try:
            await self._journal.closed(turn)
        except RedisError:
            log.warning("turn.not_closed")

    @staticmethod
    def _hand_out(running: _Running, reply: Reply) -> None:
        running.settling = True
        if not running.first.done():
            running.first.set_result(reply)

    def _empty(self) -> Reply:
        return Reply(messages=(self._message("empty"),), outcome={"act": "clarify", "candidates": []})

    def _late(self) -> Reply:
        return self._fallback.say("late", kept=True)

    def _message(self, words: str) -> Message:
        return Message(text=self._wording.say(words))

    def _signpost(self, danger: Danger, *, told: bool) -> Reply:
        """First line short, then what to do until help comes. No question: nobody in danger has time for one."""
        hotline = danger.hotline
        lines = [self._wording.say("emergency", hotline=hotline), self._wording.say(f"emergency_{danger.advice}")]
        if told:
            lines.append(self._wording.say("emergency_told"))
        lines.append(self._wording.say("emergency_otherwise"))
        message = Message(text="\n".join(lines), link=f"tel:{hotline}")
        return Reply(
            messages=(message,),
            outcome={"act": "signpost", "intent": "emergency", "hotline": hotline, "confidence": 1.0},
        )
