"""The machinery every flow shares: questions asked one by one, each interruptible, each able to be left."""

from __future__ import annotations

import itertools
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation.readers import wants_to_leave, yes_or_no
from actions.conversation.reading.mentions import Doubt
from actions.conversation.turn import PASSED_OVER, Turn, button, say
from actions.conversation.world import World

ASKS = re.compile(r"[?？]|什么|啥|吗|嘛$|多少|怎么|咋|哪|几[点天号个时]|多久|要不要|能不能|可不可以|是不是|有没有|么$")
_ANSWERABLE = {
    "ask_item", "check_progress", "ask_law", "ask_notice", "human", "privacy", "help", "emergency",
    "urge", "greet", "thanks", "chitchat",
}  # fmt: skip
_OTHER_MATTERS = {"find_benefit", "book_agent", "change_booking", "cancel_booking", "open_ticket", "report_dispute"}
_SURE_DIGRESSION = 0.5
_LIKELY_DIGRESSION = 0.35


@dataclass(frozen=True)
class Answer:
    """The value read for a question, and further slots the same words filled."""

    value: Any
    further: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Prompt:
    """What a question needs to be asked: values for its wording, buttons, and the wording when it is not its own."""

    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)
    wording: str | None = None


Slots = Mapping[str, Any]
Read = Callable[[Turn, World], Awaitable[Answer | Doubt | None]]
Ask = Callable[[Turn, World], Awaitable[Prompt]]
Plan = Callable[[Slots, World], str | None]


async def plainly(turn: Turn, world: World) -> Prompt:
    """Asks with the wording of the domain alone."""
    return Prompt()


@dataclass(frozen=True)
class Question:
    """One question of a flow. Its wording is `utter_ask_<slot>`, its hint `hint` or `utter_hint_<slot>`."""

    slot: str
    read: Read
    ask: Ask = plainly
    needed: Callable[[Slots], bool] = lambda slots: True
    hint: str | None = None
    free: bool = False  # any words may be the answer, so a question in between must be told from one
    plain_answer: Callable[[str], bool] = lambda text: (
        False
    )  # words that are an answer whatever they may mean elsewhere


@dataclass(frozen=True)
class Flow:
    """A flow: its questions in order, what the opening words already tell, and what filing it does.

    `plan` chooses the slot to ask next where the order of the questions does not. `intent` is the word of the outcome
    vocabulary for what the citizen wants; the flow's own name where it is left out.
    """

    name: str
    questions: tuple[Question, ...]
    prefill: Callable[[Turn, World], Awaitable[dict[str, Any]]]
    finish: Callable[[Turn, World, CollectingDispatcher], Awaitable[list[EventType]]]
    plan: Plan | None = None
    intent: str | None = None

    @property
    def form(self) -> str:
        return f"{self.name}_form"

    def question(self, slot: str | None) -> Question | None:
        return next((q for q in self.questions if q.slot == slot), None)

    def next_slot(self, slots: Slots, world: World) -> str | None:
        """The planned question, else the first that is needed and not answered."""
        if self.plan:
            return self.plan(slots, world)
        return next((q.slot for q in self.questions if slots.get(q.slot) is None and q.needed(slots)), None)

    def passed_over(self, turn: Turn) -> list[EventType]:
        """Events that keep the question asked now the next one, while something is answered in between."""
        asked = turn.slot("requested_slot")
        earlier = itertools.takewhile(lambda question: question.slot != asked, self.questions)
        return [SlotSet(q.slot, PASSED_OVER) for q in earlier if turn.slot(q.slot) is None]

    def cleared(self) -> list[EventType]:
        """Events that forget the flow."""
        return [SlotSet(q.slot, None) for q in self.questions] + [SlotSet("flow_facts", None)]

    def words(self, turn: Turn) -> dict[str, Any]:
        """The outcome words that name this flow and what it is about."""
        facts = turn.facts
        words = {
            "intent": self.intent or self.name,
            "flow": self.name,
            **{k: facts.get(k) for k in ("item", "kind", "dispute", "confidence")},
        }
        return {key: value for key, value in words.items() if value is not None}


def is_digression(turn: Turn, question: Question) -> bool:
    """Whether the message is not an answer but something else the bot should answer in between."""
    if turn.intent in _OTHER_MATTERS:
        return not question.free and turn.confidence >= _SURE_DIGRESSION
    if turn.intent not in _ANSWERABLE:
        return False
    if not question.free:
        likely = turn.confidence >= _LIKELY_DIGRESSION and bool(ASKS.search(turn.text))
        return likely or turn.confidence >= _SURE_DIGRESSION
    return turn.confidence >= _SURE_DIGRESSION and (
        bool(ASKS.search(turn.text)) or turn.intent in ("human", "emergency", "privacy")
    )


class BeginFlow(Action):
    """Starts the flow of the message's intent with what its words already tell."""

    def __init__(self, flows: Mapping[str, Flow], world: World) -> None:
        self._flows = flows
        self._world = world

    def name(self) -> str:
        return "action_begin_flow"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        flow = self._flows[turn.intent]
        known = await flow.prefill(turn, self._world)
        facts = {"flow": flow.name, "confidence": round(turn.confidence, 4), **known.pop("facts", {})}
        events = [*flow.cleared(), SlotSet("flow_facts", facts)]
        if facts.get("item"):
            events.append(SlotSet("item", facts["item"]))  # what is asked after the flow is about the same matter
        return events + [SlotSet(slot, value) for slot, value in known.items() if value is not None]


def _agreed(turn: Turn, question: Question) -> Turn:
    """The turn as if the citizen had said what was suggested to her, when she says no more than yes."""
    suggested = turn.facts.get("suggested") or {}
    if suggested.get("slot") == question.slot and yes_or_no(turn.text):
        return Turn(turn.tracker, instead=suggested["words"])
    return turn


class ValidateFlow(Action):
    """Reads the answer to the question that was asked and chooses the next one."""

    def __init__(self, flow: Flow, world: World) -> None:
        self._flow = flow
        self._world = world

    def name(self) -> str:
        return f"validate_{self._flow.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        facts = turn.facts
        if facts.get("over"):
            return [SlotSet("requested_slot", None)]
        question = self._flow.question(turn.slot("requested_slot"))
        if question is None:
            return [SlotSet("requested_slot", self._flow.next_slot(turn.slots, self._world))]
        if wants_to_leave(turn.text):
            return self._over(facts, "left")
        events = await self._read(question, _agreed(turn, question), dispatcher)
        return [*self._opened_again(tracker), *events] if events else []

    async def _read(self, question: Question, turn: Turn, dispatcher: CollectingDispatcher) -> list[EventType]:
        in_between = question.free and not question.plain_answer(turn.text) and is_digression(turn, question)
        answer = None if in_between else await question.read(turn, self._world)
        if answer is None or isinstance(answer, Doubt):
            # What was nearly an answer is asked back, unless it is plainly a question.
            if not turn.instead and is_digression(turn, question) and (answer is None or ASKS.search(turn.text)):
                return []  # Rasa then lets another rule answer, and comes back to this question.
            return self._ask_again(question, turn, answer, dispatcher)
        if answer.value is False and question.slot.endswith("_confirm"):
            return self._over(turn.facts, "left")
        filled = {question.slot: answer.value, **answer.further}
        slots = {**turn.slots, **filled}
        return [
            *(SlotSet(slot, value) for slot, value in filled.items()),
            SlotSet("requested_slot", self._flow.next_slot(slots, self._world)),
        ]

    @staticmethod
    def _ask_again(
        question: Question, turn: Turn, doubt: Doubt | None, dispatcher: CollectingDispatcher
    ) -> list[EventType]:
        # Rasa takes a form that sets nothing but its next question for one that was interrupted.
        events = [SlotSet(question.slot, None), SlotSet("requested_slot", question.slot)]
        if doubt is None:
            say(dispatcher, question.hint or f"utter_hint_{question.slot}")
            return events
        dispatcher.utter_message(text=doubt.question, buttons=[button(option) for option in doubt.options])
        suggested = {"slot": question.slot, "words": doubt.options[0]} if doubt.options else None
        return [SlotSet("flow_facts", {**turn.facts, "suggested": suggested}), *events]

    def _opened_again(self, tracker: Tracker) -> list[EventType]:
        return [SlotSet(q.slot, None) for q in self._flow.questions if tracker.slots.get(q.slot) == PASSED_OVER]

    @staticmethod
    def _over(facts: dict[str, Any], how: str) -> list[EventType]:
        return [SlotSet("flow_facts", {**facts, "over": how}), SlotSet("requested_slot", None)]


class AskQuestion(Action):
    """Asks one question of a flow."""

    def __init__(self, flow: Flow, question: Question, world: World) -> None:
        self._flow = flow
        self._question = question
        self._world = world

    def name(self) -> str:
        return f"action_ask_{self._question.slot}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        prompt = await self._question.ask(turn, self._world)
        outcome = turn.outcome("form", slot=self._question.slot) | self._flow.words(turn)
        response = prompt.wording or f"utter_ask_{self._question.slot}"
        say(dispatcher, response, outcome, buttons=prompt.buttons, **prompt.values)
        return []


class FinishFlow(Action):
    """Files what a completed flow gathered, or says that it was left."""

    def __init__(self, flows: Mapping[str, Flow], world: World) -> None:
        self._flows = flows
        self._world = world

    def name(self) -> str:
        return "action_finish_flow"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        flow = self._flows[turn.facts["flow"]]
        if turn.facts.get("over") == "left":
            say(dispatcher, "utter_flow_left", turn.outcome("answered") | flow.words(turn))
            return flow.cleared()
        return await flow.finish(turn, self._world, dispatcher)
