"""Who saw what: every look of staff at somebody's data."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class AccessRow(Base):
    """One look or change, never changed, never deleted; `subject` is a number.

    `what`: case, person (in full), files, list, export; change; sign-in, sign-out.
    """

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)
    staff: Mapped[str] = mapped_column(String(20), index=True)
    what: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    page: Mapped[str] = mapped_column(String(60))
