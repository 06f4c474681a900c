"""Keeps the dialogue state of a citizen in Redis, encrypted and bounded, so that a turn costs the same after years.

Stock Rasa keeps every event for ever and replays them on each message. Here the state is folded: what lies before
the last few messages of the citizen is reduced to the slots and the active form it left behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import redis.asyncio as redis
from cryptography.fernet import MultiFernet
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    Event,
    Restarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

_KEPT_FOR = timedelta(days=30)


def fold(events: list[Event], user_turns: int) -> list[Event]:
    """The last `user_turns` turns, preceded by the slots and form that everything before them left behind."""
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= user_turns:
        return events
    cut = starts[-user_turns]
    while cut > 0 and not (isinstance(events[cut], ActionExecuted) and events[cut].action_name == ACTION_LISTEN_NAME):
        cut -= 1
    slots: dict[str, Any] = {}
    loop: str | None = None
    for event in events[:cut]:
        match event:
            case SlotSet():
                slots[event.key] = event.value
            case AllSlotsReset():
                slots = {}
            case Restarted():
                slots, loop = {}, None
            case ActiveLoop():
                loop = event.name
    kept: list[Event] = [SlotSet(key, value) for key, value in slots.items() if value is not None]
    if loop:
        kept.append(ActiveLoop(loop))
    return kept + events[cut:]


class BoundedTrackerStore(TrackerStore):
    """One Redis key a citizen, of flat size, which expires when she has not written for a month."""

    def __init__(
        self,
        domain: Domain,
        store: redis.Redis,
        cipher: MultiFernet,
        *,
        user_turns: int,
        broker: EventBroker | None = None,
    ) -> None:
        super().__init__(domain, broker)
        self._redis = store
        self._cipher = cipher
        self._user_turns = user_turns

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the folded state. Raises redis.RedisError."""
        events = [event.as_dict() for event in fold(list(tracker.events), self._user_turns)]
        sealed = self._cipher.encrypt(json.dumps(events, ensure_ascii=False).encode())
        await self._redis.set(self._key(tracker.sender_id), sealed, ex=_KEPT_FOR)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Reads the state back, or none for a citizen who has not written yet. Raises redis.RedisError."""
        sealed = await self._redis.get(self._key(sender_id))
        if sealed is None:
            return None
        events = deserialise_events(json.loads(self._cipher.decrypt(sealed)))
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The citizens whose state is kept."""
        return [key.decode().removeprefix("tracker:") async for key in self._redis.scan_iter("tracker:*")]

    @staticmethod
    def _key(sender_id: str) -> str:
        return f"tracker:{sender_id}"
