"""One part of the stack: how it is started, how one knows that it is ready, and how it is kept running."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
import redis.asyncio
from redis.exceptions import RedisError

from bot.supervisor.console import Console
from bot.supervisor.place import UnusableError, embedded_redis
from settings import ROOT, Settings

GRACE_SECONDS = 10.0
PROBE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30
HEALTHY_AFTER_SECONDS = 60.0
FATAL_EXITS = 3
LONGEST_LINE = 64 * 1024


@dataclass(frozen=True)
class Part:
    """A process of the stack. `url` is where it answers: redis://… to a PING, http://… to GET of `ready_path`."""

    name: str
    command: Callable[[Settings], Sequence[str]]
    url: Callable[[Settings], str]
    after: tuple[str, ...] = ()
    doing: str = "starting"
    ready_path: str = "/readyz"


def python_module(module: str) -> Callable[[Settings], Sequence[str]]:
    """The command that runs a module with the interpreter that runs us."""
    return lambda _settings: (sys.executable, "-m", module)


def base_url(settings: Settings) -> str:
    """Where the gateway is reached from this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{host}:{settings.port}"


REDIS = Part("redis", embedded_redis, lambda settings: settings.redis_url)
BACKEND = Part(
    "backend", python_module("actions"), lambda settings: settings.backend_url, ("redis",), "preparing the database"
)
ENGINE = Part(
    "engine", python_module("nlu_data.engine"), lambda settings: settings.engine_url, ("redis",), "loading model"
)
WORKER = Part("worker", python_module("actions.jobs"), lambda settings: settings.worker_url, ("redis", "backend"))
# The gateway's /readyz speaks for the whole stack, which the stack asks when every part is up.
GATEWAY = Part("gateway", python_module("bot"), base_url, ("redis",), ready_path="/healthz")
WHOLE = (REDIS, BACKEND, ENGINE, WORKER, GATEWAY)


@dataclass
class Keeper:
    """Keeps one part running: `tend` starts it again whenever it ends, and stops it when it is cancelled itself."""

    part: Part
    settings: Settings
    environment: Mapping[str, str]
    console: Console
    tell_guard: Callable[[str], None]
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    group: int | None = None
    _last_line: str = ""
    _was_ready: bool = False

    async def tend(self, earlier: Sequence[Keeper]) -> None:
        """Run the part after the earlier ones are ready. Raises UnusableError if it cannot be got to run."""
        for keeper in earlier:
            await keeper.ready.wait()
        failures = 0
        while True:
            began = time.monotonic()
            self.console.say(f"{self.part.name}: {self.part.doing} …")
            code = await self._run_once(began)
            healthy = self._was_ready and time.monotonic() - began >= HEALTHY_AFTER_SECONDS
            failures = 1 if healthy else failures + 1
            if not self._was_ready and failures == FATAL_EXITS:
                why = self._last_line or _ending(code)
                raise UnusableError(f"{self.part.name} ended {FATAL_EXITS} times before it was ready: {why}")
            pause = min(2 ** (failures - 1), LONGEST_PAUSE_SECONDS)
            self.console.say(f"{self.part.name}: ended ({_ending(code)}); starting it again in {pause} s")
            await asyncio.sleep(pause)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the part and everything it has started."""
        if self.group is not None:
            if number in (signal.SIGKILL, signal.SIGTERM):
                self.ready.clear()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.group, number)

    async def _run_once(self, began: float) -> int:
        command = self.part.command(self.settings)
        # A pipe of our own: asyncio's process would wait for everybody who has inherited the writing end.
        reading, writing = os.pipe()
        output = asyncio.create_task(self._repeat_output(reading))
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.DEVNULL,
                stdout=writing,
                stderr=writing,
                env=dict(self.environment),
                cwd=ROOT,
                start_new_session=True,
            )
        except OSError as error:
            raise UnusableError(f"{self.part.name} cannot be started: {command[0]}: {error.strerror}") from None
        finally:
            os.close(writing)
        self.group = process.pid
        self.tell_guard(f"+{process.pid}")
        probing = asyncio.create_task(self._probe(began))
        try:
            return await process.wait()
        finally:
            probing.cancel()
            await self._end(process)
            await output

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        """Stop the part if it still runs, with time to finish its work, then what it may have left behind."""
        self.ready.clear()
        if process.returncode is None:
            self.send(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), GRACE_SECONDS)
            except TimeoutError:
                self.console.say(f"{self.part.name}: did not stop within {GRACE_SECONDS:.0f} s; killing it")
        self.send(signal.SIGKILL)
        await process.wait()
        self.tell_guard(f"-{process.pid}")
        self.group = None

    async def _probe(self, began: float) -> None:
        await until_answered(self.part.url(self.settings), self.part.ready_path)
        self.console.say(f"{self.part.name}: ready after {time.monotonic() - began:.0f} s")
        self._was_ready = True
        self.ready.set()

    async def _repeat_output(self, descriptor: int) -> None:
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb")
        )
        rest = b""
        while chunk := await reader.read(LONGEST_LINE):
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > LONGEST_LINE:
                lines, rest = [*lines, rest], b""
            for line in lines:
                self._repeat(line)
        if rest:
            self._repeat(rest)
        transport.close()

    def _repeat(self, line: bytes) -> None:
        text = line.decode(errors="replace").rstrip()
        self._last_line = text or self._last_line
        self.console.repeat(self.part.name, text)


async def until_answered(url: str, path: str) -> None:
    """Wait until the address answers well."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError, RedisError, OSError, TimeoutError):
                if url.startswith("redis"):
                    async with redis.asyncio.from_url(url) as client:
                        await client.ping()
                    return
                async with http.get(url + path) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(PROBE_SECONDS)


def _ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
