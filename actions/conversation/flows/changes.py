"""The flows that cancel a booking or move it to another time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.kinds import Kind, MeetingPlace
from actions.casework.numbers import parse_number
from actions.casework.slots import Slot
from actions.casework.states import IllegalMove
from actions.conversation import when
from actions.conversation.flows.base import Answer, Flow, Prompt, Question
from actions.conversation.flows.contact import confirm_question
from actions.conversation.reading.mentions import Doubt
from actions.conversation.turn import Turn, button, say
from actions.conversation.world import World
from actions.desk.errors import DeskError, SlotTaken
from actions.desk.requests import CaseSummary

# A booking in one of these states can still be changed by the citizen.
_OPEN = ("requested", "accepted")
_OFFERED = 6
_SEARCHED = 200
_NOTHING_BOOKED = "nothing_booked"


async def open_bookings(turn: Turn, world: World) -> list[CaseSummary]:
    """The citizen's bookings that have not been handled yet."""
    cases = await world.desk.cases_of(turn.citizen)
    return [case for case in cases if case.kind is Kind.BOOKING and case.state in _OPEN]


async def _mine(turn: Turn, world: World) -> str | None:
    """The number meant: the one named, else the only one there is."""
    named = parse_number(turn.text)
    numbers = [case.number for case in await open_bookings(turn, world)]
    if named in numbers:
        return named
    return numbers[0] if len(numbers) == 1 else None


def _prefill(slot: str) -> Callable[[Turn, World], Awaitable[dict[str, Any]]]:
    """Fills in the number where it is clear; who has no open booking is told so and asked nothing."""

    async def prefill(turn: Turn, world: World) -> dict[str, Any]:
        if not await open_bookings(turn, world):
            return {"facts": {"over": _NOTHING_BOOKED}}
        return {slot: await _mine(turn, world)}

    return prefill


def _say_nothing_booked(turn: Turn, world: World, dispatcher: CollectingDispatcher, flow: Flow) -> None:
    telephone = world.template.township.places["hall"].telephone
    outcome = turn.outcome("answered") | flow.words(turn)
    say(dispatcher, "utter_no_booking", outcome, buttons=[button("找人工")], telephone=telephone)


async def _read_number(turn: Turn, world: World) -> Answer | None:
    number = parse_number(turn.text)
    mine = {case.number for case in await open_bookings(turn, world)}
    return Answer(number) if number in mine else None


async def _ask_number(turn: Turn, world: World) -> Prompt:
    bookings = await open_bookings(turn, world)
    return Prompt(buttons=[button(f"{case.number} {case.title}", case.number) for case in bookings])


async def _ask_cancel(turn: Turn, world: World) -> Prompt:
    return Prompt({"number": turn.slot("cancel_number")})


async def _finish_cancel(turn: Turn, world: World, dispatcher: CollectingDispatcher) -> list[EventType]:
    if turn.facts.get("over") == _NOTHING_BOOKED:
        _say_nothing_booked(turn, world, dispatcher, CANCEL_BOOKING)
        return CANCEL_BOOKING.cleared()
    number = turn.slot("cancel_number")
    try:
        await world.desk.cancel_by_citizen(number, turn.citizen)
    except (DeskError, IllegalMove) as refused:
        say(dispatcher, "utter_refused", turn.outcome("answered") | CANCEL_BOOKING.words(turn), reason=str(refused))
    else:
        outcome = turn.outcome("done", ref=number) | CANCEL_BOOKING.words(turn)
        say(dispatcher, "utter_cancel_done", outcome, number=number)
    return CANCEL_BOOKING.cleared()


async def _free(turn: Turn, world: World, first_day: date | None = None) -> list[Slot]:
    view = await world.desk.find_for_citizen(turn.slot("change_number"), turn.citizen)
    place = MeetingPlace(str(view.details["place"]))
    village, item = view.summary.village, view.summary.item
    return await world.desk.free_slots(place, village, item, limit=_SEARCHED, first_day=first_day)


async def _read_time(turn: Turn, world: World) -> Answer | Doubt | None:
    wish = when.read_when(turn.text, world.now())
    if wish.doubt or wish.empty:
        return wish.doubt
    if wish.too_far(world.now()):
        return Doubt(f"{when.read_back(wish, world.now().date())}还早，现在约不了。说个近些的日子，到时候再约也行。")
    fitting = [slot for slot in await _free(turn, world, wish.first_day) if wish.fits(slot)]
    if not fitting:
        return None
    time = when.title(fitting[0], lunar=wish.lunar)
    return Answer(fitting[0].start.isoformat(), {"flow_facts": {**turn.facts, "time": time}})


async def _ask_time(turn: Turn, world: World) -> Prompt:
    slots = when.distinct_times(await _free(turn, world), _OFFERED)
    return Prompt(buttons=[button(when.title(slot)) for slot in slots])


async def _ask_change(turn: Turn, world: World) -> Prompt:
    return Prompt({"number": turn.slot("change_number"), "time": turn.facts["time"]})


async def _finish_change(turn: Turn, world: World, dispatcher: CollectingDispatcher) -> list[EventType]:
    if turn.facts.get("over") == _NOTHING_BOOKED:
        _say_nothing_booked(turn, world, dispatcher, CHANGE_BOOKING)
        return CHANGE_BOOKING.cleared()
    number = turn.slot("change_number")
    try:
        await world.desk.move_booking(number, turn.citizen, datetime.fromisoformat(turn.slot("change_time")))
    except SlotTaken as taken:
        say(dispatcher, "utter_booking_taken", reason=str(taken))
        return [SlotSet("change_time", None), SlotSet("change_confirm", None), FollowupAction(CHANGE_BOOKING.form)]
    except (DeskError, IllegalMove) as refused:
        say(dispatcher, "utter_refused", turn.outcome("answered") | CHANGE_BOOKING.words(turn), reason=str(refused))
    else:
        outcome = turn.outcome("done", ref=number) | CHANGE_BOOKING.words(turn)
        say(dispatcher, "utter_change_done", outcome, number=number, time=turn.facts["time"])
    return CHANGE_BOOKING.cleared()


CANCEL_BOOKING = Flow(
    name="cancel_booking",
    questions=(
        Question("cancel_number", _read_number, _ask_number),
        confirm_question("cancel_confirm", _ask_cancel),
    ),
    prefill=_prefill("cancel_number"),
    finish=_finish_cancel,
)

CHANGE_BOOKING = Flow(
    name="change_booking",
    questions=(
        Question("change_number", _read_number, _ask_number),
        Question("change_time", _read_time, _ask_time),
        confirm_question("change_confirm", _ask_change),
    ),
    prefill=_prefill("change_number"),
    finish=_finish_change,
)
