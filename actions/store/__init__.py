"""The database: models, migrations, encrypted columns and the two ways of working in it."""

from __future__ import annotations

from actions.store.engine import Store, open_store
from actions.store.migrate import upgrade

__all__ = ["Store", "open_store", "upgrade"]
