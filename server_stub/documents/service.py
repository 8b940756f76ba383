"""Proofs of a person, and issuing them: number, code, finished PDF, stored as they went out."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.dates import add_months
from server_stub.cases.notices import NoticeKind
from server_stub.cases.tables import NoticeRow
from server_stub.clock import in_hall
from server_stub.database import next_number
from server_stub.documents import rendering
from server_stub.documents.models import Issued, NewDocument, Proof, Verification
from server_stub.documents.proofs import ProofKind, load_proofs, of_service
from server_stub.documents.records import Asked
from server_stub.documents.tables import Document
from server_stub.licences import uses
from server_stub.licences.covering import resolve
from server_stub.people import service as people
from server_stub.people.companies import Company
from server_stub.people.service import Holder
from server_stub.people.tables import Person
from server_stub.platform import Call
from server_stub.problems import FieldError, Problem
from server_stub.records.models import Availability
from server_stub.texts import Text, mask_name
from server_stub.verification_codes import grouped, new_code

PROOFS = load_proofs()
_LABELS = {
    "resident-card": "公民身份号码",
    "hmt-residence-card": "居住证号码",
    "foreigner-card": "永久居留证号码",
    "social-security-card": "社会保障号码",
}


@dataclass(frozen=True)
class Made:
    """A rendered document before it is stored; `company` where it is a company's."""

    kind: ProofKind
    number: str
    code: str
    issued_at: dt.datetime
    pdf: bytes
    pages: int
    company: Company | None = None


def holder(db: Db, call: Call) -> Holder:
    """Whose proofs: level 3, for a card found in the street must not open them."""
    return people.holder_of(db, call, level=people.SECOND_PROOF)


def printable(db: Db, call: Call, service: str = "") -> list[Proof]:
    """What the menu offers, hand-made kinds first, or the proof of one service. Problem: proof.unknown for that one."""
    person = holder(db, call).person
    if service:
        return [_proof(db, call, _kind_of(db, call, service, person), person)]
    offered = [PROOFS[kind] for kind in call.menu.proofs if kind in PROOFS]
    offered += [kind for code in call.menu.proofs if (kind := _of_service(db, call, code, person))]
    return [_proof(db, call, kind, person) for kind in offered]


def _proof(db: Db, call: Call, kind: ProofKind, person: Person) -> Proof:
    return Proof(
        kind=kind.kind,
        title=kind.title,
        department=kind.department,
        about=kind.about,
        availability=_availability(db, call, kind, person),
        questions=kind.questions,
    )


def _availability(db: Db, call: Call, kind: ProofKind, person: Person) -> Availability:
    if kind.sources & call.platform.faults.sources_down:
        return Availability.UNAVAILABLE
    return Availability.AVAILABLE if kind.knows(db, person) else Availability.NO_RECORD


def _kind_of(db: Db, call: Call, name: str, person: Person) -> ProofKind:
    """A hand-made kind, or that of a printing service of this terminal. Problem: proof.unknown."""
    kind = PROOFS.get(name) or _of_service(db, call, name, person)
    if kind is None:
        raise Problem("proof.unknown")
    return kind


def _of_service(db: Db, call: Call, code: str, person: Person) -> ProofKind | None:
    try:
        _, file = call.service(code)
    except Problem:
        return None
    return of_service(db, file, person) if file.facts.prints else None


def make(call: Call, wanted: NewDocument) -> Made:
    """Renders a proof. Problems: proof.*, request.invalid, those of the holder."""
    at = call.platform.clock()
    with call.platform.database.read() as db:
        who = holder(db, call)
        kind = _kind_of(db, call, wanted.kind, who.person)
        people.holder_of(db, call, level=kind.level)
        titles = _titles(kind, wanted.answers)
        if kind.sources & call.platform.faults.sources_down:
            raise Problem("proof.unavailable")
        asked = Asked(who.person, _LABELS[who.kind], who.number, wanted.answers, titles, at)
        content = kind.content(db, asked)
    if content is None:
        raise Problem("proof.no-record")
    series = call.platform.database.write(lambda db: next_number(db, f"document/{kind.prefix}/{at:%Y%m%d}"))
    number, code = f"{kind.prefix}{call.hall.region}{at:%Y%m%d}{series:06d}", new_code()
    heading = rendering.Heading(
        title=kind.title.zh,
        number=number,
        verification_code=code,
        qr_text=f"{call.platform.address}/v/{code}",
        issued_at=at,
        issuer=kind.issuer,
        validity=f"至 {add_months(at.date(), kind.valid_months)}",
    )
    pdf, pages = rendering.render(heading, content)
    return Made(kind, number, code, at, pdf, pages, content.company)


def _titles(kind: ProofKind, answers: dict[str, str]) -> dict[str, str]:
    options = {q.key: {o.key: o.title.zh for o in q.options} for q in kind.questions}
    wrong = [key for key in options if answers.get(key) not in options[key]] + [k for k in answers if k not in options]
    if wrong:
        text = Text(zh="请从列出的里选", en="Please choose one of those listed")
        raise Problem("request.invalid", errors=[FieldError(field=key, text=text) for key in wrong])
    return {key: options[key][answers[key]] for key in options}


def store(db: Db, call: Call, made: Made) -> Issued:
    """Keeps what was rendered, for its holder."""
    who = holder(db, call)
    document = Document(
        id=str(uuid.uuid4()),
        person_id=who.person.id,
        kind=made.kind.kind,
        title=made.kind.title.model_dump(),
        number=made.number,
        verification_code=made.code,
        holder=made.company.name if made.company else mask_name(who.person.name),
        issued_at=made.issued_at,
        valid_until=add_months(made.issued_at.date(), made.kind.valid_months),
        pages=made.pages,
        pdf=made.pdf,
    )
    db.add(document)
    _note_uses(db, call, who.person, made)
    return Issued(
        id=document.id,
        kind=document.kind,
        title=made.kind.title,
        number=document.number,
        verification_code=document.verification_code,
        issued_at=made.issued_at,
        pages=document.pages,
    )


def _note_uses(db: Db, call: Call, person: Person, made: Made) -> None:
    """The e-licences that stood for the service's papers were used for this document."""
    service = made.kind.service
    if service is None:
        return
    answers = {"credit_code": made.company.credit_code} if made.company else {}
    covered = resolve(db, service, person, person, answers, made.issued_at.date())
    use = uses.Use(
        purpose=uses.Purpose.DOCUMENT,
        department=made.kind.department,
        matter=Text(zh=f"{made.kind.title.zh}（{made.number}）", en=f"{made.kind.title.en} ({made.number})"),
        terminal=call.terminal.id,
    )
    uses.add_all(db, [one.licence for one in covered if one.licence], use, made.issued_at)


def pdf_of(db: Db, call: Call, document_id: str) -> bytes:
    """The bytes of an own document. Problem: document.not-found."""
    who = holder(db, call)
    document = db.get(Document, document_id)
    if document is None or document.person_id != who.person.id:
        raise Problem("document.not-found")
    return document.pdf


def verification(db: Db, code: str, today: dt.date) -> Verification:
    """What anybody with the code may know. Problem: verification.not-found."""
    document = db.scalars(select(Document).where(Document.verification_code == grouped(code))).first()
    if document is None:
        return _notice(db, grouped(code))
    return Verification(
        number=document.number,
        kind=document.kind,
        title=Text(**document.title) if document.title else PROOFS[document.kind].title,
        issued_at=in_hall(document.issued_at),
        holder=document.holder,
        valid=today <= document.valid_until,
        valid_until=document.valid_until,
    )


def _notice(db: Db, code: str) -> Verification:
    """A notice of a case: genuine without end, whatever became of the case since."""
    notice = db.scalars(select(NoticeRow).where(NoticeRow.verification_code == code)).first()
    if notice is None:
        raise Problem("verification.not-found")
    kind = next(k for k in NoticeKind if k.key == notice.kind)
    return Verification(
        number=notice.number,
        kind=f"notice-{kind.key}",
        title=kind.title,
        issued_at=in_hall(notice.issued_at),
        holder=mask_name(notice.content["addressee"]),
        valid=True,
        valid_until=None,
    )
