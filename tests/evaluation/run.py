"""`make eval`: sends every row of a labelled file through the running system and measures what comes back."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import aiohttp

from bot.supervisor.stack import running
from settings import Settings
from tests.evaluation.verdict import Result, Row, figures

_AT_ONCE = 4
_READY_WITHIN = 300


def read_rows(path: Path) -> list[Row]:
    """The labelled messages of a file. Exits with the line's number where one is not valid."""
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                rows.append({**row, "text": row["text"], "intent": row["intent"]})
            except (ValueError, KeyError, TypeError) as fault:
                sys.exit(f"{path}:{number}: needs JSON with text and intent ({fault})")
    return rows


async def evaluate(base_url: str, rows: list[Row]) -> list[Result]:
    """Sends each row as the first message of a fresh conversation."""
    gate = asyncio.Semaphore(_AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(timeout=timeout) as client:

        async def one(row: Row) -> Result:
            async with gate:
                started = time.perf_counter()
                message = {"sender": f"eval-{uuid.uuid4().hex}", "text": row["text"]}
                try:
                    async with client.post(f"{base_url}/api/chat", json=message) as response:
                        reply: dict[str, Any] = await response.json()
                except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
                    reply = {"outcome": {"act": "error", "error": repr(fault)}}
                said = " ⏎ ".join(m.get("text", "") for m in reply.get("messages", []))
                return Result(row, reply.get("outcome") or {}, said, time.perf_counter() - started)

        return list(await asyncio.gather(*(one(row) for row in rows)))


def report(results: list[Result]) -> dict[str, Any]:
    """The figures and one entry a row: text, wanted, got, verdict."""
    keys = ("act", "intent", "item", "aspect", "kind", "dispute", "hotline", "door", "candidates", "confidence")
    rows = [
        {
            "text": r.row["text"],
            "wanted": {k: v for k, v in r.row.items() if k not in ("text", "source", "style")},
            "got": {key: r.outcome[key] for key in keys if key in r.outcome},
            "reply": r.reply[:200],
            "verdict": r.verdict,
        }
        for r in results
    ]
    return {"figures": figures(results), "rows": rows}


async def measure(rows: list[Row]) -> list[Result]:
    """Starts everything on free ports with empty stores and sends the rows."""
    with tempfile.TemporaryDirectory(prefix="bangban-eval-") as folder:
        home = Path(folder)
        async with running(Settings(port=0, data_dir=home / "data"), log_file=home / "log.txt") as stack:
            await stack.wait_ready(_READY_WITHIN)
            return await evaluate(stack.base_url, rows)


def main(data: Path, out: Path | None) -> None:
    """Measures, writes the report, prints the figures and every row that was not right."""
    whole = report(asyncio.run(measure(read_rows(data))))
    if out:
        out.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    for row in whole["rows"]:
        if row["verdict"] != "right":
            print(f"{row['verdict']:8} {row['text']} | wanted {row['wanted']} | got {row['got']}")
    summary = {key: value for key, value in whole["figures"].items() if not key.startswith("by_")}
    print(json.dumps(summary, ensure_ascii=False))


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:3]]
    if not arguments or not arguments[0].is_file():
        sys.exit("say which file to measure with: make eval DATA=file.jsonl [OUT=report.json]")
    main(arguments[0], arguments[1] if len(arguments) > 1 else None)
