"""The application layer: what conversations, the API and jobs may ask of casework."""

from __future__ import annotations

from actions.casework.kinds import (
    DisputeType,
    Kind,
    MeetingPlace,
    RiskLevel,
    StaffRole,
    TicketKind,
    Urgency,
)
from actions.casework.refusals import Refusal
from actions.casework.slots import Agent, Slot
from actions.casework.states import IllegalMove
from actions.desk.desk import Desk
from actions.desk.errors import DeskError, NoSuchCase, NoSuchItem, NoteNeeded, SlotTaken, StaleVersion
from actions.desk.filing import TemplateView
from actions.desk.reading import CaseFilter
from actions.desk.requests import (
    Actor,
    BookingRequest,
    CaseSummary,
    CaseView,
    Cause,
    DisputeRequest,
    Event,
    Filed,
    PossibleMove,
    StaffMember,
    TicketRequest,
    Urged,
)

__all__ = [
    "Actor",
    "Agent",
    "BookingRequest",
    "CaseFilter",
    "CaseSummary",
    "CaseView",
    "Cause",
    "Desk",
    "DeskError",
    "DisputeRequest",
    "DisputeType",
    "Event",
    "Filed",
    "IllegalMove",
    "Kind",
    "MeetingPlace",
    "NoSuchCase",
    "NoSuchItem",
    "NoteNeeded",
    "PossibleMove",
    "Refusal",
    "RiskLevel",
    "Slot",
    "SlotTaken",
    "StaffMember",
    "StaffRole",
    "StaleVersion",
    "TemplateView",
    "TicketKind",
    "TicketRequest",
    "Urged",
    "Urgency",
]
