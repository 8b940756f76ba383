"""Under which numbers the log of looks has somebody's data: their cases, applications and requests."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.tables import Case
from server_stub.corrections.tables import CorrectionRow
from server_stub.joint.tables import JointApplication
from server_stub.people.tables import Card, Person
from server_stub.privacy.tables import PrivacyRequestRow
from server_stub.reports.tables import ReportRow
from server_stub.texts import mask_name, mask_number

_MOST = 2_000


def by_card(db: Db, number: str) -> Person | None:
    """Whose document has exactly this number."""
    found = db.scalars(select(Card.person_id).where(Card.number == number)).first()
    return db.get(Person, found) if found else None


def masked(db: Db, person_id: str) -> str:
    """Name and number as they may be shown; "" for nobody."""
    person = db.get(Person, person_id)
    if person is None:
        return ""
    number = db.scalars(select(Card.number).where(Card.person_id == person_id).order_by(Card.kind.desc())).first()
    return f"{mask_name(person.name)} {mask_number(number or '')}".strip()


def subjects_of(db: Db, person_id: str) -> list[str]:
    """All of them."""
    numbers = [person_id]
    for query in (
        select(Case.number).where(or_(Case.person_id == person_id, Case.filed_by == person_id)),
        select(JointApplication.number).where(JointApplication.person_id == person_id),
        select(CorrectionRow.number).where(CorrectionRow.person_id == person_id),
        select(PrivacyRequestRow.number).where(PrivacyRequestRow.person_id == person_id),
        select(ReportRow.number).where(ReportRow.person_id == person_id),
    ):
        numbers += db.scalars(query.limit(_MOST))
    return numbers
