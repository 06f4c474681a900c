"""Encrypted columns: telephone numbers, names and free texts are unreadable in the database file and its backups."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import Text
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.types import TypeDecorator

_ATTRIBUTE = "bangban_cipher"


class UnreadableColumn(RuntimeError):
    """An encrypted column cannot be read with the keys at hand."""


def use_cipher(engine: Engine, cipher: MultiFernet) -> None:
    """Gives an engine its keys. They hang on its dialect object, which every engine has for itself."""
    setattr(engine.dialect, _ATTRIBUTE, cipher)


def _cipher(dialect: Dialect) -> MultiFernet:
    cipher = getattr(dialect, _ATTRIBUTE, None)
    if not isinstance(cipher, MultiFernet):
        raise UnreadableColumn("The engine has no encryption keys; open it through actions.store.Store.")
    return cipher


class Encrypted(TypeDecorator[str]):
    """Text that is encrypted on the way into the database. It can be neither searched nor sorted there."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _cipher(dialect).encrypt(value.encode()).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        try:
            return _cipher(dialect).decrypt(value).decode()
        except InvalidToken as error:
            raise UnreadableColumn("A column was written with a key missing from BANGBAN_ENCRYPTION_KEYS.") from error
