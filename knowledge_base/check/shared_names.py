"""Names two items share need a question that tells them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge_base.check.findings import Finding, finding
from knowledge_base.schema import Item
from knowledge_base.text import compact


def ambiguous(items: Mapping[str, Item], questions: Mapping[str, str]) -> Iterator[Finding]:
    """`questions` are what the bot may ask, by the shared name."""
    asked = {compact(name) for name in questions}
    owners: dict[str, dict[str, str]] = {}
    for code, item in items.items():
        for name in item.everyday_names:
            owners.setdefault(compact(name), {}).setdefault(code, name)
    for key, found in owners.items():
        if len(found) > 1 and key not in asked:
            first, *others = sorted(found)
            wrong = f"“{found[first]}”这个俗称 {'、'.join(others)} 也用了"
            instead = f"只留给一个事项，或在 distinctions.yml 里写怎么问清楚，如“{found[first]}: 是……还是……？”"
            yield finding(items[first], "everyday_names", wrong, instead)
