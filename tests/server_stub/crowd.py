"""Many people with sessions, put straight into a database: what load needs, and halls without sample citizens."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server_stub.database import Database
from server_stub.identity_numbers import check_character
from server_stub.people.service import token_hash_of
from server_stub.people.tables import Card, Person, SessionRow

_AT_ONCE = 5_000
_BORN = dt.date(1980, 1, 1)


@dataclass(frozen=True)
class Somebody:
    """A made-up person with a session."""

    id: str
    name: str
    number: str
    phone: str
    token: str


def somebody(n: int, series: str = "crowd") -> Somebody:
    """The `n`-th person of a series, always the same one."""
    born = _BORN + dt.timedelta(days=n // 999)
    first = f"420102{born:%Y%m%d}{n % 999 + 1:03d}"
    name = f"{series}/{n}"
    return Somebody(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        name=f"样例{n}",
        number=first + check_character(first),
        phone=f"139{n:08d}",
        token=f"{series}-token-{n}",
    )


def add_people(
    database: Database, count: int, now: dt.datetime, *, first: int = 0, level: int = 2, series: str = "crowd"
) -> list[Somebody]:
    """Adds people, each with a document and a session that lasts for a week."""
    everybody = [somebody(n, series) for n in range(first, first + count)]
    for begin in range(0, count, _AT_ONCE):
        part = everybody[begin : begin + _AT_ONCE]
        database.write(lambda db, part=part: _add(db, part, now, level))  # type: ignore[misc]
    return everybody


def _add(db: Session, people: list[Somebody], now: dt.datetime, level: int) -> None:
    db.execute(
        insert(Person),
        [{"id": p.id, "name": p.name, "sex": "1", "birth": _BORN, "phone": p.phone} for p in people],
    )
    db.execute(
        insert(Card),
        [{"kind": "resident-card", "number": p.number, "person_id": p.id, "valid_until": None} for p in people],
    )
    db.execute(
        insert(SessionRow),
        [
            {
                "token_hash": token_hash_of(p.token),
                "person_id": p.id,
                "kind": "resident-card",
                "number": p.number,
                "standing": "ok",
                "level": level,
                "terminal": "JA-ZZ-09",
                "opened_at": now,
                "expires_at": now + dt.timedelta(days=7),
            }
            for p in people
        ],
    )
