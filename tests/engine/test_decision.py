"""What a message means, decided from label probabilities and item candidates."""

from __future__ import annotations

from knowledge_base.linking import Candidate, Linking
from nlu_data.engine.decision import Certainty, Thresholds, decide

NOWHERE = Linking((), (), "")


def linked(*candidates: tuple[str, float, bool]) -> Linking:
    return Linking(tuple(Candidate(*candidate) for candidate in candidates), (), "")


def test_an_intent_is_the_sum_of_its_parts() -> None:
    labels = {"ask_item/fee": 0.3, "ask_item/amount": 0.35, "out_of_scope": 0.35}
    result = decide("多少钱", labels, linked(("MZ-01", 0.9, True)), Thresholds())
    assert (result.intent, result.parts["aspect"]) == ("ask_item", "amount")
    assert result.certainty is Certainty.SURE


def test_a_case_number_is_about_a_case() -> None:
    assert decide("GD-4829-1736-5", {"out_of_scope": 0.9}, NOWHERE, Thresholds()).intent == "check_progress"
    assert decide("催一下 gd482917365", {"urge": 0.8}, NOWHERE, Thresholds()).intent == "urge"


def test_doubt_is_asked_back() -> None:
    labels = {"open_ticket/help": 0.3, "report_dispute/neighbour": 0.3, "ask_item/overview": 0.2, "greet": 0.2}
    result = decide("墙那边", labels, linked(("NY-01", 0.45, False)), Thresholds())
    assert result.intent == "nlu_fallback"
    assert [option.get("intent") or option["item"] for option in result.options] == [
        "open_ticket",
        "report_dispute",
        "NY-01",
    ]


def test_a_clear_item_speaks_for_a_question() -> None:
    labels = {"report_dispute/housing": 0.42, "ask_item/overview": 0.33, "greet": 0.25}
    clear, vague = (
        linked(("JT-01", 0.8, False), ("NY-03", 0.5, False)),
        linked(("JT-01", 0.8, False), ("NY-03", 0.79, False)),
    )
    assert decide("从路底下穿水管", labels, clear, Thresholds()).intent == "ask_item"
    assert decide("从路底下穿水管", labels, vague, Thresholds()).intent == "nlu_fallback"


def test_close_candidates_are_offered_not_answered() -> None:
    labels = {"ask_item/overview": 0.9, "greet": 0.1}
    result = decide("补助", labels, linked(("MZ-09", 0.6, False), ("MZ-10", 0.59, False)), Thresholds())
    assert result.certainty is Certainty.ASK
    assert [candidate.code for candidate in result.candidates] == ["MZ-09", "MZ-10"]
    assert [dict(option) for option in result.options] == [
        {"item": "MZ-09", "score": 0.6},
        {"item": "MZ-10", "score": 0.59},
    ]


def test_a_likely_rival_is_offered_beside_the_items() -> None:
    labels = {"ask_item/overview": 0.6, "open_ticket/complaint": 0.3, "greet": 0.1}
    items = linked(("MZ-09", 0.5, False), ("MZ-10", 0.49, False), ("MZ-11", 0.48, False))
    options = decide("补助的事", labels, items, Thresholds()).options
    assert [option.get("item") or option["intent"] for option in options] == ["MZ-09", "MZ-10", "open_ticket"]


def test_what_is_about_no_item_is_not_answered_from_one() -> None:
    candidates = (Candidate("MZ-09", 0.9, named=False), Candidate("MZ-10", 0.2, named=False))
    about_nothing = Linking(candidates, (), "", nothing=0.9)
    labels = {"ask_item/overview": 0.9, "out_of_scope": 0.1}
    assert decide("手机卡死了咋弄", labels, about_nothing, Thresholds()).certainty is Certainty.ASK


def test_danger_is_told_beside_the_intent() -> None:
    labels = {"report_dispute/family": 0.7, "emergency/110": 0.2, "emergency/120": 0.1}
    assert abs(decide("他又打人", labels, NOWHERE, Thresholds()).danger - 0.3) < 1e-9


def test_a_matter_that_may_be_none_of_ours_needs_a_larger_lead() -> None:
    close = {"book_agent": 0.58, "out_of_scope": 0.42}
    assert decide("给娃起个名字", close, NOWHERE, Thresholds()).intent == "nlu_fallback"
    assert (
        decide("给娃起个名字", {"book_agent": 0.7, "out_of_scope": 0.3}, NOWHERE, Thresholds()).intent == "book_agent"
    )
