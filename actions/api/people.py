"""Staff sign-in, agents and their free times."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from actions.api.bodies import Body, Name, limit_of, read, reply, word_of
from actions.api.problems import Problem
from actions.desk import MeetingPlace
from actions.keys import DESK

routes = web.RouteTableDef()


class SignInBody(Body):
    """A username and its password."""

    username: Name
    password: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]


@routes.post("/staff/sign-in")
async def sign_in(request: web.Request) -> web.Response:
    body = await read(request, SignInBody)
    member = await request.app[DESK].sign_in(body.username, body.password)
    if member is None:
        raise Problem(401, "wrong_password", "登录失败", "用户名或密码不对。请再试一次，忘记密码请找管理员。")
    return reply(asdict(member))


@routes.get("/agents")
async def agents(request: web.Request) -> web.Response:
    everybody = await request.app[DESK].agents()
    return reply(
        {
            "agents": [
                {
                    "id": agent.id,
                    "name": agent.name,
                    "kind": agent.kind,
                    "kind_title": agent.kind.label,
                    "places": agent.places,
                    "villages": agent.villages,
                    "grids": agent.grids,
                    "items": agent.items,
                    "capacity": agent.capacity,
                    "telephone": agent.telephone,
                }
                for agent in everybody
            ]
        }
    )


@routes.get("/slots")
async def slots(request: web.Request) -> web.Response:
    place = word_of(request, "place", MeetingPlace) or MeetingPlace.HALL
    try:
        first_day = date.fromisoformat(request.query["from"]) if request.query.get("from") else None
    except ValueError as error:
        raise Problem(422, "invalid", "填写的内容不对", "from：日期要写成 2026-01-31 的样子。") from error
    found = await request.app[DESK].free_slots(
        place,
        request.query.get("village"),
        request.query.get("item") or None,
        limit_of(request, default=6, most=60),
        first_day,
    )
    return reply({"slots": [asdict(slot) for slot in found]})
