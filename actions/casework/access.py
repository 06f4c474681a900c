"""Which kinds of cases each role sees at all. Disputes are sensitive (个人信息保护法 §28): mediators only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from actions.casework.kinds import Kind, StaffRole

KINDS_SEEN: Mapping[StaffRole, frozenset[Kind]] = MappingProxyType(
    {
        StaffRole.ADMIN: frozenset(Kind),
        StaffRole.CLERK: frozenset({Kind.TICKET, Kind.BOOKING}),
        StaffRole.MEDIATOR: frozenset({Kind.DISPUTE}),
        StaffRole.AGENT: frozenset({Kind.BOOKING}),
    }
)
