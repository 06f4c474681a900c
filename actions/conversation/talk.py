"""What is neither an item nor a case: small talk, other doors, a person, privacy, what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.kinds import TicketKind
from actions.conversation.answers import AnswerItem, answer_item, only_asks
from actions.conversation.asking_back import ask_back
from actions.conversation.cases import CheckProgress, Rate, Urge
from actions.conversation.flows import FLOWS
from actions.conversation.turn import Turn, button, say
from actions.conversation.world import World
from knowledge_base.answers import Aspect

_EXAMPLES = [button("办低保要什么材料"), button("找人上门帮我办"), button("路灯坏了"), button("我的事办到哪了")]
_CALL_BACK = "请回电话给我"


class Spoken(Action):
    """An action that says one response of the domain with a fixed act."""

    def __init__(
        self, name: str, response: str, act: str, *, door: str | None = None, buttons: list[Any] | None = None
    ):
        self._name = name
        self._response = response
        self._act = act
        self._door = door
        self._buttons = buttons or []

    def name(self) -> str:
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        say(dispatcher, self._response, turn.outcome(self._act, door=self._door), buttons=self._buttons)
        return []


class SmallTalk(Action):
    """Greets, thanks, says goodbye, tells what the bot can do."""

    def name(self) -> str:
        return "action_small_talk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        buttons = _EXAMPLES if turn.intent in ("greet", "help") else []
        say(dispatcher, f"utter_{turn.intent}", turn.outcome("smalltalk"), buttons=buttons)
        return []


class Emergency(Action):
    """The engine's second look at danger, behind the gateway's screen: the right number first, no questions."""

    def name(self) -> str:
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        hotline = str(turn.understanding.get("hotline") or "110")
        outcome = turn.outcome("signpost", intent="emergency", hotline=hotline)
        say(dispatcher, f"utter_emergency_{hotline}", outcome, link=f"tel:{hotline}")
        return []


def _begin_call_back(turn: Turn) -> list[EventType]:
    """A ticket that lacks only whom to call, and where."""
    flow = FLOWS["open_ticket"]
    facts = {"flow": flow.name, "kind": TicketKind.HELP.value, "confidence": round(turn.confidence, 4)}
    return [
        *flow.cleared(),
        SlotSet("flow_facts", facts),
        SlotSet("ticket_text", "请工作人员回电话"),
        SlotSet("ticket_place", {"text": "电话里说", "village": None}),
        FollowupAction(flow.form),
    ]


class Human(Action):
    """Brings a person: until takeover is there, the hall's telephone and hours, and a message that is kept."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self) -> str:
        return "action_human"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        if turn.text.strip() == _CALL_BACK and not turn.facts:
            return _begin_call_back(turn)
        item = self._world.item(turn.slot("item"))
        if item and only_asks(turn) and not turn.facts:  # 电话多少, of what was just talked about
            return answer_item(turn, self._world, dispatcher, item.code, Aspect.CONTACT)
        hall = self._world.template.township.places["hall"]
        outcome = turn.outcome("handoff", intent="human")
        say(
            dispatcher,
            "utter_human",
            outcome,
            link=f"tel:{hall.telephone}",
            buttons=[] if turn.facts else [button(_CALL_BACK)],
            place=hall.name,
            phone=hall.telephone,
            hours=hall.hours,
        )
        return []


class Fallback(Action):
    """Not understood: offers what it may have been, and a person."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self) -> str:
        return "action_fallback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        item = self._world.item(turn.slot("item"))
        if item and only_asks(turn):
            return answer_item(turn, self._world, dispatcher, item.code, turn.aspect)
        return ask_back(turn, self._world, dispatcher)


class Digress(Action):
    """Answers a question in the middle of a flow; the flow then goes on with its own question."""

    def __init__(self, answers: dict[str, Action]) -> None:
        self._answers = answers

    def name(self) -> str:
        return "action_digress"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        flow = FLOWS.get(str(turn.facts.get("flow")))
        return [*await self._answer(turn, dispatcher, tracker, domain), *(flow.passed_over(turn) if flow else [])]

    async def _answer(
        self, turn: Turn, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        if turn.intent in FLOWS:
            say(dispatcher, "utter_one_thing_at_a_time", turn.outcome("form"), buttons=[])
            return []
        answer = self._answers.get(turn.intent)
        if answer is None:
            say(dispatcher, "utter_not_understood_in_flow")
            return []
        events: list[EventType] = await answer.run(dispatcher, tracker, domain)
        for message in dispatcher.messages:
            if not _asks_to_choose(message["custom"].get("outcome", {})):
                message["buttons"] = []  # Typing 1 must choose what the flow asks, which comes next.
        return events


def _asks_to_choose(outcome: Mapping[str, Any]) -> bool:
    """Whether the buttons of a reply are its very point."""
    return bool(outcome.get("candidates")) and not outcome.get("item")


def conversation_actions(world: World) -> list[Action]:
    """Every action that answers outside a flow."""
    by_intent: dict[str, Action] = {
        "ask_item": AnswerItem(world),
        "check_progress": CheckProgress(world),
        "urge": Urge(world),
        "rate": Rate(world),
        "emergency": Emergency(),
        "ask_law": Spoken("action_ask_law", "utter_ask_law", "signpost", door="legal_aid"),
        "ask_notice": Spoken("action_ask_notice", "utter_ask_notice", "signpost", door="village_notice"),
        "human": Human(world),
        "privacy": Spoken("action_privacy", "utter_privacy", "answered"),
        "out_of_scope": Spoken("action_out_of_scope", "utter_out_of_scope", "declined", buttons=_EXAMPLES),
    }
    small_talk = SmallTalk()
    talk = dict.fromkeys(("greet", "thanks", "bye", "help", "chitchat"), small_talk)
    answered_between = {name: action for name, action in by_intent.items() if name != "out_of_scope"}
    return [*by_intent.values(), small_talk, Fallback(world), Digress({**answered_between, **talk})]
