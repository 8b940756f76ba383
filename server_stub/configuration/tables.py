"""What is configured, every version of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class ConfigurationRow(Base):
    """One version of one document, such as `hall/JA`; the newest one holds."""

    __tablename__ = "configuration"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    content: Mapped[Any] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
