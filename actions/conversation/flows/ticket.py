"""The flow that opens a ticket 工单: what, where, who, telephone, confirm."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.kinds import TicketKind
from actions.conversation.flows.base import Flow, Prompt
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
from actions.conversation.readers import anonymous, village
from actions.conversation.turn import Turn, say
from actions.conversation.world import World
from actions.desk.requests import TicketRequest


async def _prefill(turn: Turn, world: World) -> dict[str, Any]:
    kind = turn.understanding.get("kind") or TicketKind.HELP.value
    known = village(turn.text, world.template.township)
    return {
        "facts": {"kind": kind, "anonymous": anonymous(turn.text) is True},
        "ticket_text": told(turn),
        "ticket_place": {"text": turn.text.strip()[:100], "village": known} if known else None,
    }


async def _ask_confirm(turn: Turn, world: World) -> Prompt:
    return Prompt(
        {
            "kind": TicketKind(turn.facts["kind"]).label,
            "told": turn.slot("ticket_text"),
            "place": turn.slot("ticket_place")["text"],
            "name": shown(turn.slot("ticket_name")),
            "phone": shown(turn.slot("ticket_phone")),
        }
    )


async def _finish(turn: Turn, world: World, dispatcher: CollectingDispatcher) -> list[EventType]:
    name, telephone = kept(turn.slot("ticket_name")), kept(turn.slot("ticket_phone"))
    request = TicketRequest(
        kind=TicketKind(turn.facts["kind"]),
        text=turn.slot("ticket_text"),
        place=turn.slot("ticket_place")["text"],
        village=turn.slot("ticket_place")["village"],
        contact_name=name,
        telephone=telephone,
        anonymous=name is None and telephone is None,
    )
    filed = await world.desk.file_ticket(turn.cause, request)
    outcome = turn.outcome("done", ref=filed.number) | OPEN_TICKET.words(turn)
    say(dispatcher, "utter_ticket_done", outcome, number=filed.number, due=day(filed.due))
    return OPEN_TICKET.cleared()


OPEN_TICKET = Flow(
    name="open_ticket",
    questions=(
        account_question("ticket_text"),
        place_question("ticket_place"),
        name_question("ticket_name", optional=True),
        telephone_question("ticket_phone", optional=True),
        confirm_question("ticket_confirm", _ask_confirm),
    ),
    prefill=_prefill,
    finish=_finish,
)
