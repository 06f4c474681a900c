"""A turn from end to end over a real Redis: order, repeats, options, masking, limits."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.gateway.conftest import Gateway, Start, say

IDENTITY = "11010519491231002X"


async def test_a_message_reaches_the_engine_and_its_reply_comes_back(gateway: Gateway) -> None:
    reply = await gateway.chat("你好")
    assert reply == {
        "messages": [{"text": "听到：你好", "buttons": []}],
        "outcome": {"act": "smalltalk", "intent": "chitchat"},
    }
    [asked] = gateway.peer.turns
    assert asked["sender"] == "api:甲"
    assert asked["metadata"]["channel"] == "api"
    assert gateway.peer.tokens == {"Bearer test-token"}


async def test_an_identity_number_gets_nowhere(gateway: Gateway, redis_url: str) -> None:
    await gateway.chat(f"我的身份证 {IDENTITY}，电话13900000001")
    [asked] = gateway.peer.turns
    assert asked["text"] == "我的身份证 【身份证号已隐去】，电话13900000001"
    redis: Any = Redis.from_url(redis_url)
    stored = [await redis.dump(key) for key in await redis.keys("*")]
    assert len(stored) > 1
    assert not any(IDENTITY.encode() in value for value in stored)
    await redis.aclose()


async def test_a_leading_slash_is_no_command(gateway: Gateway) -> None:
    await gateway.chat("/restart")
    assert gateway.peer.turns[0]["text"] == "／restart"


async def test_a_long_message_is_cut_and_says_so(gateway: Gateway) -> None:
    reply = await gateway.chat("低保" * 400)
    assert len(gateway.peer.turns[0]["text"]) == 500
    assert "500" in reply["messages"][0]["text"]


async def test_nothing_said_gets_a_gentle_word_and_no_engine(gateway: Gateway) -> None:
    reply = await gateway.chat(" \u200b ")
    assert reply["outcome"]["act"] == "clarify"
    assert gateway.peer.turns == []


async def test_twenty_repeats_at_once_are_one_turn(gateway: Gateway) -> None:
    gateway.peer.hold = asyncio.Event()
    asked = [asyncio.create_task(gateway.chat("低保", id="m-1")) for _ in range(20)]
    await gateway.peer.asked()
    gateway.peer.hold.set()
    replies = await asyncio.gather(*asked)
    assert all(reply == replies[0] for reply in replies)
    assert len(gateway.peer.turns) == 1
    assert len(await gateway.talk.after("api:甲")) == 2


async def test_repeats_on_two_gateways_are_one_turn(start: Start) -> None:
    one, other = await start(), await start()
    one.peer.hold = asyncio.Event()
    first = asyncio.create_task(one.chat("低保", id="m-1"))
    await one.peer.asked()
    repeats = [asyncio.create_task(other.chat("低保", id="m-1")) for _ in range(5)]
    await asyncio.sleep(0)
    one.peer.hold.set()
    replies = await asyncio.gather(first, *repeats)
    assert all(reply == replies[0] for reply in replies)
    assert len(one.peer.turns) == 1


async def test_a_repeat_after_the_reply_gets_the_very_same_reply(start: Start) -> None:
    one, other = await start(), await start()
    first = await one.chat("低保", id="m-1")
    one.peer.reply = lambda _: say("别的")
    assert await other.chat("低保", id="m-1") == first
    assert len(one.peer.turns) == 1


async def test_two_citizens_may_use_the_same_id(gateway: Gateway) -> None:
    await gateway.chat("低保", sender="甲", id="1")
    await gateway.chat("高龄津贴", sender="乙", id="1")
    assert [asked["text"] for asked in gateway.peer.turns] == ["低保", "高龄津贴"]
    assert len({asked["message_id"] for asked in gateway.peer.turns}) == 2


async def test_one_citizens_messages_are_worked_on_in_order_on_two_gateways(start: Start) -> None:
    gateways = [await start(), await start()]
    texts = [f"第{number}句话" for number in range(30)]
    tasks = []
    for at, text in enumerate(texts):
        turns = gateways[0 if at < 15 else 1].turns
        tasks.append(asyncio.create_task(turns.take_turn("api:甲", text, f"m-{at}", "api")))
    await asyncio.gather(*tasks)
    peer = gateways[0].peer
    assert peer.most_at_work == 1
    for part in (texts[:15], texts[15:]):
        assert [asked["text"] for asked in peer.turns if asked["text"] in part] == part


async def test_an_emergency_in_between_does_not_change_the_order(gateway: Gateway) -> None:
    gateway.peer.hold = asyncio.Event()
    take = gateway.turns.take_turn
    first = asyncio.create_task(take("api:甲", "第一句", "m-1", "api"))
    await gateway.peer.asked()
    assert (await take("api:甲", "着火了", "m-2", "api")).act == "signpost"
    assert await gateway.turns.accept("api:甲", "第三句", "m-3", "api") is None
    assert len(gateway.peer.turns) == 1
    gateway.peer.hold.set()
    await first
    await gateway.settle()
    assert [asked["text"] for asked in gateway.peer.turns] == ["第一句", "第三句"]


@pytest.mark.parametrize(
    ("seen", "act"),
    [
        pytest.param({"intent": "open_ticket", "confidence": 0.95, "danger": 0.01}, "smalltalk", id="sure-it-is-none"),
        pytest.param({"intent": "open_ticket", "confidence": 0.95, "danger": 0.2}, "signpost", id="some-danger"),
        pytest.param({"intent": "open_ticket", "confidence": 0.4, "danger": 0.01}, "signpost", id="not-sure-what-else"),
        pytest.param({"intent": "emergency", "confidence": 0.9, "danger": 0.9}, "signpost", id="agrees"),
        pytest.param({"strange": "answer"}, "signpost", id="no-sense"),
        pytest.param(None, "signpost", id="engine-down"),
    ],
)
async def test_only_a_sure_model_overrules_an_alarm(gateway: Gateway, seen: dict[str, Any] | None, act: str) -> None:
    gateway.peer.understanding = seen
    assert (await gateway.turns.take_turn("api:甲", "屋里着火了", "m-1", "api")).act == act
    assert len(gateway.peer.turns) == (act != "signpost")


async def test_citizens_do_not_wait_for_each_other(gateway: Gateway) -> None:
    gateway.peer.hold = asyncio.Event()
    tasks = [asyncio.create_task(gateway.chat("你好", sender=f"人{number}")) for number in range(10)]
    await gateway.peer.asked(10)
    gateway.peer.hold.set()
    await asyncio.gather(*tasks)
    await gateway.settle()
    assert gateway.turns.citizens_at_work == 0


async def test_numbers_and_titles_choose_what_was_offered(gateway: Gateway) -> None:
    buttons = [{"title": "低保", "payload": "低保怎么申请"}, {"title": "低保边缘", "payload": "低保边缘家庭怎么认定"}]
    gateway.peer.reply = lambda asked: (
        {"messages": [{"text": "哪一个？", "buttons": buttons}], "outcome": {"act": "clarify"}}
        if asked["text"] == "保"
        else say("好", act="answered")
    )
    for said in ("２", "低保边缘", "第二个"):
        await gateway.chat("保")
        await gateway.chat(said)
        assert gateway.peer.turns[-1]["text"] == "低保边缘家庭怎么认定"
    await gateway.chat("2")  # The answer has closed the question.
    assert gateway.peer.turns[-1]["text"] == "2"


async def test_a_word_in_passing_leaves_the_options_open(gateway: Gateway) -> None:
    buttons = [{"title": "低保", "payload": "低保怎么申请"}]
    gateway.peer.reply = lambda asked: (
        {"messages": [{"text": "哪一个？", "buttons": buttons}], "outcome": {"act": "clarify"}}
        if asked["text"] == "保"
        else say("不客气")
    )
    await gateway.chat("保")
    await gateway.chat("谢谢")
    await gateway.chat("1")
    assert gateway.peer.turns[-1]["text"] == "低保怎么申请"


async def test_after_deletion_nothing_said_before_is_left(gateway: Gateway) -> None:
    await gateway.chat("我家住青山村")
    gateway.peer.reply = lambda _: say("都删了", act="done", intent="privacy")
    await gateway.chat("删除我的信息")
    texts = [entry.message.text for entry in await gateway.talk.after("api:甲")]
    assert texts == ["都删了"]
