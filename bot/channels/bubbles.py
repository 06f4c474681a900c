"""A talk as the page shows it: bubbles, time stamps between them, and which buttons can still be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.rendering import when
from bot.talk import Entry
from bot.turn.reply import Button, Message

_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Bubble:
    """One bubble. `stamp` stands above it; `options` are its live buttons with their numbers."""

    id: str
    who: str
    source: str
    stamp: str
    message: Message
    options: tuple[tuple[int, Button], ...]


def bubbles(entries: Sequence[Entry]) -> list[Bubble]:
    """Stamps after a pause of five minutes; only the buttons of the last reply are live."""
    last_source = entries[-1].source if entries and entries[-1].who != "citizen" else None
    shown: list[Bubble] = []
    number = 0
    for at, entry in enumerate(entries):
        pause = at == 0 or entry.at - entries[at - 1].at >= _PAUSE
        live = entry.who == "bot" and entry.source == last_source
        options = tuple(enumerate(entry.message.buttons, start=number + 1)) if live else ()
        number += len(options)
        shown.append(Bubble(entry.id, entry.who, entry.source, when(entry.at) if pause else "", entry.message, options))
    return shown
