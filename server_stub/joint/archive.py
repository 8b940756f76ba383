"""The archive package of an application: what was signed, the results, and the manifest of each component's package."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases import notice_papers
from server_stub.cases.archive import as_json, zipped
from server_stub.cases.tables import Archive
from server_stub.clock import in_hall
from server_stub.digests import sm3
from server_stub.joint.planning import event_of
from server_stub.joint.reading import notices_of
from server_stub.joint.tables import JointApplication, JointArchive, JointComponent, JointSubmission
from server_stub.platform import Platform

_AT_ONCE = 20


def archive_closed(platform: Platform, now: dt.datetime) -> int:
    """Packs what is over and whose components are all packed; how many. Runs outside of transactions."""
    with platform.database.read() as db:
        packed = select(JointArchive.application)
        unpacked = select(JointComponent.application).where(
            JointComponent.case_number.not_in(select(Archive.case_number))
        )
        over = select(JointApplication.number).where(
            JointApplication.closed_at.is_not(None),
            JointApplication.number.not_in(packed),
            JointApplication.number.not_in(unpacked),
        )
        numbers = list(db.scalars(over.limit(_AT_ONCE)))
    for number in numbers:
        content = package(platform, number, now)

        def keep(db: Db, number: str = number, content: bytes = content) -> None:
            if db.get(JointArchive, number) is None:
                db.add(JointArchive(application=number, content=content, digest=sm3(content), at=now))

        platform.database.write(keep)
    return len(numbers)


def package(platform: Platform, number: str, now: dt.datetime) -> bytes:
    """The package of an application whose components are packed."""
    parts: dict[str, bytes] = {}
    with platform.database.read() as db:
        row = db.get_one(JointApplication, number)
        notices = notices_of(db, number)
        signed = select(JointSubmission).where(JointSubmission.application == number)
        for submission in db.scalars(signed.order_by(JointSubmission.number)):
            parts[f"submissions/{submission.number}.json"] = as_json(_submission(submission))
        for component in row.components:
            archive = db.get_one(Archive, component.case_number)
            name = f"components/{component.place + 1:02d}-{component.case_number}"
            parts[f"{name}.manifest.json"] = _manifest(archive.content)
            parts[f"{name}.json"] = as_json({**_component(component), "package": archive.digest})
        parts["application.json"] = as_json(_application(platform, row))
        parts["slip.json"] = as_json(row.slip)
    for place, notice in enumerate(notices, 1):
        parts[f"notices/{place:02d}-{notice.kind}.pdf"] = notice_papers.pdf_of(platform, notice)
    return zipped({"application": number}, parts, now)


def _manifest(package_of_case: bytes) -> bytes:
    """The component's own list of parts with their digests, as it was packed."""
    with zipfile.ZipFile(io.BytesIO(package_of_case)) as archive:
        return archive.read("manifest.json")


def _application(platform: Platform, row: JointApplication) -> dict[str, Any]:
    return {
        "number": row.number,
        "event": row.event,
        "event_version": row.event_version,
        "title": event_of(platform, row).title.zh,
        "lead": row.lead,
        "region": row.region,
        "company": row.company,
        "first_contact": row.first_contact,
        "state": row.state,
        "filed_at": str(in_hall(row.filed_at)) if row.filed_at else "",
        "closed_at": str(in_hall(row.closed_at)) if row.closed_at else "",
        "limit": row.limit,
        "due_on": str(row.due_on or ""),
        "stopped_days": row.stopped_days,
    }


def _component(component: JointComponent) -> dict[str, Any]:
    return {
        "service": component.service,
        "case": component.case_number,
        "waited_for": component.waits_for,
        "filled": component.filled,
        "result": component.result,
        "ended": component.ended,
        "reason": component.reason,
    }


def _submission(row: JointSubmission) -> dict[str, Any]:
    return {
        "services": row.services,
        "answers": row.answers,
        "form": row.form,
        "materials": row.materials,
        "commitments": row.commitments,
        "assurance_level": row.level,
        "digest": row.digest,
        "signature": row.strokes,
        "at": str(in_hall(row.at)),
    }
