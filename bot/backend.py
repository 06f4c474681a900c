"""The backend's REST API as the gateway uses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.turn.reply import Reply


class BackendDown(Exception):
    """The backend did not answer, or not in a way that makes sense."""


class NotThere(Exception):
    """The backend knows nothing under this name."""


class Backend:
    """Calls to `{backend_url}/api/v1`. Every call raises BackendDown when there is no good answer in time."""

    def __init__(self, http: ClientSession, url: str, token: str) -> None:
        self._http = http
        self._base = f"{url.rstrip('/')}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, query: Mapping[str, str] | None = None, seconds: float = 3.0) -> Any:
        """The JSON under a path. Raises NotThere for 404."""
        return await self._call("GET", path, seconds, params=query or {})

    async def answer(self, text: str, seconds: float) -> Reply:
        """What the item linker alone has to say: `outcome.act` is answered, clarify or declined."""
        return Reply.model_validate(await self._call("POST", "/answers", seconds, json={"text": text}))

    async def keep(self, kept: dict[str, str], seconds: float = 3.0) -> str:
        """File a message for a person to answer; the number. Filing the same message_id again files nothing new."""
        return str((await self._call("POST", "/kept", seconds, json=kept))["number"])

    async def _call(self, method: str, path: str, seconds: float, **options: Any) -> Any:
        try:
            async with self._http.request(
                method, self._base + path, headers=self._headers, timeout=ClientTimeout(total=seconds), **options
            ) as response:
                if response.status == 404:
                    raise NotThere(path)
                if response.status >= 400:
                    raise BackendDown(f"status {response.status}")
                return await response.json()
        except (ClientError, TimeoutError, ValueError) as error:
            raise BackendDown(type(error).__name__) from error
