"""Who sits at which window on which half day (值班表)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class RosterRow(Base):
    """One half day of a window. `stand_in` takes over where the first one is missing (AB 角)."""

    __tablename__ = "rosters"
    __table_args__ = (UniqueConstraint("day", "half", "staff"),)

    hall: Mapped[str] = mapped_column(String(10), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    half: Mapped[str] = mapped_column(String(2), primary_key=True)  # am, pm
    window: Mapped[str] = mapped_column(String(8), primary_key=True)
    staff: Mapped[str] = mapped_column(ForeignKey("staff.number"))
    stand_in: Mapped[str] = mapped_column(String(20), default="")
    author: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
