"""Secrets an operator need not set: made once, kept in data_dir/secrets, readable by their owner only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

from settings import Settings


def kept_secret(settings: Settings, name: str, make: Callable[[], str]) -> str:
    """The secret kept under `name`; the first caller makes it.

    The file appears complete or not at all, so that processes that start together agree on one secret. Raises
    ValueError when the file has been emptied: a new secret would make what is encrypted unreadable.
    """
    folder = settings.data_dir / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / name
    if not target.exists():
        # mkstemp creates the file with mode 0600; link fails when another process was first.
        handle, draft = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, target)
        finally:
            Path(draft).unlink()
    value = target.read_text(encoding="utf-8").strip()
    if not value:
        raise ValueError(f"{target} is empty; restore it from a backup, or delete it if this installation is new")
    return value


def cipher_of(keys: str) -> MultiFernet:
    """A cipher from Fernet keys separated by commas, newest first: it writes with the first and reads with any."""
    return MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])


def encryption_keys(settings: Settings) -> str:
    """The operator's encryption keys, else one made for this installation."""
    given = settings.encryption_keys.get_secret_value()
    return given or kept_secret(settings, "encryption-keys", lambda: Fernet.generate_key().decode())
