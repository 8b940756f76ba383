"""Checking in (签到): whose appointment it is, whether it is now and here, and the queue number for it."""

from __future__ import annotations

import datetime as dt
import hmac

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session as Db

from server_stub.appointments import standing
from server_stub.appointments.models import Appointment, CheckedIn, Lookup, Proof
from server_stub.appointments.places import APPOINTMENTS
from server_stub.appointments.service import holder, shown
from server_stub.appointments.tables import State
from server_stub.appointments.timetable import exception_of, shifts_of
from server_stub.appointments.views import KNOWN, AnyRow, Known, arrival, check_in_from, when
from server_stub.clock import in_hall
from server_stub.halls.models import Hall, HallBusiness
from server_stub.phone_codes import tries
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.queue import service as queue
from server_stub.queue.models import QueueNumber
from server_stub.queue.tables import Kind
from server_stub.queue.tickets import ON_SITE
from server_stub.texts import Text

_A = APPOINTMENTS.c
_BY_ID = KNOWN.where(_A.id == bindparam("appointment"))
_BY_NUMBER = KNOWN.where(_A.number == bindparam("number"))
_ARRIVED = (
    update(APPOINTMENTS)
    .where(_A.id == bindparam("appointment"), _A.state == State.BOOKED)
    .values(state=State.CHECKED_IN, arrived_at=bindparam("now"), ticket=bindparam("ticket"))
)
_NO_TAIL = "----"


def look_up(call: Call, wanted: Lookup) -> Appointment:
    """An appointment by number and end of phone. Problems: appointment.not-found, code.too-often."""
    row = _proved(call, wanted.number, wanted.phone_tail)
    return shown(call, Known.of(row, call.platform.clock()))


def arriving(call: Call, id_: str, proof: Proof) -> str:
    """Who comes for this appointment: a person's id, from the session or by number and end of phone.

    Problems of the holder, appointment.not-found, code.too-often.
    """
    if call.token:
        with call.platform.database.read() as db:
            person_id = holder(db, call).person.id
            row = db.execute(_BY_ID, {"appointment": id_}).first()
    elif not proof.number:
        raise Problem("session.expired")
    else:
        row = _proved(call, proof.number, proof.phone_tail)
        person_id = row.person_id
    if row is None or row.id != id_ or row.person_id != person_id:
        raise Problem("appointment.not-found")
    return str(person_id)


def _proved(call: Call, number: str, tail: str) -> AnyRow:
    plain = "".join(number.split())
    with tries.counted(call, f"appointment/{plain}", "appointment.not-found"), call.platform.database.read() as db:
        row = db.execute(_BY_NUMBER, {"number": plain}).first()
        known_tail = row.phone[-4:] if row and row.phone else _NO_TAIL
        if row is None or not hmac.compare_digest(known_tail.encode(), tail.encode()):
            raise Problem("appointment.not-found")
        return row


def check_in(db: Db, call: Call, id_: str, person_id: str) -> CheckedIn:
    """Gives the number, or the one that was given. Problems: appointment.*, queue.closed."""
    standing.lock_person(db, person_id)
    now = call.platform.clock()
    row = db.execute(_BY_ID, {"appointment": id_}).one()
    known = Known.of(row, now)
    hall = call.platform.halls[known.hall]
    coming = arrival(known, hall.appointments, call.hall.id, now)
    if coming == "done":
        ticket = QueueNumber.model_validate(row.ticket)
        ticket = ticket.model_copy(update={"taken_at": in_hall(ticket.taken_at)})
        return CheckedIn(appointment=shown(call, known), ticket=ticket, late=ticket.kind == ON_SITE, again=True)
    _refuse(known, hall, coming)
    business = hall.businesses.get(known.business)
    if business is None:
        raise Problem("appointment.not-offered")
    late = coming == "late"
    if late:
        _refuse_when_closed(call, hall, now)
    ticket = _number(db, call, business, known, now, late=late)
    written = {"appointment": id_, "now": now, "ticket": ticket.model_dump(mode="json")}
    if not db.connection().execute(_ARRIVED, written).rowcount:
        raise Problem("appointment.ended")
    known = Known.of(db.execute(_BY_ID, {"appointment": id_}).one(), now)
    return CheckedIn(appointment=shown(call, known), ticket=ticket, late=late, again=False)


def _number(db: Db, call: Call, business: HallBusiness, known: Known, now: dt.datetime, *, late: bool) -> QueueNumber:
    hours = f"{in_hall(known.starts):%H:%M}–{in_hall(known.ends):%H:%M}"
    return queue.issue(
        call,
        db,
        business,
        now,
        kind=Kind.ORDINARY if late else Kind.APPOINTMENT,
        title=ON_SITE if late else f"预约签到 {hours}",
        phone=known.phone,
        appointment_id="" if late else known.id,
    )


def _refuse(known: Known, hall: Hall, coming: str) -> None:
    """Why no number is given here and now, in words."""
    at = when(known.starts, known.ends)
    match coming:
        case "early":
            starts = in_hall(known.starts)
            from_ = check_in_from(starts, hall.appointments)
            raise Problem(
                "appointment.early",
                also=Text(
                    zh=f"您约的是 {starts.hour}:{starts:%M}，{from_.hour}:{from_:%M} 起可签到",
                    en=f"Your appointment is at {starts:%H:%M}; you can check in from {from_:%H:%M}",
                ),
            )
        case "other-day":
            raise Problem("appointment.other-day", also=Text(zh=f"您约的是{at.zh}", en=f"It is for {at.en}"))
        case "wrong-hall":
            raise Problem(
                "appointment.wrong-hall",
                also=Text(zh=f"您约的是{hall.name}，{at.zh}", en=f"It is at {hall.name}, {at.en}"),
            )
        case "unconfirmed":
            raise Problem("appointment.unconfirmed")
        case "ended":
            raise Problem("appointment.ended")


def _refuse_when_closed(call: Call, hall: Hall, now: dt.datetime) -> None:
    """Who comes late gets an ordinary number as long as these are given; a demo gives them at all hours."""
    own = exception_of(hall, now.date())
    until = (own.tickets_until if own else None) or hall.hours.tickets_until
    working = shifts_of(hall, now.date(), call.platform.calendar)
    if not call.platform.demo and (not working or now.time() >= until):
        zh, en = f"今日取号至 {until:%H:%M}", f"Numbers were given until {until:%H:%M} today"
        raise Problem("queue.closed", also=Text(zh=zh, en=en))
