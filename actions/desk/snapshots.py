"""Keeps the wording of an item a case was filed under, so that later edits of the template do not change old cases."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.store.models import ItemSnapshot
from knowledge_base.schema import Item


async def snapshot(session: AsyncSession, item: Item) -> ItemSnapshot:
    """The kept copy of this very wording; made when it is the first case under it."""
    content = item.model_dump_json()
    digest = hashlib.sha256(content.encode()).hexdigest()
    kept = await session.scalar(select(ItemSnapshot).where(ItemSnapshot.code == item.code, ItemSnapshot.hash == digest))
    if kept is None:
        kept = ItemSnapshot(code=item.code, version=item.version, content=content, hash=digest)
        session.add(kept)
        await session.flush()
    return kept
