"""The backend's cases on behalf of a member of staff. What anybody may see and do is the backend's decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.backend import BackendDown
from bot.console.rendering import STAFF, Staff
from bot.keys import HTTP, SETTINGS

_SECONDS = 5.0


class Refused(Exception):
    """The backend says no, in words that may be shown. `code` tells programs why."""

    def __init__(self, status: int, code: str, title: str, detail: str) -> None:
        super().__init__(code)
        self.status, self.code, self.title, self.detail = status, code, title, detail


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Summary(_Answer):
    """A case as lists show it."""

    number: str
    kind: str
    state: str
    state_title: str
    item: str | None
    title: str
    village: str | None
    created: datetime
    due: datetime | None
    version: int
    owner: str | None


class Event(_Answer):
    """One line of the timeline."""

    at: datetime
    title: str
    by: str
    note: str | None
    to: str


class Move(_Answer):
    """Something this member of staff may do now."""

    move: str
    title: str
    needs_note: bool


class Case(Summary):
    """A case in full."""

    details: dict[str, Any]
    events: tuple[Event, ...]
    moves: tuple[Move, ...]


class Page(_Answer):
    """Some cases, and after which number the next ones come."""

    cases: tuple[Summary, ...]
    next: str | None


class _Member(_Answer):
    username: str
    name: str
    role: str


class _Problem(_Answer):
    code: str = ""
    title: str = Field(min_length=1)
    detail: str = Field(min_length=1)


Model = TypeVar("Model", bound=BaseModel)


class Casework:
    """Every call raises Refused for a no of the backend and BackendDown when there is no good answer in time."""

    def __init__(self, http: ClientSession, url: str, token: str, staff: Staff | None) -> None:
        self._http = http
        self._base = f"{url.rstrip('/')}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}"} | ({"X-Staff": staff.username} if staff else {})

    async def sign_in(self, username: str, password: str) -> Staff:
        body = {"username": username, "password": password}
        member = await self._call("POST", "/staff/sign-in", _Member, json=body)
        return Staff(member.username, member.name, member.role)

    async def cases(self, kind: str, state: str, limit: int, after: str | None) -> Page:
        """Cases of one kind in one state, newest first."""
        query = {"kind": kind, "state": state, "limit": str(limit)} | ({"after": after} if after else {})
        return await self._call("GET", "/cases", Page, params=query)

    async def case(self, number: str) -> Case:
        return await self._call("GET", f"/cases/{quote(number, safe='')}", Case)

    async def move(self, number: str, move: str, note: str, version: int) -> Case:
        """Move a case on, unless somebody else has done so since `version`."""
        body = {"move": move, "note": note or None, "version": version}
        return await self._call("POST", f"/cases/{quote(number, safe='')}/moves", Case, json=body)

    async def _call(self, method: Literal["GET", "POST"], path: str, model: type[Model], **options: Any) -> Model:
        try:
            async with self._http.request(
                method, self._base + path, headers=self._headers, timeout=ClientTimeout(total=_SECONDS), **options
            ) as response:
                body = await response.read()
                status = response.status
            if status < 400:
                return model.model_validate_json(body)
            problem = _Problem.model_validate_json(body)
        except (ClientError, TimeoutError, ValidationError) as error:
            raise BackendDown(type(error).__name__) from error
        # A wrong token between our own processes is nothing a member of staff could mend.
        if status >= 500 or problem.code == "token_needed":
            raise BackendDown(f"status {status}")
        raise Refused(status, problem.code, problem.title, problem.detail)


def casework(request: web.Request) -> Casework:
    """The backend as whoever sent this request may use it."""
    settings = request.config_dict[SETTINGS]
    token = settings.internal_token.get_secret_value()
    return Casework(request.config_dict[HTTP], settings.backend_url, token, request.get(STAFF))
