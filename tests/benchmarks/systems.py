"""The two systems, started as a whole on free ports with empty stores, behind one way of asking them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.supervisor.parts import Part, until_answered
from bot.supervisor.stack import ENGINE, WHOLE, running
from settings import Settings
from tests.benchmarks import memory, stock
from tests.benchmarks.training import MODELS, Training

_READY_WITHIN = 300
_LONGEST_TURN_SECONDS = 60


@dataclass(frozen=True)
class Turn:
    """One message and its answer: seconds until the whole answer was there, and whether it was a proper one."""

    seconds: float
    answered: bool


@dataclass(frozen=True)
class Kind:
    """What has to be known to run a system and to talk to it."""

    name: str
    parts: Sequence[Part]
    engine: Part
    path: str
    text_field: str
    is_answer: Callable[[Any], bool]


@dataclass
class System:
    """A running system. Start times are in seconds, of the process with the model and of the whole."""

    name: str
    engine_seconds: float
    whole_seconds: float
    _kind: Kind
    _url: str
    _client: aiohttp.ClientSession
    _processes: set[int]

    async def ask(self, citizen: str, text: str) -> Turn:
        """Send a message and wait for the answer. A failure is a turn that was not answered."""
        started = time.perf_counter()
        try:
            async with self._client.post(self._url, json={"sender": citizen, self._kind.text_field: text}) as response:
                answered = response.status == 200 and self._kind.is_answer(await response.json())
        except (aiohttp.ClientError, TimeoutError, ValueError):
            answered = False
        return Turn(time.perf_counter() - started, answered)

    def memory(self) -> dict[str, float]:
        """MiB by process, without what only watches over them."""
        return memory.resident(self._processes)


def bangban() -> Kind:
    """All of Bangban, by the door for programs. Being told to wait or to ring up is not an answer."""

    def is_answer(reply: Any) -> bool:
        return bool(reply["messages"]) and reply["outcome"].get("act") not in {"degraded", "error"}

    return Kind("bangban", WHOLE, ENGINE, "/api/chat", "text", is_answer)


def stock_rasa(training: Training) -> Kind:
    """Stock Rasa, by its REST channel."""
    parts = stock.parts(training.path)
    return Kind("stock", parts, parts[-1], "/webhooks/rest/webhook", "message", bool)


@asynccontextmanager
async def started(kind: Kind, home: Path) -> AsyncIterator[System]:
    """Start a system and stop all of it on leaving. Raises UnusableError or TimeoutError when it does not start."""
    earlier = memory.descendants()
    settings = Settings(port=0, data_dir=home / kind.name, model_dir=MODELS)
    began = time.perf_counter()
    async with running(settings, parts=kind.parts, log_file=home / f"{kind.name}.log") as stack:
        loading = asyncio.create_task(_engine_answers(kind, stack.settings))
        try:
            await stack.wait_ready(_READY_WITHIN)
            whole_seconds = time.perf_counter() - began
            engine_seconds = await loading - began
        finally:
            loading.cancel()
        timeout = aiohttp.ClientTimeout(total=_LONGEST_TURN_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as client:
            processes = memory.descendants() - earlier
            url = stack.base_url + kind.path
            yield System(kind.name, engine_seconds, whole_seconds, kind, url, client, processes)


async def _engine_answers(kind: Kind, settings: Settings) -> float:
    """When the process with the model answered for the first time."""
    await until_answered(kind.engine.url(settings), kind.engine.ready_path)
    return time.perf_counter()
