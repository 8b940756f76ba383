"""The archive package of a case that is over: everything that was filed, told and decided, each with its digest.

A ZIP with `manifest.json` (path → SM3), the signed forms, files, notices as they went out, and the log. The package's
own SM3 is kept beside it.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases import notice_papers, promises
from server_stub.cases.access import service_of
from server_stub.cases.reading import notices_of
from server_stub.cases.states import OVER
from server_stub.cases.tables import Archive, Case, CaseFile, Submission
from server_stub.clock import in_hall
from server_stub.digests import sm3
from server_stub.licences.tables import LicenceRow
from server_stub.platform import Platform

_AT_ONCE = 20
_SUFFIX = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def archive_closed(platform: Platform, now: dt.datetime) -> int:
    """Packs what is over and not packed yet; how many. Runs outside of transactions."""
    with platform.database.read() as db:
        packed = select(Archive.case_number)
        over = select(Case.number).where(Case.state.in_(OVER), Case.number.not_in(packed)).limit(_AT_ONCE)
        numbers = list(db.scalars(over))
    for number in numbers:
        content = package(platform, number, now)

        def keep(db: Db, number: str = number, content: bytes = content) -> None:
            if db.get(Archive, number) is None:
                db.add(Archive(case_number=number, content=content, digest=sm3(content), at=now))

        platform.database.write(keep)
    return len(numbers)


def package(platform: Platform, number: str, now: dt.datetime) -> bytes:
    """The package of a case."""
    parts: dict[str, bytes] = {}
    with platform.database.read() as db:
        case = db.get_one(Case, number)
        notices = notices_of(db, number)
        for row in db.scalars(select(Submission).where(Submission.case_number == number).order_by(Submission.number)):
            parts[f"submissions/{row.number}.json"] = as_json(_submission(row))
        files = db.scalars(select(CaseFile).where(CaseFile.case_number == number).order_by(CaseFile.at, CaseFile.id))
        for place, file in enumerate(files, 1):
            parts[f"materials/{place:02d}-{file.material}.{_SUFFIX[file.media_type]}"] = file.content
        parts["case.json"] = as_json(_case(platform, db, case))
        parts["log.json"] = as_json([_step(step) for step in case.steps])
        if case.slip:
            parts["slip.json"] = as_json(case.slip)
    for place, notice in enumerate(notices, 1):
        parts[f"notices/{place:02d}-{notice.kind}.pdf"] = notice_papers.pdf_of(platform, notice)
    return zipped({"case": number}, parts, now)


def zipped(about: dict[str, str], parts: dict[str, bytes], now: dt.datetime) -> bytes:
    """A package of these parts with its manifest."""
    manifest = {**about, "packed_at": now.isoformat(), "digest": "SM3", "files": _digests(parts)}
    return _zip({"manifest.json": as_json(manifest), **parts}, now)


def _case(platform: Platform, db: Db, case: Case) -> dict[str, Any]:
    service = service_of(platform, case)
    return {
        "number": case.number,
        "application": case.parent,
        "service": case.service,
        "service_version": case.service_version,
        "title": service.guide.service.title.zh,
        "implementation_code": service.facts.implementation_code,
        "region": case.region,
        "company": case.company,
        "first_contact": case.first_contact,
        "state": case.state,
        "outcome": case.outcome,
        "filed_at": str(in_hall(case.filed_at)) if case.filed_at else "",
        "accepted_at": str(in_hall(case.accepted_at)) if case.accepted_at else "",
        "closed_at": str(in_hall(case.closed_at)) if case.closed_at else "",
        "due_on": str(case.due_on or ""),
        "stopped_days": case.stopped_days,
        "situation": case.situation,
        "form": case.form,  # also what came after the signature with another component's result
        "correction": case.correction,
        "licences": {key: _licence(db, id_) for key, id_ in sorted(case.covers.items())},
        "promises": [
            {"material": p.material, "due_on": str(p.due_on), "state": p.state, "history": p.history}
            for p in promises.of_case(db, case.number)
        ],
    }


def _licence(db: Db, id_: str) -> dict[str, str]:
    """The e-licence that stood for a material."""
    row = db.get_one(LicenceRow, id_)
    return {"kind": row.kind, "identifier": row.identifier, "number": row.number}


def _submission(row: Submission) -> dict[str, Any]:
    return {
        "situation": row.situation,
        "form": row.form,
        "materials": row.materials,
        "commitment": row.commitment,
        "assurance_level": row.level,
        "digest": row.digest,
        "signature": row.strokes,
        "at": str(in_hall(row.at)),
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "move": step.move,
        "state": step.state,
        "actor": step.actor,
        "by": step.by,
        "note": step.note,
        "notice": step.notice_id,
        "at": str(in_hall(step.at)),
    }


def as_json(value: Any) -> bytes:
    """As it stands in a package."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _digests(parts: dict[str, bytes]) -> dict[str, str]:
    return {path: sm3(content) for path, content in sorted(parts.items())}


def _zip(parts: dict[str, bytes], now: dt.datetime) -> bytes:
    target = io.BytesIO()
    stamp = in_hall(now).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path, stamp), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
