"""A citizen's dialogue state stays the same size however long she has been writing, and is unreadable in the store."""

from __future__ import annotations

import pytest
import redis.asyncio as redis
from cryptography.fernet import Fernet, MultiFernet
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from nlu_data.engine.tracker_store import BoundedTrackerStore, fold

KEPT_TURNS = 5


def talk(turns: int) -> DialogueStateTracker:
    tracker = DialogueStateTracker("web:test", [AnySlot("item", mappings=[{}]), AnySlot("kept", mappings=[{}])])
    tracker.update(SlotSet("kept", "从前说的"))
    tracker.update(ActiveLoop("open_ticket_form"))
    for number in range(turns):
        tracker.update(ActionExecuted("action_listen"))
        tracker.update(UserUttered(f"第{number}句", {"name": "ask_item", "confidence": 1.0}))
        tracker.update(ActionExecuted("action_answer_item"))
        tracker.update(SlotSet("item", f"MZ-{number:02}"))
        tracker.update(BotUttered("答"))
    return tracker


@pytest.mark.parametrize("turns", [1, KEPT_TURNS, 6, 200])
def test_folding_keeps_what_is_known(turns: int) -> None:
    tracker = talk(turns)
    folded = DialogueStateTracker.from_events(
        "web:test", fold(list(tracker.events), KEPT_TURNS), list(tracker.slots.values())
    )
    assert folded.get_slot("item") == f"MZ-{turns - 1:02}"
    assert folded.get_slot("kept") == "从前说的"
    assert folded.active_loop_name == "open_ticket_form"
    assert folded.latest_message is not None
    assert folded.latest_message.text == f"第{turns - 1}句"


async def test_the_stored_state_is_bounded_and_encrypted(redis_url: str) -> None:
    store = redis.from_url(redis_url)
    cipher = MultiFernet([Fernet(Fernet.generate_key())])
    trackers = BoundedTrackerStore(Domain.empty(), store, cipher, user_turns=KEPT_TURNS)
    sizes = []
    for turns in (20, 400):
        await trackers.save(talk(turns))
        raw = await store.get("tracker:web:test")
        assert isinstance(raw, bytes)
        assert "从前".encode() not in raw
        sizes.append(len(raw))
    assert sizes[1] < sizes[0] * 1.1
    back = await trackers.retrieve("web:test")
    assert back is not None
    assert back.latest_message is not None
    assert back.latest_message.text == "第399句"
    assert await trackers.retrieve("web:nobody") is None
    await store.aclose()
