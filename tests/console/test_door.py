"""Signing in and out of the console, and what keeps others out."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp.test_utils import TestClient, TestServer
from redis import Redis

from bot.app import create_app
from bot.console.attempts import MOST, WINDOW_SECONDS
from bot.console.sessions import IDLE_SECONDS
from settings import Settings
from tests.console.conftest import PASSWORD, Town, Visitor


async def test_strangers_are_sent_to_the_door_and_then_to_where_they_wanted(visitor: Visitor, town: Town) -> None:
    number = await town.ticket()
    for path in ("/console", "/console/", "/console/nowhere", f"/console/cases/{number}"):
        assert await visitor.open(path) == 200
        assert visitor.path == "/console/sign-in"
        assert visitor.response.headers["Cache-Control"] == "no-store"
    assert await visitor.send("/console/sign-in", username="clerk", password=PASSWORD) == 200
    assert visitor.path == f"/console/cases/{number}"
    await visitor.open("/console/sign-in")
    assert visitor.path == "/console/"


async def test_a_wrong_password_is_refused_politely(visitor: Visitor) -> None:
    assert await visitor.sign_in("clerk", "wrong") == 401
    assert "用户名或密码不对" in visitor.text
    assert 'value="clerk"' in visitor.text
    assert "wrong" not in visitor.text
    assert await visitor.sign_in("nobody") == 401
    assert await visitor.sign_in("", "") == 401
    assert await visitor.open("/console/") == 200
    assert visitor.path == "/console/sign-in"


async def test_the_cookie_is_closed_to_scripts_and_other_sites(visitor: Visitor, redis_url: str) -> None:
    assert await visitor.sign_in("clerk") == 200
    [given] = [cookie for step in visitor.response.history for cookie in step.headers.getall("Set-Cookie", [])]
    attributes = {part.strip().lower() for part in given.split(";")[1:]}
    assert attributes == {"httponly", "samesite=lax", "path=/console"}
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        [key] = redis.keys("console:*")
        assert visitor.cookie not in key
        assert visitor.cookie not in str(redis.get(key))
        redis.expire(key, 60)
        await visitor.open("/console/")
        assert IDLE_SECONDS - 5 <= int(str(redis.ttl(key))) <= IDLE_SECONDS
        redis.delete(key)
    await visitor.open("/console/")
    assert visitor.path == "/console/sign-in"


async def test_where_the_public_address_is_https_the_cookie_is_secure(gateway_settings: Settings) -> None:
    settings = gateway_settings.model_copy(update={"public_url": "https://bangban.example"})
    async with TestClient(TestServer(create_app(settings))) as client, client.get("/console/sign-in") as response:
        assert "; Secure" in response.headers["Set-Cookie"]


async def test_a_cookie_planted_before_signing_in_opens_nothing(visit: Callable[[], Visitor]) -> None:
    attacker, clerk = visit(), visit()
    await attacker.open("/console/sign-in")
    planted = attacker.cookie
    clerk.client.session.cookie_jar.update_cookies({"console": planted}, clerk.client.make_url("/console/"))
    assert await clerk.sign_in("clerk") == 200
    assert clerk.cookie != planted
    await attacker.open("/console/")
    assert attacker.path == "/console/sign-in"


async def test_a_token_nobody_gave_out_is_not_taken_over(visitor: Visitor) -> None:
    visitor.client.session.cookie_jar.update_cookies({"console": "chosen"}, visitor.client.make_url("/console/"))
    assert await visitor.sign_in("clerk") == 200
    assert visitor.cookie != "chosen"


async def test_forms_without_our_token_change_nothing(clerk: Visitor, town: Town) -> None:
    number = await town.ticket()
    await clerk.open(f"/console/cases/{number}")
    version, path = clerk.version, f"/console/cases/{number}/moves"
    for token in ({}, {"csrf": ""}, {"csrf": "guessed"}, {"csrf": "猜的"}):
        fields = {**token, "move": "accept", "version": version, "note": "查过了 <路灯>"}
        assert await clerk.post(path, fields) == 403
        assert "查过了 &lt;路灯&gt;" in clerk.text
    assert (await town.desk.case(number)).summary.state == "submitted"
    assert await clerk.post("/console/sign-out", {}) == 403
    assert await clerk.open("/console/") == 200
    assert clerk.path == "/console/"


async def test_another_sites_page_changes_nothing(clerk: Visitor) -> None:
    await clerk.open("/console/")
    fields = {"csrf": clerk.token}
    assert await clerk.post("/console/sign-out", fields, Origin="http://elsewhere.example") == 403
    await clerk.open("/console/")
    assert clerk.path == "/console/"


async def test_the_sign_in_form_has_a_token_too(visitor: Visitor) -> None:
    await visitor.open("/console/sign-in")
    assert await visitor.post("/console/sign-in", {"username": "clerk", "password": PASSWORD}) == 403
    assert "请再登录一次" in visitor.text
    assert await visitor.send("/console/sign-in", username="clerk", password=PASSWORD) == 200
    assert visitor.path == "/console/"


async def test_after_five_failures_even_the_right_password_waits(visit: Callable[[], Visitor], redis_url: str) -> None:
    visitor, other = visit(), visit()
    for _ in range(MOST):
        assert await visitor.sign_in("clerk", "wrong") == 401
    assert await visitor.sign_in("clerk") == 429
    assert "15 分钟" in visitor.text
    assert await other.sign_in(" CLERK ") == 429
    assert await other.sign_in("mediator") == 200
    with Redis.from_url(redis_url, decode_responses=True) as redis:
        [key] = redis.keys("console-attempts:*")
        assert "clerk" not in key
        assert 0 < int(str(redis.ttl(key))) <= WINDOW_SECONDS
        redis.delete(key)
    assert await visitor.sign_in("clerk") == 200


async def test_signing_out_is_for_good(clerk: Visitor) -> None:
    await clerk.open("/console/")
    cookie = clerk.cookie
    assert await clerk.send("/console/sign-out") == 200
    assert clerk.path == "/console/sign-in"
    clerk.client.session.cookie_jar.update_cookies({"console": cookie}, clerk.client.make_url("/console/"))
    await clerk.open("/console/")
    assert clerk.path == "/console/sign-in"


async def test_a_note_outlives_a_sign_in_that_ran_out(clerk: Visitor, town: Town, redis_url: str) -> None:
    number = await town.ticket()
    await clerk.open(f"/console/cases/{number}")
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
    assert await clerk.move(number, "refuse", "写了很久的说明") == 403
    assert "写了很久的说明" in clerk.text
    assert await clerk.sign_in("clerk") == 200
    assert clerk.path == f"/console/cases/{number}"


async def test_while_the_backend_is_away_nobody_is_locked_out(visitor: Visitor, backend: TestServer) -> None:
    await visitor.open("/console/sign-in")
    await backend.close()
    for _ in range(MOST + 2):
        assert await visitor.sign_in("clerk") == 503
        assert "过几分钟" in visitor.text
