"""The talk that finds benefits 政策找人: at most six questions, then what somebody seems able to claim and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation.ages import read_age
from actions.conversation.flows.base import ASKS, Answer, Flow, Prompt, Question, Slots
from actions.conversation.flows.benefit_result import result
from actions.conversation.household import (
    NONE_OF_THEM,
    UNSURE,
    read_certificate,
    read_choices,
    read_opening,
    repeat,
    unsure,
)
from actions.conversation.turn import Turn, button, say
from actions.conversation.world import World
from knowledge_base.benefits.book import Book
from knowledge_base.benefits.facts import Facts, Kind, Told
from knowledge_base.benefits.report import findings
from knowledge_base.benefits.schema import Asking, Choice, Key
from knowledge_base.benefits.talk import MOST_QUESTIONS, band_words, bands, next_question, offered

_KEYS: tuple[str, ...] = get_args(Key)
_HOME = "benefit_home"
_ITEMS = "benefit_items"
_ANOTHER = re.compile(r"别人|别的人|其他人|另一个人|换个人|另外一位")


def _slot(key: str) -> str:
    return f"benefit_{key}"


def _facts(slots: Slots, world: World) -> Facts:
    """Everything told so far; a question that was passed over tells nothing."""
    opening: Told = (slots.get("flow_facts") or {}).get("told", {})
    answers = [slots.get(_slot(key)) or {} for key in _KEYS]
    return Facts.of([opening, *answers], world.now().date())


def _plan(slots: Slots, world: World) -> str | None:
    asked = [key for key in _KEYS if slots.get(_slot(key)) is not None]
    question = next_question(world.book, _facts(slots, world), asked)
    return _slot(question.key) if question else None


async def _prefill(turn: Turn, world: World) -> dict[str, Any]:
    told = read_opening(turn.text, world.book, world.now().date())
    if _ANOTHER.search(turn.plain):
        told = {**told, "has": {**(turn.slot(_HOME) or {}), **told["has"]}}
    return {"facts": {"told": told}}


def _question(key: str) -> Question:
    async def read(turn: Turn, world: World) -> Answer | None:
        asking = world.book.question(key)
        told = _read(turn, world, asking) if asking else {}
        return None if told is None else Answer(told)

    async def ask(turn: Turn, world: World) -> Prompt:
        asking = world.book.question(key)
        values: dict[str, Any] = {"ask": asking.ask if asking else ""}
        if any(turn.slot(_slot(one)) is not None for one in _KEYS):
            return Prompt(values, _buttons(turn, world, asking), "utter_ask_benefit")
        known = repeat(turn.facts.get("told", {}), world.book)
        values |= {"most": MOST_QUESTIONS, "told": f"您说的我记下了：{known}。\n" if known else ""}
        return Prompt(values, _buttons(turn, world, asking), "utter_ask_benefit_first")

    hint = f"utter_hint_benefit_{key}" if key in ("age", "detail") else "utter_hint_benefit"
    return Question(_slot(key), read, ask, hint=hint)


def _read(turn: Turn, world: World, asking: Asking) -> Told | None:
    if unsure(turn.text):
        return {}
    choices = _choices(turn, world, asking)
    tapped = turn.text.strip() in [known["title"] for known in _buttons(turn, world, asking)]
    if not tapped and turn.intent != "find_benefit" and ASKS.search(turn.text):
        return None  # A question in between, not an answer.
    if asking.key == "age":
        return read_age(turn.text, world.now().date(), asked=True)
    if asking.key == "detail":
        return read_certificate(turn.text, asked=True) or None
    return read_choices(turn.text, choices, len(choices) + 2)


def _choices(turn: Turn, world: World, asking: Asking) -> list[Choice]:
    return offered(world.book, asking, _facts(turn.slots, world))


def _buttons(turn: Turn, world: World, asking: Asking | None) -> list[dict[str, str]]:
    if asking is None:
        return [button(UNSURE)]
    if asking.key == "age":
        known = _facts(turn.slots, world)
        return [*(button(band_words(band)) for band in bands(world.book, known)), button(UNSURE)]
    if asking.key == "detail":
        return [*(button(kind.value) for kind in Kind), button("没办证"), button(UNSURE)]
    titles = [choice.offer for choice in _choices(turn, world, asking)]
    return [button(title) for title in (*titles, NONE_OF_THEM, UNSURE)]


def _of_the_home(chosen: Mapping[str, bool], book: Book) -> dict[str, bool]:
    """What holds for everybody at home, so that the next person is asked less."""
    return {name: so for name, so in chosen.items() if name in book.choices and not book.choices[name].personal}


async def _finish(turn: Turn, world: World, dispatcher: CollectingDispatcher) -> list[EventType]:
    book, facts = world.book, _facts(turn.slots, world)
    told = result(findings(book, facts), world)
    outcome = turn.outcome("answered", candidates=[{"item": code} for code in told.items]) | FIND_BENEFIT.words(turn)
    wording = "utter_benefits" if told.count else "utter_benefits_none"
    say(dispatcher, wording, outcome, buttons=told.buttons, count=told.count, lines=told.text)
    return [
        *FIND_BENEFIT.cleared(),
        SlotSet(_HOME, _of_the_home(facts.chosen, book)),
        SlotSet(_ITEMS, told.lines),
        SlotSet("item", told.items[0] if told.items else None),
    ]


FIND_BENEFIT = Flow(
    name="find_benefit",
    questions=tuple(_question(key) for key in _KEYS),
    prefill=_prefill,
    finish=_finish,
    plan=_plan,
)
