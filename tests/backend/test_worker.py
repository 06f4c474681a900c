"""The worker with a real Redis and a real database, through restarts of what it stands on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from redis.asyncio import Redis
from redis.exceptions import RedisError

from actions.desk import Cause, Desk
from actions.jobs.app import create_worker
from actions.jobs.kept import GROUP, KEPT, TALK_OUT, UNREADABLE, KeptMessages
from actions.store import open_store, upgrade
from settings import Settings
from tests.backend.conftest import Clock, SmallTemplate
from tests.conftest import RedisServer

MESSAGE = {"citizen": "web:1", "message_id": "m1", "text": "机器没听懂，我要找人", "channel": "web"}


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Any]:
    client = Redis.from_url(redis_url, decode_responses=True)
    await client.xgroup_create(KEPT, GROUP, id="0", mkstream=True)
    yield client
    await client.aclose()


def consumer(redis: Any, desk: Desk, name: str = "one") -> KeptMessages:
    return KeptMessages(redis, desk, name, patience=timedelta(0), wait=timedelta(milliseconds=1))


async def notices(redis: Any, count: int) -> list[dict[str, str]]:
    """Waits until so many notices have been sent."""
    found: list[dict[str, str]] = []
    last = "0"
    async with asyncio.timeout(30):
        while len(found) < count:
            for _, entries in await redis.xread({TALK_OUT: last}, block=1000):
                found += [fields for _, fields in entries]
                last = entries[-1][0]
    return found


async def test_a_kept_message_becomes_a_ticket_and_a_notice(redis: Any, desk: Desk) -> None:
    await redis.xadd(KEPT, MESSAGE)
    assert await consumer(redis, desk).work_once()
    [case] = await desk.cases_of("web:1")
    [notice] = await notices(redis, 1)
    assert notice["citizen"] == "web:1"
    assert notice["message_id"] == "m1:kept"
    assert f"编号 {case.number}" in notice["text"]
    assert await redis.xlen(KEPT) == 0
    assert (await redis.xpending(KEPT, GROUP))["pending"] == 0


async def test_an_emergency_is_due_at_once_and_names_the_hotline(redis: Any, desk: Desk) -> None:
    await redis.xadd(KEPT, {**MESSAGE, "hotline": "119"})
    await consumer(redis, desk).work_once()
    [case] = await desk.cases_of("web:1")
    assert case.title.startswith("紧急 119：")
    assert case.due == case.created
    assert "请马上打 119" in (await notices(redis, 1))[0]["text"]


async def test_what_a_dead_worker_left_is_taken_up_and_filed_once(redis: Any, desk: Desk) -> None:
    await redis.xadd(KEPT, MESSAGE)
    await redis.xreadgroup(GROUP, "dead", {KEPT: ">"})
    await desk.keep_message(Cause("web:1", "m1", "web"), MESSAGE["text"])
    await asyncio.gather(consumer(redis, desk, "one").work_once(), consumer(redis, desk, "two").work_once())
    assert len(await desk.cases_of("web:1")) == 1
    assert len({notice["text"] for notice in await notices(redis, 1)}) == 1


async def test_unreadable_entries_are_set_aside(redis: Any, desk: Desk) -> None:
    await redis.xadd(KEPT, {"citizen": "web:1", "text": "缺了编号"})
    await redis.xadd(KEPT, MESSAGE)
    assert await consumer(redis, desk).work_once()
    assert len(await desk.cases_of("web:1")) == 1
    [(_, aside)] = await redis.xrange(UNREADABLE)
    assert aside["text"] == "缺了编号"
    assert await redis.xlen(KEPT) == 0


async def test_an_entry_waits_until_the_database_works(
    redis: Any, backend_settings: Settings, template: SmallTemplate, clock: Clock
) -> None:
    store = open_store(backend_settings)
    desk = Desk(store, lambda: template, clock)
    await redis.xadd(KEPT, MESSAGE)
    job = consumer(redis, desk)
    assert [await job.work_once() for _ in range(2)] == [False, False]
    await upgrade(store)
    assert await job.work_once()
    assert len(await desk.cases_of("web:1")) == 1
    await store.close()


async def test_the_worker_survives_a_restart_of_redis(
    redis: Any, redis_server: RedisServer, make_settings: Callable[..., Settings], items_dir: Path
) -> None:
    settings = make_settings(redis_url=redis_server.url, items_dir=items_dir)
    async with TestClient(TestServer(create_worker(settings))) as client:
        async with client.get("/readyz") as answer:
            assert (await answer.json())["parts"] == {"database": True, "redis": True, "jobs": True}
        await redis.xadd(KEPT, MESSAGE)
        await notices(redis, 1)
        redis_server.stop()
        try:
            async with client.get("/readyz") as answer:
                assert answer.status == 503
                assert (await answer.json())["parts"] == {"database": True, "redis": False, "jobs": True}
            with pytest.raises(RedisError):
                await redis.ping()
        finally:
            redis_server.start()
        await redis.xadd(KEPT, {**MESSAGE, "message_id": "m2"})
        assert [notice["message_id"] for notice in await notices(redis, 2)] == ["m1:kept", "m2:kept"]
