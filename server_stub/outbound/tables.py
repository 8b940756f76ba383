"""What other platforms must learn, on disk with the change that it tells of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class OutboundRow(Base):
    """One message. `target` names the platform in the rules: supervision, credit, hotline, ratings, staff."""

    __tablename__ = "outbound_messages"

    place: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    id: Mapped[str] = mapped_column(String(36), unique=True)
    target: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64), index=True)  # the case or report it is about
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_try: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcTime, index=True)
    trouble: Mapped[str] = mapped_column(String(120), default="")
