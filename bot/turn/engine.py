"""The dialogue engine as the gateway calls it: one turn in, messages and outcome out."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.turn.reply import Reply


class EngineDown(Exception):
    """The engine did not answer, or not in a way that makes sense."""


class Engine:
    """POST {engine_url}/turn."""

    def __init__(self, http: ClientSession, url: str, token: str) -> None:
        self._http = http
        self._url = f"{url.rstrip('/')}/turn"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def turn(self, sender: str, text: str, message_id: str, metadata: dict[str, Any], seconds: float) -> Reply:
        """The engine's reply within `seconds`. Raises EngineDown when there is none."""
        body = {"sender": sender, "text": text, "message_id": message_id, "metadata": metadata}
        try:
            async with self._http.post(
                self._url, json=body, headers=self._headers, timeout=ClientTimeout(total=seconds)
            ) as response:
                if response.status != 200:
                    raise EngineDown(f"status {response.status}")
                reply = Reply.model_validate(await response.json())
        except (ClientError, TimeoutError, ValueError) as error:
            raise EngineDown(type(error).__name__) from error
        if not reply.messages:
            raise EngineDown("no messages")
        return reply
