"""For which companies a person may act."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.licences.tables import LicenceRow
from server_stub.people import registers as reg
from server_stub.people.tables import Person

BUSINESS_LICENCE = "business-licence"
_REVOKED = "revoked"


@dataclass(frozen=True)
class Company:
    """A company or individual business (个体工商户)."""

    credit_code: str
    name: str


def companies_of(db: Db, person: Person) -> tuple[Company, ...]:
    """The companies whose 法定代表人 or 经营者 the person is, by the business register and by licences issued here."""
    found: dict[str, Company] = {}
    registered = reg.record(db, person.id, reg.Licence)
    if registered:
        found[registered.credit_code] = Company(registered.credit_code, registered.name)
    issued = select(LicenceRow.credit_code, LicenceRow.holder).where(
        LicenceRow.kind == BUSINESS_LICENCE,
        LicenceRow.representative_id == person.id,
        LicenceRow.state != _REVOKED,
    )
    for code, name in db.execute(issued.order_by(LicenceRow.issued_at, LicenceRow.id)):
        if code:
            found.setdefault(code, Company(code, name))
    return tuple(found.values())
