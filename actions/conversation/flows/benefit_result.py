"""How the findings of a talk are told: three short lists, amounts from the items, buttons to go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.conversation.turn import button
from actions.conversation.world import World
from knowledge_base.benefits.report import Finding, Standing
from knowledge_base.schema import Item

_MOST = {Standing.CAN: 6, Standing.NEAR: 4, Standing.NOT: 3}
_TITLES = {Standing.CAN: "看起来可以申请：", Standing.NEAR: "还差一点的：", Standing.NOT: "这次对不上的："}
_REASONS = {Standing.CAN: 2, Standing.NEAR: 2, Standing.NOT: 1}
_NAMED = 5  # how many more are named behind a list
_BUTTONS = 3
_ENOUGH = 14  # characters of an amount
ANOTHER_PERSON = "再看看家里别人能领什么"


@dataclass(frozen=True)
class Result:
    """The lists in words; `count` benefits seem claimable, `items` are theirs, in the order they are told.

    `lines` are the items of the lines as shown, for 第四个: one item may have several.
    """

    text: str
    count: int
    items: list[str]
    lines: list[str]
    buttons: list[dict[str, str]]


def result(found: Sequence[Finding], world: World) -> Result:
    """Tells the findings. Nothing is promised: the office decides."""
    groups = {standing: [one for one in found if one.standing is standing] for standing in Standing}
    for standing in (Standing.NEAR, Standing.NOT):
        groups[standing].sort(key=lambda one: -one.demands_met)
    groups[Standing.NOT] = [one for one in groups[Standing.NOT] if one.demands_met]
    items = list(dict.fromkeys(one.benefit.item for one in groups[Standing.CAN]))
    parts = [_group(standing, groups[standing], world) for standing in Standing if groups[standing]]
    lines = [one.benefit.item for one in groups[Standing.CAN][: _MOST[Standing.CAN]]]
    return Result("\n".join(parts), len(groups[Standing.CAN]), items, lines, _buttons(items, world))


def _group(standing: Standing, found: Sequence[Finding], world: World) -> str:
    shown, rest = found[: _MOST[standing]], found[_MOST[standing] :]
    lines = [_TITLES[standing], *(f"• {_line(one, world)}" for one in shown)]
    if rest and standing is not Standing.NOT:
        names = "、".join(one.benefit.name for one in rest[:_NAMED])
        lines.append(f"• 还有：{names}{f'，一共{len(rest)}样' if len(rest) > _NAMED else ''}")
    return "\n".join(lines)


def _line(finding: Finding, world: World) -> str:
    benefit = finding.benefit
    reasons = finding.reasons[: _REASONS[finding.standing]]
    parts = [("；" if finding.standing is Standing.NEAR else "、").join(reasons)] if reasons else []
    if finding.standing is Standing.CAN:
        amount = _amount(world.item(benefit.item)) if benefit.amount else None
        parts += [part for part in (amount, benefit.note) if part]
    said = "。".join(part.rstrip("。") for part in parts)
    return f"{benefit.name}：{said}。" if said else benefit.name


def _amount(item: Item | None) -> str | None:
    """The beginning of what the item says about its amount: whole sentences, until enough is said."""
    said = ""
    for sentence in re.split(r"(?<=。)", item.amount.detail) if item and item.amount else ():
        said += sentence
        if len(said) >= _ENOUGH:
            break
    return said or None


def _buttons(items: Sequence[str], world: World) -> list[dict[str, str]]:
    names = [name for code in items[:_BUTTONS] if (name := world.title(code))]
    asks = [button(f"{name}怎么办") for name in names]
    books = [button("找人帮我办", f"找人帮我办{names[0]}")] if names else []
    return [*asks, *books, button("再看看家里别人", ANOTHER_PERSON), *([] if names else [button("找人工")])]
