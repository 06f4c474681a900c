"""Checks the template beyond what the schema can: gaps, long sentences, contradictions, dead laws, shared names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge_base.check import citations, contradictions, shared_names, wording
from knowledge_base.check.citations import Laws, Replaced
from knowledge_base.check.findings import Finding
from knowledge_base.loader import HOME, PlainLoader
from knowledge_base.schema import Item

_DATA = Path(__file__).parent
DISTINCTIONS = HOME / "distinctions.yml"


@dataclass(frozen=True)
class Knowledge:
    """What the checks know beside the items."""

    officialese: Mapping[str, str]
    laws: Laws
    questions: Mapping[str, str]


def knowledge(distinctions: Path = DISTINCTIONS) -> Knowledge:
    """Reads the lists that come with the checks, and the township's own questions about shared names."""
    laws = _read(_DATA / "laws.yml")
    repealed = {
        name: Replaced(group.get("by", ""), group["since"]) for group in laws["repealed"] for name in group["names"]
    }
    return Knowledge(_read(_DATA / "officialese.yml"), Laws(repealed, laws["articles"]), _read(distinctions) or {})


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)  # noqa: S506 - a SafeLoader


def check(items: Mapping[str, Item], known: Knowledge, today: date) -> list[Finding]:
    """Everything there is to mend, item by item."""
    of_one: tuple[Callable[[Item], Iterable[Finding]], ...] = (
        wording.missing,
        wording.long_sentences,
        wording.unseen_characters,
        lambda item: wording.officialese(item, known.officialese),
        lambda item: wording.not_checked_for_a_year(item, today),
        contradictions.limits,
        contradictions.fees,
        contradictions.visits,
        contradictions.unreachable,
        lambda item: citations.dead_citations(item, known.laws, today),
        lambda item: citations.missing_articles(item, known.laws),
    )
    found = [one for item in items.values() for rule in of_one for one in rule(item)]
    found += [*contradictions.between(items), *shared_names.ambiguous(items, known.questions)]
    return sorted(set(found))
