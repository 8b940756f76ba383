"""Giving numbers. Counters are per hall, letter and day, atomic with the number; the hall is held meanwhile."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.database import last_numbers, next_number
from server_stub.halls.models import Hall, HallBusiness
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.queue import moves, near, opening
from server_stub.queue.tables import Kind, NumberState, QueueRow
from server_stub.texts import Text

_MOST = 999  # numbers taken on site have three digits
_ACTIVE = (NumberState.WAITING.value, NumberState.IN_PROCESS.value)
_OF_PHONE = select(func.count()).where(
    QueueRow.hall == bindparam("hall"),
    QueueRow.day == bindparam("day"),
    QueueRow.phone == bindparam("phone"),
    QueueRow.business == bindparam("business"),
    QueueRow.state.in_(_ACTIVE),
)


def give(
    db: Db,
    platform: Platform,
    hall: Hall,
    business: HallBusiness,
    now: dt.datetime,
    *,
    phone: str = "",
    kind: Kind = Kind.ORDINARY,
    appointment_id: str = "",
    replaces: str = "",
) -> QueueRow:
    """The next number of a business's queue: a letter and three digits, the flow number of the hall's day with it.

    Asks no questions: whether the hall is open and the quota not used up is `refuse_if_not_given`'s matter, because who
    booked, or was passed, gets a number in any case. It is one of the last things of its job: the hall is held from
    here to the job's end, and `number.taken` is published. No lock may be taken after it that others hold before it.
    """
    moves.hold(db, hall.id)
    day = in_hall(now).date()
    told = bool(phone) and near.is_near(db, platform, hall, business.queue, kind, now)
    sequence = next_number(db, counter(hall, business.queue, day))
    row = QueueRow(
        id=str(uuid.uuid4()),
        hall=hall.id,
        day=day,
        queue=business.queue,
        business=business.key,
        sequence=sequence,
        number=f"{hall.queues[business.queue].prefix}{sequence:03d}",
        serial=serial(db, hall, day),
        token=secrets.token_urlsafe(18),
        phone=phone,
        kind=kind,
        taken_at=now,
        placed_at=now,
        since=now,
        told=told,
        replaces=replaces,
        appointment_id=appointment_id,
    )
    db.add(row)
    db.flush()
    moves.tell(db, hall.id, "number.taken", now, number=row.number, queue=row.queue)
    return row


def refuse_if_not_given(
    db: Db, platform: Platform, hall: Hall, business: HallBusiness, now: dt.datetime, phone: str
) -> None:
    """Holds the hall. Problems: queue.closed, queue.full, queue.too-many (of one phone)."""
    if why := closed(platform, hall, now):
        raise Problem("queue.closed", also=why)
    moves.hold(db, hall.id)
    if elsewhere := full(platform, hall, business, given(db, hall, now.date())):
        raise Problem("queue.full", also=elsewhere)
    of_phone = {"hall": hall.id, "day": now.date(), "phone": phone, "business": business.key}
    if phone and db.execute(_OF_PHONE, of_phone).scalar_one() >= platform.rules.numbers_per_phone:
        raise Problem("queue.too-many")


def closed(platform: Platform, hall: Hall, now: dt.datetime) -> Text | None:
    """Why no numbers are given now; a demo gives them at all hours."""
    return None if platform.demo else opening.closed(hall.hours, platform.calendar, now)


def full(platform: Platform, hall: Hall, business: HallBusiness, given: Mapping[str, int]) -> Text | None:
    """Where else to go if the quota of the day is used up."""
    left = min(hall.queues[business.queue].quota, _MOST) - given[business.queue]
    return None if left > 0 and business.key not in platform.faults.queues_full else hall.elsewhere


def given(db: Db, hall: Hall, day: dt.date) -> dict[str, int]:
    """How many numbers each queue has given that day; those of terminals that were cut off count too."""
    scopes = {queue: (counter(hall, queue, day), merged(hall, queue, day)) for queue in hall.queues}
    last = last_numbers(db, [scope for pair in scopes.values() for scope in pair])
    return {queue: last[own] + last[offline] for queue, (own, offline) in scopes.items()}


def counter(hall: Hall, queue: str, day: dt.date) -> str:
    """The scope of a letter's numbers of a day."""
    return f"queue/{hall.id}/{hall.queues[queue].prefix}/{day}"


def merged(hall: Hall, queue: str, day: dt.date) -> str:
    """The scope that counts numbers given by terminals that were cut off."""
    return f"offline/{hall.id}/{queue}/{day}"


def serial(db: Db, hall: Hall, day: dt.date) -> str:
    """The next flow number of the hall's day, yyyymmdd and six digits."""
    return f"{day:%Y%m%d}-{next_number(db, f'flow/{hall.id}/{day}'):06d}"
