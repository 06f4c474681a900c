"""Which cases a list shows and in what order: rules without input or output, then the fetching."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.console import words
from bot.console.casework import Casework, Page, Summary

PAGE = 50
_FETCH = 200
_MOST_FETCHES = 10
_NEVER = datetime.max.replace(tzinfo=UTC)
_CURSOR = re.compile(r"(?:(\d{1,15})~)?([A-Z]{2}[0-9-]{1,17})")


@dataclass(frozen=True)
class Wanted:
    """What to list. `state` is a state, or "" for everything still open. `whose` is a username, or "" for everybody."""

    kind: str
    state: str = ""
    village: str = ""
    whose: str = ""
    overdue: bool = False

    def fits(self, case: Summary, now: datetime) -> bool:
        """Whether a case passes those filters that the backend does not know. Part of a village's name is enough."""
        return (
            self.village in (case.village or "")
            and (not self.whose or case.owner == self.whose)
            and (not self.overdue or is_overdue(case, now))
        )


@dataclass(frozen=True)
class Found:
    """One page, and where the next one starts: None at the end."""

    cases: tuple[Summary, ...]
    next: str | None


def is_overdue(case: Summary, now: datetime) -> bool:
    """Whether something should have been done by now, and still has to be."""
    return case.due is not None and case.due < now and case.state in words.OPEN_STATES.get(case.kind, {})


def urgent_first(cases: Iterable[Summary], after: str | None) -> Found:
    """The page after a cursor, what is overdue longest first, what has no date last.

    The cursor is the last case's place in that order and not its index: a case that is done meanwhile moves nothing.
    """
    ordered = sorted((_place(case), case.number, case) for case in cases)
    match = _CURSOR.fullmatch(after or "")
    if match and match[1]:
        start = (int(match[1]), match[2])
        ordered = [entry for entry in ordered if entry[:2] > start]
    page = tuple(case for _, _, case in ordered[:PAGE])
    more = len(ordered) > PAGE
    return Found(page, f"{_place(page[-1])}~{page[-1].number}" if more else None)


async def find(casework: Casework, wanted: Wanted, now: datetime, after: str | None) -> Found:
    """One page. Open cases come the most urgent first, the others the newest first."""
    if wanted.state in words.FINAL_STATES.get(wanted.kind, {}):
        return await _newest_first(casework, wanted, now, after)
    states = [wanted.state] if wanted.state else list(words.OPEN_STATES.get(wanted.kind, {}))
    lists = await asyncio.gather(*(_all(casework, wanted.kind, state) for state in states))
    return urgent_first((case for cases in lists for case in cases if wanted.fits(case, now)), after)


def _place(case: Summary) -> int:
    """Where a case stands in the order: its due date in seconds."""
    return int((case.due or _NEVER).timestamp())


async def _all(casework: Casework, kind: str, state: str) -> list[Summary]:
    """All cases in an open state: few, because each waits for somebody. Of a flood, the newest 2000."""
    found: list[Summary] = []
    after: str | None = None
    for _ in range(_MOST_FETCHES):
        page = await casework.cases(kind, state, _FETCH, after)
        found += page.cases
        after = page.next
        if after is None:
            break
    return found


async def _newest_first(casework: Casework, wanted: Wanted, now: datetime, after: str | None) -> Found:
    """What is over grows without end: looked through from the cursor on until a page is full, 2000 at most."""
    match = _CURSOR.fullmatch(after or "")
    after = match[2] if match else None
    found: list[Summary] = []
    for _ in range(_MOST_FETCHES):
        page: Page = await casework.cases(wanted.kind, wanted.state, _FETCH, after)
        found += [case for case in page.cases if wanted.fits(case, now)]
        after = page.next
        if len(found) > PAGE:
            return Found(tuple(found[:PAGE]), found[PAGE - 1].number)
        if after is None:
            break
    return Found(tuple(found), after)
