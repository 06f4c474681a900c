"""Tiny items for tests: whole in the schema's eyes, changed field by field where a test needs it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge_base.life import Hand
from knowledge_base.loader import load_township
from knowledge_base.schema import Item
from knowledge_base.yaml_text import to_yaml

TOWNSHIP = load_township()
HAND = Hand("民政办 王某某", datetime(2026, 11, 22, 2, 0, tzinfo=UTC), "新标准")

OUTLINE: dict[str, Any] = {
    "code": "ZZ-01",
    "name": "试验事项办理",
    "department": "民政",
    "type": "public_service",
    "completeness": "outline",
    "everyday_names": ["试验证"],
    "summary": "一句话。",
    "overview": "先到大厅问。",
    "places": ["hall"],
    "version": 1,
    "effective": "2026-01-01",
    "verified": {"by": "样例", "on": "2026-11-01", "sample": True},
}
FULL: dict[str, Any] = {
    **OUTLINE,
    "completeness": "full",
    "who": "本镇的人。",
    "conditions": ["满18岁。"],
    "situations": [
        {"key": "婚史", "ask": "以前结过婚没有？", "choices": ["没有", {"name": "离过婚", "says": "离婚证丢了先补。"}]},
        {"key": "证件", "ask": "离婚证在不在？", "choices": ["在", "丢了"], "when": {"婚史": "离过婚"}},
    ],
    "materials": [
        {"name": "居民身份证"},
        {"name": "离婚证", "necessity": "optional", "copies": 1, "when": {"婚史": "离过婚", "证件": "在"}},
    ],
    "process": [{"name": "申请", "detail": "到大厅填表。"}, {"name": "发证", "detail": "当场拿。"}],
    "time_limits": {"statutory": {"workdays": 20}, "promised": {"workdays": 5, "note": "本县承诺"}},
    "visits": 1,
    "fee": {"charged": False, "detail": "不收费。"},
    "validity": "长期有效。",
    "online": {"available": False, "how": "要到大厅办。"},
    "agency": {"allowed": True, "detail": "家里人可以代办。"},
    "form": "大厅领。",
    "result": {"name": "试验证", "delivery": "当场领"},
    "legal_basis": [{"name": "中华人民共和国民法典", "article": "第一千零四十六条", "says": "结婚要双方自愿。"}],
    "questions": [{"question": "要钱吗？", "answer": "不要。"}],
}


def item(start: dict[str, Any] = OUTLINE, **changes: Any) -> Item:
    """An item that differs from the start in the fields named; None takes a field out."""
    data = {**start, **changes}
    return Item.model_validate({name: value for name, value in data.items() if value is not None})


def folder_of(folder: Path, *items: Item) -> Path:
    """A folder that holds the items as files by hand."""
    folder.mkdir(exist_ok=True)
    for one in items:
        (folder / f"{one.code}.yml").write_text(to_yaml(one), encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, to see that nothing was written."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
