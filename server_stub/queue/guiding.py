"""What the guide desk does with numbers: a new one for a passed one (换号), priority for who asks for it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session as Db

from server_stub.halls.models import Hall
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.queue import giving, moves
from server_stub.queue.estimates import Estimates, Wait
from server_stub.queue.near import tell_who_is_near
from server_stub.queue.tables import End, Kind, NumberState, QueueRow


def replace(db: Db, platform: Platform, hall: Hall, number: str, now: dt.datetime) -> tuple[QueueRow, Wait]:
    """换号: a passed number's owner gets a new one at the end of their class, at any hour and beyond the quota.

    Problems: number.unknown, number.not-passed, queue.unknown (the hall no longer has it).
    """
    row = _held(db, hall, number, now)
    if row.state != NumberState.PASSED:
        raise Problem("number.not-passed")
    if row.business not in hall.businesses or row.queue not in hall.queues:
        raise Problem("queue.unknown")
    moves.move(db, row, End.REPLACED, now)
    business = hall.businesses[row.business].model_copy(update={"queue": row.queue})  # it may have been transferred
    kind = Kind(row.kind)
    wait = Estimates(db, hall, now).wait(row.queue, kind)
    return giving.give(db, platform, hall, business, now, phone=row.phone, kind=kind, replaces=row.id), wait


def prefer(db: Db, platform: Platform, hall: Hall, number: str, now: dt.datetime) -> QueueRow:
    """绿窗: a waiting number gets priority; among these it stands where it was placed. Nobody notes why.

    Problems: number.unknown, number.not-waiting.
    """
    row = _held(db, hall, number, now)
    if row.state != NumberState.WAITING:
        raise Problem("number.not-waiting")
    row.kind = Kind.PRIORITY
    db.flush()
    tell_who_is_near(db, platform, hall, row.queue, now)
    moves.tell(db, hall.id, "queue.changed", now, queue=row.queue)
    return row


def _held(db: Db, hall: Hall, number: str, now: dt.datetime) -> QueueRow:
    moves.hold(db, hall.id)
    row = moves.find(db, hall.id, now.date(), number)
    if row is None:
        raise Problem("number.unknown")
    return row
