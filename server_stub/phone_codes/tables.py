"""Phone codes and the messages that carry them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime

LONGEST = 300  # characters of a message


class PhoneCode(Base):
    """A code that was sent. The code itself is not kept here, only its salted SHA-256."""

    __tablename__ = "phone_codes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(11), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    session_hash: Mapped[str] = mapped_column(String(64), default="")
    case_number: Mapped[str] = mapped_column(String(64), default="")
    terminal: Mapped[str] = mapped_column(String(30), server_default="", index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    verified_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)  # of a sign-in: it opened a session


class Message(Base):
    """A message handed to the SMS gateway (短信). `code` is empty for messages without one."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    phone: Mapped[str] = mapped_column(String(11))
    text: Mapped[str] = mapped_column(String(LONGEST))
    code: Mapped[str] = mapped_column(String(6), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)


class WrongLookup(Base):
    """A number tried with a wrong code or name; `case_number` is what was tried, of a case or of something else."""

    __tablename__ = "wrong_lookups"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(String(64), index=True)
    terminal: Mapped[str] = mapped_column(String(20), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
