"""The log of looks: written with each page that shows somebody's data, read by the administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.audit.tables import AccessRow
from server_stub.staff.tables import StaffRow

_MOST = 500


@dataclass(frozen=True)
class Filter:
    """Which looks: of whom, at what, in which time. Empty: all. `subjects` None: any; `hall`: of who works there."""

    staff: str = ""
    subject: str = ""
    subjects: Collection[str] | None = None
    what: str = ""
    hall: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def note(db: Db, staff: str, what: str, subject: str, page: str, now: dt.datetime) -> None:
    """Somebody looks at something."""
    db.add(AccessRow(at=now, staff=staff, what=what, subject=subject, page=page))


def looks(db: Db, wanted: Filter, before: int | None = None, most: int = _MOST) -> list[AccessRow]:
    """The newest first; `before` an id, for the next page."""
    query = select(AccessRow).order_by(AccessRow.id.desc()).limit(min(most, _MOST))
    if wanted.staff:
        query = query.where(AccessRow.staff == wanted.staff)
    if wanted.subject:
        query = query.where(AccessRow.subject == wanted.subject)
    if wanted.subjects is not None:
        query = query.where(AccessRow.subject.in_(wanted.subjects))
    if wanted.what:
        query = query.where(AccessRow.what == wanted.what)
    if wanted.hall:
        query = query.where(AccessRow.staff.in_(select(StaffRow.number).where(StaffRow.hall == wanted.hall)))
    if wanted.since is not None:
        query = query.where(AccessRow.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AccessRow.at < wanted.until)
    if before is not None:
        query = query.where(AccessRow.id < before)
    return list(db.scalars(query))
