"""What other platforms shall get: written with the fact it tells of, sent afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class OutboundRow(Base):
    """One message to another platform, in the order of `id`. `sent_at` is empty until it was taken there."""

    __tablename__ = "outbound_messages"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)  # the receiver takes a message twice as once
    target: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    trouble: Mapped[str] = mapped_column(String(200), default="")
