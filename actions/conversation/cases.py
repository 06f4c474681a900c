"""Tells how far a case is, hurries it, takes a first word of praise or blame."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.numbers import parse_number
from actions.casework.states import TABLES
from actions.conversation.flows.wording import day
from actions.conversation.turn import Turn, button, say
from actions.conversation.world import World
from actions.desk.errors import NoSuchCase
from actions.desk.requests import CaseSummary

_SHOWN = 5


def case_line(case: CaseSummary) -> str:
    """A case in one line: number, what, state, due."""
    due = f"，{day(case.due)}有答复" if case.due and case.state not in TABLES[case.kind].final else ""
    return f"• {case.number} {case.kind.label}：{case.title}——{case.state_title}{due}"


async def _named(turn: Turn, world: World) -> list[CaseSummary] | None:
    """The case whose number the message names; none where it names no number, an empty list where it is not theirs."""
    number = parse_number(turn.text)
    if number is None:
        return None
    try:
        return [(await world.desk.find_for_citizen(number, turn.citizen)).summary]
    except NoSuchCase:
        return []


class CheckProgress(Action):
    """Lists the citizen's cases, or the one whose number was given."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self) -> str:
        return "action_check_progress"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        named = await _named(turn, self._world)
        cases = named if named is not None else (await self._world.desk.cases_of(turn.citizen))[:_SHOWN]
        if cases:
            outcome = turn.outcome("answered", intent="check_progress", refs=[case.number for case in cases])
            lines = "\n".join(case_line(case) for case in cases)
            say(dispatcher, "utter_progress", outcome, lines=lines, buttons=[button("催一催"), button("找人工")])
        else:
            outcome = turn.outcome("form", intent="check_progress", slot="number")
            response = "utter_progress_none" if named is None else "utter_progress_not_yours"
            say(dispatcher, response, outcome, buttons=[button("找人工")])
        return []


class Urge(Action):
    """Hurries the case named, or the newest one that is still open."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self) -> str:
        return "action_urge"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        named = await _named(turn, self._world)
        cases = named if named is not None else await self._world.desk.cases_of(turn.citizen)
        if not cases:
            say(
                dispatcher,
                "utter_urge_none",
                turn.outcome("form", intent="urge", slot="number"),
                buttons=[button("找人工")],
            )
            return []
        urged = await self._world.desk.urge(cases[0].number, turn.citizen)
        outcome = turn.outcome("done", intent="urge", ref=urged.number)
        response = "utter_urged" if urged.recorded else "utter_urged_already"
        say(dispatcher, response, outcome, number=urged.number, state=urged.state_title, due=day(urged.due))
        return []


class Rate(Action):
    """Says honestly how praise and blame are taken until ratings of finished cases are open."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self) -> str:
        return "action_rate"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        buttons = [button("我要投诉"), button("找人工")]
        say(dispatcher, "utter_rate", turn.outcome("answered", intent="rate"), buttons=buttons)
        return []
