"""The flow that reports a dispute 矛盾纠纷 for mediation: what, type, where, how urgent, anonymous or not, confirm."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.doors import door_for
from actions.casework.kinds import DisputeType, RiskLevel, Urgency
from actions.conversation import readers
from actions.conversation.flows.base import Answer, Flow, Prompt, Question
from actions.conversation.flows.contact import (
    account_question,
    confirm_question,
    kept,
    name_question,
    place_question,
    shown,
    telephone_question,
    told,
)
from actions.conversation.flows.wording import day
from actions.conversation.turn import Turn, button, say
from actions.conversation.world import World
from actions.desk.requests import DisputeRequest

_NOT_MEDIABLE = "not_mediable"
_COMMON_TYPES = ("neighbour", "family", "housing", "land_forest", "contract_debt", "other")
_NAMED_BUTTON, _ANONYMOUS_BUTTON = "可以留名", "匿名"


async def _prefill(turn: Turn, world: World) -> dict[str, Any]:
    kind = turn.understanding.get("dispute")
    known = readers.village(turn.text, world.template.township)
    known_type = DisputeType(kind) if kind in list(DisputeType) else None
    door = door_for(turn.text, known_type)
    facts: dict[str, Any] = {"dispute": known_type.value if known_type else None}
    if door is not None or kind == _NOT_MEDIABLE:
        facts["over"] = "door"
        facts["door"] = door.name if door else "police_or_court"
        facts["door_text"] = door.explanation if door else None
    urgency = readers.urgency(turn.text)
    return {
        "facts": facts,
        "dispute_text": told(turn),
        "dispute_type": facts["dispute"],
        "dispute_place": {"text": turn.text.strip()[:100], "village": known} if known else None,
        "dispute_urgency": urgency.value if urgency is Urgency.NOW else None,
    }


async def _read_type(turn: Turn, world: World) -> Answer | None:
    named = next((kind for kind in DisputeType if kind.label in turn.plain), None)
    value = named.value if named else turn.understanding.get("dispute")
    return Answer(value, {"flow_facts": {**turn.facts, "dispute": value}}) if value else None


async def _ask_type(turn: Turn, world: World) -> Prompt:
    return Prompt(buttons=[button(DisputeType(kind).label) for kind in _COMMON_TYPES])


async def _read_urgency(turn: Turn, world: World) -> Answer | None:
    level = readers.urgency(turn.text)
    return Answer(level.value) if level else None


async def _ask_urgency(turn: Turn, world: World) -> Prompt:
    return Prompt(buttons=[button("正在闹，很急"), button("怕闹大，要快点"), button("不急，慢慢说")])


async def _read_anonymous(turn: Turn, world: World) -> Answer | None:
    value = readers.anonymous(turn.text)
    return None if value is None else Answer(value)


async def _ask_anonymous(turn: Turn, world: World) -> Prompt:
    return Prompt(buttons=[button(_NAMED_BUTTON), button(_ANONYMOUS_BUTTON)])


async def _ask_confirm(turn: Turn, world: World) -> Prompt:
    anonymous = turn.slot("dispute_anonymous")
    return Prompt(
        {
            "type": DisputeType(turn.slot("dispute_type")).label,
            "told": turn.slot("dispute_text"),
            "place": turn.slot("dispute_place")["text"],
            "contact": "匿名"
            if anonymous
            else f"{shown(turn.slot('dispute_name'))} {shown(turn.slot('dispute_phone'))}",
        }
    )


async def _finish(turn: Turn, world: World, dispatcher: CollectingDispatcher) -> list[EventType]:
    words = REPORT_DISPUTE.words(turn)
    if turn.facts.get("over") == "door":
        outcome = turn.outcome("signpost", door=turn.facts["door"], not_mediable=True) | words
        if turn.facts.get("door_text"):
            say(dispatcher, "utter_dispute_door", outcome, door=turn.facts["door_text"])
        else:
            say(dispatcher, "utter_dispute_door_unknown", outcome)
        return REPORT_DISPUTE.cleared()
    anonymous = bool(turn.slot("dispute_anonymous"))
    request = DisputeRequest(
        type=DisputeType(turn.slot("dispute_type")),
        text=turn.slot("dispute_text"),
        urgency=Urgency(turn.slot("dispute_urgency")),
        place=turn.slot("dispute_place")["text"],
        village=turn.slot("dispute_place")["village"],
        anonymous=anonymous,
        contact_name=None if anonymous else kept(turn.slot("dispute_name")),
        telephone=None if anonymous else kept(turn.slot("dispute_phone")),
    )
    filed = await world.desk.file_dispute(turn.cause, request)
    response = "utter_dispute_done_high" if filed.risk is RiskLevel.HIGH else "utter_dispute_done"
    say(dispatcher, response, turn.outcome("done", ref=filed.number) | words, number=filed.number, due=day(filed.due))
    return REPORT_DISPUTE.cleared()


REPORT_DISPUTE = Flow(
    name="report_dispute",
    questions=(
        account_question("dispute_text"),
        Question("dispute_type", _read_type, _ask_type),
        place_question("dispute_place"),
        Question("dispute_urgency", _read_urgency, _ask_urgency),
        Question("dispute_anonymous", _read_anonymous, _ask_anonymous),
        name_question("dispute_name", optional=True, unless="dispute_anonymous"),
        telephone_question("dispute_phone", optional=True, unless="dispute_anonymous"),
        confirm_question("dispute_confirm", _ask_confirm),
    ),
    prefill=_prefill,
    finish=_finish,
)
