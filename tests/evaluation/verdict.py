"""How a reply is judged against a labelled message, and the figures over many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Outcome = Mapping[str, Any]

_TALK = {"greet", "thanks", "bye", "help", "chitchat"}
_FLOWS = {
    "find_benefit", "book_agent", "change_booking", "cancel_booking", "open_ticket", "check_progress", "urge", "rate",
    "report_dispute", "privacy",
}  # fmt: skip
NO_ITEM = "NONE"  # the label of a real service that the template does not have


@dataclass(frozen=True)
class Result:
    """One message, what came back, and the verdict: right, near, refused or wrong."""

    row: Row
    outcome: Outcome
    reply: str
    seconds: float

    @property
    def verdict(self) -> str:
        return verdict(self.row, self.outcome)

    @property
    def alarmed(self) -> bool:
        return self.outcome.get("act") == "signpost" and bool(self.outcome.get("hotline"))


def _items(row: Row) -> list[str | None]:
    return [row.get("item"), *row.get("also", [])]


def _offered(outcome: Outcome) -> set[str]:
    return {str(c.get("item") or c.get("intent")) for c in (outcome.get("candidates") or [])[:3]}


def verdict(row: Row, outcome: Outcome) -> str:
    """Right, near, refused or wrong, by the rules of the outcome vocabulary."""
    act, wanted = outcome.get("act"), row["intent"]
    if act in (None, "error"):
        return "wrong"
    if wanted == "out_of_scope":
        fine = act in ("declined", "smalltalk", "clarify", "handoff", "signpost")
        return "right" if fine else "wrong"
    if wanted == "emergency":
        if act != "signpost" or not outcome.get("hotline"):
            return "wrong"
        return "right" if outcome["hotline"] == row.get("hotline") else "near"
    if act == "signpost" and outcome.get("hotline") and not row.get("not_mediable"):
        return "wrong"
    if act in ("declined", "handoff", "degraded") and wanted != "human":
        return "right" if row.get("item") == NO_ITEM else "refused"
    if wanted == "ask_item":
        return _asked_item(row, outcome)
    if wanted == "human" or wanted in _TALK:
        talked = (act == "smalltalk" and wanted in _TALK) or (wanted == "human" and act == "handoff")
        return "right" if talked or outcome.get("intent") == wanted else "wrong"
    if wanted == "report_dispute" and row.get("not_mediable"):
        return {"signpost": "right", "clarify": "near", "answered": "near"}.get(str(act), "wrong")
    return _wanted_flow(row, outcome)


def _asked_item(row: Row, outcome: Outcome) -> str:
    act, item = outcome.get("act"), outcome.get("item")
    if row.get("item") == NO_ITEM:
        return "wrong" if act == "answered" and item else "right"
    if row.get("item") is None:
        return "right" if act in ("clarify", "form") else "wrong"
    if act == "answered":
        if item not in _items(row):
            return "wrong"
        asked, got = row.get("aspect"), outcome.get("aspect")
        same = asked is None or got == asked or {got, asked} == {"overview", "process"}
        return "right" if same else "near"
    offered = _offered(outcome)
    hit = bool(offered & {str(code) for code in _items(row)}) or row["intent"] in offered
    return "near" if act == "clarify" and hit else "wrong"


def _wanted_flow(row: Row, outcome: Outcome) -> str:
    act, wanted, item = outcome.get("act"), row["intent"], outcome.get("item")
    offered = _offered(outcome)
    if outcome.get("intent") != wanted:
        return "near" if act == "clarify" and wanted in offered else "wrong"
    if wanted == "book_agent" and row.get("item") and item not in _items(row):
        hit = act == "clarify" and bool(offered & {str(code) for code in _items(row)})
        return "near" if hit or item is None else "wrong"
    for key in ("dispute", "kind"):
        if row.get(key) and outcome.get(key) not in (None, row[key], *row.get("also", [])):
            return "near"
    return "near" if act == "clarify" and wanted in _FLOWS and not offered else "right"


def _share(results: Iterable[Result], *verdicts: str) -> float | None:
    known = list(results)
    return round(sum(r.verdict in verdicts for r in known) / len(known), 4) if known else None


def figures(results: list[Result]) -> dict[str, Any]:
    """The figures of a run: shares over messages in scope, false answers outside it, emergencies, time."""
    inside = [r for r in results if r.row["intent"] != "out_of_scope"]
    outside = [r for r in results if r.row["intent"] == "out_of_scope"]
    danger = [r for r in results if r.row["intent"] == "emergency"]
    calm = [r for r in results if r.row["intent"] != "emergency" and not r.row.get("not_mediable")]
    asked = [r for r in inside if r.row["intent"] == "ask_item" and r.row.get("item") not in (None, NO_ITEM)]
    wrong_item = [r for r in asked if r.outcome.get("act") == "answered" and r.outcome.get("item") not in _items(r.row)]
    seconds = sorted(r.seconds for r in results)
    return {
        "rows": len(results),
        "right": _share(inside, "right"),
        "right_or_near": _share(inside, "right", "near"),
        "refused": _share(inside, "refused"),
        "wrong": _share(inside, "wrong"),
        "wrong_item": round(len(wrong_item) / len(asked), 4) if asked else None,
        "out_of_scope_false_answers": _share(outside, "wrong"),
        "emergency_recall": round(sum(r.alarmed for r in danger) / len(danger), 4) if danger else None,
        "emergency_false_alarms": round(sum(r.alarmed for r in calm) / len(calm), 4) if calm else None,
        "errors": sum(r.outcome.get("act") in (None, "error") for r in results),
        "p50_ms": round(seconds[len(seconds) // 2] * 1000, 1),
        "p99_ms": round(seconds[int(len(seconds) * 0.99)] * 1000, 1),
        "by_intent": _table(results, "intent"),
        "by_source": _table(results, "source"),
    }


def _table(results: list[Result], key: str) -> dict[str, dict[str, int]]:
    groups: dict[str, Counter[str]] = {}
    for result in results:
        groups.setdefault(str(result.row.get(key, "")), Counter())[result.verdict] += 1
    return {name: dict(counts) for name, counts in sorted(groups.items())}
