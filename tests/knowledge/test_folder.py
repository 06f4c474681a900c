"""A change of many files appears as one, whoever reads meanwhile and wherever the writer dies."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.folder import files, text, writing
from knowledge_base.life import publish_many
from knowledge_base.live import LiveTemplate
from knowledge_base.loader import SAMPLE_TOWNSHIP, load_items, load_published
from knowledge_base.schema import Item
from knowledge_base.yaml_text import to_yaml
from tests.knowledge.made import HAND, folder_of, item

CODES = [f"ZZ-{n:02d}" for n in range(1, 9)]


def _items(summary: str) -> list[Item]:
    return [item(code=code, everyday_names=[f"试验证{code}"], summary=summary) for code in CODES]


def test_a_reader_never_sees_half_an_import_and_picks_the_last_one_up(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "items", *_items("第0次。"))
    live = LiveTemplate(folder, SAMPLE_TOWNSHIP, check_seconds=0)
    failures: list[BaseException] = []

    def imports() -> None:
        try:
            for n in range(1, 16):
                publish_many(folder, _items(f"第{n}次。"), [], HAND, expected=load_published(folder))
        except BaseException as error:
            failures.append(error)

    writer = threading.Thread(target=imports)
    writer.start()
    seen = set()
    while writer.is_alive():
        for items in (live.current().items, load_items(folder)):
            summaries = {one.summary for one in items.values()}
            assert len(summaries) == 1
            assert len(items) == len(CODES)
            seen |= summaries
    writer.join()
    assert not failures
    assert len(seen) > 1
    assert {one.summary for one in live.current().items.values()} == {"第15次。"}


@pytest.mark.parametrize("moved", [0, 1, len(CODES)])
def test_a_change_whose_writer_died_is_seen_whole_and_finished_by_the_next(tmp_path: Path, moved: int) -> None:
    """The writer died after the change had appeared, with some of its files moved into place."""
    folder = folder_of(tmp_path / "items", *_items("旧的。"), item(code="ZZ-99", everyday_names=["要停的"]))
    for n, one in enumerate(_items("新的。")):
        place = folder if n < moved else folder / ".change"
        place.mkdir(exist_ok=True)
        (place / f"{one.code}.yml").write_text(to_yaml(one), encoding="utf-8")
    (folder / ".change").mkdir(exist_ok=True)
    (folder / ".change" / "ZZ-99.yml.gone").touch()
    assert {one.summary for one in load_items(folder).values()} == {"新的。"}
    assert text(folder, "ZZ-99.yml") is None
    with writing(folder) as commit:
        commit({})
    assert not (folder / ".change").exists()
    assert sorted(path.name for path in folder.glob("*.yml")) == [f"{code}.yml" for code in CODES]
    assert {one.summary for one in load_items(folder).values()} == {"新的。"}


def test_a_change_that_never_appeared_is_forgotten(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "items", *_items("旧的。"))
    (folder / ".change.new").mkdir()
    (folder / ".change.new" / "ZZ-01.yml").write_text("code: [", encoding="utf-8")
    assert {one.summary for one in load_items(folder).values()} == {"旧的。"}
    with writing(folder) as commit:
        commit({"drafts/ZZ-02.yml": "x"})
    assert files(folder, "drafts").keys() == {"ZZ-02.yml"}
    assert not (folder / ".change.new").exists()


def test_the_version_before_answers_until_the_new_one_takes_effect(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "items", item(summary="旧的。"), item(code="ZZ-02", everyday_names=["别的"]))
    today = [date(2026, 12, 31)]
    live = LiveTemplate(folder, SAMPLE_TOWNSHIP, check_seconds=0, today=lambda: today[0])
    new = item(summary="新的。", effective="2027-01-01")
    publish_many(folder, [new], [], HAND, expected=load_published(folder))
    assert live.current().items["ZZ-01"].summary == "旧的。"
    today[0] = date(2027, 1, 1)
    assert live.current().items["ZZ-01"].summary == "新的。"
    assert live.current().items["ZZ-01"].version == 2


def test_a_new_item_is_not_offered_before_its_day_and_an_unkept_version_is_better_than_none(tmp_path: Path) -> None:
    first = item(effective="2027-01-01")
    by_hand = item(code="ZZ-02", everyday_names=["别的"], effective="2027-01-01", version=3)
    folder = folder_of(tmp_path / "items", first, by_hand)
    assert load_items(folder, today=date(2026, 12, 31)).keys() == {"ZZ-02"}
    assert load_items(folder, today=date(2027, 1, 1)).keys() == {"ZZ-01", "ZZ-02"}
