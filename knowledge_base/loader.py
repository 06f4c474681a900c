"""Reads the template from YAML files. Every error names the file, the field and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

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
}


class TemplateError(ValueError):
    """The template has faults. `problems` holds one line each: file, field, what to write instead."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def _explain(path: Path, error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"]) or "整个文件"
        reason = _REASONS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        lines.append(f"{path.name}: {where}: {reason}")
    return lines


def _read(path: Path, model: type[Model]) -> Model:
    try:
        data: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行" if mark else "整个文件"
        raise TemplateError([f"{path.name}: {line}: 不是正确的 YAML（UTF-8）：{error}"]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise TemplateError(_explain(path, error)) from error


def load_township(path: Path = SAMPLE_TOWNSHIP) -> Township:
    """Reads the township file. Raises TemplateError."""
    return _read(path, Township)


def load_items(folder: Path = SAMPLE_ITEMS, places: Iterable[str] | None = None) -> dict[str, Item]:
    """Reads every item file of a folder, by code.

    `places` are the place keys the township knows; an item that names another is a fault. All faults of all files
    are collected before TemplateError is raised, so that a clerk can mend them in one go.
    """
    items: dict[str, Item] = {}
    problems: list[str] = []
    known = set(places) if places is not None else None
    for path in sorted(folder.glob("*.yml")):
        try:
            item = _read(path, Item)
        except TemplateError as error:
            problems += error.problems
            continue
        if path.stem != item.code:
            problems.append(f"{path.name}: code: 文件名要和事项编码一致，应为 {item.code}.yml")
        if item.code in items:
            problems.append(f"{path.name}: code: {item.code} 已经有了")
        if known is not None and (strange := [p for p in item.places if p not in known]):
            problems.append(
                f"{path.name}: places: 乡镇文件里没有 {'、'.join(strange)}，可选 {'、'.join(sorted(known))}"
            )
        items[item.code] = item
    if not items and not problems:
        problems.append(f"{folder}: 没有找到事项文件（*.yml）")
    if problems:
        raise TemplateError(problems)
    return items
