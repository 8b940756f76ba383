"""Identifications and sessions: whose document it is, what its standing is, and what a token may open."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session as Db

from server_stub import identity_numbers
from server_stub.people.models import DocumentKind, NewIdentification, Session, Standing
from server_stub.people.tables import Card, Person, SessionRow
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import mask_phone

LIFE = dt.timedelta(minutes=30)
FINISHING = dt.timedelta(days=7)  # how long a terminal's outbox may finish a case begun in a session
NUMBER, PHONE, CARD, SECOND_PROOF = 0, 1, 2, 3  # a number alone proves nothing

_REFUSALS = {
    Standing.LOST: "card.lost",
    Standing.EXPIRED: "card.expired",
    Standing.DECEASED: "card.quiet",
    Standing.WINDOW_ONLY: "card.window-only",
    Standing.UNKNOWN: "card.unknown-person",
}


@dataclass(frozen=True)
class Holder:
    """Whose token it is."""

    token: str
    token_hash: str
    person: Person
    kind: str
    number: str
    level: int
    standing: Standing
    by_face: bool = False

    def show_document(self) -> None:
        """A face alone is never raised: proofs need a document that was read. Problem: session.card-needed."""
        if self.by_face:
            raise Problem("session.card-needed")


def identify(call: Call, document: NewIdentification) -> Session:
    """Opens a session of level 2. Problem: identification.invalid-number."""
    number = document.number.strip().upper()
    if not identity_numbers.is_valid(document.kind.value, number):
        raise Problem("identification.invalid-number")
    now = call.platform.clock()

    def job(db: Db) -> Session:
        card = db.get(Card, (document.kind.value, number))
        person = db.get(Person, card.person_id) if card else None
        if person is not None and not is_name_of(person, document.name):
            card = person = None
        standing = standing_of(card, person, document.valid_until, now.date())
        shown = person is not None and standing in (Standing.OK, Standing.EXPIRED)
        return open_session(db, call, person, document.kind.value, number, CARD, standing, show_phone=shown)

    return call.platform.database.write(job)


def open_session(
    db: Db,
    call: Call,
    person: Person | None,
    kind: str,
    number: str,
    level: int,
    standing: Standing,
    show_phone: bool,
    by_face: bool = False,
) -> Session:
    """A new session of this terminal; only its token's digest is kept."""
    token, now = secrets.token_urlsafe(32), call.platform.clock()
    db.add(
        SessionRow(
            token_hash=token_hash_of(token),
            person_id=person.id if person else None,
            kind=kind,
            number=number,
            standing=standing.value,
            level=level,
            by_face=by_face,
            terminal=call.terminal.id,
            opened_at=now,
            expires_at=now + LIFE,
        )
    )
    phone = mask_phone(person.phone) if person and show_phone else ""
    return Session(token=token, level=level, standing=standing, phone=phone)


def forget_old(db: Db, now: dt.datetime) -> None:
    """Deletes sessions that can't even finish a case any more."""
    db.execute(delete(SessionRow).where(SessionRow.expires_at < now - FINISHING))


def is_name_of(person: Person, name: str) -> bool:
    """Whether the card's name is the person's; foreigners' cards carry one in Latin letters."""
    given = _plain(name)
    return given in {_plain(person.name), _plain(person.english_name)} - {""}


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).replace(",", " ").upper().split())


def standing_of(
    card: Card | None, person: Person | None, read_until: dt.date | None, today: dt.date, *, shown: bool = True
) -> Standing:
    """What is to be said of a document; `read_until`: what stands on it, where it was read.

    `shown`: somebody shows it, or has shown it. That it was lost says nothing of who comes without it.
    """
    if card is None or person is None:
        return Standing.UNKNOWN
    if person.deceased:
        return Standing.DECEASED
    if card.lost and shown:
        return Standing.LOST
    if card.kind == DocumentKind.FOREIGNER_2023.value:
        return Standing.WINDOW_ONLY
    until = read_until or card.valid_until
    return Standing.EXPIRED if until and until < today else Standing.OK


def holder_of(
    db: Db,
    call: Call,
    *,
    level: int,
    standings: Collection[Standing] = (Standing.OK,),
    grace: dt.timedelta = dt.timedelta(0),
) -> Holder:
    """Whose token the call carries. Problems: session.expired, session.level, card.*."""
    row = db.get(SessionRow, token_hash_of(call.token)) if call.token else None
    if row is None or row.expires_at + grace <= call.platform.clock():
        raise Problem("session.expired")
    standing = Standing(row.standing)
    person = db.get(Person, row.person_id) if row.person_id else None
    if person is None:
        raise Problem("card.unknown-person")
    if person.deceased:
        raise Problem("card.quiet")
    if standing not in standings:
        raise Problem(_REFUSALS[standing])
    if row.level < level:
        raise Problem("session.level")
    return Holder(call.token, row.token_hash, person, row.kind, row.number, row.level, standing, row.by_face)


def raise_session(db: Db, call: Call, token_hash: str) -> Session | None:
    """Lifts a session to level 3 and gives it a fresh token beside the one it has; None if the session is gone.

    The code may be verified by a call that carries no token, and the first token is not kept, so it can't be repeated.
    """
    row, now = db.get(SessionRow, token_hash), call.platform.clock()
    person = db.get(Person, row.person_id) if row and row.person_id else None
    if row is None or person is None or row.expires_at <= now:
        return None
    row.level = max(row.level, SECOND_PROOF)
    token = secrets.token_urlsafe(32)
    db.add(
        SessionRow(
            token_hash=token_hash_of(token),
            person_id=row.person_id,
            kind=row.kind,
            number=row.number,
            standing=row.standing,
            level=row.level,
            terminal=call.terminal.id,
            opened_at=row.opened_at,
            expires_at=now + LIFE,
        )
    )
    return Session(token=token, level=row.level, standing=Standing(row.standing), phone=mask_phone(person.phone))


def prove_here(db: Db, holder: Holder, level: int = SECOND_PROOF) -> int:
    """Lifts the session that a call carries to that level, and says where it stands; its token stays."""
    row = db.get_one(SessionRow, holder.token_hash, with_for_update=True)
    row.level = max(row.level, level)
    return row.level


def token_hash_of(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
