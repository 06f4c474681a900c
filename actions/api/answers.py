"""What the template answers without the engine: guides, and the linker alone when the engine is down."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from actions.api.bodies import reply
from actions.api.problems import Problem
from actions.desk import NoSuchItem
from actions.keys import TEMPLATE
from knowledge_base.answers import LABELS, PARTS, Aspect, answer, checklist, sections
from knowledge_base.linking import Linking
from knowledge_base.live import Template
from knowledge_base.schema import Item

routes = web.RouteTableDef()

# Without the classifier only a named item, or one far ahead of the rest, is answered.
_SURE_SCORE = 0.6
_SURE_MARGIN = 0.15
_OFFER_SCORE = 0.35


def item_of(request: web.Request, template: Template) -> Item:
    """The item the path names. Raises NoSuchItem."""
    code = request.match_info["code"]
    if code not in template.items:
        raise NoSuchItem(code)
    return template.items[code]


@routes.get("/items/{code}/guide")
async def guide(request: web.Request) -> web.Response:
    template = request.app[TEMPLATE].current()
    item = item_of(request, template)
    parts = [
        {"aspect": one.aspect.value, "label": LABELS[one.aspect], "text": one.text}
        for one in sections(item, template.township)
    ]
    return reply(
        {
            "code": item.code,
            "name": item.name,
            "summary": item.summary,
            "department": item.department,
            "completeness": item.completeness.value,
            "version": item.version,
            "effective": item.effective.isoformat(),
            "verified": item.verified.model_dump(mode="json"),
            "asks": bool(item.situations),
            "sections": parts,
            "questions": [question.model_dump() for question in item.questions],
            "checklist": {name: getattr(checklist(item), name) for name in PARTS},
        }
    )


@routes.post("/answers")
async def answers(request: web.Request) -> web.Response:
    body = await request.json()
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise Problem(422, "text_needed", "没有内容", "请写上要问的话（text）。")
    template = request.app[TEMPLATE].current()
    return reply(_by_linker(template, template.linker.link(text)))


def _by_linker(template: Template, linking: Linking) -> dict[str, Any]:
    offered = [candidate for candidate in linking.candidates if candidate.score >= _OFFER_SCORE][:3]
    if not offered:
        return {"messages": [], "outcome": {"act": "declined"}}
    best = offered[0]
    if (best.named and linking.margin > 0) or (best.score >= _SURE_SCORE and linking.margin >= _SURE_MARGIN):
        return _overview(template, template.items[best.code])
    names = [template.items[candidate.code].name for candidate in offered]
    return {
        "messages": [
            {
                "text": "您问的是下面哪一件？点一下，或者回数字。",
                "buttons": [{"title": name, "payload": name} for name in names],
            }
        ],
        "outcome": {
            "act": "clarify",
            "intent": "ask_item",
            "candidates": [{"item": candidate.code, "score": candidate.score} for candidate in offered],
        },
    }


def _overview(template: Template, item: Item) -> dict[str, Any]:
    parts = [answer(item, aspect, template.township) for aspect in (Aspect.OVERVIEW, Aspect.MATERIALS, Aspect.CONTACT)]
    text = f"{item.name}：\n" + "\n".join(part.text for part in parts if part.known)
    return {
        "messages": [{"text": text, "link": f"/items/{item.code}"}],
        "outcome": {
            "act": "answered",
            "intent": "ask_item",
            "item": item.code,
            "aspect": Aspect.OVERVIEW.value,
            "source": {"version": item.version, "effective": item.effective.isoformat()},
        },
    }
