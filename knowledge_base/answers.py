"""Renders what the template says of one aspect of an item. Facts are copied from the template, never composed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.schema import Item, Material, Necessity, Place, Source, TimeLimit, Township
from knowledge_base.situations import Answers, applies, ended, remarks, unasked


class Aspect(StrEnum):
    """What may be asked about an item; the words are those of the outcome vocabulary."""

    OVERVIEW = "overview"
    CONDITIONS = "conditions"
    MATERIALS = "materials"
    PROCESS = "process"
    TIME_LIMIT = "time_limit"
    PLACE = "place"
    HOURS = "hours"
    CONTACT = "contact"
    FEE = "fee"
    AMOUNT = "amount"
    ONLINE = "online"
    AGENT = "agent"
    FORM = "form"
    VALIDITY = "validity"
    BASIS = "basis"


LABELS: Mapping[Aspect, str] = {
    Aspect.OVERVIEW: "怎么办",
    Aspect.CONDITIONS: "谁能办",
    Aspect.MATERIALS: "要带什么",
    Aspect.PROCESS: "办理步骤",
    Aspect.TIME_LIMIT: "要多久",
    Aspect.PLACE: "去哪里办",
    Aspect.HOURS: "几点上班",
    Aspect.CONTACT: "问谁",
    Aspect.FEE: "要不要钱",
    Aspect.AMOUNT: "能领多少",
    Aspect.ONLINE: "网上能不能办",
    Aspect.AGENT: "能不能代办",
    Aspect.FORM: "表格哪里领",
    Aspect.VALIDITY: "管多久",
    Aspect.BASIS: "依据什么",
}


@dataclass(frozen=True)
class Answer:
    """One aspect of one item in words. `known` is false where the template does not say."""

    aspect: Aspect
    text: str
    known: bool


@dataclass(frozen=True)
class Checklist:
    """The one-time checklist 一次性告知单 (优化营商环境条例 第三十六条): everything to bring, said at once.

    `forms` are had blank from an office, so nobody looks for them at home. `maybe` is to be brought 看情况: when its
    note applies, or as the answer to a question left open says. `remarks` say what else is different in this person's
    case. `ended`: she need not come for this item, the remarks say what to do.
    """

    must: tuple[str, ...]
    forms: tuple[str, ...]
    maybe: tuple[str, ...]
    later: tuple[str, ...]
    office_has: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    ended: bool = False


# The parts of a checklist in the order of its fields, each under the words a citizen reads.
PARTS: Mapping[str, str] = {
    "must": "要带",
    "forms": "要填的表",
    "maybe": "看情况带",
    "later": "可以后补",
    "office_has": "不用带，单位自己查",
}


def material_line(material: Material) -> str:
    """A material as a person would say it: name, how many, and its note."""
    counts = []
    if material.originals and (material.originals > 1 or material.copies):
        counts.append(f"原件{material.originals}份")
    if material.copies:
        counts.append(f"复印件{material.copies}份")
    note = f"（{material.note}）" if material.note else ""
    return f"{material.name}{'，' + '、'.join(counts) if counts else ''}{note}"


def checklist(item: Item, answers: Answers | None = None) -> Checklist:
    """Sorts the materials: must bring, forms to fill in, bring 看情况, may follow later, the office already has.

    With the person's `answers` to the item's situations, what her case does not need is left out; what depends on a
    question nobody asked yet is to be brought 看情况.
    """
    answers = answers or {}
    told = remarks(item.situations, answers)
    if ended(item.situations, answers):
        return Checklist((), (), (), (), (), told, ended=True)
    found: dict[str, list[str]] = {name: [] for name in PARTS}
    pointless = unasked(item.situations, answers)
    for material in item.materials:
        needed = applies(material.when, answers, pointless)
        if needed is not False:
            part = _part(material, sure=needed is True)
            blank = f"。空白表：{material.blank_form}" if part == "forms" else ""
            found[part].append(material_line(material) + blank)
    must, forms, maybe, later, office_has = (tuple(found[name]) for name in PARTS)
    return Checklist(must, forms, maybe, later, office_has, told)


def _part(material: Material, *, sure: bool) -> str:
    """Where a material stands on the checklist; `sure`: this person's case needs it."""
    if material.necessity is Necessity.DEFERRABLE:
        return "later"
    if material.source is Source.GOVERNMENT and material.originals == 0 and material.copies == 0:
        return "office_has"
    if not sure or material.necessity is Necessity.OPTIONAL:
        return "maybe"
    return "forms" if material.blank_form else "must"


def parts(sheet: Checklist) -> dict[str, tuple[str, ...]]:
    """The parts of a checklist that say something, by name, in reading order."""
    return {name: lines for name in PARTS if (lines := getattr(sheet, name))}


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _conditions(item: Item, _: Township) -> str | None:
    parts = [item.who] if item.who else []
    if item.conditions:
        parts.append(_bullets(item.conditions))
    return "\n".join(parts) or None


def _materials(item: Item, _: Township) -> str | None:
    if not item.materials:
        return None
    return "\n".join(f"{PARTS[name]}：\n{_bullets(lines)}" for name, lines in parts(checklist(item)).items())


def _process(item: Item, _: Township) -> str | None:
    return "\n".join(f"{n}. {step.name}：{step.detail}" for n, step in enumerate(item.process, 1)) or None


def _limit(limit: TimeLimit) -> str:
    if limit.workdays is None:
        return limit.note or ""
    days = "当场办好" if limit.workdays == 0 else f"{limit.workdays}个工作日"
    return f"{days}（{limit.note}）" if limit.note else days


def _time_limit(item: Item, _: Township) -> str | None:
    if item.time_limits is None:
        return None
    return f"一般：{_limit(item.time_limits.promised)}\n最长：{_limit(item.time_limits.statutory)}"


def places_of(item: Item, township: Township) -> list[Place]:
    return [township.places[key] for key in item.places if key in township.places]


def _place(item: Item, township: Township) -> str | None:
    lines = [f"{place.name}，{place.address}" for place in places_of(item, township)]
    return "\n".join([*lines, *filter(None, [visits(item)])]) if lines else None


def visits(item: Item) -> str | None:
    """How often one has to come."""
    if item.visits is None:
        return None
    return f"一般跑{item.visits}趟。" if item.visits else "不用跑腿。"


def _hours(item: Item, township: Township) -> str | None:
    return "\n".join(f"{place.name}：{place.hours}" for place in places_of(item, township)) or None


def _contact(item: Item, township: Township) -> str | None:
    return "\n".join(f"{place.name}：{place.telephone}" for place in places_of(item, township)) or None


def _fee(item: Item, _: Township) -> str | None:
    if item.fee is None:
        return None
    start = "要交费。" if item.fee.charged else "不要钱。"
    detail = "" if item.fee.detail.rstrip("。") in start else item.fee.detail
    return start + detail + (f"（依据：{item.fee.basis}）" if item.fee.basis else "")


def _amount(item: Item, _: Township) -> str | None:
    if item.amount is None:
        return None
    return item.amount.detail + ("\n（各地标准不同，以窗口答复为准）" if item.amount.local else "")


def _online(item: Item, _: Township) -> str | None:
    if item.online is None:
        return None
    return ("能。" if item.online.available else "不能全程网办。") + item.online.how


def _agency(item: Item, _: Township) -> str | None:
    if item.agency is None:
        return None
    start = "可以找人代办。" if item.agency.allowed else "要本人来办。"
    needs = f"\n这一步要本人到：{item.agency.needs_person}" if item.agency.needs_person else ""
    return start + item.agency.detail + needs


def _basis(item: Item, _: Township) -> str | None:
    return "\n".join(f"• 《{b.name}》{b.article or ''}：{b.says}" for b in item.legal_basis) or None


def _overview(item: Item, _: Township) -> str | None:
    return f"{item.summary}\n{item.overview}" if item.summary not in item.overview else item.overview


_RENDER: Mapping[Aspect, Callable[[Item, Township], str | None]] = {
    Aspect.OVERVIEW: _overview,
    Aspect.CONDITIONS: _conditions,
    Aspect.MATERIALS: _materials,
    Aspect.PROCESS: _process,
    Aspect.TIME_LIMIT: _time_limit,
    Aspect.PLACE: _place,
    Aspect.HOURS: _hours,
    Aspect.CONTACT: _contact,
    Aspect.FEE: _fee,
    Aspect.AMOUNT: _amount,
    Aspect.ONLINE: _online,
    Aspect.AGENT: _agency,
    Aspect.FORM: lambda item, _: item.form,
    Aspect.VALIDITY: lambda item, _: item.validity,
    Aspect.BASIS: _basis,
}


def answer(item: Item, aspect: Aspect, township: Township) -> Answer:
    """What the template says of this aspect; where it says nothing, whom to ask instead."""
    text = _RENDER[aspect](item, township)
    if text:
        return Answer(aspect, text, known=True)
    whom = _contact(item, township)
    return Answer(aspect, f"这一项我这里没有写，不敢乱说。请打电话问：\n{whom}", known=False)


def sections(item: Item, township: Township) -> list[Answer]:
    """Every aspect the template knows of an item, in reading order."""
    answers = (answer(item, aspect, township) for aspect in Aspect)
    return [one for one in answers if one.known]
