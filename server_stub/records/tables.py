"""What registers know of companies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base


class CompanyRecord(Base):
    """What one register knows of a company: `{"entries": [{item: value}]}`."""

    __tablename__ = "company_records"

    credit_code: Mapped[str] = mapped_column(String(18), primary_key=True)
    source: Mapped[str] = mapped_column(String(30), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
