"""The first sentences people say to the service, each taken to its end on both databases."""

from __future__ import annotations

import asyncio
import re
import uuid

import pytest

from tests.end_to_end.town import Citizen, Town

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]

NUMBER = re.compile(r"(?:GD|YY|JF)-\d{4}-\d{4}-\d")


async def test_what_one_citizen_brings_in_one_talk(town: Town, citizen: Citizen) -> None:
    told = await citizen.says("办低保要什么材料")
    assert (told.outcome["act"], told.outcome["item"], told.outcome["aspect"]) == ("answered", "MZ-01", "materials")
    assert "身份证" in told.text
    assert "户口簿" in told.text

    asked = await citizen.says("能不能找人来家里帮我办")
    assert (asked.outcome["act"], asked.outcome["flow"], asked.outcome["item"]) == ("form", "book_agent", "MZ-01")
    asked = await citizen.says("石桥村二组", "1", "王大爷", "13900000001")
    assert asked.asks == "booking_confirm"
    booked = await citizen.says("确认")
    assert (booked.outcome["act"], booked.outcome["flow"]) == ("done", "book_agent")

    asked = await citizen.says("隔壁把水排到我家地里")
    assert (asked.outcome["flow"], asked.outcome["dispute"]) == ("report_dispute", "neighbour")
    asked = await citizen.says("石桥村二组", "不急", "匿名")
    assert asked.asks == "dispute_confirm"
    reported = await citizen.says("确认")
    assert (reported.outcome["act"], reported.outcome["flow"]) == ("done", "report_dispute")

    asked = await citizen.says("村口路灯坏了")
    assert (asked.outcome["flow"], asked.outcome["kind"]) == ("open_ticket", "help")
    asked = await citizen.says("石桥村村口", "王大爷", "13900000001")
    assert asked.asks == "ticket_confirm"
    opened = await citizen.says("确认")
    assert (opened.outcome["act"], opened.outcome["flow"]) == ("done", "open_ticket")

    numbers = {reply.outcome["ref"] for reply in (booked, reported, opened)}
    progress = await citizen.says("我的事办到哪了")
    assert (progress.outcome["act"], progress.outcome["intent"]) == ("answered", "check_progress")
    assert set(NUMBER.findall(progress.text)) == numbers

    [booking], [dispute], [ticket] = [await citizen.cases(kind) for kind in ("booking", "dispute", "ticket")]
    assert (booking["number"], booking["state"], booking["item"]) == (booked.outcome["ref"], "requested", "MZ-01")
    assert (dispute["number"], dispute["state"]) == (reported.outcome["ref"], "reported")
    assert (ticket["number"], ticket["state"]) == (opened.outcome["ref"], "submitted")
    assert {case["village"] for case in (booking, dispute, ticket)} == {"石桥村"}
    await _check_details(town, booking["number"], dispute["number"], ticket["number"])


async def _check_details(town: Town, booking: str, dispute: str, ticket: str) -> None:
    booked = (await town.case(booking))["details"]
    assert (booked["place"], booked["contact_name"], booked["telephone"]) == ("home", "王大爷", "13900000001")
    disputed = (await town.case(dispute))["details"]
    assert (disputed["type"], disputed["text"]) == ("neighbour", "隔壁把水排到我家地里")
    assert disputed["anonymous"] is True
    assert disputed["contact_name"] is None
    assert disputed["telephone"] is None
    opened = (await town.case(ticket))["details"]
    assert (opened["kind"], opened["text"], opened["place"]) == ("help", "村口路灯坏了", "石桥村村口")


async def test_another_citizens_number_tells_nothing(citizen: Citizen, neighbour: Citizen) -> None:
    opened = await citizen.says("村口路灯坏了", "柳树村", "不留", "不留", "确认")
    number, before = opened.outcome["ref"], await citizen.cases("ticket")
    for words in (f"{number} 办到哪了", number, f"帮我催一下 {number}", f"把 {number} 取消"):
        reply = await neighbour.says(words)
        assert "路灯" not in reply.text
        assert "已登记" not in reply.text
        assert "催了" not in reply.text
    mine = await citizen.says(f"{number} 办到哪了")
    assert "已登记" in mine.text
    assert await citizen.cases("ticket") == before


async def test_another_citizens_booking_is_neither_moved_nor_cancelled(citizen: Citizen, neighbour: Citizen) -> None:
    booked = await citizen.says("找人上门帮我办老年证", "红岩村", "1", "周奶奶", "13900000002", "确认")
    number, before = booked.outcome["ref"], await citizen.cases("booking")
    for words in (f"取消预约 {number}", "确认", f"预约 {number} 改时间", "1", "确认"):
        reply = await neighbour.says(words)
        assert reply.outcome["act"] != "done"
    assert await citizen.cases("booking") == before


async def test_two_who_want_the_last_time_of_an_agent_do_not_both_get_it(citizen: Citizen, neighbour: Citizen) -> None:
    """镇街社区 has one agent with one place in each slot."""
    for one in (citizen, neighbour):
        asked = await one.says("找人上门帮我办老年证", "镇街社区", "下周四下午4点半", "孙大姐", "13900000003")
        assert asked.asks == "booking_confirm"
    first, second = await asyncio.gather(citizen.says("确认"), neighbour.says("确认"))
    assert sorted([first.outcome["act"], second.outcome["act"]]) == ["done", "form"]
    refused, loser = (second, neighbour) if first.outcome["act"] == "done" else (first, citizen)
    assert refused.asks == "booking_time"
    assert await loser.cases("booking") == []
    booked = await loser.says("1", "确认")
    assert booked.outcome["act"] == "done"


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        (("村口路灯坏了", "大湾村", "不留", "不留"), "ticket"),
        (("隔壁把水排到我家地里", "大湾村", "不急", "匿名"), "dispute"),
        (("找人上门帮我办老年证", "大湾村", "3", "吴大叔", "13900000004"), "booking"),
    ],
)
async def test_the_same_message_sent_again_files_once(
    town: Town, citizen: Citizen, opening: tuple[str, ...], kind: str
) -> None:
    await citizen.says(*opening)
    message_id = uuid.uuid4().hex
    replies = await asyncio.gather(*(town.say(citizen.name, "确认", message_id) for _ in range(4)))
    [number] = {reply.outcome["ref"] for reply in replies}
    assert [case["number"] for case in await citizen.cases(kind)] == [number]
    again = await town.say(citizen.name, "确认", message_id)
    assert again.outcome["ref"] == number
    assert len(await citizen.cases(kind)) == 1


async def test_an_identity_number_reaches_neither_reply_nor_record(town: Town, citizen: Citizen) -> None:
    identity = "110101199003078515"
    replies = [
        await citizen.says(text)
        for text in (f"村里的路灯坏了三天没人修，我的身份证 {identity}", f"青山村 {identity}", "不留", "不留", "确认")
    ]
    assert all(identity not in reply.text for reply in replies)
    opened = await town.case(replies[-1].outcome["ref"])
    assert identity not in str(opened)
    assert "路灯坏了" in opened["details"]["text"]
