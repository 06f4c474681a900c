"""`make link-eval`: how well questions are linked to items of a template the linker has never seen, from names alone.

ITEMS is a CSV file with the columns `code,name[,everyday_names]` (names parted by semicolons); QUESTIONS a file with
`question<TAB>code` a line, where codes that are just as right are parted by commas. Prints hit@1, hit@3, the mean
reciprocal rank and the time a query takes, for the linker and, on the same names, for fuzzy matching and BM25 alone.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import bm25s
import jieba
import numpy as np
from rapidfuzz import fuzz, process

from knowledge_base.linking import Linker
from knowledge_base.linking.names import names_of
from knowledge_base.schema import Item
from knowledge_base.text import compact
from nlu_data.engine.embedding import shared_embedder
from nlu_data.engine.quiet import quiet

Rank = Callable[[str], Sequence[str]]
_LISTED = 10


def read_items(path: Path) -> dict[str, Item]:
    """Items that are nothing but names."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.get("code") and row.get("name")]
    return {row["code"]: _named(row["code"], row["name"], row.get("everyday_names") or "") for row in rows}


def _named(code: str, name: str, everyday: str) -> Item:
    # Codes of other catalogues have other forms, and a name is all there is: nothing is validated here.
    names = tuple(one.strip() for one in everyday.split(";") if one.strip())
    fields: dict[str, Any] = {"code": code, "name": name, "everyday_names": names, "summary": name}
    return Item.model_construct(**fields)


def read_questions(path: Path) -> list[tuple[str, frozenset[str]]]:
    """Questions with the codes that are right."""
    lines = (line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8-sig"))
    return [(line[0], frozenset(line[1].split(","))) for line in lines if len(line) > 1 and line[1].strip()]


def _linker(items: Mapping[str, Item], *, meaning: bool) -> Rank:
    linker = Linker(items, shared_embedder() if meaning else None)
    return lambda question: [one.code for one in linker.link(question, limit=_LISTED).candidates]


def _fuzzy(items: Mapping[str, Item]) -> Rank:
    names = [(name, code) for code, item in items.items() for name in names_of(item)]
    texts = [name for name, _ in names]

    def rank(question: str) -> Sequence[str]:
        found = process.extract(compact(question), texts, scorer=fuzz.partial_ratio, limit=_LISTED * 5)
        return list(dict.fromkeys(names[number][1] for _, _, number in found))[:_LISTED]

    return rank


def _bm25(items: Mapping[str, Item]) -> Rank:
    codes = list(items)
    index = bm25s.BM25()
    index.index([jieba.lcut("".join(names_of(item))) for item in items.values()], show_progress=False)

    def rank(question: str) -> Sequence[str]:
        scores = index.get_scores(jieba.lcut(compact(question)))
        return [codes[number] for number in np.argsort(-scores, kind="stable")[:_LISTED]]

    return rank


def measure(rank: Rank, questions: Sequence[tuple[str, frozenset[str]]]) -> dict[str, float]:
    """hit@1, hit@3, mean reciprocal rank, and milliseconds a query."""
    rank(questions[0][0])
    places: list[float] = []
    began = time.perf_counter()
    for question, right in questions:
        found = [place for place, code in enumerate(rank(question), 1) if code in right]
        places.append(found[0] if found else float("inf"))
    spent = time.perf_counter() - began
    ranks = np.array(places)
    return {
        "hit@1": float((ranks <= 1).mean()),
        "hit@3": float((ranks <= 3).mean()),
        "mrr": float((1 / ranks).mean()),
        "ms": 1000 * spent / len(questions),
    }


def main() -> None:
    """Reads ITEMS and QUESTIONS from the environment, as make passes them on."""
    paths = [Path(os.environ.get(name, "")) for name in ("ITEMS", "QUESTIONS")]
    if not all(path.is_file() for path in paths):
        sys.exit("say which files: make link-eval ITEMS=items.csv QUESTIONS=questions.tsv")
    quiet("link-eval", "WARNING")
    items, questions = read_items(paths[0]), read_questions(paths[1])
    if not items or not questions:
        sys.exit("nothing to measure: ITEMS needs the columns code,name and QUESTIONS question<TAB>code")
    systems = {
        "Bangban": _linker(items, meaning=True),
        "Bangban without embedding": _linker(items, meaning=False),
        "rapidfuzz": _fuzzy(items),
        "BM25": _bm25(items),
    }
    print(f"{len(items)} items, {len(questions)} questions\n")
    print(f"{'':<28}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}{'ms':>9}")
    for name, rank in systems.items():
        figures = measure(rank, questions)
        print(f"{name:<28}{figures['hit@1']:>8.3f}{figures['hit@3']:>8.3f}{figures['mrr']:>8.3f}{figures['ms']:>9.2f}")


if __name__ == "__main__":
    main()
