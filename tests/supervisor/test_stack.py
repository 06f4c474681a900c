"""The stack as the evaluation, the benchmarks and the tests use it."""

from __future__ import annotations

import re
import socket
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import redis.asyncio
from pydantic import SecretStr

from bot.supervisor import parts, place
from bot.supervisor.stack import REDIS, UnusableError, running
from settings import Settings
from tests.supervisor.foreground import small

ONE = small("one", "engine_url")


@pytest.fixture(autouse=True)
def only_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANGBAN_{name.upper()}", raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(port=0, data_dir=tmp_path / "a 'quoted' \"place\"")


@pytest.fixture
def held() -> Iterator[ExitStack]:
    with ExitStack() as ports:
        yield ports


@pytest.fixture
def taken_defaults() -> Iterator[None]:
    with ExitStack() as busy:
        for port in (8081, 8082, 8083, 8084):
            try:
                busy.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
        yield


async def test_a_part_that_dies_is_started_again(settings: Settings, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with running(settings, parts=[ONE], log_file=log) as stack:
        await stack.wait_ready(30)
        stack.kill("one")
        await stack.wait_ready(30)
    said = log.read_text()
    assert "one: ended (killed by SIGKILL); starting it again in 1 s" in said
    assert len(set(re.findall(r"^one \| pids (\d+)", said, re.MULTILINE))) == 2


async def test_what_is_late_is_named(settings: Settings, tmp_path: Path) -> None:
    late = small("late", "backend_url", "fails")
    async with running(settings, parts=[ONE, late], log_file=tmp_path / "log") as stack:
        with pytest.raises(TimeoutError, match=r"not ready after 0\.01 s: one, late"):
            await stack.wait_ready(0.01)


async def test_a_part_that_does_not_stop_is_killed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "GRACE_SECONDS", 0.1)
    log = tmp_path / "log"
    async with running(settings, parts=[small("one", "engine_url", "stubborn")], log_file=log) as stack:
        await stack.wait_ready(30)
    assert log.read_text().splitlines()[-1] == "one: did not stop within 0 s; killing it"


async def test_a_missing_program_is_named(settings: Settings, tmp_path: Path) -> None:
    missing = parts.Part("gone", lambda _: ("/no/such/program",), lambda s: s.engine_url)
    async with running(settings, parts=[missing], log_file=tmp_path / "log") as stack:
        with pytest.raises(UnusableError, match="gone cannot be started: /no/such/program: No such file"):
            await stack.wait_ready(30)


async def test_redis_keeps_what_it_was_given_and_asks_for_the_password(settings: Settings, tmp_path: Path) -> None:
    for given in (True, False):
        async with running(settings, parts=[REDIS], log_file=tmp_path / "log") as stack:
            await stack.wait_ready(30)
            async with redis.asyncio.from_url(stack.settings.redis_url, decode_responses=True) as client:
                if given:
                    await client.set("said", "水管坏了")
                assert await client.get("said") == "水管坏了"
            without = re.sub(r"//:.*@", "//", stack.settings.redis_url)
            async with redis.asyncio.from_url(without) as client:
                with pytest.raises(redis.exceptions.AuthenticationError):
                    await client.get("said")


async def test_an_operators_own_redis_is_used_instead_of_ours(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.model_copy(update={"redis_url": "redis://example.invalid:6379/3"})
    async with running(elsewhere, parts=[REDIS, ONE], log_file=tmp_path / "log") as stack:
        await stack.wait_ready(30)
        assert stack.settings.redis_url == "redis://example.invalid:6379/3"
        with pytest.raises(KeyError):
            stack.kill("redis")


def test_parts_move_aside_when_their_ports_are_taken(tmp_path: Path, taken_defaults: None, held: ExitStack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    place.claim(tmp_path)
    prepared = place.prepare(Settings(port=port, data_dir=tmp_path), held)
    urls = [prepared.engine_url, prepared.backend_url, prepared.worker_url, prepared.redis_url]
    ports = [int(re.findall(r":(\d+)", url)[-1]) for url in urls]
    assert prepared.port == port
    assert len(set(ports)) == 4
    assert all(port in place.FREE_PORTS for port in ports)


def test_a_port_is_ours_before_its_part_listens(tmp_path: Path, held: ExitStack) -> None:
    place.claim(tmp_path)
    prepared = []
    for _ in range(2):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        prepared.append(place.prepare(Settings(port=port, data_dir=tmp_path), held))
    for field in ("engine_url", "backend_url", "worker_url", "redis_url"):
        assert getattr(prepared[0], field) != getattr(prepared[1], field)


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path: Path, held: ExitStack) -> None:
    place.claim(tmp_path)
    first, second = (place.prepare(Settings(port=0, data_dir=tmp_path), held) for _ in range(2))
    for name in ("internal_token", "encryption_keys", "admin_password"):
        assert getattr(first, name).get_secret_value() == getattr(second, name).get_secret_value() != ""
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_an_emptied_secret_is_not_replaced_silently(tmp_path: Path, held: ExitStack) -> None:
    place.claim(tmp_path)
    place.prepare(Settings(port=0, data_dir=tmp_path), held)
    (tmp_path / "secrets" / "encryption-keys").write_text("")
    with pytest.raises(UnusableError, match="encryption-keys is empty"):
        place.prepare(Settings(port=0, data_dir=tmp_path), held)


def test_children_find_the_same_settings(tmp_path: Path, held: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    place.claim(tmp_path)
    prepared = place.prepare(Settings(port=0, data_dir=tmp_path, turn_budget_seconds=2.5, api_key=SecretStr("k")), held)
    for name, value in place.environment(prepared).items():
        monkeypatch.setenv(name, value)
    assert Settings() == prepared
