"""The figures side by side, as a table and as JSON."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.measures import CITIZENS, Taken
from tests.benchmarks.systems import System
from tests.benchmarks.training import Training


@dataclass(frozen=True)
class Row:
    """One figure of both systems, ours first; None where it could not be had."""

    measure: str
    unit: str
    figures: Sequence[float | None]
    more_is_better: bool = False

    @property
    def ours(self) -> float | None:
        return self.figures[0]

    @property
    def stock(self) -> float | None:
        return self.figures[1]

    @property
    def ratio(self) -> float | None:
        """How many times better ours is; below 1 stock Rasa is the better one."""
        if not self.ours or not self.stock:
            return None
        return self.ours / self.stock if self.more_is_better else self.stock / self.ours

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure, "unit": self.unit, "ours": self.ours, "stock": self.stock, "ratio": self.ratio
        }  # fmt: skip


def latency_rows(taken: Sequence[Taken]) -> list[Row]:
    """p50, p95 and p99 of single messages."""
    return [
        Row(f"one message, p{percent}", "ms", [_percentile_ms(one.seconds, percent) for one in taken])
        for percent in (50, 95, 99)
    ]


def throughput_rows(taken: Sequence[Taken]) -> list[Row]:
    """Answered messages a second."""
    per_second = [one.per_second for one in taken]
    return [Row(f"{CITIZENS} citizens at once", "messages/s", per_second, more_is_better=True)]


def growth_rows(taken: Sequence[Mapping[int, Taken]]) -> list[Row]:
    """The median cost of a turn at each mark."""
    return [
        Row(f"a citizen's message no. {mark}", "ms", [_percentile_ms(one[mark].seconds, 50) for one in taken])
        for mark in taken[0]
    ]


def unanswered_row(taken: Sequence[Sequence[Taken]]) -> Row:
    """Messages of all measures that got no proper answer."""
    return Row("not answered", "messages", [float(sum(one.unanswered for one in measures)) for measures in taken])


def start_rows(systems: Sequence[System]) -> list[Row]:
    """From the start until the model answers, and until everything does."""
    return [
        Row("start until the model is loaded", "s", [system.engine_seconds for system in systems]),
        Row("start until all is ready", "s", [system.whole_seconds for system in systems]),
    ]


def memory_rows(names: Sequence[str], memory: Sequence[Mapping[str, float]]) -> list[Row]:
    """Resident memory of the process with the model, and of all processes."""
    model = [sizes.get(name) for name, sizes in zip(names, memory, strict=True)]
    return [
        Row("memory, process with the model", "MiB", model),
        Row("memory, all processes", "MiB", [sum(sizes.values()) or None for sizes in memory]),
    ]


def training_rows(ours: Training, stock: Training, epochs: int) -> list[Row]:
    """What was measured, and what stock Rasa's usual number of epochs comes to."""
    return [
        Row(f"training (stock: {epochs} epochs)", "s", [ours.seconds, stock.seconds]),
        Row("training (stock: 100 epochs, estimated)", "s", [ours.usual_seconds, stock.usual_seconds]),
    ]


def table(rows: Sequence[Row]) -> str:
    """For reading; Markdown, so that it can be pasted into docs/benchmarks.md."""
    lines = ["| measure | unit | Bangban | stock Rasa | times better |", "|---|---|---:|---:|---:|"]
    lines += [
        f"| {row.measure} | {row.unit} | {_shown(row.ours)} | {_shown(row.stock)} | {_shown(row.ratio, 2)} |"
        for row in rows
    ]
    return "\n".join(lines)


def _shown(figure: float | None, digits: int = 1) -> str:
    return "—" if figure is None else f"{figure:.{digits}f}"


def _percentile_ms(seconds: Sequence[float], percent: int) -> float | None:
    if len(seconds) < 2:
        return None
    return 1000 * statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]
