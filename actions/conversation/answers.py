"""Answers questions about items: from the template when sure, with up to three candidates when not."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation.asking_back import ask_back
from actions.conversation.flows import checklist
from actions.conversation.turn import Turn, button, say
from actions.conversation.wording import origin, source_of
from actions.conversation.world import World
from knowledge_base.answers import LABELS, Answer, Aspect, answer
from knowledge_base.schema import Item

# A follow-up such as 那要多久 is short; a longer message that names no item is about something else.
_FOLLOW_UP_LENGTH = 16
_NEXT = (Aspect.MATERIALS, Aspect.PLACE, Aspect.AMOUNT, Aspect.TIME_LIMIT)
_ORDINAL = re.compile(r"第([一二三四五六1-6])[个样项件种]")
_POINTS_BACK = re.compile(r"^(那|这个|那个|它|还|办这个|办那个|这)")
# Nothing but words of asking: whatever the linker finds in 需要好多钱, it is about what was just talked about.
_ONLY_ASKS = re.compile(
    "^(?:请问|问下|想问|那个?|这个?|它|还|我们?|你们?|办理?|弄|搞|整|需要|要|得|该|带|拿|准备|什么|啥子?|哪些|哪样|东西|材料|资料"
    "|手续|多少|好多|几|钱|块|收?费用?|交|花|领|能|可以?|会|网上|手机上?|线上|去|到|在|哪里?|哪儿|地方|地址|窗口|部门|时候|时间"
    "|点|周末|星期[一二三四五六天]|[上下]班|开门|关门|电话|号码|谁|人|家里人|别人|代|帮|替|让|叫|表格?|下载|有|没|多久|多长|好久|天|跑|趟"
    "|第[一二三四五六1-6][个样项件种]|下来|效|期|文件|规定|依据|政策|条件|资格|符合|怎么|咋个?|如何|流程|步骤|申请|先|再|后|的|了|吗|嘛|呢|不|么|吧|啊|是|就|都|也)+$"
)


def only_asks(turn: Turn) -> bool:
    """Whether a message is nothing but words of asking, so that it can only be about what was talked about."""
    return bool(_ONLY_ASKS.match(turn.plain)) and not turn.names_an_item


def item_of(turn: Turn, world: World) -> str | None:
    """The item a question is about: the one it names, else the one just talked about or being booked."""
    current = _listed(turn) or turn.facts.get("item") or turn.slot("item")
    if current and only_asks(turn):
        return str(current)
    if turn.sure_item:
        return turn.sure_item
    if current and (turn.certainty == "none" or len(turn.plain) <= _FOLLOW_UP_LENGTH or _POINTS_BACK.match(turn.plain)):
        return str(current)
    return None


def _listed(turn: Turn) -> str | None:
    """The item that 第二个 means among the benefits told last."""
    listed, said = turn.slot("benefit_items") or [], _ORDINAL.search(turn.plain)
    if said is None:
        return None
    at = "一二三四五六".find(said[1]) if said[1] in "一二三四五六" else int(said[1]) - 1
    return str(listed[at]) if 0 <= at < len(listed) else None


def answer_item(
    turn: Turn, world: World, dispatcher: CollectingDispatcher, code: str, aspect: Aspect
) -> list[EventType]:
    """Says one aspect of one item and remembers what the talk is about."""
    item = world.template.items[code]
    said = answer(item, aspect, world.template.township)
    outcome = turn.outcome(
        "answered",
        intent="ask_item",
        item=code,
        aspect=aspect.value,
        candidates=turn.candidates,
        source=source_of(item),
    )
    say(
        dispatcher,
        "utter_item_answer" if said.known else "utter_item_unknown_aspect",
        outcome,
        buttons=_follow_ups(item, aspect),
        link=f"/items/{code}",
        card=_card(item, said, world),
        name=item.name,
        label=LABELS[aspect],
        answer=said.text,
        origin=origin(item),
    )
    return [SlotSet("item", code), SlotSet("aspect", aspect.value), SlotSet("offered", None)]


def _card(item: Item, said: Answer, world: World) -> dict[str, Any]:
    sections = [{"label": LABELS[said.aspect], "text": said.text}]
    if said.aspect is not Aspect.PLACE:
        place = answer(item, Aspect.PLACE, world.template.township)
        sections.append({"label": LABELS[Aspect.PLACE], "text": place.text})
    sections.append({"label": "出处", "text": origin(item)})
    return {"kind": "guide", "title": item.name, "sections": sections, "link": f"/items/{item.code}"}


def _follow_ups(item: Item, aspect: Aspect) -> list[dict[str, str]]:
    wanted = [one for one in _NEXT if one is not aspect and (one is not Aspect.AMOUNT or item.amount is not None)]
    name = item.everyday_names[0]
    buttons = [button(LABELS[one], f"{name}{LABELS[one]}") for one in wanted[:2]]
    if aspect is Aspect.MATERIALS and item.situations:
        buttons = [checklist.offer(item), *buttons]
    return [*buttons, button("找人帮我办", f"找人帮我办{name}")]


class AnswerItem(Action):
    """Answers a question about an item, or asks which item."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self) -> str:
        return "action_answer_item"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(tracker)
        listing = checklist.wanted(turn.text)
        code = (checklist.named(turn.text, self._world) if listing else None) or item_of(turn, self._world)
        item = self._world.item(code)
        if item and listing and item.situations and not turn.facts:
            return checklist.begin(turn, item)
        if code and item:
            return answer_item(turn, self._world, dispatcher, code, turn.aspect)
        still_open = turn.slot("offered") if only_asks(turn) else None
        return ask_back(turn, self._world, dispatcher, still_open)
