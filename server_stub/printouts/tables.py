"""Prints of terminals."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class PrintoutRow(Base):
    """One print, as its terminal told it. No person is named here: `reference` leads to the document or the case."""

    __tablename__ = "printouts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    hall: Mapped[str] = mapped_column(String(10), index=True)
    terminal: Mapped[str] = mapped_column(String(30), index=True)
    paper: Mapped[str] = mapped_column(String(8))
    reference: Mapped[str] = mapped_column(String(64), index=True)
    device: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(30), default="")
    pages: Mapped[int] = mapped_column(default=0)
    reprint: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(10), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
