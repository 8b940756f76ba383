"""Ratings, what follows bad ones, and which closed cases could be rated."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class RatingRow(Base):
    """One rating of a matter (its case) or of a visit. `number` is 1, or 2 after a bad one was remedied.

    Exactly one of `case_number` and `visit` is there. `person_id` is kept only where the person consents to be asked.
    """

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("case_number", "number"), UniqueConstraint("visit", "number"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_number: Mapped[str | None] = mapped_column(String(64))
    visit: Mapped[str | None] = mapped_column(String(36))
    number: Mapped[int]
    about: Mapped[str] = mapped_column(String(10))  # case, window, machine
    stars: Mapped[int]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(String(300))
    channel: Mapped[int]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    phone: Mapped[str] = mapped_column(String(11))
    service: Mapped[str] = mapped_column(String(60))
    department: Mapped[str] = mapped_column(String(40), index=True)
    hall: Mapped[str] = mapped_column(String(10), index=True)
    terminal: Mapped[str] = mapped_column(String(30))
    clerk: Mapped[str] = mapped_column(String(60), index=True)  # who served, or last worked on the case
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)


class FollowUpState(Enum):
    """Where a follow-up stands."""

    OPEN = "open"
    CONTACTED = "contacted"
    REMEDIED = "remedied"


class FollowUpRow(Base):
    """Asking back after a named bad rating (回访整改): by whom until when, and what came of it."""

    __tablename__ = "rating_follow_ups"

    rating_id: Mapped[str] = mapped_column(ForeignKey("ratings.id"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(40), index=True)  # a department's key, or hall/ID
    ledger: Mapped[str] = mapped_column(String(30))  # its number there
    due: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(12), index=True)
    contacted_by: Mapped[str] = mapped_column(String(60), default="")
    contacted_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    remedied_by: Mapped[str] = mapped_column(String(60), default="")
    remedied_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(String(300), default="")


class RateableRow(Base):
    """A case that was closed without a rating, on the list of its day (可评价)."""

    __tablename__ = "rateable_cases"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(index=True)
    service: Mapped[str] = mapped_column(String(60))
    department: Mapped[str] = mapped_column(String(40), index=True)
