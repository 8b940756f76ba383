"""For which companies a person may act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import ServiceFile
from server_stub.companies.authority import APPOINTING, BUSINESS_LICENCE, Held, covers, roles_of
from server_stub.people.tables import Person

__all__ = ["BUSINESS_LICENCE", "Company", "companies_for", "companies_of"]


@dataclass(frozen=True)
class Company:
    """A company or individual business (个体工商户)."""

    credit_code: str
    name: str


def companies_of(db: Db, person: Person) -> tuple[Company, ...]:
    """The open companies that the person leads: 法定代表人 or 经营者, 证照管理员."""
    held = roles_of(db, person.id, dt.date.min)  # these roles have no last day
    return _companies([one for one in held if one.role.role in APPOINTING])


def companies_for(db: Db, person: Person, service: ServiceFile, today: dt.date) -> tuple[Company, ...]:
    """The open companies that the person may do a service for, also as a clerk (办事人) where a company applies."""
    if service.company_field is None:
        return companies_of(db, person)
    return _companies([one for one in roles_of(db, person.id, today) if covers(one.role, service)])


def _companies(held: list[Held]) -> tuple[Company, ...]:
    found = {one.company.credit_code: one.company.name for one in held if one.open}
    return tuple(Company(code, name) for code, name in found.items())
