"""Asks back when a message may mean several things: up to three options, items and other wishes side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation.turn import Turn, button, say
from actions.conversation.world import World
from knowledge_base.answers import LABELS

# What a wish is called on a button; pressing it says just these words.
WISHES: Mapping[str, str] = {
    "ask_item": "问一件事怎么办",
    "find_benefit": "看看能领什么补助",
    "book_agent": "找人帮我办",
    "change_booking": "改预约的时间",
    "cancel_booking": "取消预约",
    "open_ticket": "反映一个问题",
    "report_dispute": "有纠纷要调解",
    "check_progress": "查办到哪了",
    "urge": "催一催我的事",
    "rate": "评价办得好不好",
    "ask_law": "问一个法律问题",
    "ask_notice": "看村里的通知公示",
    "privacy": "我的信息怎么保管",
    "emergency": "现在有危险，要求救",
    "human": "找人工",
}


def ask_back(
    turn: Turn, world: World, dispatcher: CollectingDispatcher, items: list[str] | None = None
) -> list[EventType]:
    """Offers what the message may have meant; `items` are offered instead where a choice of items is still open.

    The items offered are remembered, so that 要带啥 as the next word is still about them.
    """
    options = [{"item": code} for code in items] if items else _known(turn, world)
    codes = [str(option["item"]) for option in options if "item" in option]
    outcome = turn.outcome("clarify", candidates=options)
    buttons = [_button(option, turn, world) for option in options]
    if not options:
        say(dispatcher, "utter_which_matter", outcome, buttons=[button("有哪些事能办"), button(WISHES["human"])])
    elif "item" in options[0]:
        say(dispatcher, "utter_did_you_mean", outcome, buttons=_with_a_person(buttons, "都不是，找人工"))
    else:
        say(dispatcher, "utter_not_understood", outcome, buttons=_with_a_person(buttons, WISHES["human"]))
    return [SlotSet("offered", codes)] if codes else []


def _known(turn: Turn, world: World) -> list[dict[str, Any]]:
    return [o for o in turn.options if (world.item(o["item"]) if "item" in o else o.get("intent") in WISHES)]


def _button(option: Mapping[str, Any], turn: Turn, world: World) -> dict[str, str]:
    if "item" not in option:
        return button(WISHES[option["intent"]])
    name = world.template.items[option["item"]].name
    return button(name, f"{name}{LABELS[turn.aspect]}")


def _with_a_person(buttons: list[dict[str, str]], title: str) -> list[dict[str, str]]:
    person = button(title, WISHES["human"])
    return buttons if any(one["payload"] == person["payload"] for one in buttons) else [*buttons, person]
