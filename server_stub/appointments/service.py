"""What can be booked, and what a person does with an appointment after it was made: confirm, change, cancel."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session as Db

from server_stub.appointments import booking, places, standing
from server_stub.appointments.booking import STANDINGS
from server_stub.appointments.models import (
    Appointment,
    BookableBusiness,
    BookableHall,
    Change,
    DayView,
    SlotView,
)
from server_stub.appointments.places import APPOINTMENTS, SLOTS
from server_stub.appointments.tables import State
from server_stub.appointments.timetable import Offer, Slot
from server_stub.appointments.views import KNOWN, AnyRow, Known, cancel_until, view
from server_stub.halls.models import Hall
from server_stub.people import service as people
from server_stub.people.service import Holder
from server_stub.platform import Call
from server_stub.problems import Problem
from server_stub.texts import WEEKDAYS, Text

MOST_SHOWN = 50
_A, _S = APPOINTMENTS.c, SLOTS.c
_ONE = KNOWN.where(_A.id == bindparam("appointment"))
_IS = _A.id == bindparam("appointment")
_CONFIRM = (
    update(APPOINTMENTS)
    .where(_IS, _A.state == State.HELD, _A.held_until > bindparam("now"))
    .values(state=State.BOOKED, booked_at=bindparam("now"), held_until=None)
)
_CANCEL = (
    update(APPOINTMENTS)
    .where(_IS, _A.state.in_((State.HELD, State.BOOKED)))
    .values(state=State.CANCELLED, ended_at=bindparam("now"))
)
_CHANGE = (
    update(APPOINTMENTS)
    .where(_IS, _A.state.in_((State.HELD, State.BOOKED)))
    .values(slot_id=bindparam("slot"), day=bindparam("day"), reminded_at=None)
)


def holder(db: Db, call: Call) -> Holder:
    """Who books or has booked: level 1 is enough, an expired card too. Problems of the holder."""
    return people.holder_of(db, call, level=people.PHONE, standings=STANDINGS)


def halls(call: Call) -> list[BookableHall]:
    """The halls that give appointments, this terminal's first."""
    found = [_bookable(hall, call.hall.id) for hall in call.platform.halls.values()]
    return sorted((hall for hall in found if hall.businesses), key=lambda hall: (not hall.here, hall.id))


def _bookable(hall: Hall, here: str) -> BookableHall:
    return BookableHall(
        id=hall.id,
        name=hall.name,
        short=hall.short,
        here=hall.id == here,
        hold_minutes=hall.appointments.hold_minutes,
        cancel_hours_before=hall.appointments.cancel_hours_before,
        businesses=tuple(
            BookableBusiness(key=b.key, title=b.title, zone=hall.queues[b.queue].zone, bring=b.bring)
            for b in hall.businesses.values()
            if b.capacity
        ),
    )


def days(db: Db, call: Call, business_key: str, hall_id: str) -> list[DayView]:
    """What can be booked today. Problems: appointment.not-offered; of the holder where the call carries a token."""
    hall, business = booking.place_of(call, hall_id, business_key)
    person_id = holder(db, call).person.id if call.token else None
    offer, now = booking.offer_now(call.platform, hall, business), call.platform.clock()
    taken = _taken(db, offer, now)
    own = _own_slots(db, person_id, offer, now) if person_id else frozenset[str]()
    return [
        DayView(
            day=day.day,
            weekday=WEEKDAYS[day.day.weekday()],
            note=day.note.note if day.note else Text(zh=""),
            estimated=day.estimated,
            slots=tuple(_slot_view(s, taken.get(s.id, 0), s.id in own) for s in day.slots if s.starts > now),
        )
        for day in offer.days
    ]


def _slot_view(slot: Slot, taken: int, own: bool) -> SlotView:
    return SlotView(
        starts=slot.starts,
        ends=slot.ends,
        limit=max(slot.capacity, taken),
        booked=taken,
        left=max(slot.capacity - taken, 0),
        own=own,
    )


def _taken(db: Db, offer: Offer, now: dt.datetime) -> dict[str, int]:
    """Slot → places that are taken; what was held too long can be had."""
    ids = [slot.id for slot in offer.by_start.values()]
    over = (
        select(func.count()).where(_A.slot_id == _S.id, _A.state == State.HELD, _A.held_until <= now).scalar_subquery()
    )
    return {row[0]: row[1] for row in db.execute(select(_S.id, _S.taken - over).where(_S.id.in_(ids)))}


def _own_slots(db: Db, person_id: str, offer: Offer, now: dt.datetime) -> frozenset[str]:
    days = [day.day for day in offer.days]
    mine = select(_A.slot_id).where(_A.person_id == person_id, _A.day.in_(days), _A.state <= State.CHECKED_IN)
    return frozenset(db.scalars(mine.where(or_(_A.state != State.HELD, _A.held_until > now))))


def own(db: Db, call: Call) -> list[Appointment]:
    """The person's appointments: those to come first, then the latest."""
    person, now = holder(db, call).person, call.platform.clock()
    rows = db.execute(
        KNOWN.where(_A.person_id == person.id).order_by(_S.starts.desc(), _A.made_at.desc()).limit(MOST_SHOWN)
    )
    known = [Known.of(row, now) for row in rows]
    ahead = [one for one in known if one.state in (State.HELD, State.BOOKED)]
    rest = [one for one in known if one.state not in (State.HELD, State.BOOKED)]
    return [shown(call, one) for one in [*reversed(ahead), *rest]]


def shown(call: Call, known: Known) -> Appointment:
    """An appointment as its person sees it at this terminal."""
    return view(known, call.platform.halls[known.hall], call.hall.id, call.platform.clock())


def _mine(db: Db, call: Call, id_: str) -> AnyRow:
    """An own appointment, nobody else working for this person. Problems of the holder, appointment.not-found."""
    person_id = holder(db, call).person.id
    standing.lock_person(db, person_id)
    row = db.execute(_ONE, {"appointment": id_}).first()
    if row is None or row.person_id != person_id:
        raise Problem("appointment.not-found")
    return row


def _refuse_past(known: Known) -> None:
    """Problems: appointment.started, appointment.ended."""
    if known.state is State.CHECKED_IN:
        raise Problem("appointment.started")
    if known.state not in (State.HELD, State.BOOKED):
        raise Problem("appointment.ended")


def confirm(db: Db, call: Call, id_: str) -> Appointment:
    """Books what is held. Problems: appointment.hold-over, appointment.ended, appointment.started."""
    row, now = _mine(db, call, id_), call.platform.clock()
    known = Known.of(row, now)
    if known.state is State.EXPIRED:
        raise Problem("appointment.hold-over")
    _refuse_past(known)
    if known.state is State.HELD:
        if not db.connection().execute(_CONFIRM, {"appointment": id_, "now": now}).rowcount:
            raise Problem("appointment.hold-over")
        known = _again(db, id_, now)
        booking.tell_booked(db, known, call.platform.halls[known.hall], now)
    return shown(call, known)


def cancel(db: Db, call: Call, id_: str) -> Appointment:
    """Gives the place back. Problems: appointment.too-late, appointment.ended, appointment.started."""
    row, now = _mine(db, call, id_), call.platform.clock()
    known = Known.of(row, now)
    if known.state is State.CANCELLED:
        return shown(call, known)
    _refuse_past(known)
    rules = call.platform.halls[known.hall].appointments
    if known.state is State.BOOKED and now > cancel_until(known.starts, rules):
        raise Problem("appointment.too-late")
    connection = db.connection()
    places.give_back(connection, row.slot_id)
    if not connection.execute(_CANCEL, {"appointment": id_, "now": now}).rowcount:
        raise Problem("appointment.ended")
    if known.state is State.BOOKED:
        standing.pause_if_due(db, row.person_id, known.phone, State.CANCELLED, rules, now, now)
    return shown(call, _again(db, id_, now))


def change(db: Db, call: Call, id_: str, wanted: Change) -> Appointment:
    """Another slot for the same; the old place is kept where the new slot has none. Problems: as `make`, `cancel`."""
    row, now = _mine(db, call, id_), call.platform.clock()
    known = Known.of(row, now)
    _refuse_past(known)
    hall, business = booking.place_of(call, known.hall, known.business)
    if known.state is State.BOOKED and now > cancel_until(known.starts, hall.appointments):
        raise Problem("appointment.too-late")
    if wanted.starts == known.starts:
        return shown(call, known)
    slot = booking.slot_at(call.platform, hall, business, wanted.starts)
    connection = db.connection()
    booking.refuse_more(connection, row.person_id, hall, slot, now, id_, row.slot_id)
    places.move(connection, row.slot_id, slot, now)
    if not connection.execute(_CHANGE, {"appointment": id_, "slot": slot.id, "day": slot.day}).rowcount:
        raise Problem("appointment.ended")
    known = _again(db, id_, now)
    if known.state is State.BOOKED:
        booking.tell_booked(db, known, hall, now)
    return shown(call, known)


def _again(db: Db, id_: str, now: dt.datetime) -> Known:
    """The appointment after it was worked on."""
    return Known.of(db.execute(_ONE, {"appointment": id_}).one(), now)
