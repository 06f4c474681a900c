"""Answers about items and the checklist in the chat, run through the real actions over every item of the sample."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.kinds import beijing_now
from actions.conversation.answers import AnswerItem
from actions.conversation.flows import FLOWS
from actions.conversation.flows.base import AskQuestion, FinishFlow, ValidateFlow
from actions.conversation.world import World
from actions.desk import Desk
from actions.store import open_store
from knowledge_base.answer_code import decode
from knowledge_base.answers import Aspect, answer, checklist, parts
from knowledge_base.benefits.book import LiveBook
from knowledge_base.live import LiveTemplate
from knowledge_base.loader import SAMPLE_ITEMS, SAMPLE_TOWNSHIP, load_items
from knowledge_base.schema import Item
from knowledge_base.situations import UNSURE, ended, next_question
from settings import Settings

FLOW = FLOWS["checklist"]
ITEMS = load_items()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("world")
    settings = Settings.model_validate({"data_dir": folder})
    template = LiveTemplate(SAMPLE_ITEMS, SAMPLE_TOWNSHIP, check_seconds=3600)
    desk = Desk(open_store(settings), template.current, beijing_now)
    return World(desk, template, LiveBook(settings.benefits_dir), beijing_now)


@dataclass
class Talk:
    """One citizen's slots, and what the actions say to her."""

    world: World
    slots: dict[str, Any] = field(default_factory=dict)

    async def run(self, action: Action, text: str, **understanding: Any) -> list[dict[str, Any]]:
        """What an action says to a message; its events change the slots."""
        said = {"intent": "ask_item", "confidence": 0.9, **understanding}
        message = {"text": text, "understanding": said, "metadata": {"message_id": "m"}}
        dispatcher = CollectingDispatcher()
        tracker = Tracker("web:1", self.slots, message, [], False, None, {}, None)
        for event in await action.run(dispatcher, tracker, {}):
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        messages: list[dict[str, Any]] = dispatcher.messages
        return messages

    async def begin(self, text: str, **understanding: Any) -> list[dict[str, Any]]:
        said = await self.run(AnswerItem(self.world), text, **understanding)
        return said or await self._go_on(text)

    async def say(self, text: str, **understanding: Any) -> list[dict[str, Any]]:
        """Answer the question asked last."""
        hint = await self.run(ValidateFlow(FLOW, self.world), text, **understanding)
        return hint + await self._go_on(text, read=True)

    async def _go_on(self, text: str, *, read: bool = False) -> list[dict[str, Any]]:
        if not read:
            await self.run(ValidateFlow(FLOW, self.world), text)
        question = FLOW.question(self.slots.get("requested_slot"))
        if question:
            return await self.run(AskQuestion(FLOW, question, self.world), text)
        return await self.run(FinishFlow(FLOWS, self.world), text)


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
async def test_every_aspect_is_answered_as_the_template_has_it(world: World, item: Item) -> None:
    for aspect in Aspect:
        [message] = await Talk(world).run(
            AnswerItem(world),
            f"{item.name}",
            certainty="sure",
            candidates=[{"item": item.code, "score": 0.9}],
            aspect=aspect.value,
        )
        wanted = answer(item, aspect, world.template.township)
        assert message["answer"] == wanted.text
        assert message["response"] == ("utter_item_answer" if wanted.known else "utter_item_unknown_aspect")
        custom = message["custom"]
        assert custom["card"]["sections"][0]["text"] == wanted.text
        outcome = custom["outcome"]
        assert (outcome["act"], outcome["item"], outcome["aspect"]) == ("answered", item.code, aspect.value)
        assert outcome["source"] == {"version": item.version, "effective": item.effective.isoformat()}
        titles = [button["title"] for button in message["buttons"]]
        assert (titles[0] == "按我的情况列清单") is (aspect is Aspect.MATERIALS)


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
@pytest.mark.parametrize("pick", [0, 1, -1], ids=["first", "second", "unsure"])
async def test_the_button_leads_to_the_list_of_this_person(world: World, item: Item, pick: int) -> None:
    talk, given = Talk(world), dict[str, str]()
    [message] = await talk.begin(f"按我的情况列{item.everyday_names[0]}清单")
    while question := next_question(item.situations, given):
        outcome = message["custom"]["outcome"]
        assert (outcome["act"], outcome["flow"], outcome["item"]) == ("form", "checklist", item.code)
        assert outcome["slot"] == f"checklist_{item.situations.index(question) + 1}"
        assert message["ask"] == question.ask
        offered = [button["payload"] for button in message["buttons"]]
        assert offered == [*(choice.name for choice in question.choices), UNSURE]
        given[question.key] = offered[pick]
        [message] = await talk.say(offered[pick])
    outcome, sheet = message["custom"]["outcome"], checklist(item, given)
    assert (outcome["act"], outcome["intent"], outcome["item"]) == ("answered", "ask_item", item.code)
    assert outcome["aspect"] == "materials"
    assert message["response"] == ("utter_checklist_ended" if ended(item.situations, given) else "utter_checklist")
    assert all(f"• {line}" in message["told"] for lines in parts(sheet).values() for line in lines)
    assert all(remark in message["told"] for remark in sheet.remarks)
    page, _, code = message["custom"]["link"].partition("?a=")
    assert page == f"/items/{item.code}/checklist"
    assert decode(item.situations, code) == given
    assert talk.slots["flow_facts"] is None


async def test_what_is_not_understood_is_asked_again(world: World) -> None:
    talk = Talk(world)
    await talk.begin("按我的情况列低保清单")
    hint, again = await talk.say("红烧肉", intent="nlu_fallback")
    assert hint["response"] == "utter_hint_checklist"
    assert again["custom"]["outcome"]["slot"] == "checklist_1"


async def test_it_may_be_left(world: World) -> None:
    talk = Talk(world)
    await talk.begin("按我的情况列低保清单")
    [message] = await talk.say("算了")
    assert message["response"] == "utter_flow_left"
    assert talk.slots["flow_facts"] is None


async def test_in_the_middle_of_another_flow_the_papers_are_told_at_once(world: World) -> None:
    talk = Talk(world, {"flow_facts": {"flow": "book_agent", "item": "MZ-01"}})
    [message] = await talk.begin("按我的情况列低保清单", aspect="materials")
    assert message["response"] == "utter_item_answer"
    assert talk.slots["flow_facts"]["flow"] == "book_agent"


@pytest.mark.parametrize("words", ["帮我列个清单", "按我家的情况列一张单子", "照我的情况要准备什么"])
async def test_one_may_ask_in_other_words(world: World, words: str) -> None:
    talk = Talk(world, {"item": "MZ-01"})
    [message] = await talk.begin(words, aspect="materials")
    assert message["custom"]["outcome"]["flow"] == "checklist"
