"""The tables. One row in `cases` for everything that has a number, one row in the table of its kind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from actions.casework.kinds import BEIJING
from actions.store.encryption import Encrypted


class Moment(TypeDecorator[datetime]):
    """A point in time: kept in UTC, because SQLite drops the zone; read back in Beijing time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(BEIJING)


class Base(AsyncAttrs, DeclarativeBase):
    """Names every constraint, so that migrations can name it too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Citizen(Base):
    """Somebody who has written to us, by the address the channel knows them under."""

    __tablename__ = "citizens"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel: Mapped[str] = mapped_column(String(40))
    created: Mapped[datetime] = mapped_column(Moment)
    consent: Mapped[datetime | None] = mapped_column(Moment)


class ItemSnapshot(Base):
    """The wording of an item a case was filed under. The hash tells an edit that forgot to raise the version."""

    __tablename__ = "item_snapshots"
    __table_args__ = (UniqueConstraint("code", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


class StaffAccount(Base):
    """An account of the console."""

    __tablename__ = "staff"

    username: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class AgentRow(Base):
    """Somebody who handles matters for citizens; the lists are those of casework.slots.Agent."""

    __tablename__ = "agents"
    __table_args__ = (CheckConstraint("capacity > 0", name="capacity"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(30))
    places: Mapped[list[str]] = mapped_column(JSON)
    villages: Mapped[list[str]] = mapped_column(JSON)
    grids: Mapped[list[str]] = mapped_column(JSON)
    items: Mapped[list[str]] = mapped_column(JSON)
    hours: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    capacity: Mapped[int] = mapped_column(Integer)
    telephone: Mapped[str | None] = mapped_column(String(30))
    username: Mapped[str | None] = mapped_column(ForeignKey("staff.username"))
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class Case(Base):
    """What tickets, bookings and disputes share. The title is shown in lists, yet may quote the citizen."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("citizen_id", "kind", "cause"),
        Index(None, "kind", "state", "id"),
        Index(None, "citizen_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizens.id"))
    cause: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(40))
    item: Mapped[str | None] = mapped_column(String(20), index=True)
    item_snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("item_snapshots.id"))
    village: Mapped[str | None] = mapped_column(String(60))
    grid: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Encrypted)
    contact_name: Mapped[str | None] = mapped_column(Encrypted)
    telephone: Mapped[str | None] = mapped_column(Encrypted)
    anonymous: Mapped[bool] = mapped_column(Boolean, default=False)
    created: Mapped[datetime] = mapped_column(Moment)
    updated: Mapped[datetime] = mapped_column(Moment)
    due: Mapped[datetime | None] = mapped_column(Moment)
    owner: Mapped[str | None] = mapped_column(ForeignKey("staff.username"))
    version: Mapped[int] = mapped_column(Integer)

    ticket: Mapped[Ticket | None] = relationship(lazy="raise")
    booking: Mapped[Booking | None] = relationship(lazy="raise")
    dispute: Mapped[Dispute | None] = relationship(lazy="raise")
    events: Mapped[list[EventRow]] = relationship(lazy="raise", order_by="EventRow.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class Ticket(Base):
    """What only a ticket has."""

    __tablename__ = "tickets"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Encrypted)
    place: Mapped[str | None] = mapped_column(Encrypted)
    hotline: Mapped[str | None] = mapped_column(String(20))


class Booking(Base):
    """What only a booking has. The agent and the time are in `slots_taken` for as long as the slot is held."""

    __tablename__ = "bookings"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    for_whom: Mapped[str] = mapped_column(Encrypted)
    place: Mapped[str] = mapped_column(String(20))
    address_note: Mapped[str | None] = mapped_column(Encrypted)
    starts: Mapped[datetime] = mapped_column(Moment)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id"))


class SlotTaken(Base):
    """A seat in an agent's slot. The unique constraint is what makes two people in one seat impossible."""

    __tablename__ = "slots_taken"
    __table_args__ = (
        UniqueConstraint("agent_id", "starts", "seat"),
        CheckConstraint("seat >= 0", name="seat"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id"))
    starts: Mapped[datetime] = mapped_column(Moment)
    seat: Mapped[int] = mapped_column(Integer)


class Dispute(Base):
    """What only a dispute has."""

    __tablename__ = "disputes"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Encrypted)
    place: Mapped[str | None] = mapped_column(Encrypted)
    urgency: Mapped[str] = mapped_column(String(10))
    risk: Mapped[str] = mapped_column(String(10))
    other_party: Mapped[str | None] = mapped_column(Encrypted)


class EventRow(Base):
    """One line of a case's timeline. Rows are added, never changed."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    move: Mapped[str] = mapped_column(String(30))
    role: Mapped[str] = mapped_column(String(20))
    username: Mapped[str | None] = mapped_column(ForeignKey("staff.username"))
    note: Mapped[str | None] = mapped_column(Encrypted)
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
