"""The ledger of problems (台账): what could not be done, bad ratings, machine faults, calls to 12345."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server_stub.database import Base, UtcTime


class ReportKind(Enum):
    """Where an entry came from."""

    NOT_DONE = "not-done"  # 办不成事
    BAD_RATING = "bad-rating"
    MACHINE_FAULT = "machine-fault"
    HOTLINE = "12345"


class Progress(Enum):
    """Where an entry stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    CLEARED = "cleared"


class ReportRow(Base):
    """One entry. `owner` is a department's key or `hall/ID`; `assignee` who of the staff works on it.

    `person_id` and `phone` are there where the person gave them; number and `query_code` open the answer.
    """

    __tablename__ = "ledger"

    number: Mapped[str] = mapped_column(String(30), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    service: Mapped[str] = mapped_column(String(60), default="")
    case_number: Mapped[str] = mapped_column(String(64), default="")
    region: Mapped[str] = mapped_column(String(6))
    hall: Mapped[str] = mapped_column(String(10), index=True)
    terminal: Mapped[str] = mapped_column(String(30), default="", index=True)
    text: Mapped[str] = mapped_column(String(500))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    phone: Mapped[str] = mapped_column(String(11), default="")
    query_code: Mapped[str] = mapped_column(String(6), default="")
    hotline_number: Mapped[str] = mapped_column(String(40), default="")  # its number at 12345, if it came from there
    owner: Mapped[str] = mapped_column(String(40), index=True)
    assignee: Mapped[str] = mapped_column(String(60), default="")
    progress: Mapped[str] = mapped_column(String(12), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    due: Mapped[dt.date] = mapped_column(index=True)
    reminded_on: Mapped[dt.date | None]
    escalated: Mapped[int] = mapped_column(default=0)  # to how many of those above
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    handed_over_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    cleared_on: Mapped[dt.date | None]
    steps: Mapped[list[ReportStep]] = relationship(order_by="ReportStep.id", cascade="all, delete-orphan")


class ReportStep(Base):
    """One thing that happened to an entry."""

    __tablename__ = "ledger_steps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(ForeignKey("ledger.number"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(500), default="")
