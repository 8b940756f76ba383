"""For the back office: whom a change of the calendar leaves without their slot, and calling appointments off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session as Db

from server_stub.appointments import places
from server_stub.appointments.places import APPOINTMENTS, SLOTS
from server_stub.appointments.tables import State
from server_stub.appointments.timetable import slots_of
from server_stub.appointments.views import KNOWN, when_zh
from server_stub.clock import in_hall
from server_stub.halls.models import Hall
from server_stub.people.tables import Person
from server_stub.phone_codes import service as phone_codes
from server_stub.working_days import Calendar

_AHEAD = (State.HELD, State.BOOKED)
_A, _S = APPOINTMENTS.c, SLOTS.c


@dataclass(frozen=True)
class ToTell:
    """Somebody whose appointment can't be kept. Names and phones in full: for staff who call them."""

    appointment_id: str
    number: str
    name: str
    phone: str
    business: str
    starts: dt.datetime
    ends: dt.datetime


def to_tell(db: Db, hall: Hall, calendar: Calendar, now: dt.datetime) -> list[ToTell]:
    """Who has an appointment ahead in a slot that this hall, as given here, does not have: also before it is saved."""
    slots = db.execute(select(_S.id, _S.business, _S.day).where(_S.hall == hall.id, _S.starts > now, _S.taken > 0))
    gone = [row.id for row in slots if row.id not in _planned(hall, row.business, row.day, calendar)]
    people = (
        KNOWN.add_columns(Person.name)
        .join(Person, Person.id == _A.person_id)
        .where(_A.slot_id.in_(gone), or_(_A.state == State.BOOKED, (_A.state == State.HELD) & (_A.held_until > now)))
        .order_by(_S.starts, _A.number)
    )
    return [
        ToTell(row.id, row.number, row.name, row.phone, row.business, in_hall(row.starts), in_hall(row.ends))
        for row in db.execute(people)
    ]


def _planned(hall: Hall, business_key: str, day: dt.date, calendar: Calendar) -> set[str]:
    business = hall.businesses.get(business_key)
    return {slot.id for slot in slots_of(hall, business, day, calendar)} if business else set()


def call_off(db: Db, hall: Hall, ids: Collection[str], now: dt.datetime) -> int:
    """Cancels these appointments for the hall and tells the people; it counts against nobody. How many there were."""
    rows = db.execute(KNOWN.where(_A.id.in_(ids), _A.state.in_(_AHEAD), _S.hall == hall.id).order_by(_A.slot_id)).all()
    connection, cancelled = db.connection(), 0
    for row in rows:
        off = update(APPOINTMENTS).where(_A.id == row.id, _A.state.in_(_AHEAD))
        places.lock(connection, row.slot_id)
        if not connection.execute(off.values(state=State.CANCELLED, ended_at=now, by_hall=True)).rowcount:
            continue
        places.give_back(connection, row.slot_id)
        cancelled += 1
        words = (
            f"【政务服务】抱歉，{hall.short}因安排调整取消您{when_zh(row.starts, row.ends)}的预约 {row.number}，"
            f"请改约其他时间，不影响您今后预约。"
        )
        phone_codes.tell(db, row.phone, words, now)
    return cancelled
