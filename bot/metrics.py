"""What the gateway counts. No label ever carries anything about a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 2.5, 4.2, 6.0)
_ACTS = {"answered", "clarify", "form", "done", "signpost", "handoff", "smalltalk", "declined", "degraded", "error"}


class Metrics:
    """One registry for each application, so that several can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter(
            "bangban_turns", "Turns by what the reply did", ["channel", "act"], registry=self._registry
        )
        self._seconds = Histogram(
            "bangban_turn_seconds", "Time from message to reply", ["channel"], buckets=_SECONDS, registry=self._registry
        )
        self._degraded = Counter("bangban_degraded", "Turns answered while a part was down", registry=self._registry)
        self._readers = Gauge("bangban_talk_readers", "Pages reading their talk along", registry=self._registry)

    def turn(self, channel: str, act: str, seconds: float) -> None:
        self._turns.labels(channel, act if act in _ACTS else "error").inc()
        self._seconds.labels(channel).observe(seconds)
        if act == "degraded":
            self._degraded.inc()

    def readers(self, change: int) -> None:
        self._readers.inc(change)

    def text(self) -> bytes:
        """The exposition format of Prometheus."""
        return generate_latest(self._registry)
