"""Is every law that is named in force, and has it the article that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge_base.check.findings import Finding, finding, texts
from knowledge_base.check.numerals import number
from knowledge_base.schema import Item

_NAMED = re.compile(r"《([^《》]+)》")
_ARTICLE = re.compile(r"第([零〇一二三四五六七八九十百千两]+|[0-9]+)条")
_REMARK = re.compile(r"（[^（）]*）$")


@dataclass(frozen=True)
class Replaced:
    """What stands in place of a document, and since when; `by` is empty when nothing does."""

    by: str
    since: date


@dataclass(frozen=True)
class Laws:
    """What is known of laws: those no longer in force, and how many articles others have."""

    repealed: Mapping[str, Replaced]
    articles: Mapping[str, int]


def plain_name(name: str) -> str:
    """The name without country, brackets and document number, as it is looked up."""
    return _REMARK.sub("", name.strip("《》 ")).removeprefix("中华人民共和国")


def dead_citations(item: Item, laws: Laws, today: date) -> Iterator[Finding]:
    """`today` counts: a document may lose force on a day to come."""
    named = [(f"legal_basis.{n}.name", basis.name) for n, basis in enumerate(item.legal_basis, 1)]
    if item.fee and item.fee.basis:
        named.append(("fee.basis", item.fee.basis))
        named += [("fee.basis", name) for name in _NAMED.findall(item.fee.basis)]
    named += [(field, name) for field, text in texts(item) for name in _NAMED.findall(text)]
    for field, name in named:
        replaced = laws.repealed.get(plain_name(name)) or laws.repealed.get(name)
        if replaced and replaced.since <= today:
            instead = f"改引《{replaced.by}》里的条文" if replaced.by else "去掉，或改引现在有效的文件"
            yield finding(item, field, f"《{name}》{replaced.since} 起已经失效", instead)


def missing_articles(item: Item, laws: Laws) -> Iterator[Finding]:
    for n, basis in enumerate(item.legal_basis, 1):
        last = laws.articles.get(plain_name(basis.name))
        for written in _ARTICLE.findall(basis.article or ""):
            if last and not 1 <= number(written) <= last:
                wrong = f"《{basis.name}》只有 {last} 条，没有第{written}条"
                yield finding(item, f"legal_basis.{n}.article", wrong, "对照原文改成正确的条号")
