"""The REST API over a real database."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from actions.app import DESK, create_app
from actions.desk import Cause, DisputeRequest, DisputeType, TicketKind, TicketRequest
from settings import Settings

TOKEN = {"Authorization": "Bearer test-token"}
API = "/api/v1"

Client = TestClient[Any, Any]


@pytest.fixture
async def client(backend_settings: Settings) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_app(backend_settings)), headers=TOKEN) as opened:
        yield opened


async def file_tickets(client: Client, count: int) -> list[str]:
    desk = client.app[DESK]
    request = TicketRequest(TicketKind.COMPLAINT, "路灯不亮", None, "石桥村", None, "13900000001")
    return [(await desk.file_ticket(Cause("web:1", f"m{n}", "web"), request)).number for n in range(count)]


async def problem(client: Client, path: str, status: int, method: str = "GET", **options: Any) -> dict[str, Any]:
    async with client.request(method, path, **options) as answer:
        assert answer.status == status
        assert answer.content_type == "application/problem+json"
        body: dict[str, Any] = await answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


async def test_health(client: Client) -> None:
    async with client.get("/healthz", headers={"Authorization": ""}) as answer:
        assert await answer.json() == {"alive": True}
    async with client.get("/readyz") as answer:
        assert await answer.json() == {"ready": True, "parts": {"database": True}}


@pytest.mark.parametrize("header", ["", "Bearer wrong", "test-token", "Bearer 测试"])
async def test_the_api_wants_the_token(client: Client, header: str) -> None:
    body = await problem(client, f"{API}/items", 401, headers={"Authorization": header})
    assert body["code"] == "token_needed"


async def test_without_a_token_only_this_machine_may_call(
    make_settings: Callable[..., Settings], items_dir: Path
) -> None:
    settings = make_settings(internal_token="", items_dir=items_dir)
    async with TestClient(TestServer(create_app(settings))) as local, local.get(f"{API}/items") as answer:
        assert answer.status == 200


async def test_items_are_listed_searched_and_shown(client: Client) -> None:
    async with client.get(f"{API}/items") as answer:
        assert [item["code"] for item in (await answer.json())["items"]] == ["MZ-01", "SC-01"]
    async with client.get(f"{API}/items", params={"query": "吃低保"}) as answer:
        [found] = (await answer.json())["items"]
    assert found == {
        "code": "MZ-01",
        "name": "最低生活保障申请",
        "everyday_names": ["低保", "吃低保"],
        "department": "民政",
        "summary": "家里困难，可以申请低保。",
        "completeness": "outline",
    }
    async with client.get(f"{API}/items", params={"department": "市场监管"}) as answer:
        assert [item["code"] for item in (await answer.json())["items"]] == ["SC-01"]
    async with client.get(f"{API}/items", params={"event": "遇到困难"}) as answer:
        assert [item["code"] for item in (await answer.json())["items"]] == ["MZ-01"]
    async with client.get(f"{API}/shelves") as answer:
        shelves = await answer.json()
    assert shelves["departments"] == [{"name": "民政", "count": 1}, {"name": "市场监管", "count": 1}]
    assert {event["name"]: event["count"] for event in shelves["events"]} == {"打工做生意": 1, "遇到困难": 1}
    async with client.get(f"{API}/items/MZ-01") as answer:
        item = await answer.json()
    assert item["effective"] == "2026-01-01"
    assert item["places_full"][0]["name"] == "A镇便民服务中心"
    assert item["township"] == "A镇"
    assert (await problem(client, f"{API}/items/XX-99", 404))["code"] == "no_such_item"


async def test_cases_are_listed_page_by_page(client: Client) -> None:
    numbers = (await file_tickets(client, 5))[::-1]
    seen: list[str] = []
    after = ""
    while after is not None:
        async with client.get(f"{API}/cases", params={"limit": 2, "after": after, "kind": "ticket"}) as answer:
            page = await answer.json()
        seen += [case["number"] for case in page["cases"]]
        after = page["next"]
    assert seen == numbers
    async with client.get(f"{API}/cases", params={"state": "closed", "citizen": "web:1"}) as answer:
        assert (await answer.json())["cases"] == []
    assert "ticket" in (await problem(client, f"{API}/cases?kind=complaint", 422))["detail"]
    await problem(client, f"{API}/cases?limit=0", 422)


async def test_a_case_is_shown_and_moved_on(client: Client) -> None:
    [number] = await file_tickets(client, 1)
    staff = {"X-Staff": "clerk"}
    async with client.get(f"{API}/cases/{number}", headers=staff) as answer:
        case = await answer.json()
    assert case["state_title"] == "已登记"
    assert case["details"]["text"] == "路灯不亮"
    assert case["moves"] == [
        {"move": "accept", "title": "受理", "needs_note": False},
        {"move": "refuse", "title": "不予受理", "needs_note": True},
    ]
    move = {"move": "accept", "version": case["version"]}
    async with client.post(f"{API}/cases/{number}/moves", json=move, headers=staff) as answer:
        moved = await answer.json()
    assert (moved["state"], moved["owner"], moved["version"]) == ("accepted", "clerk", 2)
    assert {"at", "move", "by", "note", "from", "to"} <= moved["events"][-1].keys()
    path = f"{API}/cases/{number}/moves"
    stale = await problem(client, path, 409, "POST", json=move, headers=staff)
    assert stale["code"] == "stale_version"
    illegal = await problem(client, path, 409, "POST", json={"move": "reply", "note": "好"}, headers=staff)
    assert "由本中心办理" in illegal["detail"]
    await problem(client, path, 422, "POST", json={"move": "refuse"}, headers=staff)
    await problem(client, path, 422, "POST", json={"go": "refuse"}, headers=staff)
    await problem(client, path, 422, "POST", data=b"no json", headers=staff)
    await problem(client, path, 403, "POST", json=move)
    await problem(client, path, 403, "POST", json=move, headers={"X-Staff": "stranger"})
    await problem(client, f"{API}/cases/GD-0000-0000-0", 404, headers=staff)


async def test_disputes_are_hidden_from_clerks(client: Client) -> None:
    request = DisputeRequest(DisputeType.SUPPORT, "儿子不管老人")
    filed = await client.app[DESK].file_dispute(Cause("web:1", "m1", "web"), request)
    await problem(client, f"{API}/cases/{filed.number}", 404, headers={"X-Staff": "clerk"})
    async with client.get(f"{API}/cases/{filed.number}", headers={"X-Staff": "mediator"}) as answer:
        assert (await answer.json())["details"]["risk"] == "low"


async def test_a_kept_message_becomes_one_ticket(client: Client) -> None:
    body = {"citizen": "wx:1", "message_id": "77", "text": "机器听不懂我说的话", "channel": "wechat"}
    numbers = []
    for _ in range(2):
        async with client.post(f"{API}/kept", json=body) as answer:
            assert answer.status == 201
            numbers.append((await answer.json())["number"])
    assert numbers[0] == numbers[1]
    faulty = await problem(client, f"{API}/kept", 422, "POST", json={**body, "text": "", "colour": "red"})
    assert "text" in faulty["detail"]
    assert "colour" in faulty["detail"]


async def test_staff_sign_in(client: Client) -> None:
    right = {"username": "admin", "password": "a-long-password"}
    async with client.post(f"{API}/staff/sign-in", json=right) as answer:
        assert await answer.json() == {"username": "admin", "name": "管理员（示例）", "role": "admin"}
    await problem(client, f"{API}/staff/sign-in", 401, "POST", json={**right, "password": "wrong"})


async def test_agents_and_slots(client: Client) -> None:
    async with client.get(f"{API}/agents") as answer:
        agents = (await answer.json())["agents"]
    assert {agent["kind"] for agent in agents} == {
        "hall", "village_team", "revitalisation_team", "posted_cadre", "group_cadre",
    }  # fmt: skip
    async with client.get(f"{API}/slots", params={"place": "home", "village": "柳树村", "limit": 3}) as answer:
        slots = (await answer.json())["slots"]
    assert len(slots) == 3
    assert {slot["place"] for slot in slots} == {"home"}
    await problem(client, f"{API}/slots?place=moon", 422)
    await problem(client, f"{API}/slots?from=tomorrow", 422)


async def test_a_fault_tells_the_caller_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(client.app[DESK], "agents", broken)
    body = await problem(client, f"{API}/agents", 500)
    assert "secret" not in str(body)
    await problem(client, f"{API}/nowhere", 404)


async def test_secrets_are_made_once_and_closed_to_others(
    make_settings: Callable[..., Settings], items_dir: Path
) -> None:
    settings = make_settings(items_dir=items_dir)
    contents = []
    for _ in range(2):
        async with TestClient(TestServer(create_app(settings)), headers=TOKEN) as client:
            folder = settings.data_dir / "secrets"
            contents.append({file.name: file.read_text() for file in folder.iterdir()})
            password = contents[-1]["admin-password"]
            right = {"username": "admin", "password": password}
            async with client.post(f"{API}/staff/sign-in", json=right) as answer:
                assert answer.status == 200
    assert contents[0] == contents[1]
    assert contents[0].keys() == {"admin-password", "encryption-keys"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
