"""What is measured. The systems take turns in short rounds, so that a busy moment of the machine hits both."""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.systems import System, Turn

CITIZENS = 8
_ROUND = 10
_TALK_LENGTH = 5
_THROUGHPUT_ROUNDS = 4
_RETURNING_CITIZENS = 3
_NEW_CITIZENS = 12
_NEAR = 5  # turns up to a mark that count for it, as a single one says little


@dataclass
class Taken:
    """The turns of one system in one measure, and the seconds they took together."""

    turns: list[Turn] = field(default_factory=list)
    elapsed: float = 0.0

    @property
    def seconds(self) -> list[float]:
        return [turn.seconds for turn in self.turns]

    @property
    def unanswered(self) -> int:
        return sum(not turn.answered for turn in self.turns)

    @property
    def per_second(self) -> float:
        return (len(self.turns) - self.unanswered) / self.elapsed


@dataclass(frozen=True)
class Clock:
    """When measuring has to end (monotonic seconds); what has not been sent by then is left out."""

    end: float

    @property
    def ran_out(self) -> bool:
        return time.monotonic() >= self.end


def _new_citizen() -> str:
    return f"bench-{uuid.uuid4().hex}"


def _rounds(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (texts[start : start + size] for start in range(0, len(texts), size))


async def warm_up(systems: Sequence[System], texts: Sequence[str]) -> None:
    """What only the first messages cost is not measured."""
    for system, text in itertools.product(systems, texts):
        await system.ask(_new_citizen(), text)


async def latency(systems: Sequence[System], texts: Sequence[str], clock: Clock) -> list[Taken]:
    """One message at a time, each from a citizen who has not written before."""
    taken = [Taken() for _ in systems]
    for some in _rounds(texts, _ROUND):
        for system, mine in zip(systems, taken, strict=True):
            for text in some:
                if not clock.ran_out:
                    mine.turns.append(await system.ask(_new_citizen(), text))
    return taken


async def throughput(systems: Sequence[System], texts: Sequence[str], clock: Clock) -> list[Taken]:
    """Citizens who write at the same time, each the next message as soon as the last one is answered.

    After a few messages a citizen leaves and another one comes.
    """
    taken = [Taken() for _ in systems]
    for some in _rounds(texts, -(-len(texts) // _THROUGHPUT_ROUNDS)):
        for system, mine in zip(systems, taken, strict=True):
            talks = _rounds(some, _TALK_LENGTH)
            started = time.perf_counter()
            await asyncio.gather(*(_write(system, talks, mine.turns, clock) for _ in range(CITIZENS)))
            mine.elapsed += time.perf_counter() - started
    return taken


async def _write(system: System, talks: Iterator[Sequence[str]], turns: list[Turn], clock: Clock) -> None:
    for talk in talks:
        citizen = _new_citizen()
        for text in talk:
            if not clock.ran_out:
                turns.append(await system.ask(citizen, text))


async def growth(
    systems: Sequence[System], texts: Iterator[str], marks: Sequence[int], clock: Clock
) -> list[dict[int, Taken]]:
    """What the turn of a citizen costs who writes for the first time, the 50th, the 200th (the marks) …

    All messages are of the same kind, questions about items, and the same for both systems.
    """
    taken = [{mark: Taken() for mark in marks} for _ in systems]
    for count in [1] * _NEW_CITIZENS + [marks[-1]] * _RETURNING_CITIZENS:
        said = list(itertools.islice(texts, count))
        for system, mine in zip(systems, taken, strict=True):
            citizen = _new_citizen()
            for number, text in enumerate(said, 1):
                if clock.ran_out:
                    break
                turn = await system.ask(citizen, text)
                for mark in marks:
                    if number == mark or (mark > _NEAR and mark - _NEAR < number <= mark):
                        mine[mark].turns.append(turn)
    return taken
