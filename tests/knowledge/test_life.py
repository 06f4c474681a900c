"""The life of an item: every move from every state, versions, and a clerk's editor beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge_base import life
from knowledge_base.difference import differences
from knowledge_base.life import Hand, Move, NotAllowed, State
from knowledge_base.life.states import CHOSEN, MOVES
from knowledge_base.loader import TemplateError
from knowledge_base.yaml_text import to_yaml
from tests.knowledge.made import FULL, HAND, folder_of, item

CODE = "ZZ-01"
NEW = to_yaml(item(summary="新的。"))
SILENT = Hand(HAND.who, HAND.now)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "items", item(code="ZZ-02", everyday_names=["别的"]))


def _published(folder: Path) -> None:
    folder_of(folder, item())


def _draft(folder: Path) -> None:
    _published(folder)
    life.save(folder, CODE, NEW, HAND)


def _review(folder: Path) -> None:
    _draft(folder)
    life.submit(folder, CODE, HAND)


def _retired(folder: Path) -> None:
    _published(folder)
    life.retire(folder, CODE, HAND)


STATES: dict[State, Callable[[Path], None]] = {
    State.NONE: lambda folder: None,
    State.DRAFT: _draft,
    State.REVIEW: _review,
    State.PUBLISHED: _published,
    State.RETIRED: _retired,
}
DO: dict[Move, Callable[[Path, Hand], life.Standing]] = {
    Move.SAVE: lambda folder, hand: life.save(folder, CODE, NEW, hand),
    Move.SUBMIT: lambda folder, hand: life.submit(folder, CODE, hand),
    Move.SEND_BACK: lambda folder, hand: life.send_back(folder, CODE, hand),
    Move.DISCARD: lambda folder, hand: life.discard(folder, CODE, hand),
    Move.PUBLISH: lambda folder, hand: life.publish(folder, CODE, hand),
    Move.RETIRE: lambda folder, hand: life.retire(folder, CODE, hand),
    Move.RESTORE: lambda folder, hand: life.restore(folder, CODE, 1, hand),
}
ENDS = {
    Move.SAVE: State.DRAFT,
    Move.SUBMIT: State.REVIEW,
    Move.SEND_BACK: State.DRAFT,
    Move.DISCARD: State.PUBLISHED,
    Move.PUBLISH: State.PUBLISHED,
    Move.RETIRE: State.RETIRED,
    Move.RESTORE: State.DRAFT,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", CHOSEN)
def test_every_move_from_every_state(folder: Path, state: State, move: Move) -> None:
    STATES[state](folder)
    if move is Move.RESTORE and state is State.PUBLISHED:
        life.record(folder, HAND)
    assert life.standing(folder, CODE).state is state
    if state in MOVES[move].start:
        assert DO[move](folder, HAND).state is ENDS[move]
        assert life.entries(folder, CODE)[-1].move is move
        assert life.entries(folder, CODE)[-1].who == HAND.who
    else:
        with pytest.raises(NotAllowed, match=f"不能{MOVES[move].title}。现在可以："):
            DO[move](folder, HAND)
        assert life.standing(folder, CODE).state is state


@pytest.mark.parametrize(("state", "move"), [(State.REVIEW, Move.SEND_BACK), (State.PUBLISHED, Move.RETIRE)])
def test_some_moves_need_a_reason(folder: Path, state: State, move: Move) -> None:
    STATES[state](folder)
    with pytest.raises(NotAllowed, match="要写明原因"):
        DO[move](folder, SILENT)


def test_publishing_numbers_versions_and_keeps_the_one_before(folder: Path) -> None:
    _review(folder)
    done = life.publish(folder, CODE, HAND)
    assert done.published is not None
    assert (done.published.version, done.published.effective) == (2, HAND.now.date())
    assert done.versions == (1, 2)
    old, new = life.version(folder, CODE, 1), life.version(folder, CODE, 2)
    assert old == item()
    assert new == done.published
    found = [str(one) for one in differences(old, new, ignore=["version", "effective"])]
    assert found == ["一句话：一句话。 → 新的。"]
    moves = [(entry.move, entry.version) for entry in life.entries(folder, CODE)]
    assert moves == [(Move.SAVE, None), (Move.SUBMIT, None), (Move.BY_HAND, 1), (Move.PUBLISH, 2)]
    assert life.entries(folder, CODE)[-1].why == "新标准"


def test_a_later_day_is_kept_and_shown(folder: Path) -> None:
    _review(folder)
    done = life.publish(folder, CODE, HAND, effective=date(2027, 1, 1))
    assert done.scheduled(date(2026, 12, 31))
    assert not done.scheduled(date(2027, 1, 1))


def test_what_a_clerk_changes_by_hand_is_not_lost(folder: Path) -> None:
    _review(folder)
    life.publish(folder, CODE, HAND)
    folder_of(folder, item(summary="手改的。", version=2))  # The version was not raised.
    assert life.record(folder, HAND) == ["ZZ-01", "ZZ-02"]
    kept = life.version(folder, CODE, 3)
    assert kept is not None
    assert kept.summary == "手改的。"
    second = life.version(folder, CODE, 2)
    assert second is not None
    assert second.summary == "新的。"


def test_a_draft_changed_after_it_was_submitted_has_to_be_submitted_again(folder: Path) -> None:
    _review(folder)
    (folder / "drafts" / f"{CODE}.yml").write_text(to_yaml(item(summary="又改了。")), encoding="utf-8")
    assert life.standing(folder, CODE).state is State.DRAFT
    with pytest.raises(NotAllowed, match="不能发布"):
        life.publish(folder, CODE, HAND)


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ("code: [", "不是正确的 YAML"),
        (to_yaml(item(code="ZZ-03")), "要和文件名一致"),
        (to_yaml(item(places=["moon"])), "moon"),
    ],
)
def test_a_faulty_draft_is_kept_but_not_submitted(folder: Path, draft: str, told: str) -> None:
    life.save(folder, CODE, draft, HAND)
    with pytest.raises(TemplateError, match=told):
        life.submit(folder, CODE, HAND, ["hall"])
    assert life.standing(folder, CODE).state is State.DRAFT


def test_a_draft_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts" / f"{CODE}.yml").write_bytes("code: 试验".encode("gb18030"))
    assert "UTF-8" in life.standing(folder, CODE).problems[0]


def test_a_draft_that_changes_nothing_is_not_submitted(folder: Path) -> None:
    _published(folder)
    life.save(folder, CODE, to_yaml(item()), HAND)
    with pytest.raises(NotAllowed, match="和已发布的一样"):
        life.submit(folder, CODE, HAND)


def test_a_retired_item_comes_back_by_its_old_version(folder: Path) -> None:
    _retired(folder)
    assert life.standing(folder, CODE).name == "试验事项办理"
    with pytest.raises(NotAllowed, match="没有第9版。可以取回的版本：1"):
        life.restore(folder, CODE, 9, HAND)
    life.restore(folder, CODE, 1, HAND)
    life.submit(folder, CODE, HAND)
    done = life.publish(folder, CODE, HAND)
    assert done.published is not None
    assert (done.published.version, done.published.effective) == (2, HAND.now.date())


@pytest.mark.parametrize("code", ["../ZZ-01", "zz-01", "ZZ-01/..", ""])
def test_a_code_is_no_path(folder: Path, code: str) -> None:
    with pytest.raises(NotAllowed, match="事项编码要写成"):
        life.save(folder, code, NEW, HAND)


def test_an_item_nobody_checked_for_a_year_is_marked(folder: Path) -> None:
    _published(folder)
    one = life.standing(folder, CODE)
    assert not one.stale(date(2027, 11, 1))
    assert one.stale(date(2027, 11, 2))


def test_differences_name_what_was_added_taken_out_and_changed() -> None:
    old = item(FULL)
    new = item(
        FULL,
        everyday_names=["试验证", "新叫法"],
        materials=[{"name": "居民身份证", "necessity": "deferrable", "note": "可以后补"}, {"name": "户口簿"}],
        time_limits={"statutory": {"workdays": 20}, "promised": {"workdays": 3, "note": "本县承诺"}},
        situations=None,
        amount={"detail": "每月100元。"},
    )
    assert [str(one) for one in differences(old, new)] == [
        "俗称：加了“新叫法”",
        "情形：去掉了“婚史，问题 以前结过婚没有？，选项 没有、离过婚，这种情况的说明 离婚证丢了先补。”",
        "情形：去掉了“证件，问题 离婚证在不在？，选项 在、丢了，什么情况下问 婚史：离过婚”",
        "申请材料：去掉了“离婚证，是否必要 非必要，复印件份数 1，什么情况下要 婚史：离过婚；证件：在”",
        "申请材料·居民身份证·是否必要：必要 → 容缺后补",
        "申请材料·居民身份证·说明：（没有） → 可以后补",
        "申请材料：加了“户口簿”",
        "办理时限·承诺时限·工作日：5 → 3",
        "能领多少：（没有） → 每月100元。",
    ]
