"""Who may book: no-shows, cancellations and repeats in excess pause a person's booking for some days (DOMAIN.md 3.4).

A month is one of the calendar, in the hall's time; a pause settles what was before it. Places at the hall are never
refused: the words for it are "7 天内暂停网上预约，现场取号不受影响".
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as Db

from server_stub.appointments.places import APPOINTMENTS
from server_stub.appointments.tables import PauseRow, State
from server_stub.clock import HALL, in_hall
from server_stub.database import Base, is_postgresql
from server_stub.halls.models import AppointmentRules
from server_stub.people.tables import Person
from server_stub.phone_codes import service as phone_codes
from server_stub.problems import Problem
from server_stub.texts import Text

PAUSES = Base.metadata.tables[PauseRow.__tablename__]
_A, _PEOPLE = APPOINTMENTS.c, Base.metadata.tables[Person.__tablename__].c
_LOCK = select(_PEOPLE.id).where(_PEOPLE.id == bindparam("person")).with_for_update(key_share=True)


def lock_person(db: Db, person_id: str) -> None:
    """Nobody else books, changes or cancels for this person until the transaction ends. Comes before slots."""
    if is_postgresql(db):
        db.connection().execute(_LOCK, {"person": person_id})


def midnight(now: dt.datetime) -> dt.datetime:
    """When the hall's day began."""
    return dt.datetime.combine(now.astimezone(HALL).date(), dt.time(), HALL)


def paused(until: dt.datetime, now: dt.datetime) -> Problem:
    """The refusal of somebody whose booking is paused."""
    days = max((in_hall(until).date() - in_hall(now).date()).days, 1)
    return Problem(
        "appointment.paused",
        also=Text(
            zh=f"{days} 天内暂停网上预约，现场取号不受影响",
            en=f"Booking is paused for {days} days; you can take a number at the hall as always",
        ),
    )


def pause(db: Db, person_id: str, phone: str, rules: AppointmentRules, now: dt.datetime) -> None:
    """Pauses a person's booking from now on, and tells them."""
    until = now + dt.timedelta(days=rules.pause_days)
    db.merge(PauseRow(person_id=person_id, since=now, until=until))
    words = f"{rules.pause_days} 天内暂停网上预约，现场取号不受影响。"
    phone_codes.tell(db, phone, f"【政务服务】因近期多次取消或未到，{words}", now)


def pause_if_due(
    db: Db, person_id: str, phone: str, state: State, rules: AppointmentRules, at: dt.datetime, now: dt.datetime
) -> None:
    """After a cancellation or a no-show of the moment `at`: whether it was one too many. The person is locked."""
    limit = rules.cancelled_in_month if state is State.CANCELLED else rules.missed_in_month
    since = midnight(at).replace(day=1)
    settled = db.get(PauseRow, person_id)
    if settled is not None:
        since = max(since, settled.since)
    counted = select(func.count()).where(
        _A.person_id == person_id, _A.state == state, _A.booked_at.is_not(None), _A.by_hall.is_(False)
    )
    if (db.scalar(counted.where(_A.ended_at > since)) or 0) >= limit:
        pause(db, person_id, phone, rules, now)
