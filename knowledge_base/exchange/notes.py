"""The notes on the header cells: what to write into a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge_base.exchange.columns import PUBLISHED, RETIRED, STATUS, Column, Kind
from knowledge_base.words import NO, YES, choices

_OF_KIND: Mapping[Kind, str] = {
    Kind.NUMBER: "写整数。",
    Kind.TRUTH: f"写 {YES} 或 {NO}。",
    Kind.DATE: "写成 2026-01-31 的样子。",
    Kind.NAMES: "几个之间用顿号隔开。",
    Kind.LINES: "一行一条，同一格里换行按 Alt+Enter。",
    Kind.CASES: "写成“情形：选项、选项”，一行一个情形；什么情况都要就空着。",
    Kind.OTHER: "这一格由程序填写，请保持原样。",
}

_OF_COLUMN: Mapping[str, str] = {
    "code": "两个大写字母、一短横、两到四位数字，如 MZ-01。定了就不要改。",
    STATUS: f"{PUBLISHED} 是照常回答，{RETIRED} 是不再办。要停用请写在这里，只删掉一行不会停用。",
    "item_name": "只为方便看，导入时不读这一栏。",
    "completeness": "完整：每一项都写全了。概要：只写了名称、部门、俗称和怎么办。",
    "everyday_names": "老百姓平时怎么叫，几个之间用顿号隔开。",
    "phrases": "老百姓不说名称时怎么问，一行一句。",
    "places": "写乡镇文件里的地点代号或名称，几个之间用顿号隔开。",
    "version": "导出时的版本，不用改。导入后有变化的事项自动加一版。",
    "effective": "从哪天起照这一版回答。写以后的日子，到那天之前仍按上一版回答。",
    "visits": "写整数。0 是不用跑腿。",
    "time_limits.statutory.workdays": "写整数，按工作日算。0 是当场办好。没有天数就空着，在说明里写原因。",
    "time_limits.promised.workdays": "写整数，按工作日算，不能比法定时限长。",
    "fee.charged": f"写 {YES} 或 {NO}。写 {NO} 时，收费说明里不要出现金额。",
    "amount.local": f"省、市、县自己定标准的写 {YES}。",
    "verified.sample": f"没有经过当地核对的写 {YES}，机器人会提醒群众。核对过的写 {NO}。",
    "article": "照原文写，如 第十条。",
    "ends": f"选了它就不用再问后面的，写 {YES}。",
}


def note(column: Column, places: Iterable[str]) -> str:
    """What stands in the note of a column; `places` are those of the township, to choose from."""
    parts = ["必填。" if column.required else "可以空着。"]
    parts.append(_OF_COLUMN.get(column.key) or _OF_KIND.get(column.kind, "写文字，一句不超过40个字。"))
    if column.words:
        parts.append(f"可写：{'、'.join(choices(column.words))}。")
    if column.key == "places":
        parts.append(f"可写：{'、'.join(places)}。")
    return "".join(parts)


def drop_down(column: Column) -> tuple[str, ...]:
    """The values a column is limited to; empty when it is not."""
    if column.key == STATUS:
        return (PUBLISHED, RETIRED)
    if column.words:
        return tuple(choices(column.words))
    return (YES, NO) if column.kind is Kind.TRUTH else ()
