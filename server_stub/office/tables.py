"""Who is signed in to the back office, and what they have written and not done yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class OfficeSession(Base):
    """A browser that is signed in. The cookie's token is not kept, only its SHA-256.

    `said` is told on the next page. `revealed`: case number → until when its masked parts are shown in full.
    """

    __tablename__ = "office_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff: Mapped[str] = mapped_column(ForeignKey("staff.number"), index=True)
    opened_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    said: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    revealed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))


class OfficeDraft(Base):
    """What somebody has written about something and is looking through before it is done."""

    __tablename__ = "office_drafts"

    staff: Mapped[str] = mapped_column(ForeignKey("staff.number"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
