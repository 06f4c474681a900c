"""What every answer from the template says of itself."""

from __future__ import annotations

from typing import Any

from knowledge_base.schema import Item


def source_of(item: Item) -> dict[str, Any]:
    """Which version of the template an answer came from."""
    return {"version": item.version, "effective": item.effective.isoformat()}


def origin(item: Item) -> str:
    """The version and its standing as a citizen reads it."""
    sample = "，样例内容未经当地核对" if item.verified.sample else ""
    return f"出自办事模板第{item.version}版，{item.effective.isoformat()}起{sample}。以窗口答复为准。"
