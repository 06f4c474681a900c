"""The flow that books an agent 帮办代办: what, for whom, where, when, who, telephone, confirm."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.kinds import MeetingPlace
from actions.casework.slots import Slot
from actions.conversation import readers, when
from actions.conversation.flows.base import Answer, Flow, Prompt, Question, Slots
from actions.conversation.flows.contact import (
    confirm_question,
    name_question,
    telephone_question,
    village_buttons,
)
from actions.conversation.reading.mentions import Doubt
from actions.conversation.turn import Turn, button, say
from actions.conversation.world import World
from actions.desk.errors import SlotTaken
from actions.desk.requests import BookingRequest

OTHER_MATTER = "其他事"
_OFFERED = 6
_SEARCHED = 200


async def _prefill(turn: Turn, world: World) -> dict[str, Any]:
    item = turn.sure_item or turn.slot("item")
    place = readers.meeting_place(turn.text)
    return {
        "facts": {"item": item},
        "booking_item": item,
        "booking_for": readers.helped_person(turn.text),
        "booking_place": place.value if place else None,
        "booking_village": readers.village(turn.text, world.template.township),
    }


async def _read_item(turn: Turn, world: World) -> Answer | None:
    if turn.plain in ("其他事", "其他", "别的事", "好几样", "不晓得", "不知道"):
        return Answer(OTHER_MATTER)
    chosen = (c["item"] for c in turn.candidates if world.title(c["item"]) == turn.text.strip())
    code = turn.sure_item or next(chosen, None)
    return Answer(code, {"flow_facts": {**turn.facts, "item": code}}) if code else None


async def _ask_item(turn: Turn, world: World) -> Prompt:
    names = [world.title(candidate["item"]) for candidate in turn.candidates]
    return Prompt(buttons=[button(name) for name in names if name] + [button(OTHER_MATTER)])


async def _read_whom(turn: Turn, world: World) -> Answer | None:
    person = readers.whom(turn.text)
    return Answer(person) if person else None


async def _ask_whom(turn: Turn, world: World) -> Prompt:
    item = world.item(turn.slot("booking_item"))
    needs = item.agency.needs_person if item and item.agency else None
    caution = f"先说明白，有一步要本人到：{needs.rstrip('。')}。其他的可以帮您跑。\n" if needs else ""
    return Prompt({"caution": caution}, [button("我自己"), button("家里老人"), button("家里孩子")])


async def _read_place(turn: Turn, world: World) -> Answer | None:
    place = readers.meeting_place(turn.text)
    return Answer(place.value) if place else None


async def _ask_place(turn: Turn, world: World) -> Prompt:
    return Prompt(buttons=[button("上门，来家里"), button("去村里服务站"), button("去镇便民服务中心")])


async def _read_village(turn: Turn, world: World) -> Answer | Doubt | None:
    said = readers.read_place(turn.text, world.template.township)
    if said.village:
        return Answer(said.village, {"flow_facts": {**turn.facts, "address": turn.text.strip()[:100]}})
    return Doubt(said.question, said.options) if said.question else None


async def _ask_village(turn: Turn, world: World) -> Prompt:
    return Prompt(buttons=village_buttons(world))


def _needs_village(slots: Slots) -> bool:
    return slots.get("booking_place") != MeetingPlace.HALL.value


def _item_code(turn: Turn) -> str | None:
    chosen = turn.slot("booking_item")
    return None if chosen in (None, OTHER_MATTER) else str(chosen)


async def _free(turn: Turn, world: World, limit: int, first_day: date | None = None) -> list[Slot]:
    place = MeetingPlace(turn.slot("booking_place"))
    village = turn.slot("booking_village")
    return await world.desk.free_slots(place, village, _item_code(turn), limit=limit, first_day=first_day)


async def _read_time(turn: Turn, world: World) -> Answer | Doubt | None:
    wish = when.read_when(turn.text, world.now())
    if wish.doubt or wish.empty:
        return wish.doubt
    if wish.too_far(world.now()):
        return Doubt(f"{when.read_back(wish, world.now().date())}还早，现在约不了。说个近些的日子，到时候再约也行。")
    fitting = [slot for slot in await _free(turn, world, _SEARCHED, wish.first_day) if wish.fits(slot)]
    if not fitting:
        return None
    return Answer(fitting[0].start.isoformat(), {"flow_facts": {**turn.facts, "lunar": wish.lunar}})


async def _ask_time(turn: Turn, world: World) -> Prompt:
    slots = when.distinct_times(await _free(turn, world, _SEARCHED), _OFFERED)
    titles = [when.title(slot) for slot in slots]
    note = "" if titles else "\n近几天都约满了。您说“找人工”，让工作人员给您安排。"
    return Prompt({"note": note}, [button(title) for title in titles])


def _time_title(turn: Turn) -> str:
    start = datetime.fromisoformat(turn.slot("booking_time"))
    slot = Slot(start, start, MeetingPlace(turn.slot("booking_place")), "", "")
    return when.title(slot, lunar=bool(turn.facts.get("lunar")))


async def _ask_confirm(turn: Turn, world: World) -> Prompt:
    place = MeetingPlace(turn.slot("booking_place")).label
    return Prompt(
        {
            "matter": world.title(_item_code(turn)) or OTHER_MATTER,
            "person": turn.slot("booking_for"),
            "where": f"{place}{'，' + turn.slot('booking_village') if turn.slot('booking_village') else ''}",
            "time": _time_title(turn),
            "name": turn.slot("booking_name"),
            "phone": turn.slot("booking_phone"),
        }
    )


async def _finish(turn: Turn, world: World, dispatcher: CollectingDispatcher) -> list[EventType]:
    request = BookingRequest(
        item=_item_code(turn),
        for_whom=turn.slot("booking_for"),
        place=MeetingPlace(turn.slot("booking_place")),
        starts=datetime.fromisoformat(turn.slot("booking_time")),
        contact_name=turn.slot("booking_name"),
        telephone=turn.slot("booking_phone"),
        village=turn.slot("booking_village"),
        address_note=turn.facts.get("address"),
    )
    words = BOOK_AGENT.words(turn)
    try:
        filed = await world.desk.file_booking(turn.cause, request)
    except SlotTaken as taken:
        say(dispatcher, "utter_booking_taken", reason=str(taken))
        return [SlotSet("booking_time", None), SlotSet("booking_confirm", None), FollowupAction(BOOK_AGENT.form)]
    say(
        dispatcher,
        "utter_booking_done",
        turn.outcome("done", ref=filed.number) | words,
        number=filed.number,
        time=_time_title(turn),
        agent=filed.agent_name or "帮办员",
    )
    return [*BOOK_AGENT.cleared(), SlotSet("item", request.item)]


BOOK_AGENT = Flow(
    name="book_agent",
    questions=(
        Question("booking_item", _read_item, _ask_item),
        Question("booking_for", _read_whom, _ask_whom),
        Question("booking_place", _read_place, _ask_place),
        Question("booking_village", _read_village, _ask_village, needed=_needs_village),
        Question("booking_time", _read_time, _ask_time),
        name_question("booking_name", optional=False),
        telephone_question("booking_phone", optional=False),
        confirm_question("booking_confirm", _ask_confirm),
    ),
    prefill=_prefill,
    finish=_finish,
)
