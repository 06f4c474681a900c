"""`make dialogues`: plays conversations against the real engine, backend and stores."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import aiohttp

from bot.supervisor.stack import running
from settings import Settings
from tests.dialogues.player import Played, Player, read_dialogues

HERE = Path(__file__).parent
_READY_WITHIN = 300


async def play_files(paths: list[Path]) -> list[Played]:
    """Plays every conversation of the files, one after the other, each as a citizen of her own."""
    dialogues = [dialogue for path in paths for dialogue in read_dialogues(path)]
    with tempfile.TemporaryDirectory(prefix="bangban-dialogues-") as folder:
        home = Path(folder)
        async with running(Settings(port=0, data_dir=home / "data"), log_file=home / "log.txt") as stack:
            await stack.wait_ready(_READY_WITHIN)
            async with aiohttp.ClientSession() as client:
                token = stack.settings.internal_token.get_secret_value()
                player = Player(client, stack.base_url, stack.settings.backend_url, token)
                return [await player.play(dialogue) for dialogue in dialogues]


def main(arguments: list[str]) -> int:
    """Prints what went wrong and the count; the exit code is 1 when anything did."""
    paths = [Path(argument) for argument in arguments] or sorted(HERE.glob("*.yml"))
    if missing := [path for path in paths if not path.is_file()]:
        sys.exit(f"no such file: {', '.join(map(str, missing))}")
    results = asyncio.run(play_files(paths))
    failed = [played for played in results if played.faults]
    for played in failed:
        print(f"FAILED {played.name}", *(f"  {fault}" for fault in played.faults), sep="\n")
        print(*(f"    {line}" for line in "\n".join(played.said).splitlines()), sep="\n")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
