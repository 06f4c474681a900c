"""Does an item contradict itself, or another item that speaks of the same matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge_base.check.findings import Finding, finding, texts
from knowledge_base.check.numerals import number
from knowledge_base.check.wording import sentences
from knowledge_base.schema import Item
from knowledge_base.situations import Answers, Situation, applies, next_question

_MONEY = re.compile(r"[0-9][0-9.,]*\s*(?:元|块)|[一二三四五六七八九十百]+(?:元|块钱)")
_NO_CHARGE = re.compile(r"不收(?:费|钱)|不要钱|免费|不用交")
_AGE = re.compile(r"([0-9]+|[一二三四五六七八九十百]+)周?岁")
_PERIOD = re.compile(r"([0-9]+|[一二三四五六七八九十两半]+)个?(年|月|天)")
_CLAUSE = re.compile("[，、：]")
_WITHOUT_A_TRIP = re.compile("刷脸|手机|网上|视频|家里要有人|上门")
_SHORTEST_NAME = 3


def limits(item: Item) -> Iterator[Finding]:
    if item.time_limits is None:
        return
    promised, statutory = item.time_limits.promised.workdays, item.time_limits.statutory.workdays
    if promised is not None and statutory is not None and promised > statutory:
        wrong = f"承诺 {promised} 个工作日，比法定 {statutory} 个工作日还长"
        yield finding(item, "time_limits.promised.workdays", wrong, f"写 {statutory} 或更少")


def fees(item: Item) -> Iterator[Finding]:
    if item.fee is None:
        return
    money = _MONEY.search(item.fee.detail)
    if not item.fee.charged and money:
        wrong = f"写了不收费，说明里又有“{money[0]}”"
        yield finding(item, "fee", wrong, "要交的写 charged: true；别处的钱不写在收费说明里")
    if item.fee.charged and not money and all(_NO_CHARGE.search(said) for said in sentences(item.fee.detail)):
        yield finding(item, "fee", "写了收费，说明里又说不要钱", "不要钱的写 charged: false；要钱的写清多少")


def visits(item: Item) -> Iterator[Finding]:
    needed = item.agency.needs_person if item.agency else None
    if item.visits == 0 and needed and not _WITHOUT_A_TRIP.search(needed):
        wrong = "写了不用跑腿，又写了要本人到场"
        yield finding(item, "visits", wrong, "visits 写 1 或更多，或去掉 agency.needs_person")


def unreachable(item: Item) -> Iterator[Finding]:
    """Whatever a person answers, the question is never asked or the paper never needed."""
    paths = list(_paths(item.situations, {}))
    for situation in item.situations:
        if not any(situation.key in path for path in paths):
            wrong = f"“{situation.key}”怎么答都不会问到"
            yield finding(item, f"situations.{situation.key}.when", wrong, "改它的 when，或改前面选项的 ends")
    for n, material in enumerate(item.materials, 1):
        if material.when and not any(applies(material.when, path) for path in paths):
            wrong = f"“{material.name}”怎么答都不会要"
            yield finding(item, f"materials.{n}.when", wrong, "改成问得到的情形和选项")


def _paths(situations: Iterable[Situation], answers: Answers) -> Iterator[Answers]:
    """Every way through the questions."""
    question = next_question(situations, answers)
    if question is None:
        yield answers
        return
    for choice in question.choices:
        yield from _paths(situations, {**answers, question.key: choice.name})


def between(items: Mapping[str, Item]) -> Iterator[Finding]:
    """An age or a validity one item tells of another, which the other itself does not know."""
    names = {name: code for code, item in items.items() for name in (item.name, *item.everyday_names)}
    long_names = {name: code for name, code in names.items() if len(name) >= _SHORTEST_NAME}
    ages = {code: _found(_AGE, (text for _, text in texts(item))) for code, item in items.items()}
    periods = {code: _found(_PERIOD, [item.validity or ""]) for code, item in items.items()}
    for code, item in items.items():
        for field, clause in _clauses(item):
            named = {long_names[name] for name in long_names if name in clause} - {code}
            if len(named) != 1:
                continue
            (other,) = named
            told = {"年龄": (_found(_AGE, [clause]), ages[other])}
            if "有效" in clause:
                told["有效期"] = (_found(_PERIOD, [clause]), periods[other])
            for what, (here, there) in told.items():
                if there and (strange := here - there):
                    wrong = f"这里说的{what}“{'、'.join(sorted(strange))}”，{other}.yml 里没有"
                    yield finding(item, field, wrong, f"和 {other}.yml 对一遍，改成一样")


def _clauses(item: Item) -> Iterator[tuple[str, str]]:
    for field, text in texts(item):
        for sentence in sentences(text):
            yield from ((field, clause) for clause in _CLAUSE.split(sentence))


def _found(pattern: re.Pattern[str], said: Iterable[str]) -> set[str]:
    """What is said of a number, with its unit: 满八十周岁 and 80岁 are the same."""
    found = (match for text in said for match in pattern.finditer(text))
    return {f"{number(match[1]):g}{match[2] if match.lastindex == 2 else '岁'}" for match in found}
