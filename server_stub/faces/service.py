"""Consents, purposes and outcomes of face comparisons; who may be found by their face today, and where."""

from __future__ import annotations

import base64
import datetime as dt
import uuid

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session as Db

from server_stub.clock import HALL
from server_stub.faces.models import (
    CheckedIn,
    CheckedInDocument,
    FaceCheck,
    FaceCheckIn,
    FoundByFace,
    IdentificationByFace,
    NewFaceCheck,
    NewFaceCheckIn,
    Outcome,
    Purpose,
    Withdrawn,
)
from server_stub.faces.register import compared, photo_of, refuse_children
from server_stub.faces.tables import FaceCheckInRow, FaceCheckRow
from server_stub.people import service as people
from server_stub.people.models import DocumentKind, Standing
from server_stub.people.tables import Card, Person
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import mask_name

FRESH = dt.timedelta(minutes=5)
"""An outcome that raises a session is not older: it was made in this very visit."""

KEPT = dt.timedelta(days=180)
"""For how long it can be looked up who consented to what."""

_RAISING = (Outcome.ACCEPTED, Outcome.CLERK_SAME)
_TOLD = (Standing.OK, Standing.EXPIRED)


def tell(call: Call, db: Db, told: NewFaceCheck) -> FaceCheck:
    """Keeps how a comparison ended; one that proves the session's holder raises it: after a card to level 3, after a
    number that was said to level 2, for then the face is all there is.

    Problems of the holder, session.card-needed, face.guardian, face.too-old.
    """
    raising = told.purpose is Purpose.PROVE and told.outcome in _RAISING
    holder = compared(db, call) if call.token or raising else None
    level = holder.level if holder else 0
    now = call.platform.clock()
    if raising and holder:
        only_said = holder.level == people.NUMBER
        if not only_said:
            holder.show_document()
        refuse_children(holder.person, now)
        if abs(now - told.at) > FRESH:
            raise Problem("face.too-old")
        level = people.prove_here(db, holder, people.CARD if only_said else people.SECOND_PROOF)
    row = FaceCheckRow(
        consent=told.consent,
        purpose=told.purpose.value,
        outcome=told.outcome.value,
        model=told.model,
        hall=call.hall.id,
        terminal=call.terminal.id,
        person_id=holder.person.id if holder else None,
        at=told.at,
    )
    db.add(row)
    return FaceCheck(**told.model_dump(), level=level)


def check_in(call: Call, db: Db, wanted: NewFaceCheckIn) -> FaceCheckIn:
    """A reference for the session's holder, the same for all terminals of the hall today. Problem: face.guardian."""
    holder, now = people.holder_of(db, call, level=people.CARD), call.platform.clock()
    refuse_children(holder.person, now)
    day = now.astimezone(HALL).date()
    row = db.scalars(_todays(holder.person.id, call.hall.id, day).with_for_update()).first()
    if row is None:
        row = FaceCheckInRow(
            id=str(uuid.uuid4()),
            person_id=holder.person.id,
            kind=holder.kind,
            number=holder.number,
            hall=call.hall.id,
            terminal=call.terminal.id,
            consent=wanted.consent,
            day=day,
            made_at=now,
            withdrawn_at=None,
        )
        db.add(row)
    until = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(0), HALL)
    return FaceCheckIn(person=row.id, until=until)


def withdraw(call: Call, db: Db) -> Withdrawn:
    """The holder's check-ins of today, in all halls, open nothing any more."""
    holder = people.holder_of(db, call, level=people.CARD, standings=_TOLD)
    now = call.platform.clock()
    mine = select(FaceCheckInRow).where(
        FaceCheckInRow.person_id == holder.person.id, FaceCheckInRow.day == now.astimezone(HALL).date()
    )
    rows = list(db.scalars(mine.order_by(FaceCheckInRow.made_at).with_for_update()))
    for row in rows:
        row.withdrawn_at = row.withdrawn_at or now
    return Withdrawn(persons=tuple(row.id for row in rows))


def identify(call: Call, wanted: IdentificationByFace) -> FoundByFace:
    """Opens a session of level 2. Problem: face.not-checked-in."""

    def job(db: Db) -> FoundByFace:
        row, person, card = _checked_in(db, call, wanted.person)
        now = call.platform.clock()
        standing = people.standing_of(card, person, None, now.date())
        shown = standing in (Standing.OK, Standing.EXPIRED)
        session = people.open_session(
            db, call, person, row.kind, row.number, people.CARD, standing, show_phone=shown, by_face=True
        )
        return FoundByFace(session=session, document=_document(person, row.kind, row.number, card))

    return call.platform.database.write(job)


def whose(call: Call, *, before: bool = False) -> str:
    """The person of the call's session; "" for a call that carries none. Problems of the holder.

    `before`: also before a face has shown whether it is they (`register.compared`).
    """
    if not call.token:
        return ""
    with call.platform.database.read() as db:
        if before:
            return compared(db, call, _TOLD).person.id
        return people.holder_of(db, call, level=people.CARD, standings=_TOLD).person.id


def document(call: Call) -> CheckedInDocument:
    """The document of the session's holder (level 2). Problems of the holder."""
    with call.platform.database.read() as db:
        holder = people.holder_of(db, call, level=people.CARD)
        return _document(holder.person, holder.kind, holder.number, db.get(Card, (holder.kind, holder.number)))


def checked_in(call: Call, reference: str) -> CheckedIn:
    """Somebody who checked in today, for a clerk who must decide. Problems: face.not-checked-in, photo.none."""
    with call.platform.database.read() as db:
        person = _checked_in(db, call, reference)[1]
        return CheckedIn(name=mask_name(person.name), photo=base64.b64encode(photo_of(db, person.id)).decode())


def forget_old(db: Db, now: dt.datetime) -> None:
    """Check-ins of earlier days, and facts that are no longer kept."""
    db.execute(delete(FaceCheckInRow).where(FaceCheckInRow.day < now.astimezone(HALL).date()))
    db.execute(delete(FaceCheckRow).where(FaceCheckRow.at < now - KEPT))


def _checked_in(db: Db, call: Call, reference: str) -> tuple[FaceCheckInRow, Person, Card | None]:
    row = db.get(FaceCheckInRow, reference)
    today = call.platform.clock().astimezone(HALL).date()
    if row is None or row.withdrawn_at or row.day != today or row.hall != call.hall.id:
        raise Problem("face.not-checked-in")
    return row, db.get_one(Person, row.person_id), db.get(Card, (row.kind, row.number))


def _document(person: Person, kind: str, number: str, card: Card | None) -> CheckedInDocument:
    return CheckedInDocument(
        kind=DocumentKind(kind),
        name=person.name,
        number=number,
        sex=person.sex,
        birth=person.birth,
        valid_until=card.valid_until if card else None,
    )


def _todays(person_id: str, hall: str, day: dt.date) -> Select[FaceCheckInRow]:
    return select(FaceCheckInRow).where(
        FaceCheckInRow.person_id == person_id,
        FaceCheckInRow.hall == hall,
        FaceCheckInRow.day == day,
        FaceCheckInRow.withdrawn_at.is_(None),
    )
