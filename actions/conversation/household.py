"""Reads what somebody tells of a person and the home: out of the opening words, or as the answer to a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from actions.conversation.ages import read_age
from actions.conversation.readers import RELATIONS
from actions.conversation.reading.numerals import read_number
from knowledge_base.benefits.book import Book
from knowledge_base.benefits.facts import CERTIFIED, Grade, Kind, Told
from knowledge_base.benefits.schema import Choice
from knowledge_base.benefits.talk import told_by
from knowledge_base.text import compact, normalise

NONE_OF_THEM = "都没有"
UNSURE = "不知道"
_UNSURE = re.compile(
    r"^(?:我|这个?|也|真|就|都)*(?:不|没)(?:知道|清楚|晓得|懂|记得|太清楚|太懂|确定|想说|好说)(?:了|啊|呢|得)?$"
    r"|^(?:说不清楚?|忘了|记不得了?|记不清了?|跳过|下一[个句])$"
)
_NONE = re.compile(
    r"^(?:我|我家|家里|他|她|这些|上面)*(?:都|全|一样|一个|样样)*(?:也|都)?"
    r"(?:没有|没得|没|无|不是|冇|没啥|没什么|不属于)(?:了|的|啊|呢|哦)*$"
)
_NUMBERS = re.compile(r"[\d一二三四五六七八九十、,，.。;；和跟与及还有选第个号项条\s]+")
_ONE_NUMBER = re.compile(r"\d+|十[一二三四五六七八九]?|[一二三四五六七八九]")
_DENIED = re.compile(r"(?:没有?|没得|不是|不算|无|非|未|想|要|申请|办|评|评不上|能|可以|算不算|不|够不够)$")
_ENDED = re.compile(r"^(?:停了|被停|取消|没了|没批|没评上|到期)")
_CLAUSES = re.compile(r"[,，。.;；!！?？、\s]+")
_RELATION = re.compile(f"(?:{RELATIONS})")
_KINDS = "|".join(Kind)
_CERTIFICATE = re.compile(
    rf"(?:残疾?证?|{_KINDS})[^级]{{0,4}}?([一二三四1-4])级|([一二三四1-4])级[^级]{{0,3}}?(?:残|{_KINDS})"
)
_BARE_GRADE = re.compile(r"([一二三四1-4])级")
_UNCERTIFIED = re.compile(r"(?:没|没有|没得|还没|未)(?:去|来得及)?(?:办|有|评|领)过?(?:残疾)?证?(?:$|了|呢)|没评残")
_DISABLED = re.compile(r"(?<!没)(?<!没有)(?<!不是)残疾(?!儿童补|人补|补)")
_GRADE_NAMES = (Grade.FIRST, Grade.SECOND, Grade.THIRD, Grade.FOURTH)


def read_certificate(text: str, *, asked: bool) -> Told:
    """Grade and kind of a disability. `asked`: the words answer that very question, so 二级 alone is enough."""
    plain = compact(text)
    grade = _CERTIFICATE.search(plain) or (_BARE_GRADE.search(plain) if asked else None)
    kinds = [kind for kind in Kind if kind in plain]
    about = asked or grade or _DISABLED.search(plain)
    told: dict[str, Any] = {"kinds": sorted(kinds)} if kinds and about else {}
    if grade:
        told["grades"] = [_GRADE_NAMES[read_number(next(filter(None, grade.groups()))) - 1]]
    elif asked and _UNCERTIFIED.search(plain):
        told = {"grades": [Grade.UNCERTIFIED]}
    elif not asked and _DISABLED.search(plain):
        certified = "残疾证" in plain and not _DENIED.search(plain[: plain.index("残疾证")])
        told["grades"] = sorted(CERTIFIED if certified else {*CERTIFIED, Grade.UNCERTIFIED})
    return told


def said(choices: Iterable[Choice], plain: str, *, asked: bool) -> set[str]:
    """The choices that compact words say are so: by one of their wordings, neither denied nor wished for.

    A wording inside a longer one of another choice does not count: 低保边缘户 is not 低保.
    """
    spans: dict[tuple[int, int], str] = {}
    for choice in choices:
        for word in (*choice.words, choice.name, compact(choice.offer)) if asked else choice.words:
            for match in re.finditer(re.escape(word), plain):
                spans[match.span()] = choice.name
    whole = {
        span: name
        for span, name in spans.items()
        if not any(other[0] <= span[0] and span[1] <= other[1] and other != span for other in spans)
    }
    return {
        name
        for (start, end), name in whole.items()
        if not _DENIED.search(plain[:start]) and not _ENDED.match(plain[end:])
    }


def _numbers(text: str, count: int) -> list[int]:
    plain = normalise(text)
    if not _NUMBERS.fullmatch(plain):
        return []
    numbers = []
    for found in _ONE_NUMBER.findall(plain):
        number = read_number(found)
        # 13 without a blank means 1 and 3 where there are not so many choices.
        numbers += [number] if number <= count or not found.isdigit() else [int(digit) for digit in found]
    return numbers if all(1 <= number <= count for number in numbers) else []


def unsure(text: str) -> bool:
    """Whether the citizen does not know, or would rather not say."""
    return bool(_UNSURE.match(compact(text)))


def read_choices(text: str, offered: Collection[Choice], numbered: int) -> Told | None:
    """Which of the offered choices are so, by numbers or words; nothing told (empty) when the citizen does not know.

    The buttons 都没有 and 不知道 follow the choices; `numbered` counts them all.
    """
    plain = compact(text)
    shown = list(offered)
    if _NONE.match(plain):
        return told_by(shown, ())
    if unsure(text):
        return {}
    if numbers := _numbers(text, numbered):
        if numbers == [numbered]:
            return {}
        return told_by(shown, {shown[number - 1].name for number in numbers if number <= len(shown)})
    picked = said(shown, plain, asked=True)
    graded = {choice.name for choice in shown if choice.grades}
    certificate = read_certificate(text, asked=False) if graded and not graded & picked else {}
    if not picked and not certificate:
        return None
    return {**told_by(shown, picked), **certificate}


def read_opening(text: str, book: Book, today: date) -> Told:
    """What the opening words tell for certain. What is said of two people is left to be asked."""
    told: dict[str, Any] = {"has": {}}
    about: dict[str, dict[str, Any]] = {}
    for subject, clause in _by_subject(text):
        plain = compact(clause)
        own = {**(read_age(clause, today, asked=False) or {}), **read_certificate(clause, asked=False)}
        told_of = (choice for choice in book.choices.values() if not choice.grades)
        chosen = {name: book.choices[name].personal for name in said(told_of, plain, asked=False)}
        told["has"].update({name: True for name, personal in chosen.items() if not personal})
        if has := {name: True for name, personal in chosen.items() if personal}:
            own["has"] = has
        if own:
            known = about.setdefault(subject, {})
            known.update({**own, "has": {**known.get("has", {}), **own.get("has", {})}})
    if len(about) == 1:
        person = next(iter(about.values()))
        told = {**told, **person, "has": {**told["has"], **person["has"]}}
    return told


def _by_subject(text: str) -> Iterator[tuple[str, str]]:
    subject = ""
    for clause in _CLAUSES.split(normalise(text)):
        relation = _RELATION.search(clause)
        subject = relation[0] if relation else "我" if re.match(r"我|俺|本人", clause) else subject
        yield subject, clause


def repeat(told: Told, book: Book) -> str:
    """What was taken over from the opening words, said back."""
    said_back: list[str] = []
    if years := told.get("years"):
        said_back.append(f"{years[0]}岁" if years[0] == years[1] else f"{years[0]}到{years[1]}岁")
    if birthday := told.get("birthday"):
        said_back.append(f"{birthday}出生")
    said_back += _certificate_back(told.get("grades", []), told.get("kinds", []))
    said_back += [book.choices[name].said for name, so in told.get("has", {}).items() if so and name in book.choices]
    return "、".join(said_back)


def _certificate_back(grades: Collection[str], kinds: Iterable[str]) -> list[str]:
    if not grades:
        return []
    return [f"{'、'.join(kinds)}残疾{'或'.join(grades) if len(grades) < len(CERTIFIED) else ''}"]
