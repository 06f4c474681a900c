"""Plays one conversation of a dialogue file and checks replies, outcomes and records."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import yaml

Turn = Mapping[str, Any]


@dataclass
class Played:
    """What became of one conversation: no faults means it went as written."""

    name: str
    faults: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def read_dialogues(path: Path) -> list[dict[str, Any]]:
    """The conversations of a file. Raises ValueError where it is not a list of named conversations with turns."""
    dialogues = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(dialogues, list) or not all(d.get("name") and d.get("turns") for d in dialogues):
        raise ValueError(f"{path}: needs a list of conversations, each with name and turns")
    return dialogues


class Player:
    """Talks to a running system as a citizen would, and looks records up through the API."""

    def __init__(self, client: aiohttp.ClientSession, gateway: str, backend: str, token: str) -> None:
        self._client = client
        self._gateway = gateway
        self._backend = backend
        self._token = token

    async def play(self, dialogue: Mapping[str, Any]) -> Played:
        """Plays a conversation to its end, or to the first fault."""
        played = Played(dialogue["name"])
        sender = f"{dialogue.get('sender', 'dialogue')}-{uuid.uuid4().hex[:12]}"
        buttons: list[Mapping[str, str]] = []
        for number, turn in enumerate(dialogue["turns"], 1):
            words = self._words(turn, buttons)
            if words is None:
                played.faults.append(f"turn {number}: no button {turn['press']} was offered, only {len(buttons)}")
                return played
            reply = await self._say(sender, words)
            buttons = [button for message in reply["messages"] for button in message.get("buttons", [])]
            text = "\n".join(message["text"] for message in reply["messages"])
            played.said += [f"citizen: {words}", f"bot: {text}"]
            played.faults += [f"turn {number} ({words}): {fault}" for fault in _compare(turn, reply["outcome"], text)]
            if played.faults:
                return played
        for record in dialogue.get("records", []):
            played.faults += await self._check_record(f"api:{sender}", record)
        return played

    @staticmethod
    def _words(turn: Turn, buttons: list[Mapping[str, str]]) -> str | None:
        if "say" in turn:
            return str(turn["say"])
        number = int(turn["press"])
        return str(number) if number <= len(buttons) else None

    async def _say(self, sender: str, text: str) -> dict[str, Any]:
        async with self._client.post(f"{self._gateway}/api/chat", json={"sender": sender, "text": text}) as response:
            response.raise_for_status()
            reply: dict[str, Any] = await response.json()
            return reply

    async def _check_record(self, citizen: str, record: Mapping[str, Any]) -> list[str]:
        query = {"citizen": citizen, "kind": record["kind"]}
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._client.get(f"{self._backend}/api/v1/cases", params=query, headers=headers) as response:
            response.raise_for_status()
            cases = (await response.json())["cases"]
        wanted = {key: value for key, value in record.items() if key not in ("kind", "count")}
        found = [case for case in cases if all(case.get(key) == value for key, value in wanted.items())]
        count = record.get("count", 1)
        return (
            []
            if len(found) == count
            else [f"record {dict(record)}: found {len(found)} of {len(cases)} {record['kind']}s"]
        )


def _compare(turn: Turn, outcome: Mapping[str, Any], text: str) -> list[str]:
    faults = []
    for key, wanted in (turn.get("expect") or {}).items():
        match key:
            case "text":
                faults += [f"{part!r} is not in {text!r}" for part in wanted if part not in text]
            case "not_text":
                faults += [f"{part!r} is in {text!r}" for part in wanted if part in text]
            case "candidates":
                offered = {c.get("item") or c.get("intent") for c in outcome.get("candidates", [])}
                faults += [f"{one} was not offered, only {sorted(offered)}" for one in wanted if one not in offered]
            case _:
                got = outcome.get(key)
                if got != wanted and not (isinstance(wanted, list) and got in wanted):
                    faults.append(f"{key} should be {wanted}, is {got} (outcome {dict(outcome)}; said {text[:120]!r})")
    return faults
