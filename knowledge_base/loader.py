"""Reads the template from YAML files. Every error names the file, the field and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ValidationError

from knowledge_base.folder import Unsettled, files, steady
from knowledge_base.schema import Item, Township

HOME = Path(__file__).parent
SAMPLE_ITEMS = HOME / "items"
SAMPLE_TOWNSHIP = HOME / "township.yml"


class PlainLoader(yaml.CSafeLoader):
    """YAML as people read it: only true and false are truth values; on, off, yes and no stay words (YAML 1.2).

    The C parser: a township's template is a megabyte, which the Python parser takes ten seconds for.
    """


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))

Model = TypeVar("Model", bound=BaseModel)

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个字段，请检查拼写",
    "string_type": "要写文字（数字请加引号）",
    "int_parsing": "要写整数",
    "int_type": "要写整数",
    "bool_parsing": "要写 true 或 false",
    "date_from_datetime_parsing": "日期要写成 2026-01-31 的样子",
    "date_parsing": "日期要写成 2026-01-31 的样子",
    "too_short": "至少要写一条",
    "string_too_short": "不能留空",
    "string_too_long": "太长，最多 {max_length} 个字",
    "too_long": "最多写 {max_length} 条",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "enum": "不认识这个值，可写 {expected}",
    "string_pattern_mismatch": "要写成 MZ-01 的样子：两个大写字母、一短横、两到四位数字",
    "model_type": "要分字段写",
    "model_attributes_type": "要分字段写",
    "tuple_type": "要写成清单，一行一条",
    "dict_type": "要写成“名称: 内容”的样子",
}


class TemplateError(ValueError):
    """The template has faults. `problems` holds one line each: file, field, what to write instead."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def reason(fault: Mapping[str, Any]) -> str:
    """What to write instead, in Chinese, of one fault pydantic found."""
    known = _REASONS.get(fault["type"])
    return known.format(**fault.get("ctx", {})) if known else str(fault["msg"]).removeprefix("Value error, ")


def _explain(name: str, error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"]) or "整个文件"
        lines.append(f"{name}: {where}: {reason(fault)}")
    return lines


def parse(text: str, name: str, model: type[Model]) -> Model:
    """Reads one file's text; `name` is how its faults are called. Raises TemplateError."""
    try:
        data: Any = yaml.load(text, Loader=PlainLoader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行" if mark else "整个文件"
        raise TemplateError([f"{name}: {line}: 不是正确的 YAML（UTF-8）：{error}"]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise TemplateError(_explain(name, error)) from error


def read_file(path: Path, model: type[Model]) -> Model:
    """Reads one file. Raises TemplateError; FileNotFoundError when it is not there."""
    try:
        return parse(path.read_text(encoding="utf-8"), path.name, model)
    except UnicodeDecodeError as error:
        raise TemplateError([f"{path.name}: 整个文件: 不是正确的 YAML（UTF-8）：{error}"]) from error


CHINA = ZoneInfo("Asia/Shanghai")


def china_today() -> date:
    """The date in China, where one time holds everywhere."""
    return datetime.now(CHINA).date()


def load_township(path: Path = SAMPLE_TOWNSHIP) -> Township:
    """Reads the township file. Raises TemplateError."""
    return read_file(path, Township)


def load_items(
    folder: Path = SAMPLE_ITEMS, places: Iterable[str] | None = None, today: date | None = None
) -> dict[str, Item]:
    """Reads every item of a folder as it is in force on a day, by code; `today` is China's when left out.

    `places` are the place keys the township knows; an item that names another is a fault. All faults of all files
    are collected before TemplateError is raised, so that a clerk can mend them in one go.
    """
    day = today or china_today()
    known = set(places) if places is not None else None

    def read() -> dict[str, Item]:
        published = _published(folder, known)
        in_force = {code: _in_force(folder, item, day, known) for code, item in published.items()}
        return {code: item for code, item in in_force.items() if item}

    try:
        return steady(folder, read)
    except Unsettled as error:
        raise TemplateError([str(error)]) from error


def load_published(folder: Path = SAMPLE_ITEMS, places: Iterable[str] | None = None) -> dict[str, Item]:
    """Reads every item file as it stands, also those that take effect later only. Raises TemplateError."""
    return load_items(folder, places, date.max)


def _published(folder: Path, places: set[str] | None) -> dict[str, Item]:
    items: dict[str, Item] = {}
    problems: list[str] = []
    for name, path in files(folder).items():
        try:
            item = read_file(path, Item)
        except TemplateError as error:
            problems += error.problems
            continue
        if path.stem != item.code:
            problems.append(f"{name}: code: 文件名要和事项编码一致，应为 {item.code}.yml")
        if item.code in items:
            problems.append(f"{name}: code: {item.code} 已经有了")
        if problem := strange_places(item, places):
            problems.append(f"{name}: places: {problem}")
        items[item.code] = item
    if not items and not problems:
        problems.append(f"{folder}: 没有找到事项文件（*.yml）")
    if problems:
        raise TemplateError(problems)
    return items


def strange_places(item: Item, places: Iterable[str] | None) -> str:
    """What is wrong with the places an item names; empty when nothing is."""
    known = set(item.places if places is None else places)
    strange = [place for place in item.places if place not in known]
    return f"乡镇文件里没有 {'、'.join(strange)}，可选 {'、'.join(sorted(known))}" if strange else ""


def _in_force(folder: Path, item: Item, day: date, places: set[str] | None) -> Item | None:
    """What answers on that day: the item, or the newest earlier version as long as the item is not yet in effect.

    A first version is not offered before its day. Where an earlier version should be but is not kept, the new one
    answers: its text names the day itself, and no answer would be worse.
    """
    if item.effective <= day:
        return item
    for path in reversed(files(folder, f"history/{item.code}").values()):
        try:
            earlier = read_file(path, Item)
        except TemplateError:  # Written under an older schema.
            continue
        if earlier.version < item.version and earlier.effective <= day and not strange_places(earlier, places):
            return earlier
    return None if item.version == 1 else item
