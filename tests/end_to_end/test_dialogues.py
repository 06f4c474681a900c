"""Every conversation of the dialogue files, each a case of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dialogues.player import read_dialogues
from tests.end_to_end.town import Town

FOLDER = Path(__file__).parents[1] / "dialogues"
DIALOGUES = [
    pytest.param(dialogue, id=f"{path.stem}: {dialogue['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for dialogue in read_dialogues(path)
]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("town", ["sqlite"], indirect=True)
@pytest.mark.parametrize("dialogue", DIALOGUES)
async def test_dialogue(town: Town, dialogue: dict[str, Any]) -> None:
    played = await town.player.play(dialogue)
    assert not played.faults, "\n".join([*played.faults, *played.said])
