"""Brings the tables to the newest form. Safe to run from several processes at once: one works, the others wait."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import Connection

from actions.store.engine import Store

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x62616E67  # "bang": any number nobody else locks in this database


def alembic_config() -> Config:
    """Alembic's settings, for our own runs and for writing a new migration."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def _upgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def upgrade(store: Store) -> None:
    """Applies the missing migrations in one transaction.

    On SQLite the transaction itself holds the write lock from its start; PostgreSQL gets an advisory lock.
    """
    async with store.writing.begin() as connection:
        if not store.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(_upgrade)
