"""Giving, calling and counting queue numbers. Counters are per hall, prefix and day, atomic with the number."""

from __future__ import annotations

import datetime as dt
import math
import secrets
import uuid

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Db

from server_stub.clock import Clock, in_hall
from server_stub.database import last_number, next_number
from server_stub.halls.models import Hall, HallBusiness, WindowQueue
from server_stub.platform import Call, Platform
from server_stub.problems import Problem
from server_stub.queue.models import Business, NewNumber, QueueNumber
from server_stub.queue.tables import NumberState, QueueRow
from server_stub.texts import Text

_MEASURED = 20  # how many finished numbers of the day the estimate looks at
_ENOUGH = 5  # fewer say nothing yet
_STEP = 5  # minutes; a range is told in steps, an exact minute would be a promise
_MOST = 999  # a number has three digits


def businesses(call: Call) -> list[Business]:
    """What numbers are given for in this hall, with the waits of now."""
    platform, hall = call.platform, call.hall
    with platform.database.read() as db:
        waits = {key: _wait(db, platform, hall, key) for key in hall.queues}
        counts = _waiting(db, hall, platform.clock().date())
        return [_business(call, db, b, counts, waits[b.queue]) for b in hall.businesses.values()]


def _business(
    call: Call, db: Db, business: HallBusiness, counts: dict[str, int], wait: tuple[int, int, int]
) -> Business:
    queue = call.hall.queues[business.queue]
    closed = _closed(call.platform, call.hall)
    full = None if closed else _full(db, call, business)
    minutes = _machine_minutes(call, business)
    return Business(
        key=business.key,
        title=business.title,
        zone=queue.zone,
        windows=call.hall.window_names(business.queue),
        waiting=counts.get(business.queue, 0),
        wait_from=wait[1],
        wait_to=wait[2],
        open=not (closed or full),
        full=bool(full),
        closed_because=closed or full or Text(zh=""),
        machine_service=business.service if minutes else "",
        machine_minutes=minutes,
    )


def take(call: Call, db: Db, wanted: NewNumber) -> QueueNumber:
    """Gives the next number. Problems: queue.unknown, queue.closed, queue.full."""
    hall, now = call.hall, call.platform.clock()
    business = hall.businesses.get(wanted.business)
    if business is None:
        raise Problem("queue.unknown")
    if closed := _closed(call.platform, hall):
        raise Problem("queue.closed", also=closed)
    if full := _full(db, call, business):
        raise Problem("queue.full", also=full)
    return give(db, call, business, now, wanted.phone or "")


def give(
    db: Db, call: Call, business: HallBusiness, now: dt.datetime, phone: str, kind: str = "现场取号"
) -> QueueNumber:
    """A number in this hall and its ticket, whatever the hour and the quota; `kind` is how the ticket names it."""
    wait = _wait(db, call.platform, call.hall, business.queue)
    row = new_row(db, call.hall, business, now, phone)
    return _ticket(call, call.hall, business, row, wait, kind)


def new_row(db: Db, hall: Hall, business: HallBusiness, now: dt.datetime, phone: str) -> QueueRow:
    """The next number of a business's queue: letter and three digits, and the flow number of the hall's day."""
    day = now.date()
    sequence = next_number(db, _scope(hall, business.queue, day))
    row = QueueRow(
        id=str(uuid.uuid4()),
        hall=hall.id,
        day=day,
        queue=business.queue,
        business=business.key,
        sequence=sequence,
        number=f"{hall.queues[business.queue].prefix}{sequence:03d}",
        serial=f"{day:%Y%m%d}-{next_number(db, f'flow/{hall.id}/{day}'):06d}",
        token=secrets.token_urlsafe(18),
        phone=phone,
        taken_at=now,
    )
    db.add(row)
    db.flush()
    return row


def call_next(db: Db, clock: Clock, hall: Hall, queue: str) -> str:
    """What a window does: the one called longest ago is done, the next in the row is called; "" if none waits.

    Finishing precedes calling, and no more numbers are in process than there are windows.
    """
    now, windows = clock(), len(hall.windows_of(queue))
    of_queue = (QueueRow.hall == hall.id, QueueRow.day == now.date(), QueueRow.queue == queue)
    called = list(
        db.scalars(
            select(QueueRow)
            .where(*of_queue, QueueRow.state == NumberState.IN_PROCESS)
            .order_by(QueueRow.called_at, QueueRow.sequence)
        )
    )
    following = db.scalars(
        select(QueueRow).where(*of_queue, QueueRow.state == NumberState.WAITING).order_by(QueueRow.sequence).limit(1)
    ).first()
    if called and (len(called) >= windows or following is None):
        called[0].state, called[0].done_at = NumberState.DONE, now
    if following is None:
        return ""
    following.state, following.called_at = NumberState.IN_PROCESS, now
    return following.number


def cancel(db: Db, hall: Hall, day: dt.date, service: str, phone: str) -> None:
    """Gives up the waiting numbers of a phone for a service that was filed at a terminal meanwhile."""
    of_service = [key for key, business in hall.businesses.items() if business.service == service]
    db.execute(
        update(QueueRow)
        .where(QueueRow.hall == hall.id, QueueRow.day == day, QueueRow.business.in_(of_service))
        .where(QueueRow.phone == phone, QueueRow.state == NumberState.WAITING)
        .values(state=NumberState.CANCELLED)
    )


def _scope(hall: Hall, queue: str, day: dt.date) -> str:
    return f"queue/{hall.id}/{hall.queues[queue].prefix}/{day}"


def _closed(platform: Platform, hall: Hall) -> Text | None:
    """Why no numbers are given now; a demo gives them at all hours."""
    now, hours = platform.clock(), hall.hours
    if platform.demo:
        return None
    if hours.days == "working" and not platform.calendar.is_working(now.date()):
        return Text(
            zh=f"今天大厅休息，工作日 {hours.opens:%H:%M} 开始取号",
            en=f"The hall is closed today; numbers are given from {hours.opens:%H:%M} on working days",
        )
    if hours.opens <= now.time() < hours.tickets_until:
        return None
    return Text(
        zh=f"取号时间 {hours.opens:%H:%M} 至 {hours.tickets_until:%H:%M}",
        en=f"Numbers are given from {hours.opens:%H:%M} to {hours.tickets_until:%H:%M}",
    )


def _full(db: Db, call: Call, business: HallBusiness) -> Text | None:
    """Where else to go if the quota of the day is used up."""
    hall = call.hall
    given = last_number(db, _scope(hall, business.queue, call.platform.clock().date()))
    if given < min(hall.queues[business.queue].quota, _MOST) and business.key not in call.platform.faults.queues_full:
        return None
    return hall.elsewhere


def _waiting(db: Db, hall: Hall, day: dt.date) -> dict[str, int]:
    """Queue → how many wait."""
    rows = db.execute(
        select(QueueRow.queue, func.count())
        .where(QueueRow.hall == hall.id, QueueRow.day == day, QueueRow.state == NumberState.WAITING)
        .group_by(QueueRow.queue)
    )
    return {row.queue: row[1] for row in rows}


def _wait(db: Db, platform: Platform, hall: Hall, key: str) -> tuple[int, int, int]:
    """How many are before a new number, and the minutes from and to."""
    queue, day = hall.queues[key], platform.clock().date()
    ahead = _waiting(db, hall, day).get(key, 0)
    estimate = math.ceil(ahead / len(hall.windows_of(key))) * _minutes_each(db, hall, key, queue, day)
    least = math.floor(estimate * 0.8 / _STEP) * _STEP
    return ahead, least, max(math.ceil(estimate * 1.3 / _STEP) * _STEP, least + _STEP)


def _minutes_each(db: Db, hall: Hall, key: str, queue: WindowQueue, day: dt.date) -> float:
    """The mean of the numbers finished last today; the planned minutes while these are few."""
    finished = db.scalars(
        select(QueueRow)
        .where(QueueRow.hall == hall.id, QueueRow.day == day, QueueRow.queue == key, QueueRow.done_at.is_not(None))
        .order_by(QueueRow.done_at.desc())
        .limit(_MEASURED)
    )
    minutes = [(r.done_at - r.called_at).total_seconds() / 60 for r in finished if r.done_at and r.called_at]
    return sum(minutes) / len(minutes) if len(minutes) >= _ENOUGH else float(queue.minutes_each)


def _machine_minutes(call: Call, business: HallBusiness) -> int:
    """How long a terminal of this hall takes for it; 0 if none does it."""
    if not business.service:
        return 0
    try:
        return call.service(business.service)[1].guide.service.minutes
    except Problem:
        return 0


def _ticket(
    call: Call, hall: Hall, business: HallBusiness, row: QueueRow, wait: tuple[int, int, int], kind: str
) -> QueueNumber:
    queue, minutes = hall.queues[business.queue], _machine_minutes(call, business)
    until = f"今日取号至 {hall.hours.tickets_until:%H:%M}" if not call.platform.demo else "演示大厅全天取号"
    return QueueNumber(
        id=row.id,
        number=row.number,
        hall=hall.name,
        kind=kind,
        taken_at=in_hall(row.taken_at),
        queue=queue.name,
        business=business.title.zh,
        place=queue.zone.zh,
        windows=hall.window_names(business.queue),
        ahead=wait[0],
        wait_from=wait[1],
        wait_to=wait[2],
        bring=business.bring,
        machine_hint=f"{call.terminal.place}约 {minutes} 分钟可办, 办成后本号取消" if minutes else "",
        passed_rule=hall.passed_rule,
        token=row.token,
        closing=f"{until}, 已取的号都会办完",
        help=hall.help,
        hotline=hall.hotline,
        serial=row.serial,
    )
