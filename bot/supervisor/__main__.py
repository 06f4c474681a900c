"""`python -m bot.supervisor`: everything in the foreground until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from bot.supervisor.stack import WHOLE, Part, UnusableError, running
from settings import Settings


def main(parts: Sequence[Part] = WHOLE) -> int:
    """Run until told to stop. Returns the exit code: 0 when told to, 1 when Bangban cannot start."""
    try:
        asyncio.run(_serve(Settings(), parts))
    except KeyboardInterrupt:
        return 0
    except UnusableError as problem:
        print(f"Bangban cannot run: {problem}", file=sys.stderr)
        return 1
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(step) for step in first["loc"]).upper()
        print(f"Bangban cannot run: BANGBAN_{name}={first['input']!r}: {first['msg']}", file=sys.stderr)
        return 1
    return 0


async def _serve(settings: Settings, parts: Sequence[Part]) -> None:
    told_to_stop = asyncio.Event()

    def on_signal() -> None:
        if told_to_stop.is_set():
            # Told twice: the guard ends the parts at once.
            os._exit(1)
        told_to_stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Under nohup the end of the terminal is not the end of the run.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, on_signal)
    async with running(settings, parts=parts) as stack:
        stopping = asyncio.create_task(told_to_stop.wait())
        for step in (stack.wait_ready, stack.wait_failed):
            doing = asyncio.create_task(step())
            await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                doing.cancel()
                stack.console.say("stopping …")
                return
            await doing
            if not settings.admin_password.get_secret_value():
                kept = stack.settings.data_dir / "secrets" / "admin-password"
                stack.console.say(f"first password of the staff account admin: in {kept}")
            stack.console.say(f"ready: {stack.base_url}/")


if __name__ == "__main__":
    sys.exit(main())
