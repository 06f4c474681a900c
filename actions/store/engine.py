"""Opens the database: SQLite on one machine, PostgreSQL on many, one code path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from cryptography.fernet import MultiFernet
from sqlalchemy import event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from actions.store.encryption import use_cipher
from secret_keys import cipher_of, encryption_keys
from settings import Settings

log = structlog.get_logger()

Result = TypeVar("Result")

_ATTEMPTS = 8
_BUSY_MILLISECONDS = 10_000
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite+aiosqlite"}
_WRITING = "bangban_writing"


class Store:
    """The database. Work is done in `write` or `read`, each one transaction."""

    def __init__(self, url: str, cipher: MultiFernet) -> None:
        parsed = make_url(url)
        parsed = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
        # Parameters are hidden from error messages: they hold addresses of citizens.
        self.engine: AsyncEngine = create_async_engine(
            parsed, hide_parameters=True, pool_pre_ping=parsed.drivername.startswith("postgresql")
        )
        use_cipher(self.engine.sync_engine, cipher)
        if self.is_sqlite:
            _prepare_sqlite(self.engine)
        self.writing = self.engine.execution_options(**{_WRITING: True})
        self._write = async_sessionmaker(self.writing, expire_on_commit=False)
        self._read = async_sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    async def write(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """Runs `work` in one transaction that may change things, and commits it.

        When another transaction got in between (a unique key taken, a row changed, a deadlock) the whole of `work`
        runs again on what is now there; so it must read before it decides and do nothing outside the database.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self._write.begin() as session:
                    return await work(session)
            except (IntegrityError, StaleDataError, OperationalError) as error:
                if attempt == _ATTEMPTS or not _worth_another_try(error):
                    raise
                log.info("store.again", attempt=attempt, error=type(error).__name__)
        raise AssertionError("unreachable")

    async def read(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """Runs `work` in one transaction that changes nothing."""
        async with self._read() as session:
            return await work(session)

    async def ping(self) -> None:
        """Raises when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.engine.dispose()


def open_store(settings: Settings) -> Store:
    """The store the settings name, with its encryption keys; the keys are made when none are set."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Store(settings.database, cipher_of(encryption_keys(settings)))


def _worth_another_try(error: Exception) -> bool:
    if isinstance(error, OperationalError):
        # PostgreSQL: 40001 serialisation failure, 40P01 deadlock. A database that is away is not worth another try.
        return getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}
    return True


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """WAL so that readers do not wait for the writer; full sync so that what was acknowledged survives a power cut.

    The driver must not open transactions by itself: a writer takes the write lock at its first word (BEGIN IMMEDIATE),
    so that two writers queue up instead of failing half way.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
