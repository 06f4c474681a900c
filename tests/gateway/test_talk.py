"""Talks: bounded, readable from anywhere in them, and the worker's messages in them once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from bot.background import GROUP, OUT, deliver
from bot.channels.bubbles import bubbles
from bot.rendering import telephones, when
from bot.stopping import stop
from bot.talk import Entry, Talk
from bot.turn.reply import Button, Message
from tests.gateway.conftest import Gateway


async def test_a_talk_is_read_back_in_order_and_after_an_id(redis_url: str) -> None:
    redis = Redis.from_url(redis_url, decode_responses=True)
    talk = Talk(redis, length=100, days=1)
    await talk.say("web:a", "citizen", "m-1", [Message(text="低保")])
    await talk.say("web:a", "bot", "m-1", [Message(text="一"), Message(text="二")])
    all_of_it = await talk.after("web:a")
    assert [entry.message.text for entry in all_of_it] == ["低保", "一", "二"]
    assert [entry.message.text for entry in await talk.after("web:a", all_of_it[1].id)] == ["二"]
    assert await redis.ttl("talk:web:a") > 80_000
    await redis.aclose()


async def test_a_talk_does_not_grow_without_bound(redis_url: str) -> None:
    redis = Redis.from_url(redis_url, decode_responses=True)
    talk = Talk(redis, length=200, days=1)
    await talk.say("web:a", "bot", "m-1", [Message(text=str(at)) for at in range(1000)])
    assert await redis.xlen("talk:web:a") <= 300
    await redis.aclose()


async def test_the_workers_message_comes_once_even_if_delivered_again(gateway: Gateway) -> None:
    for _ in range(3):
        await gateway.redis.xadd(OUT, {"citizen": "web:a", "text": "您的工单办好了", "message_id": "n-1"})
    await gateway.redis.xadd(OUT, {"citizen": "web:a"})  # unreadable, must not stop the others
    await gateway.redis.xadd(OUT, {"citizen": "web:a", "text": "请评价", "message_id": "n-2"})
    first = await next_id(gateway.redis, "0-0")
    await next_id(gateway.redis, first)
    assert [entry.message.text for entry in await gateway.talk.after("web:a")] == ["您的工单办好了", "请评价"]


async def test_what_a_dead_gateway_took_and_did_not_deliver_is_taken_over(redis_url: str) -> None:
    redis: Any = Redis.from_url(redis_url, decode_responses=True)
    talk = Talk(redis, length=100, days=1)
    await redis.xgroup_create(OUT, GROUP, id="0", mkstream=True)
    left = await redis.xadd(OUT, {"citizen": "web:a", "text": "您的工单办好了", "message_id": "n-1"})
    await redis.xreadgroup(GROUP, "dead", {OUT: ">"})
    await redis.xclaim(OUT, GROUP, "dead", 0, [left], idle=120_000)
    delivering = asyncio.create_task(deliver(redis, talk))
    await next_id(redis, "0-0")
    await stop([delivering])
    [entry] = await talk.after("web:a")
    assert entry.message.text == "您的工单办好了"
    await redis.aclose()


async def next_id(redis: Any, last: str) -> str:
    """Wait for the next bubble of the talk; its id."""
    [[_, [(id_, _fields)]]] = await redis.xread({"talk:web:a": last}, count=1, block=4000)
    return str(id_)


def entry(minutes: int, who: Any, source: str, *titles: str) -> Entry:
    at = datetime(2026, 11, 22, 6, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    buttons = tuple(Button(title=title, payload=title) for title in titles)
    return Entry(f"{int(at.timestamp() * 1000)}-0", who, source, Message(text="话", buttons=buttons))


def test_stamps_stand_after_pauses_and_only_the_last_buttons_live() -> None:
    shown = bubbles(
        [entry(0, "bot", "a", "旧"), entry(1, "citizen", "b"), entry(7, "bot", "b", "甲"), entry(7, "bot", "b", "乙")]
    )
    assert [bool(bubble.stamp) for bubble in shown] == [True, False, True, False]
    assert [[(number, button.title) for number, button in bubble.options] for bubble in shown] == [
        [], [], [(1, "甲")], [(2, "乙")]
    ]  # fmt: skip


def test_times_are_written_as_people_say_them() -> None:
    now = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    said = [when(now - timedelta(days=days), now) for days in (0, 1, 3, 30, 400)]
    assert said == ["14:00", "昨天 14:00", "星期四 14:00", "10月23日 14:00", "2025年10月18日 14:00"]


def test_telephone_numbers_ring_and_nothing_else_becomes_markup() -> None:
    assert telephones("打0900-0000001或13900000001，<b>") == (
        '打<a class="tel" href="tel:0900-0000001">0900-0000001</a>或'
        '<a class="tel" href="tel:13900000001">13900000001</a>，&lt;b&gt;'
    )
    assert "href" not in telephones("编号 GD-4829-1736-5，2026年")
