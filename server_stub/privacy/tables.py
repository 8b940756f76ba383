"""Requests of people about their own data (个人信息保护法 44–47)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class PrivacyRequestRow(Base):
    """查阅, 删除 or 撤回同意."""

    __tablename__ = "privacy_requests"

    number: Mapped[str] = mapped_column(String(30), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(10), index=True)  # open, done, refused
    asked_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    due_on: Mapped[dt.date]
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_by: Mapped[str] = mapped_column(String(60), default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
