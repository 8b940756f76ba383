"""Finished documents."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class Document(Base):
    """A document that was issued; its bytes never change. `holder`, for the public check, is masked or a company."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[dict[str, str]] = mapped_column(JSON, server_default=text("'{}'"))  # empty: the kind's own
    number: Mapped[str] = mapped_column(String(40), unique=True)
    verification_code: Mapped[str] = mapped_column(String(20), unique=True)
    holder: Mapped[str] = mapped_column(String(120))
    issued_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    valid_until: Mapped[dt.date]
    pages: Mapped[int]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
