"""What an import would do to the template: new, changed field by field, unchanged, retired, left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from knowledge_base.difference import Difference, differences
from knowledge_base.exchange.columns import RETIRED
from knowledge_base.exchange.reading import Wanted
from knowledge_base.loader import strange_places
from knowledge_base.schema import Completeness, Item, ItemType, Township

_SHOWN = 20  # unchanged and untouched items named in a report


@dataclass
class Plan:
    """The change an import makes, or the problems that forbid it."""

    new: list[Item] = field(default_factory=list)
    changed: list[tuple[Item, list[Difference]]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """What is to be published."""
        return [*self.new, *(item for item, _ in self.changed)]

    def report(self) -> str:
        """The plan as a clerk reads it."""
        if self.problems:
            return "\n".join([f"有 {len(self.problems)} 处要改，什么都没有写入：", *self.problems])
        lines = [f"新增 {len(self.new)} 项"]
        lines += [f"  {item.code} {item.name}" for item in self.new]
        lines.append(f"修改 {len(self.changed)} 项")
        for item, found in self.changed:
            lines += [f"  {item.code} {item.name}", *(f"    {one}" for one in found)]
        lines += [f"停用 {len(self.retired)} 项", *(f"  {code}" for code in self.retired)]
        lines.append(f"没有变化 {len(self.unchanged)} 项{_some(self.unchanged)}")
        lines.append(f"文件里没有、原样不动 {len(self.untouched)} 项{_some(self.untouched)}")
        return "\n".join(lines)


def _some(codes: list[str]) -> str:
    more = "…" if len(codes) > _SHOWN else ""
    return f"：{'、'.join(codes[:_SHOWN])}{more}" if codes else ""


@dataclass(frozen=True)
class Setting:
    """What an import is compared with: what is published, the township, the day, and how new codes begin."""

    published: Mapping[str, Item]
    township: Township
    today: date
    prefix: str = "DR"


def plan_rows(found: Iterable[Wanted], problems: Iterable[str], setting: Setting) -> Plan:
    """The plan for the rows of a spreadsheet; fields and items the file does not speak of stay as they are."""
    plan = Plan(problems=list(problems))
    codes = _Codes(setting)
    items: dict[str, Item] = {}
    for one in found:
        code = codes.of(one, plan.problems)
        if one.status == RETIRED:
            (plan.retired if code in setting.published else plan.unchanged).append(code)
            continue
        try:
            item = Item.model_validate(_filled(one.data, code, setting))
        except ValidationError as error:
            plan.problems += one.faults(error)
            continue
        if problem := strange_places(item, setting.township.places):
            plan.problems.append(f"{one.where(('places',))}：{problem}")
        if problem := _outdated(item, one.data, setting):
            plan.problems.append(f"{one.where(('version',))}：{problem}")
        items[code] = item
    return _compared(plan, items, setting)


def plan_items(items: Mapping[str, Item], problems: Iterable[str], setting: Setting) -> Plan:
    """The plan for whole item files."""
    plan = Plan(problems=list(problems))
    for name, item in items.items():
        if problem := strange_places(item, setting.township.places):
            plan.problems.append(f"{name}: places: {problem}")
        if problem := _outdated(item, {"version": item.version}, setting):
            plan.problems.append(f"{name}: version: {problem}")
    return _compared(plan, {item.code: item for item in items.values()}, setting)


def _compared(plan: Plan, items: Mapping[str, Item], setting: Setting) -> Plan:
    for code, item in items.items():
        old = setting.published.get(code)
        if old is None:
            plan.new.append(item)
        elif _same(old, item):
            plan.unchanged.append(code)
        else:
            plan.changed.append((item, differences(old, item, ignore=["version"])))
    plan.untouched = [code for code in setting.published if code not in items and code not in plan.retired]
    return plan


def _same(old: Item, new: Item) -> bool:
    """An import raises version and day; a file that asks for what an earlier import already did changes nothing."""
    day = old.effective if new.version < old.version else new.effective
    return old == new.model_copy(update={"version": old.version, "effective": day})


def _outdated(item: Item, data: Mapping[str, Any], setting: Setting) -> str:
    old = setting.published.get(item.code)
    written = data.get("version")
    if old is None or written is None or written >= old.version or _same(old, item):
        return ""
    return f"文件里是第{written}版，现在已经是第{old.version}版。请重新导出，在新文件里改"


class _Codes:
    """Gives a row its code: the one it states, that of the published item of its name, or the next free one."""

    def __init__(self, setting: Setting) -> None:
        self._prefix = setting.prefix
        self._taken = set(setting.published)
        self._next = 1
        self._by_name: dict[str, list[Item]] = {}
        for item in setting.published.values():
            self._by_name.setdefault(item.name, []).append(item)

    def of(self, one: Wanted, problems: list[str]) -> str:
        code = str(one.data.get("code") or "")
        if code:
            return code
        name, department = one.data.get("name"), one.data.get("department")
        left = self._by_name.get(str(name), [])
        same = [item for item in left if department in (None, item.department)]
        if len({item.department for item in same}) > 1:
            problems.append(f"{one.where(('name',))}：几个部门都有“{name}”，请写上部门或事项编码")
        if same:
            left.remove(same[0])  # A second row of that name means the second item of that name.
            return same[0].code
        while f"{self._prefix}-{self._next:04d}" in self._taken:
            self._next += 1
        self._taken.add(f"{self._prefix}-{self._next:04d}")
        return f"{self._prefix}-{self._next:04d}"


def _filled(data: Mapping[str, Any], code: str, setting: Setting) -> dict[str, Any]:
    """The item the row asks for: its fields over what is published, or over an honest outline when it is new."""
    old = setting.published.get(code)
    outline = _outline(str(data.get("name") or code), setting)
    if old is not None:
        start = old.model_dump()
        if old.completeness is Completeness.OUTLINE:  # What we filled in ourselves is not emptied by a thin list.
            data = {key: value for key, value in data.items() if value is not None or key not in outline}
    else:
        data = _without_empty(data)
        thin = data.get("completeness") in (None, Completeness.OUTLINE)
        start = outline if thin else {"version": 1, "effective": setting.today}
    merged = _merged(start, data)
    keys = {place.name: key for key, place in setting.township.places.items()}
    if isinstance(merged.get("places"), list | tuple):
        merged["places"] = [keys.get(place, place) for place in merged["places"]]
    return {**merged, "code": code}


def _outline(name: str, setting: Setting) -> dict[str, Any]:
    places = setting.township.places
    return {
        "department": "便民服务中心",
        "type": ItemType.PUBLIC_SERVICE,
        "completeness": Completeness.OUTLINE,
        "everyday_names": [name],
        "summary": f"{name}，细节请到窗口问。",
        "overview": "材料和步骤，我这里还没有写。请先打窗口电话问清楚，再来办。",
        "places": ["hall" if "hall" in places else next(iter(places))],
        "version": 1,
        "effective": setting.today,
        "verified": {"by": "批量导入，未经当地核对", "on": setting.today, "sample": True},
    }


def _merged(start: dict[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """`data` over `start`, groups value by value; an empty cell takes its field out, a group of nothing is none."""
    merged = dict(start)
    for key, value in data.items():
        if isinstance(value, dict) and not _is_plain(start.get(key)):
            value = _merged(start.get(key) or {}, value) or None
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = value
    return {key: value for key, value in merged.items() if value is not None}


def _is_plain(value: Any) -> bool:
    return value is not None and not isinstance(value, dict)


def _without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    """A new item takes its defaults where the file says nothing."""
    inner = {key: _without_empty(value) if isinstance(value, dict) else value for key, value in data.items()}
    return {key: value for key, value in inner.items() if value not in (None, {}, [])}
