"""Decides what a message means, from label probabilities and item candidates. Plain rules, no Rasa."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge_base.linking import Candidate, Linking

FALLBACK = "nlu_fallback"

# A case number as printed or typed: prefix and nine digits, with or without dashes.
_CASE_NUMBER = re.compile(r"(?:gd|yy|jf)\s*[-—–]?\s*\d{4}\s*[-—–]?\s*\d{4}\s*[-—–]?\s*\d", re.IGNORECASE)
_ABOUT_CASES = ("check_progress", "urge", "cancel_booking", "change_booking", "rate")
_PART_OF = {"ask_item": "aspect", "open_ticket": "kind", "report_dispute": "dispute", "emergency": "hotline"}
# Talk that costs nothing when it is mistaken, so it is answered rather than asked back.
_LIGHT = ("greet", "thanks", "bye", "help", "chitchat", "out_of_scope")
_OFFERED = 3


class Certainty(StrEnum):
    """How surely the item of a message is known."""

    SURE = "sure"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True)
class Thresholds:
    """Where the decision turns; calibrated on messages nobody trains on, see docs/evaluation.md."""

    intent: float = 0.35  # below it the intent is asked back
    lead: float = 0.14  # and so it is when the second likeliest comes nearer than this
    lead_over_outside: float = 0.25  # the lead needed over "this is not our service"
    light_intent: float = 0.30
    item_score: float = 0.52
    item_margin: float = 0.03
    named_margin: float = 0.02  # suffices when the item was named
    item_offer: float = 0.35  # below it no item is even offered
    nothing: float = 0.70  # above it the message is about no item, whatever resembles it
    asks: float = 0.30  # a weaker wish to ask is not answered on a guess of the item
    rival: float = 0.10  # a likelier rival is offered beside the items
    rescue_intent: float = 0.20  # a clear item makes a question of a message with a weak intent
    rescue_below: float = 0.70
    rescue_score: float = 0.75


@dataclass(frozen=True)
class Understanding:
    """What a message means: the intent, its finer part, and the items it may be about.

    `options` are what to offer when asking back, likeliest first: items and intents, three at most.
    """

    intent: str
    confidence: float
    parts: dict[str, str | None] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    certainty: Certainty = Certainty.NONE
    options: tuple[Mapping[str, Any], ...] = ()
    danger: float = 0.0  # how likely it is an emergency, whatever the intent

    def as_dict(self) -> dict[str, Any]:
        """The form that travels to the actions."""
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            **self.parts,
            "candidates": [_item_option(c) for c in self.candidates],
            "named": bool(self.candidates) and self.candidates[0].named,
            "certainty": self.certainty.value,
            "options": [dict(option) for option in self.options],
            "danger": round(self.danger, 4),
        }


def _item_option(candidate: Candidate) -> dict[str, Any]:
    return {"item": candidate.code, "score": candidate.score}


def decide(text: str, labels: Mapping[str, float], linking: Linking, thresholds: Thresholds) -> Understanding:
    """Weighs intent and item together: a clear item supports a question about it, a close race is asked back."""
    intents: dict[str, float] = defaultdict(float)
    parts: dict[str, dict[str, float]] = defaultdict(dict)
    for label, probability in labels.items():
        intent, _, part = label.partition("/")
        intents[intent] += probability
        if part:
            parts[intent][part] = probability
    ranked = sorted(intents, key=lambda name: -intents[name])
    intent = _intent(text, ranked, intents, linking, thresholds)
    offered = tuple(c for c in linking.candidates if c.score >= thresholds.item_offer)[:_OFFERED]
    return Understanding(
        intent=intent,
        confidence=intents.get(intent, 1.0),
        parts={
            key: max(parts[name], key=lambda part: parts[name][part]) if parts[name] and _tells(intent, name) else None
            for name, key in _PART_OF.items()
        },
        candidates=offered,
        certainty=_certainty(linking, intents["ask_item"] + intents["book_agent"], thresholds),
        options=_options(ranked, intents, offered, thresholds),
        danger=intents["emergency"],
    )


def _tells(intent: str, name: str) -> bool:
    """Whether the part of `name` is told; the aspect also in doubt, for whoever knows what the talk is about."""
    return name == intent or (intent == FALLBACK and name == "ask_item")


def _intent(
    text: str, ranked: list[str], intents: Mapping[str, float], linking: Linking, thresholds: Thresholds
) -> str:
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else ""
    if _CASE_NUMBER.search(text):
        return best if best in _ABOUT_CASES else "check_progress"
    if _item_outweighs(best, intents, linking, thresholds):
        return "ask_item"
    if best in _LIGHT:
        return best if intents[best] >= thresholds.light_intent else FALLBACK
    needed = thresholds.lead_over_outside if second == "out_of_scope" else thresholds.lead
    clear = intents[best] >= thresholds.intent and intents[best] - intents.get(second, 0.0) >= needed
    return best if clear else FALLBACK


def _item_outweighs(best: str, intents: Mapping[str, float], linking: Linking, thresholds: Thresholds) -> bool:
    """Whether the item found says more than a weak intent: people describe a need much as they describe a trouble."""
    if best == "ask_item" or not linking.candidates or intents[best] >= thresholds.rescue_below:
        return False
    clear = linking.candidates[0].score >= thresholds.rescue_score and linking.margin >= thresholds.item_margin
    return clear and linking.nothing < thresholds.nothing and intents["ask_item"] >= thresholds.rescue_intent


def _certainty(linking: Linking, asks: float, thresholds: Thresholds) -> Certainty:
    if not linking.candidates or linking.candidates[0].score < thresholds.item_offer:
        return Certainty.NONE
    best = linking.candidates[0]
    if best.named and linking.margin >= thresholds.named_margin:
        return Certainty.SURE
    clear = best.score >= thresholds.item_score and linking.margin >= thresholds.item_margin
    possible = linking.nothing < thresholds.nothing and asks >= thresholds.asks
    return Certainty.SURE if clear and possible else Certainty.ASK


def _options(
    ranked: list[str], intents: Mapping[str, float], items: tuple[Candidate, ...], thresholds: Thresholds
) -> tuple[Mapping[str, Any], ...]:
    """What to offer: mostly items when it is likely a question about one, beside the likeliest other wishes."""
    rivals = [name for name in ranked[:_OFFERED] if name not in _LIGHT and intents[name] >= thresholds.rival]
    others = [{"intent": name} for name in rivals if name != "ask_item"]
    if "ask_item" not in rivals or not items:
        return tuple([{"intent": name} for name in rivals] or [_item_option(c) for c in items])
    beside = others[: 1 if rivals[0] == "ask_item" else 2]
    asked = [_item_option(c) for c in items[: _OFFERED - len(beside)]]
    return tuple([*asked, *beside] if rivals[0] == "ask_item" else [*beside, *asked])
