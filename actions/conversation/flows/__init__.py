"""The flows: each gathers what a case needs, question by question, and files or changes it."""

from __future__ import annotations

from actions.conversation.flows.base import Flow
from actions.conversation.flows.benefit import FIND_BENEFIT
from actions.conversation.flows.booking import BOOK_AGENT
from actions.conversation.flows.changes import CANCEL_BOOKING, CHANGE_BOOKING
from actions.conversation.flows.checklist import CHECKLIST
from actions.conversation.flows.dispute import REPORT_DISPUTE
from actions.conversation.flows.ticket import OPEN_TICKET

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (BOOK_AGENT, OPEN_TICKET, REPORT_DISPUTE, CANCEL_BOOKING, CHANGE_BOOKING, FIND_BENEFIT, CHECKLIST)
}

__all__ = ["FLOWS", "Flow"]
