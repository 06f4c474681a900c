"""The whole of Bangban on one machine, for `make run` and for everything that has to try it out in full.

async with running(Settings(port=0, data_dir=directory)) as stack:
    await stack.wait_ready(120)
    ... stack.base_url ...
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path

from bot.supervisor import guard
from bot.supervisor.console import Console
from bot.supervisor.parts import BACKEND, ENGINE, GATEWAY, REDIS, WHOLE, WORKER, Keeper, Part, base_url, until_answered
from bot.supervisor.place import UnusableError, claim, environment, owns_redis, prepare
from settings import Settings

__all__ = ["BACKEND", "ENGINE", "GATEWAY", "REDIS", "WHOLE", "WORKER", "Part", "Stack", "UnusableError", "running"]


class Stack:
    """The running parts. `settings` are the ones they were started with: real ports, secrets, absolute paths."""

    def __init__(self, settings: Settings, keepers: Sequence[Keeper], console: Console, *, whole: bool) -> None:
        self._whole = whole
        self.settings = settings
        self.base_url = base_url(settings)
        self.console = console
        self._keepers = {keeper.part.name: keeper for keeper in keepers}
        self._tasks: list[asyncio.Task[None]] = []

    async def wait_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Wait until every part is ready. Raises TimeoutError naming those that are not, or UnusableError."""
        everyone = asyncio.create_task(self._everyone_ready())
        try:
            await asyncio.wait({everyone, *self._tasks}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            self._raise_failure()
            if not everyone.done():
                late = [name for name, keeper in self._keepers.items() if not keeper.ready.is_set()]
                raise TimeoutError(f"not ready after {timeout} s: {', '.join(late) or 'the gateway misses a part'}")
        finally:
            everyone.cancel()

    async def wait_failed(self) -> None:
        """Wait, as a rule for ever, until a part cannot be got to run. Raises UnusableError."""
        await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        self._raise_failure()

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to a part and all it has started; a part that ends by it is started again."""
        self._keepers[name].send(number)

    def start(self) -> None:
        """Start every part, each when the parts it builds on are ready."""
        for keeper in self._keepers.values():
            earlier = [self._keepers[name] for name in keeper.part.after if name in self._keepers]
            self._tasks.append(asyncio.create_task(keeper.tend(earlier), name=keeper.part.name))

    async def stop(self) -> None:
        """Stop the parts, the last one started first, so that each can finish with what it builds on."""
        for task in reversed(self._tasks):
            task.cancel()
            await asyncio.wait({task})

    async def _everyone_ready(self) -> None:
        for keeper in self._keepers.values():
            await keeper.ready.wait()
        if self._whole:
            await until_answered(self.base_url, "/readyz")

    def _raise_failure(self) -> None:
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()


@contextlib.asynccontextmanager
async def running(
    settings: Settings, *, parts: Sequence[Part] = WHOLE, log_file: Path | None = None
) -> AsyncIterator[Stack]:
    """Start the parts and stop them on leaving; everything they print goes to the log file or to standard output.

    With settings.port 0 all ports are free ones. Without some of the parts the gateway counts as ready as soon as it is
    alive. Raises UnusableError when the data directory or the gateway's port cannot be had.
    """
    with contextlib.ExitStack() as resources:
        lock = claim(settings.data_dir)
        resources.callback(os.close, lock)
        whole = set(WHOLE) <= set(parts)
        parts = [part for part in parts if part is not REDIS or owns_redis(settings)]
        settings = prepare(settings, resources)
        stream = resources.enter_context(log_file.open("a", encoding="utf-8")) if log_file else sys.stdout
        console = Console(stream, [part.name for part in parts])
        tell_guard = resources.enter_context(_guarded(lock))
        variables = {**os.environ, "PYTHONUNBUFFERED": "1", **environment(settings)}
        keepers = [Keeper(part, settings, variables, console, tell_guard) for part in parts]
        stack = Stack(settings, keepers, console, whole=whole)
        stack.start()
        try:
            yield stack
        finally:
            await stack.stop()


@contextlib.contextmanager
def _guarded(lock: int) -> Iterator[Callable[[str], None]]:
    """Start the guard, yield what tells it about process groups, and wait for its end."""
    reading, writing = os.pipe()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-S", guard.__file__], stdin=reading, pass_fds=(lock,), start_new_session=True
    )
    os.close(reading)

    def tell(line: str) -> None:
        # If somebody has killed the guard, the parts are still stopped in the ordinary way.
        with contextlib.suppress(BrokenPipeError):
            os.write(writing, f"{line}\n".encode())

    try:
        yield tell
    finally:
        os.close(writing)
        process.wait()
