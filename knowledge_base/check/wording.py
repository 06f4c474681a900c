"""Is it readable: short sentences, no officialese, nothing missing, checked within the year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from knowledge_base.check.findings import Finding, finding, texts
from knowledge_base.life import unverified
from knowledge_base.schema import Item

LONGEST_SENTENCE = 40  # characters
_END = re.compile(r"[。！？；\n]")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\ufeff\ufffe\uffff]")


def sentences(text: str) -> list[str]:
    """The text cut where a reader takes breath."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def missing(item: Item) -> Iterator[Finding]:
    """An outline has gaps; each is named."""
    titles = {name: field.title or name for name, field in type(item).model_fields.items()}
    if lacks := item.missing():
        told = "、".join(f"{titles[name]}（{name}）" for name in lacks)
        yield finding(item, "completeness", f"还缺 {told}", "补上以后改成 completeness: full")


def long_sentences(item: Item) -> Iterator[Finding]:
    for field, text in texts(item):
        for sentence in sentences(text):
            if len(sentence) > LONGEST_SENTENCE:
                wrong = f"“{sentence[:12]}…”这一句有 {len(sentence)} 个字"
                yield finding(item, field, wrong, f"拆成几句，每句不超过 {LONGEST_SENTENCE} 个字")


def officialese(item: Item, words: Mapping[str, str]) -> Iterator[Finding]:
    """`words` are those people do not say, each with what they say instead."""
    for field, text in texts(item):
        for word, instead in words.items():
            if word in text:
                yield finding(item, field, f"有公文话“{word}”", f"改成：{instead}")


def unseen_characters(item: Item) -> Iterator[Finding]:
    for field, text in texts(item):
        if found := _UNSEEN.search(text):
            yield finding(item, field, f"有看不见的字符 U+{ord(found[0]):04X}", "删掉重打这几个字")


def not_checked_for_a_year(item: Item, today: date) -> Iterator[Finding]:
    if unverified(item, today):
        wrong = f"上次核对是 {item.verified.on}，超过一年了"
        yield finding(item, "verified.on", wrong, "请核对一遍，改成核对的那一天", notice=True)
