"""Queue numbers as others see them: what they are given for, taking one, giving one up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session as Db

from server_stub.halls.models import Hall, HallBusiness
from server_stub.platform import Call, Platform
from server_stub.problems import Problem
from server_stub.queue import calling, giving, guiding, moves
from server_stub.queue.calling import Desk
from server_stub.queue.estimates import Estimates
from server_stub.queue.models import Business, NewNumber, QueueNumber
from server_stub.queue.near import tell_who_is_near
from server_stub.queue.tables import End, Kind, NumberState, QueueRow, WindowRow
from server_stub.queue.tickets import ON_SITE, machine_minutes, ticket_of
from server_stub.texts import Text

_WAITING_OF_PHONE = select(QueueRow).where(
    QueueRow.hall == bindparam("hall"),
    QueueRow.day == bindparam("day"),
    QueueRow.phone == bindparam("phone"),
    QueueRow.state == NumberState.WAITING.value,
)


def businesses(call: Call) -> list[Business]:
    """What numbers are given for in this hall, with the waits of now."""
    with call.platform.database.read() as db:
        now = call.platform.clock()
        estimates, given = Estimates(db, call.hall, now), giving.given(db, call.hall, now.date())
        closed = giving.closed(call.platform, call.hall, now)
        return [_business(call, b, estimates, given, closed) for b in call.hall.businesses.values()]


def _business(
    call: Call, business: HallBusiness, estimates: Estimates, given: Mapping[str, int], closed: Text | None
) -> Business:
    queue = call.hall.queues[business.queue]
    full = None if closed else giving.full(call.platform, call.hall, business, given)
    minutes, wait = machine_minutes(call, business), estimates.wait(business.queue)
    return Business(
        key=business.key,
        title=business.title,
        zone=queue.zone,
        windows=call.hall.window_names(business.queue),
        waiting=estimates.waiting(business.queue),
        wait_from=wait.least,
        wait_to=wait.most,
        open=not (closed or full),
        full=bool(full),
        closed_because=closed or full or Text(zh=""),
        machine_service=business.service if minutes else "",
        machine_minutes=minutes,
    )


def take(call: Call, db: Db, wanted: NewNumber) -> QueueNumber:
    """Gives the next number. Problems: queue.unknown, queue.closed, queue.full, queue.too-many."""
    platform, hall, now = call.platform, call.hall, call.platform.clock()
    business, phone = hall.businesses.get(wanted.business), wanted.phone or ""
    if business is None:
        raise Problem("queue.unknown")
    giving.refuse_if_not_given(db, platform, hall, business, now, phone)
    return issue(call, db, business, now, phone=phone, kind=Kind.PRIORITY if wanted.priority else Kind.ORDINARY)


def issue(
    call: Call,
    db: Db,
    business: HallBusiness,
    now: dt.datetime,
    *,
    phone: str = "",
    kind: Kind = Kind.ORDINARY,
    appointment_id: str = "",
    title: str = ON_SITE,
) -> QueueNumber:
    """A number in this hall with its ticket, whatever the hour and the quota (`giving.give`).

    `title` is how the ticket names it, such as "预约签到 10:00–11:00".
    """
    platform, hall = call.platform, call.hall
    moves.hold(db, hall.id)
    wait = Estimates(db, hall, now).wait(business.queue, kind)
    row = giving.give(db, platform, hall, business, now, phone=phone, kind=kind, appointment_id=appointment_id)
    return ticket_of(call, business, row, wait, title)


def replace(call: Call, db: Db, number: str) -> QueueNumber:
    """换号: the ticket of the new number. Problems: number.unknown, number.not-passed, queue.unknown."""
    now = call.platform.clock()
    row, wait = guiding.replace(db, call.platform, call.hall, number, now)
    return ticket_of(call, call.hall.businesses[row.business], row, wait)


def cancel(db: Db, platform: Platform, hall: Hall, now: dt.datetime, service: str, phone: str) -> None:
    """Gives up the waiting numbers of a phone for a service that was filed at a terminal meanwhile."""
    of_phone = {"hall": hall.id, "day": now.date(), "phone": phone}
    if db.scalars(_WAITING_OF_PHONE, of_phone).first() is None:
        return
    moves.hold(db, hall.id)
    for row in db.scalars(_WAITING_OF_PHONE, of_phone).all():
        business = hall.businesses.get(row.business)
        if business is None or business.service != service or row.state != NumberState.WAITING:
            continue
        moves.move(db, row, End.CANCELLED, now)
        db.flush()
        if row.queue in hall.queues:
            tell_who_is_near(db, platform, hall, row.queue, now)
        moves.tell(db, hall.id, "number.cancelled", now, number=row.number, queue=row.queue)


def call_for_demo(db: Db, platform: Platform, hall: Hall, queue: str) -> str:
    """What the windows of a queue do one after the other, where nobody has signed on; "" if nobody waits.

    A window that serves nobody calls; where all do, the one that called longest ago finishes first.
    """
    now = platform.clock()
    moves.hold(db, hall.id)
    windows = sorted(hall.windows_of(queue), key=lambda window: window.skills.index(queue))
    desks = [Desk(platform, hall, window.model_copy(update={"skills": (queue,)}), "", "", now) for window in windows]
    rows = [(desk, calling.window_row(db, desk)) for desk in desks]
    unattended = [(desk, row) for desk, row in rows if not row.staff]
    if not unattended:
        return ""
    busy = [(desk, row) for desk, row in unattended if calling.served(db, desk, row) is not None]
    idle = [(desk, row) for desk, row in unattended if (desk, row) not in busy]
    waits = bool(Estimates(db, hall, now).waiting(queue))
    desk, window = idle[0] if idle and (waits or not busy) else min(busy, key=_called)
    called = calling.call_next(db, desk, window)
    return called.number if called is not None else ""


def _called(at: tuple[Desk, WindowRow]) -> tuple[dt.datetime, str]:
    return at[1].called_at or at[0].now, at[1].last_number
