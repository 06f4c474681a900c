"""Cases: the list, one case, moving it on, and messages kept for a person."""

from __future__ import annotations

from dataclasses import asdict

from aiohttp import web
from pydantic import Field

from actions.api.access import acting_staff, required_staff
from actions.api.bodies import Body, Note, Word, limit_of, read, reply, word_of
from actions.desk import CaseFilter, CaseView, Kind
from actions.kept import KeptMessage
from actions.keys import DESK

routes = web.RouteTableDef()


class MoveBody(Body):
    """What to do with a case. `version` is the one the clerk saw."""

    move: Word
    note: Note | None = None
    version: int | None = Field(default=None, ge=1)


def _as_json(view: CaseView) -> dict[str, object]:
    events = [
        {
            "at": event.at,
            "move": event.move,
            "title": event.title,
            "by": event.by,
            "note": event.note,
            "from": event.from_state,
            "to": event.to_state,
        }
        for event in view.events
    ]
    return {
        **asdict(view.summary),
        "details": dict(view.details),
        "events": events,
        "moves": [asdict(move) for move in view.moves],
    }


@routes.get("/cases")
async def cases(request: web.Request) -> web.Response:
    wanted = CaseFilter(
        kind=word_of(request, "kind", Kind),
        state=request.query.get("state"),
        citizen=request.query.get("citizen"),
        item=request.query.get("item"),
    )
    page, after = await request.app[DESK].list_cases(
        wanted,
        limit=limit_of(request, default=50, most=200),
        after=request.query.get("after"),
        actor=await acting_staff(request),
    )
    return reply({"cases": [asdict(case) for case in page], "next": after})


@routes.get("/cases/{number}")
async def case(request: web.Request) -> web.Response:
    view = await request.app[DESK].case(request.match_info["number"], await acting_staff(request))
    return reply(_as_json(view))


@routes.post("/cases/{number}/moves")
async def move(request: web.Request) -> web.Response:
    actor = await required_staff(request)
    body = await read(request, MoveBody)
    view = await request.app[DESK].move(request.match_info["number"], body.move, actor, body.note, body.version)
    return reply(_as_json(view))


@routes.post("/kept")
async def kept(request: web.Request) -> web.Response:
    message = await read(request, KeptMessage)
    filed = await message.file(request.app[DESK])
    return reply({"number": filed.number}, status=201)
