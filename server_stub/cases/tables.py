"""Cases, what was signed, what happened, what was told, what is still owed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server_stub.cases.states import OVER, CaseState
from server_stub.database import Base, UtcTime

__all__ = ["OVER", "Case", "CaseState"]


class Case(Base):
    """A case. Until it is filed it is only a number with what was put so far."""

    __tablename__ = "cases"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    service: Mapped[str] = mapped_column(String(20), index=True)
    service_version: Mapped[int | None] = mapped_column(ForeignKey("catalogue_versions.id"))  # none: of before 0002
    region: Mapped[str] = mapped_column(String(6), server_default="")
    department: Mapped[str] = mapped_column(String(40), index=True, server_default="")
    session_hash: Mapped[str] = mapped_column(String(64))
    filed_by: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)  # whose card it was
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)  # the applicant
    company: Mapped[str] = mapped_column(String(18), index=True, server_default="")  # its credit code, if for one
    parent: Mapped[str] = mapped_column(String(64), index=True, server_default="")  # the life event's application
    terminal: Mapped[str] = mapped_column(String(30))
    first_contact: Mapped[str] = mapped_column(String(80), server_default="")  # 首问: who took it, stays with it
    given_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    data_version: Mapped[int] = mapped_column(Integer, server_default="0")  # DATAVERSION of the form
    situation: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    form: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    materials: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    phone: Mapped[str] = mapped_column(String(11), default="")
    applicant: Mapped[str] = mapped_column(String(120), default="")  # masked
    state: Mapped[str] = mapped_column(String(20), default="", index=True)
    filed_at: Mapped[dt.datetime | None] = mapped_column(UtcTime, index=True)
    accepted_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcTime, index=True)
    outcome: Mapped[str] = mapped_column(String(10), server_default="")  # granted, denied
    corrected: Mapped[bool] = mapped_column(server_default="0", default=False)  # it was asked for correction once
    level: Mapped[int] = mapped_column(Integer, server_default="1", default=1)  # of decision, from 1
    handler: Mapped[str] = mapped_column(String(60), index=True, server_default="", default="")
    answer_due: Mapped[dt.date | None]  # until when acceptance is decided, or the correction supplied
    clock_from: Mapped[dt.date | None]  # limits run from the day after
    clock_days: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    stopped_days: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    stopped_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None] = mapped_column(index=True)
    due_estimated: Mapped[bool] = mapped_column(server_default="0", default=False)
    digest: Mapped[str] = mapped_column(String(64), default="")
    strokes: Mapped[str] = mapped_column(Text, default="")
    query_code: Mapped[str] = mapped_column(String(6), default="")
    token: Mapped[str] = mapped_column(String(40), default="", index=True)
    covers: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict, server_default=text("'{}'")
    )  # material → e-licence
    due: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    slip: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    correction: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))  # what is missing
    steps: Mapped[list[CaseStep]] = relationship(order_by="CaseStep.id", cascade="all, delete-orphan")


class CaseStep(Base):
    """One thing that happened to a case; texts as {zh, en}. `actor` is who did it, as the records name them."""

    __tablename__ = "case_steps"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    move: Mapped[str] = mapped_column(String(20), server_default="", default="")
    actor: Mapped[str] = mapped_column(String(80), server_default="", default="")
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    by: Mapped[dict[str, str]] = mapped_column(JSON)
    note: Mapped[dict[str, str]] = mapped_column(JSON)
    notice_id: Mapped[str] = mapped_column(String(36), server_default="", default="")


class CaseOpinion(Base):
    """What one level of decision proposes to the next (拟办意见), or why the next one sent it back. For staff only."""

    __tablename__ = "case_opinions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    level: Mapped[int] = mapped_column(Integer)  # at which it was given
    actor: Mapped[str] = mapped_column(String(80))
    proposal: Mapped[str] = mapped_column(String(10))  # grant, deny, send-back, "" for none
    words: Mapped[str] = mapped_column(String(500))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class Submission(Base):
    """What was signed, each time: the form, the materials, the fingerprint, the strokes. Never changed."""

    __tablename__ = "case_submissions"
    __table_args__ = (UniqueConstraint("case_number", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    situation: Mapped[dict[str, str]] = mapped_column(JSON)
    form: Mapped[dict[str, str]] = mapped_column(JSON)
    materials: Mapped[dict[str, int]] = mapped_column(JSON)
    commitment: Mapped[str] = mapped_column(Text)  # the text that was signed
    level: Mapped[int] = mapped_column(Integer)  # how sure it was who signs
    digest: Mapped[str] = mapped_column(String(64))
    strokes: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class CaseFile(Base):
    """A file of a case, by content: a photograph or a PDF of a material (申报), later a result."""

    __tablename__ = "case_files"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    material: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))  # SM3
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class NoticeRow(Base):
    """A notice: what it says, and its bytes once somebody asked for them. Neither changes. A checklist has no case."""

    __tablename__ = "case_notices"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number"), index=True)
    application: Mapped[str] = mapped_column(String(64), index=True, server_default="", default="")  # of a life event
    place: Mapped[int] = mapped_column(Integer)  # in the case's order
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    verification_code: Mapped[str] = mapped_column(String(20), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)


class Promise(Base):
    """A material that was promised for later (容缺): what, until when, and what became of it."""

    __tablename__ = "case_promises"
    __table_args__ = (UniqueConstraint("case_number", "material"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    material: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    copies: Mapped[int] = mapped_column(Integer)
    shared: Mapped[str] = mapped_column(String(130), index=True, server_default="", default="")  # one for several cases
    due_on: Mapped[dt.date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    objection_until: Mapped[dt.date | None]
    objection: Mapped[str] = mapped_column(String(500), default="")
    history: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)


class WarningRow(Base):
    """The department was warned that a term ends."""

    __tablename__ = "case_warnings"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)  # answer, decision
    due_on: Mapped[dt.date] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class Archive(Base):
    """The archive package of a case that is over."""

    __tablename__ = "case_archives"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))  # SM3
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class Parked(Base):
    """A department's message that came before the one it follows."""

    __tablename__ = "department_messages"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    applied: Mapped[bool] = mapped_column(default=False)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class Transfer(Base):
    """异地代收代办: a case that another place owns, handed on with its materials, and handed back with its result."""

    __tablename__ = "case_transfers"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    from_hall: Mapped[str] = mapped_column(String(10), index=True)
    to_region: Mapped[str] = mapped_column(String(6), index=True)
    what: Mapped[str] = mapped_column(String(10))  # materials, result
    items: Mapped[list[str]] = mapped_column(JSON)
    way: Mapped[str] = mapped_column(String(10))  # system, post
    tracking: Mapped[str] = mapped_column(String(40), default="")
    sent_by: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    received_by: Mapped[str] = mapped_column(String(80), default="")
    received_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    missing: Mapped[list[str]] = mapped_column(JSON, default=list)


class JointTask(Base):
    """多地联办: what another place or department is asked for while a case is worked on, and its answer."""

    __tablename__ = "case_joint_tasks"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    region: Mapped[str] = mapped_column(String(6), index=True)
    department: Mapped[str] = mapped_column(String(40), index=True)
    question: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[dt.datetime] = mapped_column(UtcTime)
    answer: Mapped[str] = mapped_column(String(500), default="")
    agreed: Mapped[bool | None]
    answered_by: Mapped[str] = mapped_column(String(80), default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcTime)


class SlipReprint(Base):
    """A slip was handed out for printing once more: where and when."""

    __tablename__ = "slip_reprints"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    terminal: Mapped[str] = mapped_column(String(30))
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
