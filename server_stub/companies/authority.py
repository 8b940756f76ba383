"""Who may act for a company, in what, and when that ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import ServiceFile
from server_stub.companies.tables import CompanyRow, Role, RoleRow
from server_stub.identity_numbers import credit_code_is_built_right

APPOINTING = (Role.LEGAL_REPRESENTATIVE.value, Role.LICENCE_MANAGER.value)
INDIVIDUAL = "individual"  # 个体工商户: the owner is the business


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


def roles_of(db: Db, person_id: str, today: dt.date) -> list[tuple[CompanyRow, RoleRow]]:
    """The companies somebody may act for today, with the role; companies that are closed too."""
    rows = db.execute(
        select(CompanyRow, RoleRow)
        .join(RoleRow, RoleRow.credit_code == CompanyRow.credit_code)
        .where(RoleRow.person_id == person_id, RoleRow.ended_at.is_(None))
        .order_by(CompanyRow.credit_code, RoleRow.given_at)
    )
    return [(company, role) for company, role in rows if holds(role, today)]


def may_act(db: Db, person_id: str, credit_code: str, service: ServiceFile, today: dt.date) -> CompanyRow | None:
    """The company, if it is open and this person may do this service for it."""
    for company, role in roles_of(db, person_id, today):
        if company.credit_code == credit_code and company.open and covers(role, service):
            return company
    return None


def led_by(db: Db, person_id: str, today: dt.date) -> list[str]:
    """The credit codes of the companies whose cases somebody sees."""
    return [c.credit_code for c, role in roles_of(db, person_id, today) if role.role in APPOINTING]


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
