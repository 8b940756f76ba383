"""What is kept of faces: that somebody consented, for what, and how it ended; references of today's check-ins.

No picture, no template and no distance of a comparison comes here. Photographs and templates are those of the register,
as taken for documents.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server_stub.database import Base, UtcTime


class FaceCheckRow(Base):
    """One comparison under a consent. `person_id`: whose session it was; None where there was none."""

    __tablename__ = "face_checks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    consent: Mapped[str] = mapped_column(String(36), index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    outcome: Mapped[str] = mapped_column(String(12))
    model: Mapped[str] = mapped_column(String(60))
    hall: Mapped[str] = mapped_column(String(10))
    terminal: Mapped[str] = mapped_column(String(30), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)


class FaceCheckInRow(Base):
    """Somebody wants to be known by their face in one hall until its day is over. `id` is the reference that terminals
    keep beside the template; it says nothing by itself.
    """

    __tablename__ = "face_check_ins"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(18))
    hall: Mapped[str] = mapped_column(String(10))
    terminal: Mapped[str] = mapped_column(String(30))
    consent: Mapped[str] = mapped_column(String(36))
    day: Mapped[dt.date] = mapped_column(index=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)


class PhotoRow(Base):
    """A person's photograph in the register: JPEG."""

    __tablename__ = "photos"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)


class FaceTemplateRow(Base):
    """A template of a person's face in the register, of one face model: `numbers` are float32, little-endian."""

    __tablename__ = "face_templates"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    model: Mapped[str] = mapped_column(String(60), primary_key=True)
    numbers: Mapped[bytes] = mapped_column(LargeBinary)
