"""What becomes of appointments by itself: holds end, people are reminded the day before, who did not come is noted."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Db

from server_stub.appointments import places, standing
from server_stub.appointments.places import APPOINTMENTS, SLOTS
from server_stub.appointments.tables import State
from server_stub.appointments.views import KNOWN, when_zh
from server_stub.clock import in_hall
from server_stub.halls.models import Hall
from server_stub.phone_codes import service as phone_codes
from server_stub.platform import Platform

_MOST_AT_ONCE = 500  # of each run: a job must be short, the next run goes on
_KEPT = dt.timedelta(days=180)
_A, _S = APPOINTMENTS.c, SLOTS.c


def expire(platform: Platform, db: Db, now: dt.datetime) -> None:
    """Gives back the places that were held too long. Who wants one of them meanwhile does not wait for this."""
    over = select(_A.slot_id).distinct().where(_A.state == State.HELD, _A.held_until <= now)
    places.expire(db.connection(), db.scalars(over.limit(_MOST_AT_ONCE)).all(), now)


def remind(platform: Platform, db: Db, now: dt.datetime) -> None:
    """Tells people by SMS, the day before; nobody who booked after the hour at which that is done."""
    tomorrow = in_hall(now).date() + dt.timedelta(days=1)
    for hall in platform.halls.values():
        since = dt.datetime.combine(in_hall(now).date(), hall.appointments.remind_at, in_hall(now).tzinfo)
        if now >= since:
            _remind(db, hall, tomorrow, since, now)


def _remind(db: Db, hall: Hall, day: dt.date, since: dt.datetime, now: dt.datetime) -> None:
    due = db.execute(
        KNOWN.where(_S.day == day, _S.hall == hall.id, _A.state == State.BOOKED)
        .where(_A.reminded_at.is_(None), _A.booked_at <= since)
        .limit(_MOST_AT_ONCE)
    ).all()
    for row in due:
        business = hall.businesses.get(row.business)
        what = f"，{business.title.zh}，请带{business.bring}" if business else ""
        words = (
            f"【政务服务】提醒：您明天{when_zh(row.starts, row.ends)}在{hall.short}有预约，预约号 {row.number}{what}"
        )
        phone_codes.tell(db, row.phone, words, now)
    ids = [row.id for row in due]
    db.execute(update(APPOINTMENTS).where(_A.id.in_(ids)).values(reminded_at=now))


def miss(platform: Platform, db: Db, now: dt.datetime) -> None:
    """When a slot's day is over, who had booked and did not come has missed it; too often pauses their booking."""
    today = in_hall(now).date()
    rows = db.execute(
        KNOWN.where(_A.state == State.BOOKED, _S.day < today).order_by(_A.person_id, _S.starts).limit(_MOST_AT_ONCE)
    )
    for row in rows.all():
        standing.lock_person(db, row.person_id)
        missed = (
            update(APPOINTMENTS)
            .where(_A.id == row.id, _A.state == State.BOOKED)
            .values(state=State.MISSED, ended_at=row.ends)
        )
        rules = platform.halls[row.hall].appointments
        if db.connection().execute(missed).rowcount:
            standing.pause_if_due(db, row.person_id, row.phone, State.MISSED, rules, row.ends, now)


def forget_old(db: Db, now: dt.datetime) -> None:
    """Deletes appointments, slots and pauses that no rule looks at any more."""
    before = (now - _KEPT).date()
    db.execute(delete(APPOINTMENTS).where(_A.slot_id.in_(select(_S.id).where(_S.day < before))))
    db.execute(delete(SLOTS).where(_S.day < before))
    db.execute(delete(standing.PAUSES).where(standing.PAUSES.c.until < now - _KEPT))
