"""Applications for life events, and which case each of their components became."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server_stub.database import Base, UtcTime


class JointApplication(Base):
    """One application for a life event. Its number is of the same series as cases' numbers.

    Until it is filed it is only a number with what was put so far. Event and services stay in the versions of the
    moment when the number was given.
    """

    __tablename__ = "joint_applications"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    event: Mapped[str] = mapped_column(String(40), index=True)
    event_version: Mapped[int] = mapped_column(ForeignKey("catalogue_versions.id"))
    services: Mapped[dict[str, int]] = mapped_column(JSON)  # of the event, as far as they are offered: code → version
    lead: Mapped[str] = mapped_column(String(40), index=True)  # the department that leads
    hall: Mapped[str] = mapped_column(String(10))
    region: Mapped[str] = mapped_column(String(6))
    session_hash: Mapped[str] = mapped_column(String(64))
    filed_by: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)  # whose card it was
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)  # for whom all components are
    company: Mapped[str] = mapped_column(String(18), index=True, default="")  # its credit code, once there is one
    terminal: Mapped[str] = mapped_column(String(30))
    first_contact: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    data_version: Mapped[int] = mapped_column(Integer, default=0)
    answers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    form: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    materials: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    level: Mapped[int] = mapped_column(Integer, default=0)  # the highest of the components
    phone: Mapped[str] = mapped_column(String(11), default="")
    applicant: Mapped[str] = mapped_column(String(120), default="")  # masked
    state: Mapped[str] = mapped_column(String(20), default="", index=True)  # `standing.JointState`
    filed_at: Mapped[dt.datetime | None] = mapped_column(UtcTime, index=True)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcTime, index=True)
    limit: Mapped[dict[str, Any]] = mapped_column("event_limit", JSON, default=dict)  # the event's own
    clock_from: Mapped[dt.date | None]
    clock_days: Mapped[int] = mapped_column(Integer, default=0)
    stopped_days: Mapped[int] = mapped_column(Integer, default=0)
    stopped_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None] = mapped_column(index=True)
    due_estimated: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str] = mapped_column(String(64), default="")
    strokes: Mapped[str] = mapped_column(Text, default="")
    query_code: Mapped[str] = mapped_column(String(6), default="")
    token: Mapped[str] = mapped_column(String(40), default="", index=True)
    slip: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    components: Mapped[list[JointComponent]] = relationship(
        order_by="JointComponent.place", cascade="all, delete-orphan"
    )


class JointComponent(Base):
    """A component that was filed, in the event's order.

    It is received by its department when all that it waits for was granted. `awaits`: its own field → component and
    what of its result; `filled`: what they became. `postponed`: conditions that can be judged only then.
    """

    __tablename__ = "joint_components"

    application: Mapped[str] = mapped_column(ForeignKey("joint_applications.number"), primary_key=True)
    service: Mapped[str] = mapped_column(String(20), primary_key=True)
    place: Mapped[int] = mapped_column(Integer)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), unique=True)
    waits_for: Mapped[list[str]] = mapped_column(JSON)
    awaits: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    postponed: Mapped[list[str]] = mapped_column(JSON)
    filled: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # what its department gave when it granted it
    ended: Mapped[str] = mapped_column(String(12), default="")  # `standing.Ending`
    reason: Mapped[str] = mapped_column(String(500), default="")


class JointSubmission(Base):
    """What was signed, each time, and for which components. Never changed."""

    __tablename__ = "joint_submissions"
    __table_args__ = (UniqueConstraint("application", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    application: Mapped[str] = mapped_column(ForeignKey("joint_applications.number"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    services: Mapped[list[str]] = mapped_column(JSON)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    form: Mapped[dict[str, str]] = mapped_column(JSON)
    materials: Mapped[dict[str, int]] = mapped_column(JSON)
    commitments: Mapped[list[str]] = mapped_column(JSON)  # the texts that were signed
    level: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    strokes: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class JointFile(Base):
    """A file given before the application is filed; then each component that needs the material gets it."""

    __tablename__ = "joint_files"
    __table_args__ = (UniqueConstraint("application", "material", "digest"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    application: Mapped[str] = mapped_column(ForeignKey("joint_applications.number"), index=True)
    material: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))  # SM3
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class JointWarning(Base):
    """The lead department was warned that the event's limit ends."""

    __tablename__ = "joint_warnings"

    application: Mapped[str] = mapped_column(ForeignKey("joint_applications.number"), primary_key=True)
    due_on: Mapped[dt.date] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class JointArchive(Base):
    """The archive package of an application that is over."""

    __tablename__ = "joint_archives"

    application: Mapped[str] = mapped_column(ForeignKey("joint_applications.number"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))  # SM3
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class JointReprint(Base):
    """The slip of an application was handed out for printing once more: where and when."""

    __tablename__ = "joint_reprints"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    application: Mapped[str] = mapped_column(ForeignKey("joint_applications.number"), index=True)
    terminal: Mapped[str] = mapped_column(String(30))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
