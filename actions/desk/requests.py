"""What is asked of the desk and what it gives back. All times are aware; the desk answers in Beijing time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from actions.casework.kinds import (
    DisputeType,
    Kind,
    MeetingPlace,
    RiskLevel,
    StaffRole,
    TicketKind,
    Urgency,
)


@dataclass(frozen=True)
class Cause:
    """The message that led to a filing. (citizen, kind of case, message_id) is filed at most once."""

    citizen: str
    message_id: str
    channel: str


@dataclass(frozen=True)
class TicketRequest:
    """A complaint, a call for help, a suggestion or a tip-off. An anonymous one keeps no name and no telephone.

    `hotline` is the number an emergency was pointed to; the ticket is then due at once.
    """

    kind: TicketKind
    text: str
    place: str | None = None
    village: str | None = None
    contact_name: str | None = None
    telephone: str | None = None
    anonymous: bool = False
    hotline: str | None = None


@dataclass(frozen=True)
class BookingRequest:
    """Somebody is to handle a matter. `starts` is the start of a slot the desk offered."""

    item: str | None
    for_whom: str
    place: MeetingPlace
    starts: datetime
    contact_name: str
    telephone: str
    village: str | None = None
    address_note: str | None = None
    agent: str | None = None


@dataclass(frozen=True)
class DisputeRequest:
    """A conflict between people that wants settling. An anonymous one keeps no name and no telephone."""

    type: DisputeType
    text: str
    urgency: Urgency = Urgency.CALM
    place: str | None = None
    village: str | None = None
    anonymous: bool = False
    contact_name: str | None = None
    telephone: str | None = None
    other_party: str | None = None


@dataclass(frozen=True)
class Filed:
    """A filing. `created` is false when the same message had been filed before."""

    number: str
    kind: Kind
    due: datetime | None
    created: bool
    risk: RiskLevel | None = None
    starts: datetime | None = None
    agent_name: str | None = None


@dataclass(frozen=True)
class CaseSummary:
    """A case as lists show it: nothing that tells who reported it."""

    number: str
    kind: Kind
    state: str
    state_title: str
    item: str | None
    title: str
    village: str | None
    created: datetime
    updated: datetime
    due: datetime | None
    version: int
    owner: str | None


@dataclass(frozen=True)
class Event:
    """One line of a case's timeline. `by` is a username, or the role where there is none."""

    at: datetime
    move: str
    title: str
    by: str
    note: str | None
    from_state: str | None
    to_state: str


@dataclass(frozen=True)
class PossibleMove:
    """What somebody may do with a case now."""

    move: str
    title: str
    needs_note: bool


@dataclass(frozen=True)
class CaseView:
    """A case in full. `details` holds the fields of its kind, telephone and names in the clear."""

    summary: CaseSummary
    details: Mapping[str, object]
    events: tuple[Event, ...]
    moves: tuple[PossibleMove, ...] = field(default=())


@dataclass(frozen=True)
class Urged:
    """The answer to urging: `recorded` is false when the citizen has already urged today."""

    number: str
    recorded: bool
    state_title: str
    due: datetime | None


@dataclass(frozen=True)
class Actor:
    """The member of staff who acts."""

    username: str
    role: StaffRole


@dataclass(frozen=True)
class StaffMember:
    """A member of staff who has signed in."""

    username: str
    name: str
    role: StaffRole
