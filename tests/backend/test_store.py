"""The database itself: migrations, keys, and processes that start together."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from actions.desk import Cause, Desk
from actions.store import Store, open_store, upgrade
from actions.store.encryption import UnreadableColumn
from actions.store.models import AgentRow, Base, StaffAccount
from actions.store.seeds import seed
from secret_keys import cipher_of, kept_secret
from settings import ROOT, Settings
from tests.backend.conftest import Clock, SmallTemplate


async def test_the_migrations_make_the_tables_of_the_models(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, Base.metadata))

    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_upgrade_and_seed_may_run_again(store: Store, backend_settings: Settings) -> None:
    await upgrade(store)
    await seed(store, backend_settings)
    async with store.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(StaffAccount)) == 4
        assert len(set(await connection.scalars(select(AgentRow.kind)))) == 5


def test_processes_that_start_together_do_not_race(backend_settings: Settings) -> None:
    environment = os.environ | {
        "BANGBAN_DATA_DIR": str(backend_settings.data_dir),
        "BANGBAN_DATABASE_URL": backend_settings.database_url,
    }
    command = [sys.executable, "-m", "actions.store", "upgrade"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for process in running:
        _, errors = process.communicate()
        assert process.returncode == 0, errors


async def test_old_keys_still_read_and_a_lost_key_is_named(
    store: Store, backend_settings: Settings, template: SmallTemplate, clock: Clock
) -> None:
    kept = await Desk(store, lambda: template, clock).keep_message(Cause("web:1", "m1", "web"), "找人")
    old = (backend_settings.data_dir / "secrets" / "encryption-keys").read_text()
    new = Fernet.generate_key().decode()
    rotated = Store(backend_settings.database, cipher_of(f"{new},{old}"))
    assert (await Desk(rotated, lambda: template, clock).case(kept.number)).details["text"] == "找人"
    await rotated.close()
    lost = Store(backend_settings.database, cipher_of(new))
    with pytest.raises(UnreadableColumn, match="BANGBAN_ENCRYPTION_KEYS"):
        await Desk(lost, lambda: template, clock).case(kept.number)
    await lost.close()


def test_a_secret_is_made_once_however_many_ask(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    with ThreadPoolExecutor(8) as pool:
        secrets = list(pool.map(lambda n: kept_secret(settings, "word", lambda: f"secret {n}"), range(32)))
    assert len(set(secrets)) == 1
    assert [file.name for file in (settings.data_dir / "secrets").iterdir()] == ["word"]


async def test_a_database_that_is_away_is_an_error_at_once(make_settings: Callable[..., Settings]) -> None:
    store = open_store(make_settings(database_url="postgresql://127.0.0.1:1/none"))
    with pytest.raises(Exception, match="refused"):
        await store.ping()
    await store.close()
