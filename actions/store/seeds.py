"""Fills empty tables of staff and agents with the sample township, so that a first start shows something real."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import Any

import structlog
import yaml
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.store.engine import Store
from actions.store.models import AgentRow, StaffAccount
from secret_keys import kept_secret
from settings import Settings

log = structlog.get_logger()

SAMPLE = Path(__file__).parent / "sample_township.yml"
PASSWORD_FILE = "admin-password"  # noqa: S105 (a file name)


def first_password(settings: Settings) -> str:
    """The password the sample accounts start with: the operator's, else a random one kept in data_dir/secrets."""
    return settings.admin_password.get_secret_value() or kept_secret(
        settings, PASSWORD_FILE, lambda: secrets.token_urlsafe(12)
    )


async def seed(store: Store, settings: Settings, file: Path = SAMPLE) -> None:
    """Loads the sample when there is no staff yet. A second process that comes at the same moment finds it done."""
    if await store.read(_has_staff):
        return
    data, password_hash = await asyncio.to_thread(_prepare, settings, file)

    async def load(session: AsyncSession) -> bool:
        if await _has_staff(session):
            return False
        session.add_all(StaffAccount(**account, password_hash=password_hash) for account in data["staff"])
        await session.flush()
        session.add_all(AgentRow(**_with_hours(agent, data["hours"])) for agent in data["agents"])
        return True

    if await store.write(load):
        log.info("store.seeded", staff=len(data["staff"]), agents=len(data["agents"]))


def _prepare(settings: Settings, file: Path) -> tuple[dict[str, Any], str]:
    """The sample, and the hash of the first password: file access and half a second of work off the event loop."""
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return data, PasswordHasher().hash(first_password(settings))


async def _has_staff(session: AsyncSession) -> bool:
    return await session.scalar(select(StaffAccount.username).limit(1)) is not None


def _with_hours(agent: dict[str, Any], timetables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The agent with its named timetable written out: one entry for each weekday and span."""
    hours = [
        {"weekday": weekday, "start": span["start"], "end": span["end"]}
        for span in timetables[agent["hours"]]
        for weekday in span["weekdays"]
    ]
    return {"grids": [], "villages": [], "items": [], "capacity": 1, **agent, "hours": hours}
