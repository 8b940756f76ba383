"""Requests to correct what a register says of somebody."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class CorrectionState(Enum):
    """Where a request stands."""

    OPEN = "open"
    CORRECTED = "corrected"
    NOT_CORRECTED = "not-corrected"


class CorrectionRow(Base):
    """One request (这条信息不对) to the department whose data it is.

    `what` is a field of the form of `service`, or `register.item`; `shown` is what the platform showed of it.
    """

    __tablename__ = "data_corrections"

    number: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    service: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(100))
    register: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(60))
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    department: Mapped[str] = mapped_column(String(40), index=True)
    region: Mapped[str] = mapped_column(String(6))
    shown: Mapped[str] = mapped_column(String(400))
    wrong: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(11))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    due: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(20), index=True)
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_by: Mapped[str] = mapped_column(String(60), default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
