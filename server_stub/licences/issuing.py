"""E-licences are issued, and end: revoked, reported lost."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.dates import add_months
from server_stub.catalogue.departments import departments
from server_stub.database import lock, next_number
from server_stub.halls.models import District
from server_stub.licences.identifiers import identifier
from server_stub.licences.kinds import LicenceKind, kinds
from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceRow
from server_stub.people.companies import Company
from server_stub.people.tables import Person

_SERIAL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SERIAL_LENGTH = 20  # 流水号 as in Hubei's draft guide
_END_ITEMS = ("until", "due_on")


@dataclass(frozen=True)
class NewLicence:
    """What is to be issued; `company` where it is a company's. `number` empty: as before, or the kind's next one."""

    kind: str
    person: Person  # the holder, or the company's representative
    valid_from: dt.date
    items: dict[str, str]
    company: Company | None = None
    number: str = ""
    valid_until: dt.date | None = None  # none: as long as the kind holds
    case_number: str | None = None
    represents: bool = True  # whether the person is known to represent the company
    replaces: tuple[str, ...] = field(default=())  # ids; a kind of which one has only one replaces it anyway


def issue(db: Db, new: NewLicence, district: District, now: dt.datetime) -> LicenceRow:
    """Issues a licence; the one it replaces is revoked, and the new one is its next version."""
    kind = kinds()[new.kind]
    if new.company is not None and not kind.of_companies:
        raise ValueError(f"a licence of kind {kind.key} is no company's")
    lock(db, f"licences/{kind.key}/{new.company.credit_code if new.company else new.person.id}")
    before = _replaced(db, kind, new)
    for old in before:
        change(old, LicenceState.REVOKED, now)
    until = new.valid_until or (add_months(new.valid_from, kind.months) if kind.months else None)
    number = new.number or (before[0].number if before else _next_number(db, kind, district, new.valid_from))
    serial = before[0].serial if before else "".join(secrets.choice(_SERIAL) for _ in range(_SERIAL_LENGTH))
    version = before[0].version + 1 if before else 1
    row = LicenceRow(
        id=str(uuid.uuid4()),
        kind=kind.key,
        identifier=str(identifier(kind.type_code, departments()[kind.issuer].code, serial, version)),
        number=number,
        person_id=None if new.company else new.person.id,
        credit_code=new.company.credit_code if new.company else None,
        representative_id=new.person.id if new.company and new.represents else None,
        holder=new.company.name if new.company else new.person.name,
        department=kind.issuer,
        issuer=departments()[kind.issuer].name_in(district).model_dump(),
        serial=serial,
        version=version,
        issued_at=now,
        valid_from=new.valid_from,
        valid_until=until,
        items=items_of(kind, _kept(before) | new.items, number, new.valid_from, until),
        state=LicenceState.VALID.value,
        changed_at=now,
        case_number=new.case_number,
    )
    db.add(row)
    db.flush()
    return row


def change(row: LicenceRow, state: LicenceState, now: dt.datetime) -> None:
    """Revokes a licence, notes that it was lost, or makes it valid again."""
    if state is LicenceState.EXPIRED:
        raise ValueError("a licence expires by its last day, not by being changed")
    row.state, row.changed_at = state.value, now


def report_lost(db: Db, person: Person, kind: str, now: dt.datetime) -> None:
    """The person's valid licences of that kind are lost."""
    held = select(LicenceRow).where(
        LicenceRow.person_id == person.id, LicenceRow.kind == kind, LicenceRow.state == LicenceState.VALID.value
    )
    for row in db.scalars(held):
        change(row, LicenceState.LOST, now)


def _replaced(db: Db, kind: LicenceKind, new: NewLicence) -> list[LicenceRow]:
    """What the new one stands in for: the newest version first."""
    holder = LicenceRow.credit_code == new.company.credit_code if new.company else LicenceRow.person_id == new.person.id
    held = db.scalars(select(LicenceRow).where(holder, LicenceRow.kind == kind.key).order_by(LicenceRow.version.desc()))
    return [
        row
        for row in held
        if row.state != LicenceState.REVOKED.value
        and (not kind.several or row.id in new.replaces or row.number == new.number)
    ]


def _kept(before: list[LicenceRow]) -> dict[str, str]:
    """What is not said anew stays as it was; a number and an end are the new licence's own."""
    items = before[0].items if before else {}
    return {key: value for key, value in items.items() if key not in ("number", *_END_ITEMS)}


def _next_number(db: Db, kind: LicenceKind, district: District, day: dt.date) -> str:
    """A number of this model: district, year, the kind's series, and a running number."""
    running = next_number(db, f"licence/{kind.key}/{district.region}/{day.year}")
    return f"{district.region}{day.year}{kind.series}{running:06d}"


def items_of(
    kind: LicenceKind, given: dict[str, str], number: str, since: dt.date, until: dt.date | None
) -> dict[str, str]:
    """What stands in it, in the kind's order; number, day of registration and end are known anyway."""
    known = {"number": number, "registered_on": since.isoformat()}
    if until is not None:
        known |= {key: until.isoformat() for key in _END_ITEMS}
    known |= {key: value for key, value in given.items() if value}
    return {key: known[key] for key in kind.items if key in known}
