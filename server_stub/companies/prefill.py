"""For which company a form is filled in, and what the business register knows for its fields."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.models import ServiceFile
from server_stub.companies.authority import head_of
from server_stub.companies.tables import CompanyRow
from server_stub.people.companies import companies_for
from server_stub.people.models import Prefill
from server_stub.people.tables import Person
from server_stub.texts import Text

_REGISTER = Text(zh="市场监管登记数据", en="Business register")


def company_meant(db: Db, person: Person, service: ServiceFile, chosen: str, today: dt.date) -> str:
    """The credit code of the chosen company, or of the only one; "" where there is none the person may act for.

    A form that names no company may still ask for a licence of one's own business: the first one will do.
    """
    codes = [c.credit_code for c in companies_for(db, person, service, today)]
    if chosen:
        return chosen.strip().upper() if chosen.strip().upper() in codes else ""
    if service.company_field is not None and len(codes) > 1:
        return ""
    return codes[0] if codes else ""


def company_values(db: Db, credit_code: str, service: ServiceFile) -> list[Prefill]:
    """What the register knows of the company that applies."""
    company = db.get(CompanyRow, credit_code) if credit_code else None
    if company is None or service.company_field is None:
        return []
    head = db.get(Person, head_of(db, credit_code) or "")  # the name stands on the licence on the wall
    known = {
        service.company_field.key: company.credit_code,
        "company_name": company.name,
        "company_address": company.address,
        "legal_person": head.name if head else "",
    }
    asked = {f.key for f in service.fields}
    return [Prefill(field=k, value=v, source=_REGISTER) for k, v in known.items() if v and k in asked]
