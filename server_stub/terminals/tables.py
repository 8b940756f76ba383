"""Terminals and what was last heard of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class TerminalRow(Base):
    """A terminal the platform knows. Without a key it has not enrolled yet."""

    __tablename__ = "terminals"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    hall: Mapped[str] = mapped_column(String(10), index=True)
    place: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    window: Mapped[str] = mapped_column(String(8), default="")
    menu: Mapped[str] = mapped_column(String(40))
    series: Mapped[int] = mapped_column(default=0, server_default="0")  # of the numbers it gives while cut off
    departments: Mapped[list[str]] = mapped_column(JSON, default=list)  # whose system it is, for kind system
    stage: Mapped[str] = mapped_column(String(6), default="live")
    public_key: Mapped[str] = mapped_column(String(64), default="")  # Ed25519, hex
    blocked: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    enrolment_hash: Mapped[str] = mapped_column(String(64), default="")
    enrolment_until: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    enrolled_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)


class HeartbeatRow(Base):
    """What a terminal said last."""

    __tablename__ = "terminal_heartbeats"

    terminal: Mapped[str] = mapped_column(ForeignKey("terminals.id"), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    software: Mapped[str] = mapped_column(String(40))
    devices: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    letters: Mapped[int] = mapped_column(Integer)  # what waits in its outbox
