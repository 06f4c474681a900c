"""The checklist by situation, over every item of the sample and every way through its questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.answer_code import decode, encode
from knowledge_base.answers import Aspect, Checklist, answer, checklist, material_line, parts
from knowledge_base.life_events import life_events
from knowledge_base.live import LiveTemplate, Template
from knowledge_base.loader import SAMPLE_ITEMS, SAMPLE_TOWNSHIP, load_items
from knowledge_base.schema import Item, Necessity
from knowledge_base.situations import UNSURE, Situation, applies, counting, ended, next_question, unasked

ITEMS = load_items()
Path = dict[str, str]


def paths(situations: tuple[Situation, ...], unsure: bool, answers: Path | None = None) -> Iterator[Path]:
    """Every way through the questions; with `unsure`, those on which somebody does not know as well."""
    answers = answers or {}
    question = next_question(situations, answers)
    if question is None:
        yield answers
        return
    for name in [*(choice.name for choice in question.choices), *([UNSURE] if unsure else [])]:
        yield from paths(situations, unsure, {**answers, question.key: name})


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_every_way_through_ends_and_decides_every_paper(item: Item) -> None:
    for path in paths(item.situations, unsure=False):
        assert counting(item.situations, path) == path
        sheet = checklist(item, path)
        if ended(item.situations, path):
            assert sheet.ended
            assert sheet.remarks, f"{path} ends without a word on what to do instead"
            assert not parts(sheet)
            continue
        pointless = unasked(item.situations, path)
        needed = {m.name: applies(m.when, path, pointless) for m in item.materials}
        assert None not in needed.values(), (path, needed)
        listed = [line.partition("。空白表：")[0] for lines in parts(sheet).values() for line in lines]
        assert sorted(listed) == sorted(material_line(m) for m in item.materials if applies(m.when, path, pointless))
        optional = {material_line(m) for m in item.materials if m.necessity is Necessity.OPTIONAL}
        assert set(sheet.maybe) <= optional


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_who_is_unsure_leaves_nothing_needed_at_home(item: Item) -> None:
    """With 不确定 somewhere, the list holds all that any answer in its place would ask for."""
    for path in paths(item.situations, unsure=True):
        sheet = checklist(item, path)
        if UNSURE not in path.values() or sheet.ended:
            continue
        listed = _listed(sheet)
        for sure in paths(item.situations, unsure=False, answers=counting(item.situations, _known(path))):
            if _agrees(sure, path):
                assert _listed(checklist(item, sure)) <= listed


def _listed(sheet: Checklist) -> set[str]:
    return {line.partition("。空白表：")[0] for lines in parts(sheet).values() for line in lines}


def _known(path: Path) -> Path:
    return {key: said for key, said in path.items() if said != UNSURE}


def _agrees(sure: Path, path: Path) -> bool:
    return all(sure.get(key, said) == said for key, said in _known(path).items())


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_answers_survive_their_code(item: Item) -> None:
    for path in paths(item.situations, unsure=True):
        code = encode(item.situations, path)
        assert decode(item.situations, code) == path
        assert len(code) <= 9
        assert code == "" or code.isascii()


@given(st.text(max_size=30), st.sampled_from(sorted(ITEMS)))
def test_any_text_is_a_code_of_answers_that_count_or_of_none(code: str, item: str) -> None:
    situations = ITEMS[item].situations
    assert decode(situations, code) == {}
    check = encode(situations, {situations[0].key: UNSURE}).partition("-")[2]
    found = decode(situations, f"{code}-{check}")
    assert found == counting(situations, found)


def test_a_code_is_void_once_a_question_is_written_anew() -> None:
    old = ITEMS["MZ-01"].situations
    code = encode(old, {old[0].key: old[0].choices[0].name})
    new = (old[0].model_copy(update={"choices": old[0].choices[::-1]}), *old[1:])
    assert decode(old, code)
    assert decode(new, code) == {}


def test_an_answer_that_another_made_pointless_does_not_count() -> None:
    situations = ITEMS["MZ-05"].situations
    given = {"办什么": "第一次申请", "年龄": "差几个月", "谁来办": "老人自己", "住在哪": "在本地"}
    assert counting(situations, given) == given
    changed = {**given, "办什么": "以前领过，停了"}
    assert "年龄" not in counting(situations, changed)
    assert counting(situations, {**given, "办什么": "老人去世了"}) == {"办什么": "老人去世了"}
    assert counting(situations, {**given, "办什么": "没有这个选项"}) == {"谁来办": "老人自己", "住在哪": "在本地"}


@pytest.fixture(scope="module")
def template() -> Template:
    return LiveTemplate(SAMPLE_ITEMS, SAMPLE_TOWNSHIP).current()


def test_every_item_of_a_life_event_exists() -> None:
    assert [code for event in life_events() for code in event.codes if code not in ITEMS] == []
    assert all(len(set(event.codes)) == len(event.codes) for event in life_events())
    wanted = {"生孩子", "上学", "看病", "建房", "种地养殖", "养老", "残疾", "当兵", "遇到困难", "身后事"}
    assert wanted <= {event.name for event in life_events()}


@pytest.mark.parametrize(
    ("query", "code", "guessed"),
    [
        ("db", "MZ-01", False),
        ("dibao", "MZ-01", False),
        ("DiBao", "MZ-01", False),
        ("gljt", "MZ-05", False),
        ("gllj", "MZ-05", True),
        ("mz01", "MZ-01", False),
        ("低保", "MZ-01", False),
        ("户口 迁移", "GA-02", False),
        ("高岭津贴咋领", "MZ-05", False),
        ("家里老人死了", "MZ-15", True),
        ("牛死了怎么办", "NY-06", True),
    ],
)
def test_a_search_puts_the_best_first(template: Template, query: str, code: str, guessed: bool) -> None:
    found = template.search.find(query)
    assert found.codes[0] == code
    assert found.guessed is guessed


def test_every_name_finds_its_item(template: Template) -> None:
    for code, item in template.items.items():
        for name in (item.name, *item.everyday_names):
            assert code in template.search.find(name).codes


@pytest.mark.parametrize("query", ["", " ", "？", "qqqq", "0"])
def test_a_search_for_nothing_finds_nothing(template: Template, query: str) -> None:
    assert template.search.find(query).codes == ()


@given(st.text(max_size=80))
def test_a_search_stands_any_text(template: Template, query: str) -> None:
    found = template.search.find(query)
    assert set(found.codes) <= set(template.items)
    assert len(set(found.codes)) == len(found.codes)


def test_the_answer_about_papers_is_the_checklist_of_somebody_unknown(template: Template) -> None:
    for item in template.items.values():
        said = answer(item, Aspect.MATERIALS, template.township)
        for lines in parts(checklist(item)).values():
            assert all(f"• {line}" in said.text for line in lines)
