"""Queue numbers of a day."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class NumberState(IntEnum):
    """Where a number stands, with the codes queue systems use."""

    WAITING = 0
    IN_PROCESS = 1
    DONE = 2
    PASSED = 3
    CANCELLED = 4  # done at a terminal meanwhile


class QueueRow(Base):
    """One number. `serial` is the flow number, yyyymmdd and six digits."""

    __tablename__ = "queue_numbers"
    __table_args__ = (UniqueConstraint("hall", "day", "number"), UniqueConstraint("hall", "serial"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hall: Mapped[str] = mapped_column(String(10), index=True)
    day: Mapped[dt.date] = mapped_column(index=True)
    queue: Mapped[str] = mapped_column(String(30))
    business: Mapped[str] = mapped_column(String(60))
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(8))
    serial: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(11), default="")
    state: Mapped[int] = mapped_column(default=NumberState.WAITING)
    taken_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    called_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
