"""Who may act for a company, in what, and when that ends."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import ServiceFile
from server_stub.companies.tables import CompanyRow, Role, RoleRow
from server_stub.identity_numbers import credit_code_is_built_right
from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceRow

APPOINTING = (Role.LEGAL_REPRESENTATIVE.value, Role.LICENCE_MANAGER.value)
INDIVIDUAL = "individual"  # 个体工商户: the owner is the business
BUSINESS_LICENCE = "business-licence"


@dataclass(frozen=True)
class Held:
    """A role of somebody at a company; `open`: it is registered, and its licence was not revoked."""

    company: CompanyRow
    role: RoleRow
    open: bool


def company_code(service: ServiceFile, answers: Mapping[str, str]) -> str | None:
    """For which company these answers apply; None: for none, "": it is not said, or is no credit code."""
    field = service.company_field
    if field is None or not field.is_there(dict(answers)):
        return None
    code = answers.get(field.key, "").strip().upper()
    return code if credit_code_is_built_right(code) else ""


def is_for_companies(service: ServiceFile) -> bool:
    """Whether a company may be the applicant."""
    return "company" in service.guide.service.audience


def holds(row: RoleRow, today: dt.date) -> bool:
    """Whether a role is good today."""
    return row.ended_at is None and (row.until is None or row.until >= today)


def covers(row: RoleRow, service: ServiceFile) -> bool:
    """Whether a role is enough for a service."""
    if row.role in APPOINTING:
        return True
    return service.code in row.services or service.guide.service.field_key in row.areas


def roles_of(db: Db, person_id: str, today: dt.date) -> list[Held]:
    """The roles that somebody has today, also at companies that are closed."""
    rows = db.execute(
        select(CompanyRow, RoleRow)
        .join(RoleRow, RoleRow.credit_code == CompanyRow.credit_code)
        .where(RoleRow.person_id == person_id, RoleRow.ended_at.is_(None))
        .order_by(CompanyRow.credit_code, RoleRow.given_at)
    ).all()
    revoked = _revoked(db, {company.credit_code for company, _ in rows})
    return [
        Held(company, role, company.open and company.credit_code not in revoked)
        for company, role in rows
        if holds(role, today)
    ]


def _revoked(db: Db, codes: Collection[str]) -> set[str]:
    """The companies all of whose business licences were revoked; one without an e-licence is none of them."""
    states: dict[str, set[str]] = {}
    licences = select(LicenceRow.credit_code, LicenceRow.state).where(
        LicenceRow.kind == BUSINESS_LICENCE, LicenceRow.credit_code.in_(codes)
    )
    for code, state in db.execute(licences) if codes else ():
        states.setdefault(code or "", set()).add(state)
    return {code for code, found in states.items() if found == {LicenceState.REVOKED.value}}


def may_act(db: Db, person_id: str, credit_code: str, service: ServiceFile, today: dt.date) -> CompanyRow | None:
    """The company, if it is open and this person may do this service for it."""
    for held in roles_of(db, person_id, today):
        if held.company.credit_code == credit_code and held.open and covers(held.role, service):
            return held.company
    return None


def led_by(db: Db, person_id: str, today: dt.date) -> list[str]:
    """The credit codes of the companies whose cases somebody sees."""
    return [h.company.credit_code for h in roles_of(db, person_id, today) if h.role.role in APPOINTING]


def head_of(db: Db, credit_code: str) -> str | None:
    """The legal representative's id."""
    head = select(RoleRow.person_id).where(
        RoleRow.credit_code == credit_code,
        RoleRow.role == Role.LEGAL_REPRESENTATIVE.value,
        RoleRow.ended_at.is_(None),
    )
    return db.scalars(head).first()


def register(
    db: Db, credit_code: str, name: str, items: Mapping[str, str], representative_id: str | None, now: dt.datetime
) -> None:
    """The business register has a company, new or as it is now; `items` are those of its licence (type, address).

    The representative comes with it where it has none: who renews a licence does not take a company over by that.
    """
    row = db.get(CompanyRow, credit_code) or CompanyRow(credit_code=credit_code, kind="", address="")
    row.name, row.open = name, True
    row.kind, row.address = items.get("type", row.kind), items.get("address", row.address)
    db.add(row)
    db.flush()
    if representative_id is not None and head_of(db, credit_code) is None:
        db.add(
            RoleRow(
                id=str(uuid.uuid4()),
                credit_code=credit_code,
                person_id=representative_id,
                role=Role.LEGAL_REPRESENTATIVE.value,
                until=None,
                given_by=None,
                given_at=now,
                ended_at=None,
            )
        )
        db.flush()


def end_all(db: Db, person_id: str, now: dt.datetime) -> None:
    """Somebody has died: their roles end; at a business that was theirs alone, everybody's."""
    of_person = RoleRow.person_id == person_id
    own = (
        select(CompanyRow.credit_code)
        .join(RoleRow, RoleRow.credit_code == CompanyRow.credit_code)
        .where(of_person, RoleRow.role == Role.LEGAL_REPRESENTATIVE.value, RoleRow.ended_at.is_(None))
        .where(CompanyRow.kind == INDIVIDUAL)
    )
    codes = list(db.scalars(own))
    ending = update(RoleRow).where(of_person | RoleRow.credit_code.in_(codes), RoleRow.ended_at.is_(None))
    db.execute(ending.values(ended_at=now))
