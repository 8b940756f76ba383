"""Who works in the halls, and where they have signed in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class StaffRow(Base):
    """A member of staff. `number` is the 工号 on their badge; `hall` is "" for who works for all of them."""

    __tablename__ = "staff"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(128))  # argon2id with its salt and cost
    roles: Mapped[list[str]] = mapped_column(JSON)
    departments: Mapped[list[str]] = mapped_column(JSON)
    hall: Mapped[str] = mapped_column(String(10), default="")
    levels: Mapped[list[int]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    active: Mapped[bool] = mapped_column(default=True)
    wrong: Mapped[int] = mapped_column(default=0)  # passwords in a row
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcTime)


class StaffSessionRow(Base):
    """A member of staff at a terminal. The token itself is not kept, only its SHA-256."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff: Mapped[str] = mapped_column(ForeignKey("staff.number"), index=True)
    terminal: Mapped[str] = mapped_column(String(30), index=True)
    opened_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
