"""The whole of Bangban as citizens and clerks meet it from outside: the chat, the records, the talk."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import redis.asyncio

from bot.supervisor.stack import Stack
from bot.talk import key
from tests.dialogues.player import Player

_BLOCK_MS = 1_000


@dataclass(frozen=True)
class Reply:
    """What came back to one message."""

    text: str
    outcome: dict[str, Any]
    buttons: list[str]

    @property
    def asks(self) -> str | None:
        """The question a flow asks with this reply."""
        slot: str | None = self.outcome.get("slot")
        return slot

    @property
    def kept(self) -> bool:
        """Whether the message was put aside for a person."""
        return self.outcome.get("act") == "degraded" and bool(self.outcome.get("kept"))


@dataclass(frozen=True)
class Town:
    """A running stack, and what is needed to look into it."""

    stack: Stack
    http: aiohttp.ClientSession

    @property
    def player(self) -> Player:
        return Player(self.http, self.stack.base_url, self.stack.settings.backend_url, self._token)

    @property
    def _token(self) -> str:
        return self.stack.settings.internal_token.get_secret_value()

    async def say(self, sender: str, text: str, message_id: str | None = None) -> Reply:
        """One message by the public door."""
        body = {"sender": sender, "text": text, **({"id": message_id} if message_id else {})}
        async with self.http.post(f"{self.stack.base_url}/api/chat", json=body) as response:
            response.raise_for_status()
            said = await response.json()
        messages = said["messages"]
        buttons = [button["title"] for message in messages for button in message["buttons"]]
        return Reply("\n".join(message["text"] for message in messages), said["outcome"], buttons)

    async def cases(self, sender: str, kind: str) -> list[dict[str, Any]]:
        """The records of a citizen."""
        found = await self._get("cases", {"citizen": f"api:{sender}", "kind": kind})
        cases: list[dict[str, Any]] = found["cases"]
        return cases

    async def case(self, number: str) -> dict[str, Any]:
        """One record in full, as the machine sees it."""
        return await self._get(f"cases/{number}", {})

    async def _get(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"}
        url = f"{self.stack.settings.backend_url}/api/v1/{path}"
        async with self.http.get(url, params=query, headers=headers) as response:
            response.raise_for_status()
            found: dict[str, Any] = await response.json()
            return found

    async def read_in_talk(self, sender: str, words: str, seconds: float) -> str:
        """Wait until something with these words stands in the citizen's talk. Raises TimeoutError."""
        last = "0"
        async with (
            redis.asyncio.from_url(self.stack.settings.redis_url, decode_responses=True) as client,
            asyncio.timeout(seconds),
        ):
            while True:
                streams: Any = await client.xread({key(f"api:{sender}"): last}, block=_BLOCK_MS)
                for _, entries in streams:
                    for id_, fields in entries:
                        last = id_
                        if words in fields["message"]:
                            return str(fields["message"])


@dataclass
class Citizen:
    """Somebody who writes, one message after the other."""

    town: Town
    name: str = field(default_factory=lambda: f"e2e-{uuid.uuid4().hex[:12]}")

    async def says(self, *texts: str) -> Reply:
        """Say these one by one; the reply is the one to the last."""
        for text in texts:
            reply = await self.town.say(self.name, text)
        return reply

    async def cases(self, kind: str) -> list[dict[str, Any]]:
        """What is on record for this citizen."""
        return await self.town.cases(self.name, kind)
