"""Decides what a message means, from label probabilities and item candidates. Plain rules, no Rasa."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge_base.linking import Candidate, Linking

# A case number as printed or typed: prefix and nine digits, with or without dashes.
_CASE_NUMBER = re.compile(r"(?:gd|yy|jf)\s*[-—–]?\s*\d{4}\s*[-—–]?\s*\d{4}\s*[-—–]?\s*\d", re.IGNORECASE)
_ABOUT_CASES = ("check_progress", "urge", "cancel_booking", "change_booking", "rate")


class Certainty(StrEnum):
    """How surely the item of a message is known."""

    SURE = "sure"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True)
class Thresholds:
    """Where the decision turns; calibrated by `make eval`, see docs/evaluation.md."""

    intent: float = 0.40  # below it the intent is asked back
    item_named: float = 0.05  # margin that suffices when the item was named
    item_score: float = 0.54
    item_margin: float = 0.08
    item_offer: float = 0.38  # below it no item is even offered
    named_rescues_intent: float = 0.20
    weak_intent: float = 0.55  # below it a clear item speaks for a question about it
    linked_rescues_intent: float = 0.12
    rescue_score: float = 0.60
    rescue_margin: float = 0.08
    shortest_guess: int = 7  # characters; a shorter message that names nothing is too little to guess an item from
    unnamed_answer: float = 0.40  # a weaker wish to ask is not answered on a guess of the item


@dataclass(frozen=True)
class Understanding:
    """What a message means: the intent, its finer part, and the items it may be about."""

    intent: str
    confidence: float
    parts: dict[str, str | None] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    certainty: Certainty = Certainty.NONE
    rivals: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The form that travels to the actions."""
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            **self.parts,
            "candidates": [{"item": c.code, "score": c.score} for c in self.candidates],
            "certainty": self.certainty.value,
            "rivals": list(self.rivals),
        }


_PART_OF = {"ask_item": "aspect", "open_ticket": "kind", "report_dispute": "dispute", "emergency": "hotline"}


def decide(text: str, labels: Mapping[str, float], linking: Linking, thresholds: Thresholds) -> Understanding:
    """Weighs intent and item together: a named item supports a question about it, a vague one is asked back."""
    intents: dict[str, float] = defaultdict(float)
    parts: dict[str, dict[str, float]] = defaultdict(dict)
    for label, probability in labels.items():
        intent, _, part = label.partition("/")
        intents[intent] += probability
        if part:
            parts[intent][part] = probability
    ranked = sorted(intents, key=lambda name: -intents[name])
    intent = _intent(text, ranked, intents, linking, thresholds)
    chosen = {
        key: max(parts[name], key=lambda part: parts[name][part]) if name == intent and parts[name] else None
        for name, key in _PART_OF.items()
    }
    return Understanding(
        intent=intent,
        confidence=intents.get(intent, 1.0),
        parts=chosen,
        candidates=tuple(c for c in linking.candidates if c.score >= thresholds.item_offer)[:3],
        certainty=_certainty(text, linking, intents.get("ask_item", 0.0) + intents.get("book_agent", 0.0), thresholds),
        rivals=tuple(ranked[:3]),
    )


def _intent(
    text: str, ranked: list[str], intents: Mapping[str, float], linking: Linking, thresholds: Thresholds
) -> str:
    best = ranked[0]
    if _CASE_NUMBER.search(text):
        return best if best in _ABOUT_CASES else "check_progress"
    if best == "ask_item":
        return best if intents[best] >= thresholds.intent or linking.candidates else "nlu_fallback"
    if _item_outweighs(best, intents, linking, thresholds):
        return "ask_item"
    return best if intents[best] >= thresholds.intent else "nlu_fallback"


def _item_outweighs(best: str, intents: Mapping[str, float], linking: Linking, thresholds: Thresholds) -> bool:
    """Whether the item found says more than a weak intent: people describe a need much as they describe a trouble."""
    if not linking.candidates or intents[best] >= thresholds.weak_intent:
        return False
    item = linking.candidates[0]
    if item.named and best == "out_of_scope":
        return intents["ask_item"] >= thresholds.named_rescues_intent
    clear = item.score >= thresholds.rescue_score and linking.margin >= thresholds.rescue_margin
    return clear and not item.named and intents["ask_item"] >= thresholds.linked_rescues_intent


def _certainty(text: str, linking: Linking, asks: float, thresholds: Thresholds) -> Certainty:
    if not linking.candidates:
        return Certainty.NONE
    best = linking.candidates[0]
    if best.named and linking.margin >= thresholds.item_named:
        return Certainty.SURE
    clear = best.score >= thresholds.item_score and linking.margin >= thresholds.item_margin
    if clear and asks >= thresholds.unnamed_answer and len(text) >= thresholds.shortest_guess:
        return Certainty.SURE
    return Certainty.ASK if best.score >= thresholds.item_offer else Certainty.NONE
