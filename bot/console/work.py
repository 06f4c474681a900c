"""My work: the open cases of one kind, the most urgent first, with filters."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from aiohttp import web

from bot.console import words
from bot.console.casework import casework
from bot.console.rendering import HOME, STAFF, Staff, show
from bot.console.worklist import Wanted, find, is_overdue

_LONGEST_VILLAGE = 20


def setup(app: web.Application) -> None:
    app.router.add_get("/", my_work)


async def my_work(request: web.Request) -> web.Response:
    """A table with tabs for the kinds this person has to do with."""
    staff = request[STAFF]
    wanted = _wanted(request, staff)
    now = datetime.now(UTC)
    found = await find(casework(request), wanted, now, request.query.get("after"))
    choices = {"kind": wanted.kind, "state": wanted.state, "village": wanted.village, "only": _only(wanted)}
    context = {
        **choices,
        "rows": [(case, is_overdue(case, now)) for case in found.cases],
        "villages": sorted({case.village for case in found.cases if case.village}),
        "open_states": words.OPEN_STATES.get(wanted.kind, {}),
        "final_states": words.FINAL_STATES.get(wanted.kind, {}),
        "filtered": bool(wanted.state or wanted.village or _only(wanted)),
        "first_page": "after" not in request.query,
        "next_page": _address({**choices, "after": found.next}) if found.next else None,
        "first": _address(choices),
        "moment": words.moment,
    }
    return show(request, "work.html", context)


def _wanted(request: web.Request, staff: Staff) -> Wanted:
    """The filters of the address; what makes no sense there is left out."""
    query = request.query
    kind = query.get("kind", "")
    if kind not in words.KINDS:
        kind = next(iter(staff.kinds), "ticket")
    state = query.get("state", "")
    if state not in {**words.OPEN_STATES[kind], **words.FINAL_STATES[kind]}:
        state = ""
    only = query.get("only")
    return Wanted(
        kind=kind,
        state=state,
        village=query.get("village", "").strip()[:_LONGEST_VILLAGE],
        whose=staff.username if only == "mine" else "",
        overdue=only == "overdue",
    )


def _only(wanted: Wanted) -> str:
    return "mine" if wanted.whose else "overdue" if wanted.overdue else ""


def _address(query: dict[str, str]) -> str:
    return f"{HOME}?{urlencode({name: value for name, value in query.items() if value})}"
