"""POST /api/chat, the health endpoints and what every response carries."""

from __future__ import annotations

import logging

import pytest
from aiohttp import web

from bot.logs import AccessLogger
from bot.security import HEADERS
from tests.gateway.conftest import Gateway, Start


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        pytest.param(b"[" * 5_000, id="deeply-nested"),
        b"\xff\xfe",
        b'{"sender": "a"}',
        b'{"text": "b"}',
        b'{"sender": "", "text": "b"}',
        b'{"sender": 1, "text": "b"}',
        b'{"sender": "a", "text": ["b"]}',
        b'{"sender": "a", "text": null}',
    ],
)
async def test_bad_input_is_refused_in_chinese(gateway: Gateway, body: bytes) -> None:
    response = await gateway.client.post("/api/chat", data=body, headers={"Content-Type": "application/json"})
    assert response.status == 422
    assert response.content_type == "application/problem+json"
    problem = await response.json()
    assert {"type", "title", "status", "detail", "code"} == problem.keys()
    assert "请" in problem["detail"]


async def test_with_a_key_set_only_its_holders_may_call(start: Start) -> None:
    gateway = await start(api_key="s3cret")
    body = {"sender": "a", "text": "你好"}
    assert (await gateway.client.post("/api/chat", json=body)).status == 401
    assert (await gateway.client.post("/api/chat", json=body, headers={"X-API-Key": "wrong"})).status == 401
    assert (await gateway.client.post("/api/chat", json=body, headers={"X-API-Key": "s3cret"})).status == 200


async def test_without_a_key_a_proxy_on_this_machine_opens_nothing(gateway: Gateway) -> None:
    body = {"sender": "a", "text": "你好"}
    response = await gateway.client.post("/api/chat", json=body, headers={"X-Forwarded-For": "203.0.113.9"})
    assert response.status == 401


@pytest.mark.parametrize("path", ["/", "/items", "/items/MZ-05", "/nowhere", "/healthz", "/api/chat", "/static/x.js"])
async def test_every_response_carries_the_headers(gateway: Gateway, path: str) -> None:
    response = await gateway.client.get(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "Server" not in response.headers
    assert "unsafe" not in response.headers["Content-Security-Policy"]


async def test_a_body_too_large_is_refused(gateway: Gateway) -> None:
    response = await gateway.client.post("/api/chat", data=b"x" * 300_000)
    assert response.status == 413


async def test_readiness_names_every_part(start: Start, nowhere: str) -> None:
    gateway = await start(engine_url=f"http://{nowhere}")
    response = await gateway.client.get("/readyz")
    body = await response.json()
    assert response.status == 503
    assert body["ready"] is False
    assert {name: part["ready"] for name, part in body["parts"].items()} == {
        "redis": True, "engine": False, "backend": True, "worker": True
    }  # fmt: skip
    assert (await gateway.client.get("/healthz")).status == 200


async def test_all_parts_up_is_ready(gateway: Gateway) -> None:
    assert (await gateway.client.get("/readyz")).status == 200


async def test_metrics_count_turns_and_know_nobody(gateway: Gateway) -> None:
    await gateway.chat("你好", sender="王五13900000001")
    await gateway.chat("着火了", sender="王五13900000001")
    text = await (await gateway.client.get("/metrics")).text()
    assert 'bangban_turns_total{act="signpost",channel="api"} 1.0' in text
    assert 'bangban_turns_total{act="smalltalk",channel="api"} 1.0' in text
    assert "13900000001" not in text


async def test_the_access_log_has_no_query(gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("access-for-test")
    caplog.set_level(logging.INFO, logger.name)
    response = await gateway.client.get("/items?query=王五13900000001")
    AccessLogger(logger, "").log(_request_of(response.url.path), web.Response(status=200), 0.01)
    assert "13900000001" not in caplog.text
    assert "/items 200" in caplog.text


def _request_of(path: str) -> web.Request:
    from aiohttp.test_utils import make_mocked_request

    return make_mocked_request("GET", f"{path}?query=王五13900000001")
