"""One case: what it is about, what happened so far, and what this person may do with it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from bot.console import words
from bot.console.casework import Case, Refused, casework
from bot.console.rendering import show
from bot.console.worklist import is_overdue

_NUMBER = "{number:[A-Z]{2}-[0-9-]{4,17}}"
_MOVED = "moved"


@dataclass(frozen=True)
class Fact:
    """One line of the case. `ring` is set for a telephone number."""

    label: str
    text: str
    ring: bool = False


def setup(app: web.Application) -> None:
    app.router.add_get(f"/cases/{_NUMBER}", look)
    app.router.add_post(f"/cases/{_NUMBER}/moves", move)


async def look(request: web.Request) -> web.Response:
    case = await casework(request).case(request.match_info["number"])
    done = f"好了。现在是“{case.state_title}”。" if _MOVED in request.query else ""
    return _page(request, case, done=done)


async def move(request: web.Request) -> web.Response:
    """Make one of the moves. When it is refused, the case as it is now is shown with the reason and the note."""
    form = await request.post()
    number = request.match_info["number"]
    note = str(form.get("note", "")).replace("\r\n", "\n").strip()
    version = str(form.get("version", ""))
    if not (version.isascii() and version.isdecimal() and len(version) < 10):
        raise web.HTTPBadRequest
    try:
        await casework(request).move(number, str(form.get("move", "")), note, int(version))
    except Refused as refused:
        # A fresh look first: who may no longer see the case gets no page with the note either.
        case = await casework(request).case(number)
        return _page(request, case, problem=_said(refused), note=note, status=refused.status)
    return web.Response(status=303, headers={"Location": f"{request.path.removesuffix('/moves')}?{_MOVED}=1"})


def _said(refused: Refused) -> str:
    if refused.code == "stale_version":
        return "这个单子刚刚被别人改过，您的操作没有提交。下面是最新的内容，您写的说明还在。请看一看，再决定怎么办。"
    return f"没有提交：{refused.detail}"


def _page(
    request: web.Request, case: Case, *, done: str = "", problem: str = "", note: str = "", status: int = 200
) -> web.Response:
    context = {
        "case": case,
        "kind": case.kind,
        "facts_of_case": list(_facts(case)),
        "overdue": is_overdue(case, datetime.now(UTC)),
        "events": [(event, words.person(event.by)) for event in reversed(case.events)],
        "needs_note": any(move.needs_note for move in case.moves),
        "done": done,
        "problem": problem,
        "note": note,
        "moment": words.moment,
    }
    return show(request, "case.html", context, status=status)


def _facts(case: Case) -> Iterator[Fact]:
    """What there is to know, most useful first; what nobody said has no line."""
    details = case.details
    choices = words.CHOICES.get(case.kind, {})
    for name, label in words.LABELS.get(case.kind, {}).items():
        if value := details.get(name):
            yield Fact(label, _text(name, str(value), choices.get(name, {})), ring=name.endswith("telephone"))
    if spot := " ".join(str(part) for part in (case.village, details.get("grid")) if part):
        yield Fact("村组", spot)
    if details.get("anonymous"):
        yield Fact("联系人", "没有留名（匿名）")
    if contact := details.get("contact_name"):
        yield Fact("联系人", str(contact))
    if telephone := details.get("telephone"):
        yield Fact("电话", str(telephone), ring=True)
    yield Fact("从哪里来", words.channel(str(details.get("channel", ""))))


def _text(name: str, value: str, choices: Mapping[str, str]) -> str:
    if name == "starts":
        return words.moment(datetime.fromisoformat(value))
    return choices.get(value, value)
