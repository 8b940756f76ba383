"""Authorisations: one person lets another do matters for them."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class GrantState(Enum):
    """Where an authorisation stands; one whose days are over is kept as `good` and found to be expired."""

    GOOD = "good"
    USED = "used"  # it was for one case, and that was filed
    REVOKED = "revoked"
    ENDED = "ended"  # one of the two has died


class GrantRow(Base):
    """An authorisation (授权): `services` by code, or all of the field `area`; `until` is its last day."""

    __tablename__ = "grants"

    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    principal_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    services: Mapped[list[str]] = mapped_column(JSON)
    area: Mapped[str] = mapped_column(String(40), default="")
    matter: Mapped[str] = mapped_column(String(100), default="")
    once: Mapped[bool] = mapped_column(default=True)
    given_at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    until: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(10), default=GrantState.GOOD.value)
    case_number: Mapped[str] = mapped_column(String(64), default="")  # the last case filed with it
    over_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
