"""The terminals a process knows, for checking who calls."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.cached import Cached
from server_stub.catalogue.tables import Channel, Stage
from server_stub.database import Database, last_number, lock, next_number
from server_stub.halls.models import TerminalEntry
from server_stub.terminals.tables import TerminalRow

_STATE = "state/terminals"
_CODE_LIFE = dt.timedelta(hours=24)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DEMO_CODE = "demo"
MOST_SERIES = 999


@dataclass(frozen=True)
class Terminal:
    """A registered terminal."""

    id: str
    hall: str
    place: str
    kind: str
    window: str
    menu: str
    departments: tuple[str, ...]
    stage: Stage
    key: bytes  # 32 bytes; empty: not enrolled
    blocked: bool
    series: int  # 3: the numbers it gives while its line is down are K3-001, K3-002 …

    @property
    def channel(self) -> Channel:
        """Which of the catalogue's channels it is."""
        return Channel.WINDOW if self.kind == "window" else Channel.TERMINAL


class Register:
    """Terminals by id."""

    def __init__(self, database: Database) -> None:
        self._state: Cached[dict[str, Terminal]] = Cached(database, lambda db: last_number(db, _STATE), _load)

    def find(self, id_: str) -> Terminal | None:
        """The terminal, None if there is none."""
        return self._state.get().get(id_)

    def all(self) -> list[Terminal]:
        """All terminals, by id."""
        return list(self._state.get().values())

    def look_again(self) -> None:
        """After a change of this process."""
        self._state.look_again()

    def forget(self) -> None:
        """As at the start."""
        self._state.forget()


def changed(db: Session) -> None:
    """Every process shall look."""
    next_number(db, _STATE)


def begin(db: Session, entries: list[TerminalEntry], now: dt.datetime, *, demo: bool) -> None:
    """Registers the files' terminals that are not there yet. In a demo each may enrol, again and again, with `demo`."""
    known = set(db.scalars(select(TerminalRow.id)))
    for entry in entries:
        if entry.id not in known:
            db.add(
                TerminalRow(
                    id=entry.id,
                    hall=entry.hall,
                    place=entry.place,
                    kind=entry.kind,
                    window=entry.window,
                    menu=entry.menu,
                    departments=list(entry.departments),
                    settings={},
                    enrolment_hash=hashed(DEMO_CODE) if demo else "",
                )
            )
    if any(entry.id not in known for entry in entries):
        changed(db)
    db.flush()
    without = db.scalars(select(TerminalRow).where(TerminalRow.series == 0)).all()
    for row in sorted(without, key=lambda row: (row.kind != "self-service", row.id)):
        row.series = free_series(db, row)
        db.flush()
    if without:
        changed(db)


def free_series(db: Session, row: TerminalRow) -> int:
    """A series that no other terminal of its hall has: the number in its own id, where that is free."""
    lock(db, f"series/{row.hall}")
    taken = set(db.scalars(select(TerminalRow.series).where(TerminalRow.hall == row.hall)))
    digits = "".join(character for character in row.id.rpartition("-")[2] if character.isdigit())
    own = int(digits) if digits else 0
    return own if 0 < own <= MOST_SERIES and own not in taken else _first_free(taken)


def _first_free(taken: set[int]) -> int:
    """From the upper end: the low ones are the numbers of terminals to come. 0, which none has, where all are taken."""
    return next((number for number in range(MOST_SERIES, 0, -1) if number not in taken), 0)


def new_code(row: TerminalRow, now: dt.datetime) -> str:
    """A one-time code for enrolling this terminal, good for a day: XXXX-XXXX-XXXX."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    code = "-".join(letters[n : n + 4] for n in range(0, 12, 4))
    row.enrolment_hash, row.enrolment_until = hashed(code), now + _CODE_LIFE
    return code


def enrol(db: Session, row: TerminalRow, code: str, public_key: str, now: dt.datetime) -> bool:
    """Gives the terminal its key if the code is right; a code is used up by that, but for a demo's.

    Who has that key already may ask again: the answer may have been lost.
    """
    if row.public_key == public_key and not row.enrolment_hash:
        return True
    expired = row.enrolment_until is not None and row.enrolment_until < now
    if not row.enrolment_hash or expired or not hmac.compare_digest(row.enrolment_hash, hashed(code)):
        return False
    row.public_key, row.enrolled_at = public_key, now
    if row.enrolment_until is not None:
        row.enrolment_hash, row.enrolment_until = "", None
    changed(db)
    return True


def hashed(code: str) -> str:
    """A code as it is kept."""
    return hashlib.sha256(f"enrolment:{code.strip().upper()}".encode()).hexdigest()


def _load(db: Session) -> dict[str, Terminal]:
    return {
        row.id: Terminal(
            id=row.id,
            hall=row.hall,
            place=row.place,
            kind=row.kind,
            window=row.window,
            menu=row.menu,
            departments=tuple(row.departments),
            stage=Stage(row.stage),
            key=bytes.fromhex(row.public_key),
            blocked=row.blocked,
            series=row.series,
        )
        for row in db.scalars(select(TerminalRow).order_by(TerminalRow.id))
    }
