"""How Alembic reaches the database: always through a connection that Bangban opened and locked."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from actions.store.models import Base


def plain_type(kind: str, thing: Any, _: Any) -> str | Literal[False]:
    """Writes our own column types into migrations as what they are in the database, so that old ones need no models."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
