"""POST /api/chat: the plain door for programs, tests and the evaluation."""

from __future__ import annotations

import hmac
import ipaddress
import json
import uuid
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.keys import SETTINGS, TURNS
from bot.problems import problem

_LONGEST_TEXT = 20_000
_EXAMPLE = '请发送 JSON，例如 {"sender": "a1", "text": "低保怎么申请"}。'


class Said(BaseModel):
    """The request. `id` makes repeats of the same message harmless."""

    model_config = ConfigDict(strict=True)

    sender: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
    text: Annotated[str, StringConstraints(max_length=_LONGEST_TEXT)]
    id: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None


async def chat(request: web.Request) -> web.Response:
    """One message in, one reply out. The same path as every channel takes."""
    if not _may_call(request):
        return problem(401, "no_key", "没有权限", "请在请求头 X-API-Key 里带上本单位的密钥。")
    try:
        said = Said.model_validate(await request.json())
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return problem(422, "not_json", "内容看不懂", _EXAMPLE)
    except ValidationError as error:
        wrong = "、".join(sorted({str(part) for found in error.errors() for part in found["loc"][:1]})) or "内容"
        return problem(
            422, "wrong_fields", "内容不完整",
            f"请检查 {wrong}：sender 是 1 到 128 个字的文字，text 是文字，id 可以不写。",
        )  # fmt: skip
    reply = await request.app[TURNS].take_turn(f"api:{said.sender}", said.text, said.id or uuid.uuid4().hex, "api")
    return web.json_response(reply.as_json(), dumps=_dumps)


def setup(app: web.Application) -> None:
    app.router.add_post("/api/chat", chat)


def _may_call(request: web.Request) -> bool:
    """With a key set, whoever knows it; without one, only this machine."""
    key = request.app[SETTINGS].api_key.get_secret_value()
    if key:
        return hmac.compare_digest(request.headers.get("X-API-Key", "").encode(), key.encode())
    peer: Any = request.transport.get_extra_info("peername") if request.transport else None
    # A proxy on this machine passes strangers on from loopback; its headers give them away.
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return bool(peer) and not forwarded and ipaddress.ip_address(peer[0]).is_loopback


def _dumps(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
