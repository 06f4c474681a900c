"""One message of a citizen as the actions see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.desk.requests import Cause
from knowledge_base.answers import Aspect
from knowledge_base.text import compact

# Marks a question that a flow does not need while something is answered in between: Rasa asks the first open one.
PASSED_OVER = "__passed_over__"


@dataclass(frozen=True)
class Turn:
    """Typed reading of Rasa's tracker. `instead` are words the citizen agreed to, in place of her 是的."""

    tracker: Tracker
    instead: str | None = None

    @property
    def citizen(self) -> str:
        return str(self.tracker.sender_id)

    @property
    def message(self) -> Mapping[str, Any]:
        return self.tracker.latest_message or {}

    @property
    def text(self) -> str:
        return self.instead or str(self.message.get("text") or "")

    @cached_property
    def plain(self) -> str:
        return compact(self.text)

    @property
    def cause(self) -> Cause:
        """The message as the cause of a filing."""
        metadata = self.message.get("metadata") or {}
        return Cause(self.citizen, str(metadata.get("message_id", "")), str(metadata.get("channel", "api")))

    @property
    def understanding(self) -> Mapping[str, Any]:
        return self.message.get("understanding") or {}

    @property
    def intent(self) -> str:
        return str(self.understanding.get("intent") or "nlu_fallback")

    @property
    def confidence(self) -> float:
        return float(self.understanding.get("confidence") or 0.0)

    @property
    def aspect(self) -> Aspect:
        return Aspect(self.understanding.get("aspect") or Aspect.OVERVIEW)

    @property
    def candidates(self) -> list[dict[str, Any]]:
        return list(self.understanding.get("candidates") or [])

    @property
    def options(self) -> list[dict[str, Any]]:
        """What to offer when asking back, likeliest first: items and intents."""
        return list(self.understanding.get("options") or [])

    @property
    def names_an_item(self) -> bool:
        """Whether the message contains a name of the likeliest item."""
        return bool(self.understanding.get("named"))

    @property
    def certainty(self) -> str:
        return str(self.understanding.get("certainty") or "none")

    @property
    def sure_item(self) -> str | None:
        """The item of this message, if there is no doubt about it."""
        return str(self.candidates[0]["item"]) if self.certainty == "sure" and self.candidates else None

    @cached_property
    def slots(self) -> dict[str, Any]:
        """What is known so far; a question passed over is not answered."""
        return {name: None if value == PASSED_OVER else value for name, value in self.tracker.slots.items()}

    def slot(self, name: str) -> Any:
        return self.slots.get(name)

    @property
    def facts(self) -> dict[str, Any]:
        """What the running flow has gathered beside its questions."""
        return dict(self.slot("flow_facts") or {})

    def outcome(self, act: str, **words: Any) -> dict[str, Any]:
        """The outcome of this reply in the fixed vocabulary; empty words are left out."""
        base = {"act": act, "intent": self.intent, "confidence": round(self.confidence, 4)}
        return {**base, **{key: value for key, value in words.items() if value not in (None, [], "")}}


def button(title: str, payload: str | None = None) -> dict[str, str]:
    """A choice; its payload is plain words that the citizen could have typed."""
    return {"title": title, "payload": payload or title}


def say(
    dispatcher: CollectingDispatcher,
    response: str,
    outcome: Mapping[str, Any] | None = None,
    *,
    buttons: list[dict[str, str]] | None = None,
    link: str | None = None,
    card: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:
    """Says a response of the domain, with its outcome and what goes with it."""
    custom = {"outcome": outcome, "link": link, "card": card}
    dispatcher.utter_message(
        response=response,
        json_message={key: value for key, value in custom.items() if value},
        buttons=buttons or [],
        **values,
    )
