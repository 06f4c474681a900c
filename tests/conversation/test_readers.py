"""Reading answers out of a citizen's words."""

from __future__ import annotations

import pytest

from actions.casework.kinds import MeetingPlace, Urgency
from actions.conversation import readers


@pytest.mark.parametrize("said", ["算了", "算了吧", "不办了", "我不想办了", "改天再说", "取消"])
def test_leaving(said: str) -> None:
    assert readers.wants_to_leave(said)


@pytest.mark.parametrize("said", ["算了一下要多少钱", "不办行不行", "取消低保会怎样", "好"])
def test_not_leaving(said: str) -> None:
    assert not readers.wants_to_leave(said)


def test_places_urgency_and_anonymity() -> None:
    assert readers.meeting_place("上门，来家里") is MeetingPlace.HOME
    assert readers.meeting_place("去村里服务站") is MeetingPlace.VILLAGE
    assert readers.meeting_place("去镇便民服务中心") is MeetingPlace.HALL
    assert readers.urgency("不急，慢慢说") is Urgency.CALM
    assert readers.urgency("正在闹，很急") is Urgency.NOW
    assert readers.urgency("怕闹大，要快点") is Urgency.SOON
    assert readers.anonymous("匿名") is True
    assert readers.anonymous("可以留名") is False
