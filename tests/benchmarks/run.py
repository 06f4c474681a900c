"""`make bench`: trains and starts both systems, measures them side by side, prints a table and writes JSON."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.supervisor.stack import UnusableError
from tests.benchmarks import measures, report
from tests.benchmarks.examples import messages, training_examples
from tests.benchmarks.options import Options
from tests.benchmarks.systems import System, bangban, started, stock_rasa
from tests.benchmarks.training import Training, TrainingError, train_ours, train_stock

_LONGEST_MEASURING_SECONDS = 420
_WARM_UP_MESSAGES = 20
_MODEL_PROCESSES = ("nlu_data.engine", "rasa run")


async def measure(systems: list[System], options: Options) -> list[report.Row]:
    """All measures on running systems."""
    clock = measures.Clock(time.monotonic() + _LONGEST_MEASURING_SECONDS)
    examples = training_examples()
    mixed = messages(examples)
    questions = messages({label: texts for label, texts in examples.items() if label.startswith("ask_item/")})
    _say("warming up …")
    await measures.warm_up(systems, list(islice(mixed, _WARM_UP_MESSAGES)))
    _say(f"latency: {options.messages} messages one at a time …")
    latency = await measures.latency(systems, list(islice(mixed, options.messages)), clock)
    _say(f"throughput: {options.throughput_messages} messages of {measures.CITIZENS} citizens at once …")
    throughput = await measures.throughput(systems, list(islice(mixed, options.throughput_messages)), clock)
    _say(f"growth: citizens who write {options.marks[-1]} messages …")
    growth = await measures.growth(systems, questions, options.marks, clock)
    if clock.ran_out:
        _say(f"the time for measuring ({_LONGEST_MEASURING_SECONDS} s) ran out: some messages were not sent")
    return [
        *report.latency_rows(latency),
        *report.throughput_rows(throughput),
        *report.growth_rows(growth),
        report.unanswered_row([[a, b, *c.values()] for a, b, c in zip(latency, throughput, growth, strict=True)]),
    ]


async def bench(options: Options) -> dict[str, Any]:
    """Everything, in order. Raises TrainingError, UnusableError or TimeoutError when a system cannot be measured."""
    load = os.getloadavg()[0]
    _say("training Bangban's model, unless it is known …")
    ours = await train_ours()
    _say(f"training stock Rasa for {options.epochs} epochs, unless that model is known …")
    stock = await train_stock(options.epochs)
    with tempfile.TemporaryDirectory(prefix="bangban-bench-") as folder:
        _say("starting Bangban, then stock Rasa …")
        async with started(bangban(), Path(folder)) as first, started(stock_rasa(stock), Path(folder)) as second:
            systems = [first, second]
            rows = await measure(systems, options)
            memory = [system.memory() for system in systems]
    rows += [
        *report.start_rows(systems),
        *report.memory_rows(_MODEL_PROCESSES, memory),
        *report.training_rows(ours, stock, options.epochs),
    ]
    print(report.table(rows))
    return {
        "run": _circumstances(options, load, ours, stock),
        "figures": [row.as_json() for row in rows],
        "memory_mib": dict(zip(("ours", "stock"), memory, strict=True)),
    }


def _circumstances(options: Options, load: float, ours: Training, stock: Training) -> dict[str, Any]:
    """What one has to know to compare this run with another one."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
        "messages": options.messages,
        "stock_epochs": options.epochs,
        "trained": {"ours": ours.trained, "stock": stock.trained},
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def _until_told(options: Options) -> dict[str, Any]:
    """Being told to stop ends all child processes in order, as Ctrl-C does."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await bench(options)


def main() -> int:
    """Returns the exit code: 0 when both systems were measured."""
    try:
        options = Options()
        result = asyncio.run(_until_told(options))
    except ValidationError as error:
        first = error.errors()[0]
        _say(f"BENCH_{str(first['loc'][0]).upper()}={first['input']!r}: {first['msg']}")
        return 2
    except (TrainingError, UnusableError, TimeoutError) as problem:
        _say(f"the benchmarks cannot run: {problem}")
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _say(f"written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
