"""查阅, 删除, 撤回同意: asked by the person, answered by the administrator, in time.

What the law makes the platform keep (filed cases, issued papers, the ledger of licence uses) is not deleted; the answer
says so. What goes: messages, codes, drafts, phones on queue numbers, the registered phone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Db

from server_stub.authority.tables import GrantRow
from server_stub.cases.tables import Case, CaseFile
from server_stub.clock import in_hall
from server_stub.companies.tables import RoleRow
from server_stub.corrections.tables import CorrectionRow
from server_stub.database import next_number
from server_stub.documents.tables import Document
from server_stub.faces.tables import FaceTemplateRow, PhotoRow
from server_stub.joint.tables import JointApplication, JointFile
from server_stub.licences.tables import LicenceRow
from server_stub.licences.uses import chain
from server_stub.people import service as people
from server_stub.people.tables import Card, Person, Record, SessionRow
from server_stub.phone_codes.service import tell
from server_stub.phone_codes.tables import Message, PhoneCode
from server_stub.platform import Call, Platform
from server_stub.privacy.models import NewPrivacyRequest, PrivacyRequest, RequestKind
from server_stub.privacy.tables import PrivacyRequestRow
from server_stub.problems import Problem
from server_stub.queue.tables import QueueRow
from server_stub.ratings.tables import RatingRow
from server_stub.reports.tables import ReportRow

ANSWER_DAYS = 15  # working days


def ask(db: Db, call: Call, wanted: NewPrivacyRequest) -> PrivacyRequest:
    """A request of the holder (level 3). Problems of the holder."""
    holder, now = people.holder_of(db, call, level=people.SECOND_PROOF), call.platform.clock()
    series = next_number(db, f"privacy/{now:%Y%m%d}")
    row = PrivacyRequestRow(
        number=f"GX{now:%Y%m%d}{series:05d}",
        person_id=holder.person.id,
        kind=wanted.kind.value,
        text=wanted.text,
        state="open",
        asked_at=now,
        due_on=call.platform.calendar.after(now.date(), ANSWER_DAYS).day,
    )
    db.add(row)
    db.flush()
    return view(row)


def own(db: Db, call: Call) -> list[PrivacyRequest]:
    """The holder's requests, the newest first."""
    holder = people.holder_of(db, call, level=people.SECOND_PROOF)
    rows = select(PrivacyRequestRow).where(PrivacyRequestRow.person_id == holder.person.id)
    return [view(row) for row in db.scalars(rows.order_by(PrivacyRequestRow.asked_at.desc()))]


def grant(db: Db, platform: Platform, number: str, answer: str, by: str) -> PrivacyRequestRow:
    """Does what was asked. Problem: privacy.state."""
    row = _open(db, number)
    match RequestKind(row.kind):
        case RequestKind.VIEW:
            row.outcome = everything_of(db, row.person_id)
        case RequestKind.DELETE:
            row.outcome = {"deleted": erase(db, row.person_id)}
        case RequestKind.WITHDRAW_CONSENT:
            row.outcome = {"deleted": erase(db, row.person_id)}
    return _answer(db, platform, row, "done", answer, by)


def refuse(db: Db, platform: Platform, number: str, answer: str, by: str) -> PrivacyRequestRow:
    """Says why not. Problem: privacy.state."""
    return _answer(db, platform, _open(db, number), "refused", answer, by)


def everything_of(db: Db, person_id: str) -> dict[str, Any]:
    """All that the platform has of a person, as data."""
    person = db.get_one(Person, person_id)
    cases = db.scalars(select(Case).where(Case.person_id == person_id).order_by(Case.number))
    return {
        "person": {"name": person.name, "sex": person.sex, "birth": str(person.birth), "phone": person.phone},
        "documents_of_identity": [
            {"kind": c.kind, "number": c.number, "valid_until": str(c.valid_until or ""), "lost": c.lost}
            for c in db.scalars(select(Card).where(Card.person_id == person_id))
        ],
        "registers": {r.source: r.data for r in db.scalars(select(Record).where(Record.person_id == person_id))},
        "face": {
            "photograph": db.get(PhotoRow, person_id) is not None,
            "templates": list(db.scalars(select(FaceTemplateRow.model).where(FaceTemplateRow.person_id == person_id))),
        },
        "licences": [
            {"kind": x.kind, "identifier": x.identifier, "number": x.number, "state": x.state, "items": x.items}
            for x in db.scalars(select(LicenceRow).where(LicenceRow.person_id == person_id).order_by(LicenceRow.id))
        ],
        "uses_of_licences": [
            {"licence": u.licence_id, "purpose": u.purpose, "by": u.department["zh"], "at": str(in_hall(u.at))}
            for u in chain(db, f"person/{person_id}")[0]
        ],
        "cases": [
            {"number": c.number, "service": c.service, "state": c.state, "situation": c.situation, "form": c.form}
            for c in cases
        ],
        "applications": [
            {"number": a.number, "event": a.event, "state": a.state, "answers": a.answers, "form": a.form}
            for a in db.scalars(
                select(JointApplication)
                .where(JointApplication.person_id == person_id)
                .order_by(JointApplication.number)
            )
        ],
        "files": [
            {"case": f.case_number, "material": f.material, "digest": f.digest}
            for f in db.scalars(
                select(CaseFile).join(Case, Case.number == CaseFile.case_number).where(Case.person_id == person_id)
            )
        ],
        **_trusted(db, person_id),
        "papers": [
            {"number": d.number, "kind": d.kind, "issued_at": str(in_hall(d.issued_at))}
            for d in db.scalars(select(Document).where(Document.person_id == person_id))
        ],
    }


def _trusted(db: Db, person_id: str) -> dict[str, Any]:
    """Authorisations, roles at companies, what was asked to be corrected, ratings and reports under one's name."""
    both = (GrantRow.principal_id == person_id) | (GrantRow.agent_id == person_id)
    ratings = db.scalars(select(RatingRow).where(RatingRow.person_id == person_id).order_by(RatingRow.at))
    reports = db.scalars(select(ReportRow).where(ReportRow.person_id == person_id).order_by(ReportRow.number))
    corrections = select(CorrectionRow).where(CorrectionRow.person_id == person_id).order_by(CorrectionRow.number)
    return {
        "authorisations": [
            {
                "number": g.number,
                "given": g.principal_id == person_id,
                "services": g.services,
                "field": g.area,
                "until": str(g.until),
                "state": g.state,
            }
            for g in db.scalars(select(GrantRow).where(both).order_by(GrantRow.given_at))
        ],
        "company_roles": [
            {"company": r.credit_code, "role": r.role, "until": str(r.until or ""), "ended": r.ended_at is not None}
            for r in db.scalars(select(RoleRow).where(RoleRow.person_id == person_id).order_by(RoleRow.given_at))
        ],
        "corrections": [
            {"number": c.number, "what": c.what, "shown": c.shown, "text": c.text, "state": c.state}
            for c in db.scalars(corrections)
        ],
        "ratings": [
            {"stars": r.stars, "reasons": r.reasons, "text": r.text, "at": str(in_hall(r.at))} for r in ratings
        ],
        "reports": [{"number": r.number, "text": r.text, "answer": r.answer} for r in reports],
    }


def erase(db: Db, person_id: str) -> dict[str, int]:
    """Deletes what need not be kept; how many of each."""
    person = db.get_one(Person, person_id)
    phone = person.phone
    alone = Case.parent == ""  # a part that waits for another part of a life event is filed
    numbers = list(db.scalars(select(Case.number).where(Case.person_id == person_id, Case.filed_at.is_(None), alone)))
    db.execute(delete(CaseFile).where(CaseFile.case_number.in_(numbers)))
    mine = (JointApplication.person_id == person_id, JointApplication.filed_at.is_(None))
    applications = list(db.scalars(select(JointApplication.number).where(*mine)))
    db.execute(delete(JointFile).where(JointFile.application.in_(applications)))
    db.execute(delete(JointApplication).where(JointApplication.number.in_(applications)))
    counts = {
        "drafts": len(numbers) + len(applications),
        "codes": db.query(PhoneCode).filter(PhoneCode.person_id == person_id).count(),
        "messages": db.query(Message).filter(Message.phone == phone, Message.phone != "").count(),
        "sessions": db.query(SessionRow).filter(SessionRow.person_id == person_id).count(),
    }
    db.execute(delete(Case).where(Case.number.in_(numbers)))
    db.execute(delete(PhoneCode).where(PhoneCode.person_id == person_id))
    db.execute(delete(SessionRow).where(SessionRow.person_id == person_id))
    db.execute(update(RatingRow).where(RatingRow.person_id == person_id).values(person_id=None, phone=""))
    db.execute(update(ReportRow).where(ReportRow.person_id == person_id).values(person_id=None, phone=""))
    db.execute(update(CorrectionRow).where(CorrectionRow.person_id == person_id).values(phone=""))
    if phone:
        db.execute(update(ReportRow).where(ReportRow.phone == phone).values(phone=""))
        db.execute(delete(Message).where(Message.phone == phone))
        db.execute(update(QueueRow).where(QueueRow.phone == phone).values(phone=""))
    person.phone = ""
    return counts


def view(row: PrivacyRequestRow) -> PrivacyRequest:
    """As its owner sees it."""
    return PrivacyRequest(
        number=row.number,
        kind=RequestKind(row.kind),
        state=row.state,
        asked_at=in_hall(row.asked_at),
        due_on=row.due_on,
        answer=row.answer,
        data=row.outcome,
    )


def _open(db: Db, number: str) -> PrivacyRequestRow:
    row = db.get(PrivacyRequestRow, number, with_for_update=True)
    if row is None or row.state != "open":
        raise Problem("privacy.state")
    return row


def _answer(db: Db, platform: Platform, row: PrivacyRequestRow, state: str, answer: str, by: str) -> PrivacyRequestRow:
    now = platform.clock()
    phone = db.get_one(Person, row.person_id).phone
    row.state, row.answer, row.answered_by, row.answered_at = state, answer, by, now
    tell(db, phone, f"【政务服务】您的个人信息请求 {row.number} 已答复，请在自助机或手机上查看。", now)
    return row
