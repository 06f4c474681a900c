"""The template: the sample is whole, faults are named so that a clerk can mend them, changes are live."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.answers import Aspect, answer, checklist, parts, sections
from knowledge_base.linking.names import NameFinder
from knowledge_base.live import LiveTemplate
from knowledge_base.loader import SAMPLE_TOWNSHIP, TemplateError, load_items, load_township
from knowledge_base.schema import Completeness, Item, Necessity
from knowledge_base.text import compact

ITEM = """
code: ZZ-01
name: 试验事项办理
department: 民政
type: public_service
completeness: outline
everyday_names: [试验证]
summary: 一句话。
overview: 先到大厅问。
places: [hall]
version: 1
effective: 2026-01-01
verified: {by: 样例, on: 2026-11-01, sample: true}
"""


@pytest.fixture(scope="session")
def sample() -> dict[str, Item]:
    return load_items(places=load_township().places)


def test_the_sample_has_every_item_and_says_which_are_complete(sample: dict[str, Item]) -> None:
    assert len(sample) == 128
    assert sum(item.completeness is Completeness.FULL for item in sample.values()) >= 40
    assert all(item.verified.sample for item in sample.values())


def test_every_aspect_of_every_item_is_answered_or_honestly_unknown(sample: dict[str, Item]) -> None:
    township = load_township()
    for item in sample.values():
        for aspect in Aspect:
            said = answer(item, aspect, township)
            assert said.text.strip()
            assert said.known or township.places[item.places[0]].telephone in said.text
        assert sections(item, township)[0].aspect is Aspect.OVERVIEW


def test_the_checklist_loses_no_material(sample: dict[str, Item]) -> None:
    for item in sample.values():
        sheet = checklist(item)
        assert sum(len(lines) for lines in parts(sheet).values()) == len(item.materials)
        deferrable = [m for m in item.materials if m.necessity is Necessity.DEFERRABLE]
        assert len(sheet.later) == len(deferrable)


def test_an_everyday_name_belongs_to_one_item(sample: dict[str, Item]) -> None:
    owners: dict[str, set[str]] = {}
    for code, item in sample.items():
        for name in item.everyday_names:
            owners.setdefault(compact(name), set()).add(code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("department: 民政", "departmant: 民政", "departmant"),
        ("name: 试验事项办理\n", "", "name: 缺少这一项"),
        ("completeness: outline", "completeness: full", "还缺"),
        ("version: 1", "version: 一", "version: 要写整数"),
        ("places: [hall]", "places: [moon]", "moon"),
        ("code: ZZ-01", "code: ZZ-02", "文件名要和事项编码一致"),
        ("department: 民政", "department: [民政", "不是正确的 YAML"),
    ],
)
def test_a_fault_names_file_and_field(tmp_path: Path, old: str, new: str, told: str) -> None:
    (tmp_path / "ZZ-01.yml").write_text(ITEM.replace(old, new), encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        load_items(tmp_path, places=["hall"])
    assert told in str(caught.value)
    assert all(problem.startswith("ZZ-01.yml: ") for problem in caught.value.problems)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    for code in ("ZZ-01", "ZZ-02"):
        text = ITEM.replace("ZZ-01", code).replace("department: 民政\n", "")
        (tmp_path / f"{code}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        load_items(tmp_path)
    assert len(caught.value.problems) == 2


def test_a_changed_file_is_answered_at_once_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ZZ-01.yml"
    path.write_text(ITEM, encoding="utf-8")
    live = LiveTemplate(tmp_path, SAMPLE_TOWNSHIP, check_seconds=0)
    assert not live.current().linker.link("新名字要带啥").mentions
    path.write_text(ITEM.replace("[试验证]", "[试验证, 新名字]"), encoding="utf-8")
    assert live.current().linker.link("新名字要带啥").candidates[0].code == "ZZ-01"
    path.write_text("code: [", encoding="utf-8")
    assert live.current().linker.link("新名字要带啥").candidates[0].named


@pytest.mark.parametrize(
    ("said", "code", "heard"),
    [
        ("办低保要什么材料", "MZ-01", False),
        ("高岭津贴咋领", "MZ-05", False),
        ("五宝户一个月多少钱", "MZ-03", True),
        ("殘疾證丟了去哪裡辦", "CL-02", False),
    ],
)
def test_names_are_found_as_written_and_as_heard(sample: dict[str, Item], said: str, code: str, heard: bool) -> None:
    mentions = NameFinder(sample).find(compact(said))
    assert any(code in mention.codes and mention.heard is heard for mention in mentions)
