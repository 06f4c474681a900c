"""The whole stack, once on SQLite and once on PostgreSQL; never both at the same time, to spare memory."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import psycopg
import pytest
import pytest_asyncio

from bot.supervisor.stack import running
from knowledge_base.loader import SAMPLE_ITEMS
from settings import Settings
from tests.end_to_end.town import Citizen, Town

_READY_SECONDS = 400
# A loaded machine makes a turn slow; what it does must not depend on that here.
_BUDGET_SECONDS = 25.0


@pytest_asyncio.fixture(scope="package", loop_scope="session", params=["sqlite", "postgresql"])
async def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    home = tmp_path_factory.mktemp(f"town-{request.param}")
    database = "" if request.param == "sqlite" else _new_database(request)
    items = shutil.copytree(SAMPLE_ITEMS, home / "items")  # tests may publish
    settings = Settings(
        port=0,
        data_dir=home / "data",
        items_dir=items,
        database_url=database,
        turn_budget_seconds=_BUDGET_SECONDS,
    )
    async with running(settings, log_file=Path(home / "log.txt")) as stack:
        await stack.wait_ready(_READY_SECONDS)
        async with aiohttp.ClientSession() as http:
            yield Town(stack, http)


def _new_database(request: pytest.FixtureRequest) -> str:
    server = request.getfixturevalue("postgres_server")
    name = f"town_{uuid.uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url: str = server.get_uri(name)
    return url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def citizen(town: Town) -> Citizen:
    return Citizen(town)


@pytest.fixture
def neighbour(town: Town) -> Citizen:
    return Citizen(town)
