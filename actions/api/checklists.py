"""GET /items/{code}/checklist: the next question of an item, or the one-time checklist 一次性告知单 of one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from actions.api.answers import item_of
from actions.api.bodies import reply
from actions.keys import TEMPLATE
from knowledge_base.answer_code import decode, encode
from knowledge_base.answers import LABELS, PARTS, Aspect, answer, checklist, parts, places_of, visits
from knowledge_base.live import Template
from knowledge_base.schema import Item
from knowledge_base.situations import UNSURE, Situation, next_question

routes = web.RouteTableDef()


@routes.get("/items/{code}/checklist")
async def show(request: web.Request) -> web.Response:
    """`a` holds the answers so far (see knowledge_base.answer_code); what does not count today is left out.

    Each choice of the `question`, and each answer given, carries the code that leads on, or back to it.
    """
    template = request.app[TEMPLATE].current()
    item = item_of(request, template)
    given = decode(item.situations, request.query.get("a", ""))
    question = next_question(item.situations, given)
    return reply(
        {
            "code": item.code,
            "name": item.name,
            "version": item.version,
            "effective": item.effective.isoformat(),
            "sample": item.verified.sample,
            "answers": _answers(item, given),
            "question": _question(item, question, given) if question else None,
            "sheet": None if question else _sheet(item, given, template),
        }
    )


def _answers(item: Item, given: Mapping[str, str]) -> list[dict[str, str]]:
    """What was answered; `before` leads back to the question, with the answers given before it."""
    told = []
    before: dict[str, str] = {}
    for situation in item.situations:
        if said := given.get(situation.key):
            code = encode(item.situations, before)
            told.append({"key": situation.key, "ask": situation.ask, "answer": said, "before": code})
            before[situation.key] = said
    return told


def _question(item: Item, question: Situation, given: Mapping[str, str]) -> dict[str, Any]:
    names = [*(choice.name for choice in question.choices), UNSURE]
    choices = [{"name": name, "a": encode(item.situations, {**given, question.key: name})} for name in names]
    doubtful = {situation.key: UNSURE for situation in item.situations}
    return {
        "ask": question.ask,
        "number": len(given) + 1,
        "most": len(item.situations),
        "choices": choices,
        "skip": encode(item.situations, {**doubtful, **given}),
    }


def _sheet(item: Item, given: Mapping[str, str], template: Template) -> dict[str, Any]:
    sheet = checklist(item, given)
    return {
        "a": encode(item.situations, given),
        "ended": sheet.ended,
        "parts": [{"part": name, "title": PARTS[name], "lines": lines} for name, lines in parts(sheet).items()],
        "remarks": sheet.remarks,
        "where": LABELS[Aspect.CONTACT if sheet.ended else Aspect.PLACE],
        "places": [place.model_dump() for place in places_of(item, template.township)],
        "beside": [] if sheet.ended else _beside(item, template),
    }


def _beside(item: Item, template: Template) -> list[dict[str, str]]:
    """What has to be known besides the papers and the places."""
    told = {"跑几趟": visits(item)}
    for aspect in (Aspect.TIME_LIMIT, Aspect.FEE, Aspect.AGENT):
        said = answer(item, aspect, template.township)
        told[LABELS[aspect]] = said.text if said.known else None
    return [{"label": label, "text": text} for label, text in told.items() if text]
