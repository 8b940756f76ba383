"""Who was told of which policy, and whom the platform has looked at."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class EntitlementNotice(Base):
    """Somebody was told that they may have something, once. `whose` is their own id or their child's."""

    __tablename__ = "entitlement_notices"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    whose: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class EntitlementLook(Base):
    """When the platform looked last at what somebody may have."""

    __tablename__ = "entitlement_looks"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(index=True)
