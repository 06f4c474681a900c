"""The checklist by situation: the item's own questions one by one, then what this one person has to bring."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation.choices import read_choice
from actions.conversation.flows.base import ASKS, Answer, Flow, Prompt, Question, Slots
from actions.conversation.household import unsure
from actions.conversation.turn import Turn, button, say
from actions.conversation.wording import origin, source_of
from actions.conversation.world import World
from knowledge_base.answer_code import encode
from knowledge_base.answers import LABELS, PARTS, Aspect, Checklist, answer, checklist, parts
from knowledge_base.linking.names import names_of
from knowledge_base.schema import Item
from knowledge_base.situations import UNSURE, Situation, counting, next_question
from knowledge_base.text import compact

_MOST = 4  # questions an item may have
_SLOTS = tuple(f"checklist_{number}" for number in range(1, _MOST + 1))
_WANTED = re.compile(
    r"^按我的情况列(?P<name>.*)清单$|(?:按|照|根据|看)着?我(?:家|屋)?(?:里|头)?的?(?:实际)?情况.{0,8}(?:清单|单子|材料|带|准备)"
    r"|列(?:个|一?张|一?份|出)?.{0,12}(?:清单|单子)"
)


def offer(item: Item) -> dict[str, str]:
    """The button that begins the flow."""
    return button("按我的情况列清单", f"按我的情况列{item.everyday_names[0]}清单")


def wanted(text: str) -> bool:
    """Whether the words ask for a checklist of one's own: those of the button, or such as 帮我列个单子."""
    return bool(_WANTED.search(compact(text)))


def named(text: str, world: World) -> str | None:
    """The item the button's words name. They are ours, so that they need no guess."""
    match = _WANTED.search(compact(text))
    name = match["name"] if match else None
    items = world.template.items.values()
    return next((item.code for item in items if name in names_of(item)), None) if name else None


def begin(turn: Turn, item: Item) -> list[EventType]:
    """Starts the flow for an item that has situations."""
    facts = {"flow": CHECKLIST.name, "item": item.code, "confidence": round(turn.confidence, 4)}
    return [
        *CHECKLIST.cleared(),
        SlotSet("flow_facts", facts),
        SlotSet("item", item.code),
        SlotSet("aspect", Aspect.MATERIALS.value),
        FollowupAction(CHECKLIST.form),
    ]


def _item(slots: Slots, world: World) -> Item | None:
    return world.item((slots.get("flow_facts") or {}).get("item"))


def _answers(slots: Slots, item: Item) -> dict[str, str]:
    """What was answered so far and still counts; the template may have changed in between."""
    said = {one.key: slots.get(slot) or "" for one, slot in zip(item.situations, _SLOTS, strict=False)}
    return counting(item.situations, said)


def _plan(slots: Slots, world: World) -> str | None:
    item = _item(slots, world)
    question = next_question(item.situations, _answers(slots, item)) if item else None
    return _SLOTS[item.situations.index(question)] if item and question else None


async def _prefill(turn: Turn, world: World) -> dict[str, Any]:
    return {}


def _question(number: int, slot: str) -> Question:
    def situation(turn: Turn, world: World) -> Situation | None:
        item = _item(turn.slots, world)
        return item.situations[number] if item and number < len(item.situations) else None

    async def read(turn: Turn, world: World) -> Answer | None:
        asked = situation(turn, world)
        return Answer(said) if asked and (said := _read(turn, asked)) else None

    async def ask(turn: Turn, world: World) -> Prompt:
        asked, item = situation(turn, world), _item(turn.slots, world)
        if asked is None or item is None:
            return Prompt({"ask": ""}, wording="utter_ask_checklist")
        buttons = [*(button(choice.name) for choice in asked.choices), button(UNSURE)]
        first = not _answers(turn.slots, item)
        values = {"ask": asked.ask, "name": item.everyday_names[0], "most": len(item.situations)}
        return Prompt(values, buttons, "utter_ask_checklist_first" if first else "utter_ask_checklist")

    return Question(slot, read, ask, hint="utter_hint_checklist")


def _read(turn: Turn, asked: Situation) -> str | None:
    names = [*(choice.name for choice in asked.choices), UNSURE]
    if unsure(turn.text):
        return UNSURE
    if turn.text.strip() not in names and ASKS.search(turn.text):
        return None  # A question in between, not an answer.
    return read_choice(turn.text, names)


async def _finish(turn: Turn, world: World, dispatcher: CollectingDispatcher) -> list[EventType]:
    item = _item(turn.slots, world)
    if item is None:
        return CHECKLIST.cleared()
    given = _answers(turn.slots, item)
    sheet = checklist(item, given)
    link = f"/items/{item.code}/checklist?a={encode(item.situations, given)}"
    sections = _sections(item, sheet, world)
    words = {"aspect": Aspect.MATERIALS.value, "source": source_of(item)}
    say(
        dispatcher,
        "utter_checklist_ended" if sheet.ended else "utter_checklist",
        turn.outcome("answered") | CHECKLIST.words(turn) | words,
        buttons=_follow_ups(item, sheet),
        link=link,
        card={"kind": "checklist", "title": f"{item.name}：您要带的", "sections": sections, "link": link},
        name=item.everyday_names[0],
        told="\n".join(f"{section['label']}：\n{section['text']}" for section in sections),
        origin=origin(item),
    )
    return CHECKLIST.cleared()


def _sections(item: Item, sheet: Checklist, world: World) -> list[dict[str, str]]:
    """The list in its parts, what else is different, and where to go."""
    told = [{"label": PARTS[name], "text": _bullets(lines)} for name, lines in parts(sheet).items()]
    if sheet.remarks:
        told.append({"label": "这样做" if sheet.ended else "要注意", "text": _bullets(sheet.remarks)})
    whither = Aspect.CONTACT if sheet.ended else Aspect.PLACE
    told.append({"label": LABELS[whither], "text": answer(item, whither, world.template.township).text})
    return told


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _follow_ups(item: Item, sheet: Checklist) -> list[dict[str, str]]:
    name = item.everyday_names[0]
    if sheet.ended:
        return [button("找人工")]
    return [
        button(LABELS[Aspect.TIME_LIMIT], f"{name}{LABELS[Aspect.TIME_LIMIT]}"),
        button("找人帮我办", f"找人帮我办{name}"),
    ]


CHECKLIST = Flow(
    name="checklist",
    intent="ask_item",
    questions=tuple(_question(number, slot) for number, slot in enumerate(_SLOTS)),
    prefill=_prefill,
    finish=_finish,
    plan=_plan,
)
