"""Companies as legal persons, and who may act for them."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class Role(Enum):
    """What somebody is at a company: 法定代表人 (经营者 of an individual business), 证照管理员, 办事人."""

    LEGAL_REPRESENTATIVE = "legal-representative"
    LICENCE_MANAGER = "licence-manager"
    CLERK = "clerk"


class CompanyRow(Base):
    """A company by its unified social credit code (GB 32100). `kind` is a key of the option list company-kinds."""

    __tablename__ = "companies"

    credit_code: Mapped[str] = mapped_column(String(18), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(120), default="")
    open: Mapped[bool] = mapped_column(default=True)  # registered, not cancelled


class RoleRow(Base):
    """A role of a person. A clerk's is for `services` and all of the fields `areas`, to the day `until`."""

    __tablename__ = "company_roles"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    credit_code: Mapped[str] = mapped_column(ForeignKey("companies.credit_code"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    services: Mapped[list[str]] = mapped_column(JSON, default=list)
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    until: Mapped[dt.date | None]
    given_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))  # none: the business register says so
    given_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
