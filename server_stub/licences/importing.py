"""E-licences taken over from a department's own store (证照库), as it has them."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from server_stub.catalogue.departments import departments
from server_stub.halls.models import District
from server_stub.licences.identifiers import parse
from server_stub.licences.issuing import items_of
from server_stub.licences.kinds import kinds
from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceRow
from server_stub.people.companies import Company
from server_stub.people.tables import Person

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredLicence:
    """A licence of the store; `id` is the same each time it is brought."""

    id: str
    identifier: str
    kind: str
    number: str
    person: Person  # the holder, or the company's representative
    company: Company | None
    valid_from: dt.date
    valid_until: dt.date | None
    items: dict[str, str]
    state: LicenceState


def take_over(db: Db, stored: StoredLicence, district: District, now: dt.datetime) -> LicenceRow:
    """The licence as the store has it now; what became of it here since it first came (revoked, lost) stays.

    ValueError for an identifier that is none. One whose check character is wrong is taken over all the same.
    """
    kind, code = kinds()[stored.kind], parse(stored.identifier)
    row = db.get(LicenceRow, stored.id)
    if row is None:
        if not code.is_right:
            _log.warning("licence of kind %s: the identifier's check character is wrong", kind.key)
        row = LicenceRow(id=stored.id, kind=kind.key, identifier=stored.identifier, serial=code.serial)
        row.version, row.department, row.state = code.version, kind.issuer, stored.state.value
        row.issuer = departments()[kind.issuer].name_in(district).model_dump()
        row.issued_at = row.changed_at = now
        db.add(row)
    row.person_id = None if stored.company else stored.person.id
    row.credit_code = stored.company.credit_code if stored.company else None
    row.representative_id = stored.person.id if stored.company else None
    row.holder = stored.company.name if stored.company else stored.person.name
    row.number, row.valid_from, row.valid_until = stored.number, stored.valid_from, stored.valid_until
    row.items = items_of(kind, stored.items, stored.number, stored.valid_from, stored.valid_until)
    return row
