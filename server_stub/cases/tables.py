"""Cases and what happened to them."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server_stub.database import Base, UtcTime


class CaseState(Enum):
    """Where a case stands (收件 受理 补正 不予受理 办理 办结 退件)."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    CORRECTION = "correction"
    REFUSED = "refused"
    IN_PROGRESS = "in-progress"
    CLOSED = "closed"
    RETURNED = "returned"


OVER = (CaseState.REFUSED.value, CaseState.CLOSED.value, CaseState.RETURNED.value)


class Case(Base):
    """A case. Until it is filed it is only a number with what was put so far."""

    __tablename__ = "cases"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    service: Mapped[str] = mapped_column(String(20), index=True)
    service_version: Mapped[int | None] = mapped_column(ForeignKey("catalogue_versions.id"))  # none: of before 0002
    region: Mapped[str] = mapped_column(String(6), server_default="")
    session_hash: Mapped[str] = mapped_column(String(64))
    filed_by: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)  # whose card it was
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)  # the applicant
    terminal: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    situation: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    form: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    materials: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    phone: Mapped[str] = mapped_column(String(11), default="")
    applicant: Mapped[str] = mapped_column(String(120), default="")  # masked
    state: Mapped[str] = mapped_column(String(20), default="")
    filed_at: Mapped[dt.datetime | None] = mapped_column(UtcTime, index=True)
    digest: Mapped[str] = mapped_column(String(64), default="")
    strokes: Mapped[str] = mapped_column(Text, default="")
    query_code: Mapped[str] = mapped_column(String(6), default="")
    token: Mapped[str] = mapped_column(String(40), default="", index=True)
    covers: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict, server_default=text("'{}'")
    )  # material → e-licence
    due: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    slip: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    steps: Mapped[list[CaseStep]] = relationship(order_by="CaseStep.id", cascade="all, delete-orphan")


class CaseStep(Base):
    """One thing that happened to a case; texts as {zh, en}."""

    __tablename__ = "case_steps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    by: Mapped[dict[str, str]] = mapped_column(JSON)
    note: Mapped[dict[str, str]] = mapped_column(JSON)


class SlipReprint(Base):
    """A slip was handed out for printing once more: where and when."""

    __tablename__ = "slip_reprints"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    terminal: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
