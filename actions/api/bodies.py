"""Reads and checks what callers send, and writes JSON."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from actions.api.problems import Problem

Model = TypeVar("Model", bound=BaseModel)
Choice = TypeVar("Choice", bound=StrEnum)

Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Note = Annotated[str, StringConstraints(max_length=4000)]

_REASONS = {
    "missing": "没有填",
    "extra_forbidden": "没有这个字段",
    "string_type": "要写文字",
    "string_too_short": "不能留空",
    "string_too_long": "太长了",
    "int_parsing": "要写整数",
    "int_type": "要写整数",
}


class Body(BaseModel):
    """What a caller sends. Unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


async def read(request: web.Request, model: type[Model]) -> Model:
    """The body as `model`. Raises a problem that names every faulty field."""
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        raise Problem(422, "invalid", "填写的内容不对", _explain(error)) from error


def _explain(error: ValidationError) -> str:
    lines = []
    for fault in error.errors(include_input=False):
        where = ".".join(str(part) for part in fault["loc"])
        reason = _REASONS.get(fault["type"], "不是正确的写法")
        lines.append(f"{where}：{reason}" if where else "请求内容要是一个 JSON 对象")
    return "；".join(lines) + "。请改好后再提交。"


def limit_of(request: web.Request, default: int, most: int) -> int:
    """The `limit` of a query, between 1 and `most`."""
    given = request.query.get("limit", str(default))
    if not given.isdecimal() or not 1 <= int(given) <= most:
        raise Problem(422, "invalid", "填写的内容不对", f"limit：要写 1 到 {most} 的整数。")
    return int(given)


def word_of(request: web.Request, name: str, words: type[Choice]) -> Choice | None:
    """A query parameter that must be one of the words of an enum, or None where it is left out."""
    given = request.query.get(name)
    if not given:
        return None
    try:
        return words(given)
    except ValueError as error:
        raise Problem(422, "invalid", "填写的内容不对", f"{name}：可以写 {'、'.join(words)}。") from error


def _default(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def reply(body: Any, status: int = 200) -> web.Response:
    """A JSON answer; times are written in ISO 8601."""
    return web.json_response(
        body, status=status, dumps=lambda data: json.dumps(data, ensure_ascii=False, default=_default)
    )
