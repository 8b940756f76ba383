"""Slots with how many places of each are taken, the appointments that take them, and who may not book for a while."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class State(IntEnum):
    """Where an appointment stands. Those up to MISSED take a place of their slot; those up to CHECKED_IN are active."""

    HELD = 0
    BOOKED = 1
    CHECKED_IN = 2
    MISSED = 3
    CANCELLED = 4
    EXPIRED = 5


class Channel(IntEnum):
    """Where it was made, with the codes that booking systems use (DOMAIN.md 3.6b)."""

    NET = 1
    PHONE = 2
    WECHAT = 3
    TERMINAL = 4


class SlotRow(Base):
    """A slot that somebody wanted: what its hall plans stands in the configuration, here is what is taken.

    `id` is `hall/business/yyyymmddHHMM` in the hall's time. The database itself refuses to take more than `capacity`,
    which is what was planned when the slot was last full or made, and never less than what is taken.
    """

    __tablename__ = "slots"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= capacity", name="never_oversold"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    hall: Mapped[str] = mapped_column(String(10))
    business: Mapped[str] = mapped_column(String(60))
    day: Mapped[dt.date] = mapped_column(index=True)
    starts: Mapped[dt.datetime] = mapped_column(UtcTime)
    ends: Mapped[dt.datetime] = mapped_column(UtcTime)
    capacity: Mapped[int]
    taken: Mapped[int]


class AppointmentRow(Base):
    """One appointment. `number` is what the person is told; with the end of their phone's number it finds it."""

    __tablename__ = "appointments"
    __table_args__ = (
        Index(
            "uq_appointments_active",
            "person_id",
            "day",
            "business",
            unique=True,
            sqlite_where=text("state <= 2"),
            postgresql_where=text("state <= 2"),
        ),
        Index("ix_appointments_person_id_made_at", "person_id", "made_at"),
        Index("ix_appointments_slot_id_state", "slot_id", "state"),
        Index("ix_appointments_held", "held_until", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slots.id"))
    day: Mapped[dt.date]
    business: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    phone: Mapped[str] = mapped_column(String(11))
    channel: Mapped[int]
    terminal: Mapped[str] = mapped_column(String(30))
    state: Mapped[int]
    made_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    held_until: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    booked_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    reminded_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    arrived_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)  # cancelled, expired or missed
    by_hall: Mapped[bool] = mapped_column(server_default=text("false"))  # called off: counts against nobody
    ticket: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # as it was given at check-in


class PauseRow(Base):
    """Somebody may not book until then; numbers at the hall they get as everybody. Before `since` all is settled."""

    __tablename__ = "booking_pauses"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(UtcTime)
    until: Mapped[dt.datetime] = mapped_column(UtcTime)
