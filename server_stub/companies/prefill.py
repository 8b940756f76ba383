"""What the business register knows for the fields of a form that a company applies with."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import ServiceFile
from server_stub.companies.authority import covers, roles_of
from server_stub.companies.tables import CompanyRow, Role, RoleRow
from server_stub.people.models import Prefill
from server_stub.people.tables import Person
from server_stub.texts import Text

_REGISTER = Text(zh="市场监管登记数据", en="Business register")


def company_values(db: Db, person: Person, service: ServiceFile, chosen: str, today: dt.date) -> list[Prefill]:
    """The fields of the chosen company, or of the only one; nothing where the person may not act for it."""
    if service.company_field is None:
        return []
    companies = {c.credit_code: c for c, r in roles_of(db, person.id, today) if c.open and covers(r, service)}
    if chosen:
        company = companies.get(chosen.strip().upper())
    else:
        company = next(iter(companies.values())) if len(companies) == 1 else None
    if company is None:
        return []
    known = {
        service.company_field.key: company.credit_code,
        "company_name": company.name,
        "company_address": company.address,
        "legal_person": _head(db, company),
    }
    asked = {f.key for f in service.fields}
    return [Prefill(field=k, value=v, source=_REGISTER) for k, v in known.items() if v and k in asked]


def _head(db: Db, company: CompanyRow) -> str:
    """The legal representative's name: it stands on the licence on the wall."""
    head = (
        select(Person.name)
        .join(RoleRow, RoleRow.person_id == Person.id)
        .where(RoleRow.credit_code == company.credit_code, RoleRow.role == Role.LEGAL_REPRESENTATIVE.value)
        .where(RoleRow.ended_at.is_(None))
    )
    return db.scalars(head).first() or ""
