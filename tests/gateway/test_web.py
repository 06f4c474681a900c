"""The web channel: cookie, sending, reading along, forms without a script, and what other sites may not do."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.channels.pace import MOST_A_MINUTE
from bot.channels.web import COOKIE
from bot.talk import Entry
from bot.turn.reply import Message
from tests.gateway.conftest import Gateway, Start

OWN = {"Sec-Fetch-Site": "same-origin"}


async def visit(gateway: Gateway) -> str:
    """Open the page; its text. The client keeps the cookie."""
    response = await gateway.client.get("/")
    assert response.status == 200
    return await response.text()


async def send(gateway: Gateway, id_: str, text: str) -> ClientResponse:
    return await gateway.client.post("/chat/messages", json={"id": id_, "text": text}, headers=OWN)


async def read(gateway: Gateway, after: str = "0-0") -> list[dict[str, Any]]:
    response = await gateway.client.get("/chat/poll", params={"after": after})
    entries: list[dict[str, Any]] = (await response.json())["entries"]
    return entries


def citizen(gateway: Gateway) -> str:
    return str(gateway.peer.turns[0]["sender"])


async def test_the_first_visit_gives_an_unguessable_cookie_and_never_shows_it(gateway: Gateway) -> None:
    response = await gateway.client.get("/")
    cookie = response.cookies[COOKIE]
    assert len(cookie.value) == 22
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value not in await response.text()
    await send(gateway, "m-000001", "你好")
    await gateway.settle()
    assert citizen(gateway).startswith("web:")
    assert cookie.value not in citizen(gateway)


async def test_over_https_the_cookie_is_secure(start: Start) -> None:
    gateway = await start(public_url="https://bangban.example")
    assert (await gateway.client.get("/")).cookies[COOKIE]["secure"]


async def test_a_message_is_accepted_and_answered_in_the_talk(gateway: Gateway) -> None:
    await visit(gateway)
    response = await send(gateway, "m-000001", "低保")
    assert response.status == 202
    await gateway.settle()
    own, answer = await read(gateway)
    assert (own["who"], own["source"], own["message"]["text"]) == ("citizen", "m-000001", "低保")
    assert (answer["who"], answer["source"], answer["message"]["text"]) == ("bot", "m-000001", "听到：低保")
    assert "听到：低保" in await visit(gateway)


async def test_sending_the_same_message_again_changes_nothing(gateway: Gateway) -> None:
    await visit(gateway)
    for _ in range(3):
        assert (await send(gateway, "m-000001", "低保")).status == 202
    await gateway.settle()
    assert len(await read(gateway)) == 2
    assert len(gateway.peer.turns) == 1


async def test_without_redis_the_reply_comes_with_the_answer(start: Start, nowhere: str) -> None:
    gateway = await start(redis_url=f"redis://{nowhere}/0")
    await visit(gateway)
    response = await send(gateway, "m-000001", "水管坏了")
    assert response.status == 200
    assert (await response.json())["outcome"]["act"] == "degraded"


async def test_events_stream_from_where_the_page_stopped(gateway: Gateway) -> None:
    await visit(gateway)
    await send(gateway, "m-000001", "低保")
    await gateway.settle()
    [own, answer] = await read(gateway)
    headers = {"Last-Event-ID": own["id"]}
    async with gateway.client.get("/chat/events", headers=headers) as stream:
        assert stream.content_type == "text/event-stream"
        assert await event(stream) == answer
        await gateway.talk.say(citizen(gateway), "staff", "s-1", [Message(text="我是老王，您请说。")])
        said = await event(stream)
        assert (said["who"], said["message"]["text"]) == ("staff", "我是老王，您请说。")


async def event(stream: ClientResponse) -> dict[str, Any]:
    while True:
        line = (await stream.content.readline()).decode()
        if line.startswith("data:"):
            found: dict[str, Any] = json.loads(line[5:])
            return found


async def test_a_poll_waits_for_news(gateway: Gateway) -> None:
    await visit(gateway)
    await send(gateway, "m-000001", "低保")
    await gateway.settle()
    last = (await read(gateway))[-1]["id"]
    waiting = asyncio.create_task(read(gateway, last))
    await gateway.redis.publish("talk-news", "somebody else")
    await gateway.talk.say(citizen(gateway), "bot", "later", [Message(text="批下来了")])
    assert [entry["message"]["text"] for entry in await waiting] == ["批下来了"]


async def test_the_form_works_without_a_script(gateway: Gateway) -> None:
    page = await visit(gateway)
    assert 'method="post" action="/"' in page
    response = await gateway.client.post("/", data={"text": "低保"}, headers=OWN)
    assert response.status == 200  # after the redirect
    assert "听到：低保" in await response.text()


async def test_the_form_shows_the_reply_even_without_redis(start: Start, nowhere: str) -> None:
    gateway = await start(redis_url=f"redis://{nowhere}/0")
    response = await gateway.client.post("/", data={"text": "着火了"}, headers=OWN)
    assert "请马上打 119。" in await response.text()


async def test_what_is_said_is_shown_as_text(gateway: Gateway) -> None:
    await visit(gateway)
    await gateway.client.post("/", data={"text": "<script>alert(1)</script>"}, headers=OWN)
    page = await visit(gateway)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/"},
        {},
    ],
)
async def test_another_sites_page_may_send_nothing(gateway: Gateway, headers: dict[str, str]) -> None:
    await visit(gateway)
    for path in ("/", "/chat/messages"):
        response = await gateway.client.post(path, data={"text": "低保"}, headers=headers)
        assert response.status == 403
    assert gateway.peer.turns == []


async def test_an_old_browser_is_known_by_its_origin(gateway: Gateway) -> None:
    await visit(gateway)
    origin = str(gateway.client.make_url("/")).rstrip("/")
    response = await gateway.client.post("/", data={"text": "低保"}, headers={"Origin": origin})
    assert response.status == 200


@pytest.mark.parametrize(
    "body", [{}, {"id": "short", "text": "a"}, {"id": "m-000001", "text": ""}, {"id": "m-000001"}, [1]]
)
async def test_a_malformed_message_is_refused(gateway: Gateway, body: object) -> None:
    await visit(gateway)
    response = await gateway.client.post("/chat/messages", json=body, headers=OWN)
    assert response.status == 422


async def test_without_a_cookie_the_page_must_be_opened_first(gateway: Gateway) -> None:
    assert (await send(gateway, "m-000001", "低保")).status == 401
    assert (await gateway.client.get("/chat/events")).status == 401


async def test_too_fast_is_told_politely_and_an_emergency_passes(gateway: Gateway) -> None:
    await visit(gateway)
    statuses = [(await send(gateway, f"m-{at:06}", "你好")).status for at in range(2 * MOST_A_MINUTE + 1)]
    assert statuses[:MOST_A_MINUTE] == [202] * MOST_A_MINUTE
    assert statuses[-1] == 429
    assert (await send(gateway, "m-emerg1", "我家着火了")).status == 202
    await gateway.settle()


async def test_only_the_last_replys_buttons_can_be_pressed(gateway: Gateway) -> None:
    buttons = [{"title": "低保边缘", "payload": "低保边缘家庭怎么认定"}]
    gateway.peer.reply = lambda asked: {
        "messages": [{"text": "哪个？", "buttons": buttons if asked["text"] == "保" else []}],
        "outcome": {"act": "clarify"},
    }
    await gateway.client.post("/", data={"text": "保"}, headers=OWN)
    assert 'value="低保边缘"' in await visit(gateway)
    await gateway.client.post("/", data={"text": "低保边缘"}, headers=OWN)
    assert gateway.peer.turns[-1]["text"] == "低保边缘家庭怎么认定"
    assert 'value="低保边缘"' not in await visit(gateway)


async def test_a_card_shows_its_sections_and_a_hotline_its_button(gateway: Gateway) -> None:
    card = {
        "kind": "guide",
        "title": "高龄津贴",
        "sections": [{"label": "带什么", "text": "身份证"}],
        "link": "/items/MZ-05",
    }
    gateway.peer.reply = lambda _: {
        "messages": [{"text": "高龄津贴：带身份证，打0900-0000001。", "card": card}], "outcome": {"act": "answered"}
    }  # fmt: skip
    await gateway.client.post("/", data={"text": "老年钱"}, headers=OWN)
    await gateway.client.post("/", data={"text": "着火了"}, headers=OWN)
    page = await visit(gateway)
    assert "<h2>高龄津贴</h2>" in page
    assert 'href="/items/MZ-05"' in page
    assert '<a class="call" href="tel:119">拨打 119</a>' in page


async def test_a_link_that_runs_a_script_is_not_shown(gateway: Gateway) -> None:
    gateway.peer.reply = lambda _: {
        "messages": [{"text": "看这里", "link": "javascript:alert(1)"}], "outcome": {"act": "answered"}
    }  # fmt: skip
    await gateway.client.post("/", data={"text": "老年钱"}, headers=OWN)
    assert "javascript:" not in await visit(gateway)


async def test_large_print_is_remembered(gateway: Gateway) -> None:
    assert 'class="elder"' not in await visit(gateway)
    await gateway.client.get("/elder?on=1")
    assert 'class="elder"' in await visit(gateway)
    response = await gateway.client.get("/elder?on=0&back=//evil.example", allow_redirects=False)
    assert response.headers["Location"] == "/"


async def test_a_browser_keeps_the_files_for_good(gateway: Gateway) -> None:
    page = await visit(gateway)
    url = page.split('<script src="')[1].split('"')[0]
    response = await gateway.client.get(url, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"
    assert (await gateway.client.get("/static/../app.py")).status == 404


def test_a_time_is_in_the_entrys_id() -> None:
    entry = Entry("1795336946816-0", "bot", "m", Message(text="好"))
    assert entry.at.year == 2026
