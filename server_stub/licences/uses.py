"""谁用过我的证照: each use of a licence is a link of its holder's hash chain; none is changed or taken away unseen.

A link's hash is the SM3 of its canonical JSON and the hash before it. The chain is checked each time it is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.database import lock
from server_stub.digests import canonical, sm3
from server_stub.licences.tables import LicenceLedger, LicenceRow, LicenceUse
from server_stub.texts import Text

BEGINNING = "0" * 64


class Purpose(Enum):
    """What a licence was used for."""

    CASE = "case"  # a case was filed with it
    DOCUMENT = "document"  # a document was issued from it
    LIGHT_CODE = "light-code"  # 亮码: its code was verified
    WINDOW = "window"  # looked up at a window


@dataclass(frozen=True)
class Use:
    """Who used it, and what for. `staff` is a work number, "" where no clerk was there."""

    purpose: Purpose
    department: Text
    matter: Text
    terminal: str = ""
    staff: str = ""
    case_number: str = ""


def add(db: Db, licence: LicenceRow, use: Use, now: dt.datetime) -> LicenceUse:
    """The next link of the holder's chain."""
    ledger = licence.ledger
    lock(db, f"licence-uses/{ledger}")
    end = db.get(LicenceLedger, ledger, populate_existing=True)
    if end is None:
        end = LicenceLedger(ledger=ledger, length=0, head=BEGINNING)
        db.add(end)
    row = LicenceUse(
        ledger=ledger,
        seq=end.length + 1,
        licence_id=licence.id,
        kind=licence.kind,
        purpose=use.purpose.value,
        department=use.department.model_dump(),
        terminal=use.terminal,
        staff=use.staff,
        case_number=use.case_number,
        matter=use.matter.model_dump(),
        at=now,
        previous=end.head,
        hash="",
    )
    row.hash = hash_of(row)
    end.length, end.head = row.seq, row.hash
    db.add(row)
    db.flush()
    return row


def add_all(db: Db, licences: Sequence[LicenceRow], use: Use, now: dt.datetime) -> None:
    """One use of several licences; chains are taken in one order, so that two writers never wait for each other."""
    for licence in sorted({one.id: one for one in licences}.values(), key=lambda one: (one.ledger, one.id)):
        add(db, licence, use, now)


def take(db: Db, licences: Iterable[LicenceRow]) -> None:
    """Takes the chains of these licences in that one order, before several uses of one transaction are added."""
    for ledger in sorted({licence.ledger for licence in licences}):
        lock(db, f"licence-uses/{ledger}")


def hash_of(row: LicenceUse) -> str:
    """What a link's hash must be."""
    said = {
        "ledger": row.ledger,
        "seq": row.seq,
        "licence": row.licence_id,
        "kind": row.kind,
        "purpose": row.purpose,
        "department": row.department,
        "terminal": row.terminal,
        "staff": row.staff,
        "case": row.case_number,
        "matter": row.matter,
        "at": row.at.astimezone(dt.UTC).isoformat(),
    }
    return sm3(canonical(said) + row.previous.encode())


def is_whole(rows: Sequence[LicenceUse], end: LicenceLedger | None) -> bool:
    """Whether nothing of a chain was changed, put in or taken away; `rows` are all of it, oldest first."""
    length, head = (end.length, end.head) if end else (0, BEGINNING)
    previous = BEGINNING
    for place, row in enumerate(rows, 1):
        if row.seq != place or row.previous != previous or row.hash != hash_of(row):
            return False
        previous = row.hash
    return len(rows) == length and previous == head


def chain(db: Db, ledger: str) -> tuple[list[LicenceUse], LicenceLedger | None]:
    """A holder's whole chain, oldest first, and its end."""
    rows = db.scalars(select(LicenceUse).where(LicenceUse.ledger == ledger).order_by(LicenceUse.seq))
    return list(rows), db.get(LicenceLedger, ledger)
