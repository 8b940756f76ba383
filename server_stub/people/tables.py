"""People, their documents, what the registers know of them, and sessions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class Person(Base):
    """A person the platform knows. `phone` is "" where none is registered."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    english_name: Mapped[str] = mapped_column(String(120), default="")
    sex: Mapped[str] = mapped_column(String(1))
    birth: Mapped[dt.date]
    phone: Mapped[str] = mapped_column(String(11), default="")
    deceased: Mapped[bool] = mapped_column(default=False)


class Card(Base):
    """A document of a person. `valid_until` is empty for 长期."""

    __tablename__ = "cards"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    number: Mapped[str] = mapped_column(String(18), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    valid_until: Mapped[dt.date | None]
    lost: Mapped[bool] = mapped_column(default=False)


class CardReport(Base):
    """A document was reported lost, or found again at a window: when, at which terminal or by whom of the staff."""

    __tablename__ = "card_reports"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(18), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    lost: Mapped[bool]
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(String(60))


class Record(Base):
    """What one register knows of a person; its shape is in `registers.py`."""

    __tablename__ = "records"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(30), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class SessionRow(Base):
    """An identification. The token itself is not kept, only its SHA-256. `by_face`: no document was read for it."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(18))
    standing: Mapped[str] = mapped_column(String(20))
    level: Mapped[int]
    by_face: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    terminal: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
