"""The gate: messages nobody trains on and nothing is tuned to, through the whole stack. A drop fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.town import Town
from tests.evaluation.run import evaluate, read_rows
from tests.evaluation.verdict import figures

HELD_OUT = Path(__file__).parents[1] / "evaluation" / "held_out.jsonl"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("town", ["sqlite"], indirect=True)
async def test_understanding_does_not_get_worse(town: Town) -> None:
    found = figures(await evaluate(town.stack.base_url, read_rows(HELD_OUT)))
    assert found["errors"] == 0
    assert found["right"] >= 0.84, found
    assert found["right_or_near"] >= 0.95, found
    assert found["wrong"] <= 0.045, found
    assert found["wrong_item"] <= 0.03, found
    assert found["out_of_scope_false_answers"] <= 0.14, found  # two of fifteen
    assert found["emergency_recall"] == 1.0, found
    assert found["emergency_false_alarms"] <= 0.01, found
