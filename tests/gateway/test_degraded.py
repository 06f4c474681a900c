"""What citizens get while a part is down or slow: an answer, a promise that is kept, or a number. Always status 200."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from redis import Redis

from bot.turn.journal import OPEN, Turn
from tests.gateway.conftest import Gateway, Start, say

LINKED: dict[str, Any] = {
    "messages": [{"text": "低保：带户口本。", "link": "/items/MZ-01"}],
    "outcome": {"act": "answered", "intent": "ask_item", "item": "MZ-01", "aspect": "overview"},
}


async def kept(gateway: Gateway) -> list[dict[str, str]]:
    found: Any = await gateway.redis.xrange("kept")
    return [fields for _, fields in found]


async def test_engine_down_the_linker_answers(start: Start, nowhere: str) -> None:
    gateway = await start(engine_url=f"http://{nowhere}")
    gateway.peer.linker = LINKED
    reply = await gateway.chat("低保")
    assert reply["outcome"]["item"] == "MZ-01"
    assert reply["messages"][0]["text"] == "低保：带户口本。"
    assert "0900-0000001" in reply["messages"][-1]["text"]
    assert await kept(gateway) == []


async def test_engine_broken_counts_as_down(gateway: Gateway) -> None:
    gateway.peer.linker = LINKED
    broken: list[Any] = [web.Response(status=500), web.Response(text="<html>"), {"messages": []}, {"messages": "?"}]
    gateway.peer.reply = lambda _: broken.pop()
    while broken:
        assert (await gateway.chat("低保"))["outcome"]["item"] == "MZ-01"


async def test_engine_and_linker_down_the_message_is_kept_once(start: Start, nowhere: str) -> None:
    gateway = await start(engine_url=f"http://{nowhere}", backend_url=f"http://{nowhere}")
    first = await gateway.chat("我家水管坏了", id="m-1")
    assert first["outcome"] == {"act": "degraded", "kept": True}
    assert await gateway.chat("我家水管坏了", id="m-1") == first
    [message] = await kept(gateway)
    assert (message["citizen"], message["text"], message["channel"]) == ("api:甲", "我家水管坏了", "api")
    assert len(message["message_id"]) == 32


async def test_what_the_linker_declines_is_kept_for_a_person(start: Start, nowhere: str) -> None:
    gateway = await start(engine_url=f"http://{nowhere}")
    gateway.peer.linker = {"messages": [], "outcome": {"act": "declined"}}
    assert (await gateway.chat("我要投诉村干部"))["outcome"]["act"] == "degraded"
    assert len(await kept(gateway)) == 1


async def test_a_slow_engines_answer_comes_later_into_the_talk(start: Start) -> None:
    gateway = await start(turn_budget_seconds=0.3)
    gateway.peer.hold = asyncio.Event()
    reply = await gateway.chat("低保", id="m-1")
    assert reply["outcome"]["act"] == "degraded"
    gateway.peer.hold.set()
    await gateway.settle()
    talk = await gateway.talk.after("api:甲")
    assert [entry.message.text for entry in talk] == ["低保", reply["messages"][0]["text"], "听到：低保"]
    assert await kept(gateway) == []
    assert await gateway.chat("低保", id="m-1") == reply
    assert await gateway.redis.zcard(OPEN) == 0


async def test_a_slow_engine_that_agrees_with_the_linker_says_nothing_twice(start: Start) -> None:
    gateway = await start(turn_budget_seconds=0.5)
    gateway.peer.linker = LINKED
    gateway.peer.hold = asyncio.Event()
    gateway.peer.reply = lambda _: say("低保：带户口本。", **LINKED["outcome"])
    assert (await gateway.chat("低保"))["outcome"]["act"] == "answered"
    gateway.peer.hold.set()
    await gateway.settle()
    assert len(await gateway.talk.after("api:甲")) == 3


async def test_a_slow_engine_that_fails_in_the_end_leaves_the_message_kept(start: Start) -> None:
    gateway = await start(turn_budget_seconds=0.3)
    gateway.peer.hold = asyncio.Event()
    gateway.peer.reply = lambda _: web.Response(status=500)
    await gateway.chat("我家水管坏了")
    gateway.peer.hold.set()
    await gateway.settle()
    assert len(await kept(gateway)) == 1
    assert len(await gateway.talk.after("api:甲")) == 3


async def test_redis_down_the_linker_still_answers(start: Start, nowhere: str) -> None:
    gateway = await start(redis_url=f"redis://{nowhere}/0")
    gateway.peer.linker = LINKED
    assert (await gateway.chat("低保"))["outcome"]["item"] == "MZ-01"


async def test_redis_down_the_backend_keeps_the_message(start: Start, nowhere: str) -> None:
    gateway = await start(redis_url=f"redis://{nowhere}/0")
    reply = await gateway.chat("我家水管坏了")
    assert reply["outcome"] == {"act": "degraded", "kept": True}
    assert [message["text"] for message in gateway.peer.kept] == ["我家水管坏了"]


async def test_everything_down_there_is_still_a_number_to_ring(start: Start, nowhere: str) -> None:
    gateway = await start(
        redis_url=f"redis://{nowhere}/0", engine_url=f"http://{nowhere}", backend_url=f"http://{nowhere}"
    )
    reply = await gateway.chat("我家水管坏了")
    assert reply["outcome"] == {"act": "degraded", "kept": False}
    assert "0900-0000001" in reply["messages"][0]["text"]
    assert "120" in reply["messages"][0]["text"]
    reply = await gateway.chat("着火了")
    assert reply["outcome"]["hotline"] == "119"
    assert "值班" not in reply["messages"][0]["text"]


async def test_an_emergency_needs_no_engine_and_waits_for_nothing(gateway: Gateway) -> None:
    gateway.peer.hold = asyncio.Event()
    before = asyncio.create_task(gateway.chat("低保"))
    await gateway.peer.asked()
    reply = await gateway.chat("我爸喝农药了", id="m-9")
    assert not before.done()
    first_line = reply["messages"][0]["text"].splitlines()[0]
    assert first_line == "请马上打 120。"
    assert reply["messages"][0]["link"] == "tel:120"
    assert "？" not in reply["messages"][0]["text"]
    assert reply["outcome"] == {"act": "signpost", "intent": "emergency", "hotline": "120", "confidence": 1.0}
    [message] = await kept(gateway)
    assert (message["hotline"], message["text"]) == ("120", "我爸喝农药了")
    assert "值班" in reply["messages"][0]["text"]
    assert await gateway.chat("我爸喝农药了", id="m-9") == reply
    assert len(await kept(gateway)) == 1
    gateway.peer.hold.set()
    await before


async def test_what_a_dead_gateway_left_open_is_kept_by_the_next(start: Start, redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        redis.set("lease:sweep", "another gateway")
    gateway = await start()
    left = Turn("api:乙", "我家水管坏了", "m-7", "api")
    await gateway.redis.zadd(OPEN, {left.member: 1})
    assert await gateway.turns.sweep() == 1
    assert await gateway.turns.sweep() == 0
    assert [message["text"] for message in await kept(gateway)] == ["我家水管坏了"]
    [entry] = await gateway.talk.after("api:乙")
    assert entry.who == "bot"
