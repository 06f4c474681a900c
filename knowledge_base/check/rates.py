"""How full the template is, beside what public platforms publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge_base.schema import Item, Township


@dataclass(frozen=True)
class Rate:
    """One element of a guide: how many in a hundred items have it, here and on public platforms.

    The published figures are those of two provincial open-data releases: 1.09 million items for persons, and a
    sample for companies where `companies` is set. None: not published.
    """

    element: str
    ours: float
    published: float | None
    companies: bool = False


_Has = Callable[[Item, Township], bool]
_ELEMENTS: tuple[tuple[str, _Has, float | None, bool], ...] = (
    ("申请材料（至少一份）", lambda item, _: bool(item.materials), 79, False),
    ("材料说明", lambda item, _: any(one.note for one in item.materials), 42, False),
    ("法定时限", lambda item, _: item.time_limits is not None, 96, False),
    ("承诺时限", lambda item, _: item.time_limits is not None, 99.9, True),
    ("设定依据", lambda item, _: bool(item.legal_basis), 97, False),
    ("办理步骤", lambda item, _: bool(item.process), 50, False),
    ("办理结果", lambda item, _: item.result is not None, 42, False),
    ("常见问题", lambda item, _: bool(item.questions), 10, False),
    ("办理地址", lambda item, town: _place(item, town, "address"), 0, False),
    ("办公时间", lambda item, town: _place(item, town, "hours"), None, False),
    ("咨询电话", lambda item, town: _place(item, town, "telephone"), 100, True),
    ("收费说明", lambda item, _: item.fee is not None, 2, True),
    ("办理条件", lambda item, _: bool(item.conditions), None, False),
    ("能不能代办", lambda item, _: item.agency is not None, None, False),
    ("网上怎么办", lambda item, _: item.online is not None, None, False),
    ("情形（按各人情况列材料）", lambda item, _: bool(item.situations), None, False),
    ("老百姓的说法", lambda item, _: bool(item.phrases), None, False),
)


def _place(item: Item, township: Township, field: str) -> bool:
    return any(getattr(township.places[key], field) for key in item.places if key in township.places)


def rates(items: Mapping[str, Item], township: Township) -> list[Rate]:
    """The share of items that have each element, in percent."""
    count = max(len(items), 1)
    return [
        Rate(element, 100 * sum(has(item, township) for item in items.values()) / count, published, companies)
        for element, has, published, companies in _ELEMENTS
    ]


def table(items: Mapping[str, Item], township: Township) -> str:
    """The rates as a table for the documents."""
    lines = [f"| 要素 | 本模板（{len(items)} 项） | 公开平台 |", "|---|---:|---:|"]
    for rate in rates(items, township):
        published = "—" if rate.published is None else f"{rate.published:g}%{'（企业事项）' if rate.companies else ''}"
        lines.append(f"| {rate.element} | {rate.ours:.0f}% | {published} |")
    return "\n".join(lines)
