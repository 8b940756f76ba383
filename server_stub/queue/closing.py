"""The end of a day: what still waits is closed, windows too, and phones are forgotten. Numbers start anew at 001."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session as Db

from server_stub.clock import HALL
from server_stub.halls.models import Hall
from server_stub.platform import Platform
from server_stub.queue import moves, opening, windows
from server_stub.queue.tables import End, NumberState, QueueRow, WindowRow, WindowState

_LIVING = (NumberState.WAITING.value, NumberState.IN_PROCESS.value, NumberState.PASSED.value)
_OPEN_NUMBERS = select(QueueRow).where(
    QueueRow.hall == bindparam("hall"),
    QueueRow.day <= bindparam("day"),
    QueueRow.state.in_(_LIVING),
)
_OPEN_WINDOWS = select(WindowRow).where(
    WindowRow.hall == bindparam("hall"),
    WindowRow.state != WindowState.CLOSED.value,
    WindowRow.since < bindparam("until"),
)
_FORGET_PHONES = (
    update(QueueRow)
    .where(QueueRow.day <= bindparam("until_day"), QueueRow.phone != "")
    .values(phone="")
    .execution_options(synchronize_session=False)
)


def close_days(platform: Platform, db: Db, now: dt.datetime) -> None:
    """Closes what is left of days that are over, hall by hall: a job that is run again and again."""
    for hall in platform.halls.values():
        day = now.date() if _is_over(platform, hall, now) else now.date() - dt.timedelta(days=1)
        _close(db, hall, day, now)
    db.execute(_FORGET_PHONES, {"until_day": now.date() - dt.timedelta(days=1)})


def _is_over(platform: Platform, hall: Hall, now: dt.datetime) -> bool:
    """Whether today is over: so long after the last windows close that whoever had a number was served.

    A demo, which gives numbers at all hours, has its days end at midnight.
    """
    today = opening.hours_of(hall.hours, platform.calendar, now.date())
    if platform.demo or today is None:
        return False
    return now >= dt.datetime.combine(now.date(), today.closes, HALL) + dt.timedelta(minutes=hall.settle_minutes)


def _close(db: Db, hall: Hall, day: dt.date, now: dt.datetime) -> None:
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), HALL)
    living = {"hall": hall.id, "day": day}
    open_windows = {"hall": hall.id, "until": midnight}
    if db.scalars(_OPEN_NUMBERS, living).first() is None and db.scalars(_OPEN_WINDOWS, open_windows).first() is None:
        return
    moves.hold(db, hall.id)
    closed = 0
    for row in db.scalars(_OPEN_NUMBERS.execution_options(populate_existing=True), living).all():
        ended = dt.datetime.combine(row.day + dt.timedelta(days=1), dt.time(), HALL)
        window = db.get(WindowRow, (hall.id, row.window)) if row.state == NumberState.IN_PROCESS else None
        if window is not None and window.serving == row.id:
            window.serving = ""
        moves.move(db, row, End.CLOSED, min(now, ended), window=window.window if window else "")
        closed += 1
    db.flush()
    for open_one in db.scalars(_OPEN_WINDOWS.execution_options(populate_existing=True), open_windows).all():
        windows.close(db, open_one, min(now, midnight))
    if closed:
        moves.tell(db, hall.id, "queue.closed", now, numbers=closed)
