"""Lists and cases of the console, as the staff see and move them."""

from __future__ import annotations

import re
from collections.abc import Callable

from actions.casework.access import KINDS_SEEN
from actions.casework.kinds import DisputeType, Kind, Labelled, MeetingPlace, RiskLevel, StaffRole, TicketKind, Urgency
from actions.casework.states import TABLES
from bot.console import words
from tests.console.conftest import Town, Visitor


def numbers(text: str) -> list[str]:
    return re.findall(r'href="/console/cases/([^"]+)"', text)


def test_the_console_speaks_the_backends_words() -> None:
    for kind, table in TABLES.items():
        open_, final = words.OPEN_STATES[kind], words.FINAL_STATES[kind]
        assert {**open_, **final} == dict(table.states)
        assert set(final) == table.final
    assert {kind: kind.label for kind in Kind} == words.KINDS
    assert {role: role.label for role in StaffRole} == words.ROLES
    assert {role: set(kinds) for role, kinds in words.KINDS_SEEN.items()} == KINDS_SEEN
    enums: dict[tuple[Kind, str], type[Labelled]] = {
        (Kind.TICKET, "kind"): TicketKind,
        (Kind.DISPUTE, "type"): DisputeType,
        (Kind.DISPUTE, "urgency"): Urgency,
        (Kind.DISPUTE, "risk"): RiskLevel,
    }
    for (kind, field), choices in enums.items():
        assert words.CHOICES[kind][field] == {choice: choice.label for choice in choices}
    assert set(words.CHOICES[Kind.BOOKING]["place"]) == set(MeetingPlace)


async def test_a_ticket_goes_all_its_way(clerk: Visitor, town: Town) -> None:
    number = await town.ticket("路灯不亮，打 0900-0000001 没人接")
    await clerk.open("/console/")
    assert numbers(clerk.text) == [number]
    assert await clerk.open(f"/console/cases/{number}") == 200
    assert 'href="tel:13900000001"' in clerk.text
    assert 'href="tel:0900-0000001"' in clerk.text
    for shown in ("投诉", "陈示例", "石桥村", "村口", "已登记"):
        assert shown in clerk.text
    steps = [
        ("accept", "", "已受理"),
        ("take", "", "办理中"),
        ("reply", "灯泡换好了\n第二行", "已答复"),
        ("close", "", "已办结"),
    ]
    for move, note, state in steps:
        assert await clerk.move(number, move, note) == 200
        assert f"现在是“{state}”" in clerk.text
    assert "灯泡换好了\n第二行" in clerk.text
    assert "现在没有要您做的" in clerk.text
    await clerk.open("/console/?kind=ticket")
    assert numbers(clerk.text) == []
    await clerk.open("/console/?kind=ticket&state=closed&village=石桥&only=mine")
    assert numbers(clerk.text) == [number]


async def test_a_missing_note_is_asked_for(clerk: Visitor, town: Town) -> None:
    number = await town.ticket()
    await clerk.open(f"/console/cases/{number}")
    assert await clerk.move(number, "refuse", " ") == 422
    assert "要写明情况" in clerk.text
    assert await clerk.move(number, "refuse", "请找供电所") == 200
    assert "不予受理" in clerk.text


async def test_a_stale_page_says_so_and_keeps_the_note(visit: Callable[[], Visitor], town: Town) -> None:
    number = await town.ticket()
    one, two = visit(), visit()
    for visitor in (one, two):
        await visitor.sign_in("clerk")
        await visitor.open(f"/console/cases/{number}")
    assert await one.move(number, "accept") == 200
    assert await two.move(number, "refuse", "重复了，见 <另一单>") == 409
    assert "被别人改过" in two.text
    assert "重复了，见 &lt;另一单&gt;</textarea>" in two.text
    assert await two.move(number, "refuse", "重复了") == 200
    assert await one.move(number, "take", "写好的话") == 409
    assert "readonly>写好的话</textarea>" in one.text


async def test_a_move_that_is_not_possible_is_explained(clerk: Visitor, town: Town) -> None:
    number = await town.ticket()
    await clerk.open(f"/console/cases/{number}")
    assert await clerk.move(number, "close", "办完了") == 409
    assert "可以做的是：受理" in clerk.text
    assert "办完了</textarea>" in clerk.text
    path = f"/console/cases/{number}/moves"
    assert await clerk.send(path, move="accept", version="now") == 400
    await clerk.open(f"/console/cases/{number}")
    assert await clerk.send(path, move="accept", version=clerk.version, note="长" * 5000) == 422


async def test_only_mediators_see_disputes(visit: Callable[[], Visitor], town: Town) -> None:
    number = await town.dispute()
    mediator, clerk = visit(), visit()
    await mediator.sign_in("mediator")
    assert numbers(mediator.text) == [number]
    assert "工单" not in mediator.text
    await mediator.open(f"/console/cases/{number}")
    assert "邻居占了我家的路" in mediator.text
    assert "没有留名" in mediator.text
    await clerk.sign_in("clerk")
    await clerk.open("/console/?kind=dispute")
    assert numbers(clerk.text) == []
    assert await clerk.open(f"/console/cases/{number}") == 404
    assert "没有查到" in clerk.text
    assert "邻居占了" not in clerk.text
    await clerk.open("/console/")
    assert await clerk.send(f"/console/cases/{number}/moves", move="accept", version="1", note="试试") == 404
    assert (await town.desk.case(number)).summary.state == "reported"
    assert await mediator.move(number, "accept") == 200
    assert "已受理" in mediator.text


async def test_an_agent_sees_bookings(visitor: Visitor, town: Town) -> None:
    number = await town.booking()
    await visitor.sign_in("agent")
    assert numbers(visitor.text) == [number]
    await visitor.open(f"/console/cases/{number}")
    for shown in ("给谁办", "我自己", "镇便民服务中心", "/items/MZ-01", "接单"):
        assert shown in visitor.text
    assert await visitor.move(number, "accept") == 200
    assert "已接单" in visitor.text


async def test_what_citizens_and_addresses_say_is_only_text(clerk: Visitor, town: Town) -> None:
    number = await town.ticket('<script>alert("1")</script>', village='<img src=x onerror="alert(2)">')
    for path in (
        "/console/",
        f"/console/cases/{number}",
        '/console/?village="><script>alert(3)</script>&state=<b>&kind=<i>&after=<u>',
    ):
        assert await clerk.open(path) == 200
        for tag in ("<script", "<img", "<b>", "<i>", "<u>"):
            assert tag not in clerk.text
    await clerk.open(f"/console/cases/{number}")
    assert "&lt;script&gt;alert" in clerk.text
    assert (
        "script-src" in clerk.response.headers["Content-Security-Policy"]
        or "default-src 'self'" in (clerk.response.headers["Content-Security-Policy"])
    )


async def test_the_most_urgent_stands_first_on_page_after_page(clerk: Visitor, town: Town) -> None:
    filed = [await town.ticket(f"第{n}件", "石桥村" if n % 2 else "大湾村") for n in range(60)]
    urgent = await town.ticket("有人落水", hotline="119")
    await clerk.open("/console/")
    first = numbers(clerk.text)
    assert first[0] == urgent
    assert clerk.text.count("已超期") == 1
    await clerk.open(re.findall(r'rel="next" href="([^"]+)"', clerk.text)[0].replace("&amp;", "&"))
    second = numbers(clerk.text)
    assert len(first) == 50
    assert sorted(first + second) == sorted([*filed, urgent])
    assert 'rel="next"' not in clerk.text
    await clerk.open("/console/?kind=ticket&village=大湾村")
    assert len(numbers(clerk.text)) == 30
    await clerk.open("/console/?kind=ticket&only=overdue")
    assert numbers(clerk.text) == [urgent]
    await clerk.open("/console/?kind=ticket&only=mine")
    assert "没有符合的工单" in clerk.text


async def test_what_is_done_is_listed_newest_first(clerk: Visitor, town: Town) -> None:
    filed = [await town.ticket(f"第{n}件") for n in range(55)]
    for number in filed:
        await town.desk.cancel_by_citizen(number, "web:1")
    await clerk.open("/console/?kind=ticket&state=cancelled")
    first = numbers(clerk.text)
    assert first == filed[:4:-1]
    await clerk.open(re.findall(r'rel="next" href="([^"]+)"', clerk.text)[0].replace("&amp;", "&"))
    assert numbers(clerk.text) == filed[4::-1]


async def test_pages_that_do_not_exist_lead_back(clerk: Visitor) -> None:
    assert await clerk.open("/console/nowhere") == 404
    assert "回到我的工作" in clerk.text
    assert await clerk.open("/console/cases/GD-0000-0000-0") == 404
    assert "没有查到" in clerk.text
