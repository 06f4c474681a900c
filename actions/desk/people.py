"""Accounts of the console."""

from __future__ import annotations

import asyncio
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.ext.asyncio import AsyncSession

from actions.casework.kinds import StaffRole
from actions.desk.requests import StaffMember
from actions.store.models import StaffAccount

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash to keep instead of a password. Takes a good part of a second on purpose."""
    return _hasher.hash(password)


@lru_cache
def _nobody() -> str:
    return hash_password("nobody")


def _fits(password: str, password_hash: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def member(session: AsyncSession, username: str) -> StaffMember | None:
    """An active member of staff."""
    account = await session.get(StaffAccount, username)
    if account is None or not account.active:
        return None
    return StaffMember(account.username, account.name, StaffRole(account.role))


async def sign_in(session: AsyncSession, username: str, password: str) -> StaffMember | None:
    """The member of staff, if the password is right. An unknown name takes as long as a wrong password."""
    account = await session.get(StaffAccount, username)
    known = await asyncio.to_thread(_fits, password, account.password_hash if account else _nobody())
    return await member(session, username) if known else None
