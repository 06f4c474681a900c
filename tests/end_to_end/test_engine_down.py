"""The engine dies while citizens write: never silence, nothing lost, and the talk goes on where it was."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.end_to_end.town import Citizen, Town

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(600),
    pytest.mark.parametrize("town", ["sqlite"], indirect=True),
]

_ANSWER_SECONDS = 10
_RECOVERY_SECONDS = 300
_IN_FLIGHT_SECONDS = 0.02  # long enough for a message to reach the engine, too short for its answer


async def test_a_booking_survives_the_engine(town: Town, citizen: Citizen, neighbour: Citizen) -> None:
    asked = await citizen.says("找人上门帮我办老年证")
    assert asked.asks == "booking_village"

    writing = asyncio.create_task(citizen.says("石桥村"))
    await asyncio.wait({writing}, timeout=_IN_FLIGHT_SECONDS)
    town.stack.kill("engine")
    async with asyncio.timeout(_ANSWER_SECONDS):
        caught = await writing
        answered = await neighbour.says("低保怎么申请")
        kept = await neighbour.says("村口路灯坏了好几天，晚上看不见")
        alarmed = await neighbour.says("家里着火了")
    assert caught.text
    assert caught.kept or caught.outcome["act"] in ("answered", "clarify", "form")
    assert answered.text
    assert (answered.outcome["act"], answered.outcome["item"]) == ("answered", "MZ-01")
    assert kept.kept
    assert (alarmed.outcome["act"], alarmed.outcome["hotline"]) == ("signpost", "119")

    await _check_kept(town, neighbour, "村口路灯坏了好几天，晚上看不见")
    if caught.kept:
        await _check_kept(town, citizen, "石桥村")

    await town.stack.wait_ready(_RECOVERY_SECONDS)
    await _check_it_goes_on(citizen)


async def _check_kept(town: Town, citizen: Citizen, text: str) -> None:
    """The message has become one ticket, and the citizen was told its number."""
    told = await town.read_in_talk(citizen.name, "您的留言已登记", 60)
    match = re.search(r"GD-\d{4}-\d{4}-\d", told)
    assert match
    tickets = [await town.case(case["number"]) for case in await citizen.cases("ticket")]
    assert [ticket["number"] for ticket in tickets if ticket["details"]["text"] == text] == [match.group()]


async def _check_it_goes_on(citizen: Citizen) -> None:
    """The booking stands where it stood, or one step further if the answer alone was lost, and can be finished."""
    between = await citizen.says("要带什么材料？")
    assert (between.outcome["act"], between.outcome["item"]) == ("answered", "MZ-14")
    assert between.outcome["flow"] == "book_agent"
    assert between.asks in ("booking_village", "booking_time")
    if between.asks == "booking_village":
        assert (await citizen.says("石桥村")).asks == "booking_time"
    assert (await citizen.says("1", "陈大姐", "13900000005")).asks == "booking_confirm"
    booked = await citizen.says("确认")
    assert booked.outcome["act"] == "done"
    [case] = await citizen.cases("booking")
    assert (case["number"], case["village"]) == (booked.outcome["ref"], "石桥村")
