"""Numbers that a terminal gave while its line was down ("K3-007": its own series), merged when the line is back.

A ticket is merged once, by its uuid; a list that comes again, whole or in part, changes nothing. Numbers of two
terminals can't meet, because each has a series of its own, nor those of the platform, which have no hyphen.
"""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy.orm import Session as Db

from server_stub.clock import HALL, in_hall
from server_stub.database import next_number
from server_stub.platform import Call
from server_stub.queue import giving, moves
from server_stub.queue.models import MergedNumber, MergedNumbers, OfflineNumber, OfflineNumbers
from server_stub.queue.tables import End, Kind, QueueRow
from server_stub.texts import Text

_KEPT_FOR = dt.timedelta(days=30)  # the longest a terminal may have been cut off

_SERIES = Text(zh="不是本机的离线号段", en="Not of this terminal's own series")
_TAKEN = Text(zh="这个号当天已经用过", en="This number was given to somebody else that day")
_BUSINESS = Text(zh="大厅没有这项业务", en="The hall has no such business")
_TOO_OLD = Text(zh="取号时间太早，无法并入", en="Taken too long ago to be merged")


def merge(call: Call, db: Db, given: OfflineNumbers) -> MergedNumbers:
    """Places each ticket by when it was taken. What can't be merged is said ticket by ticket; the others are."""
    now = call.platform.clock()
    moves.hold(db, call.hall.id)
    merged = [_merge(call, db, ticket, now) for ticket in given.numbers]
    count = sum(1 for one in merged if one.outcome == "merged")
    if count:
        moves.tell(db, call.hall.id, "queue.merged", now, numbers=count)
    return MergedNumbers(numbers=tuple(merged))


def _merge(call: Call, db: Db, ticket: OfflineNumber, now: dt.datetime) -> MergedNumber:
    known = db.get(QueueRow, ticket.id)
    if known is not None and (known.hall, known.number) == (call.hall.id, ticket.number):
        return MergedNumber(id=ticket.id, number=ticket.number, outcome="known")
    if why := _refusal(call, db, ticket, now, known):
        return MergedNumber(id=ticket.id, number=ticket.number, outcome="refused", because=why)
    _place(call, db, ticket, now)
    return MergedNumber(id=ticket.id, number=ticket.number, outcome="merged")


def _refusal(call: Call, db: Db, ticket: OfflineNumber, now: dt.datetime, known: QueueRow | None) -> Text | None:
    if not ticket.number.startswith(f"{call.hall.offline_letter}{call.terminal.series}-"):
        return _SERIES
    if ticket.business not in call.hall.businesses:
        return _BUSINESS
    if ticket.taken_at < now - _KEPT_FOR:
        return _TOO_OLD
    day = in_hall(min(ticket.taken_at, now)).date()
    return _TAKEN if known is not None or moves.find(db, call.hall.id, day, ticket.number) is not None else None


def _place(call: Call, db: Db, ticket: OfflineNumber, now: dt.datetime) -> None:
    """Among the others by when it was taken; one of a day that is over is closed with that day."""
    hall, business = call.hall, call.hall.businesses[ticket.business]
    taken_at = in_hall(min(ticket.taken_at, now))  # a terminal's clock that is fast moves nobody back
    day = taken_at.date()
    row = QueueRow(
        id=ticket.id,
        hall=hall.id,
        day=day,
        queue=business.queue,
        business=business.key,
        sequence=int(ticket.number.rpartition("-")[2]),
        number=ticket.number,
        serial=giving.serial(db, hall, day),
        token=secrets.token_urlsafe(18),
        phone=ticket.phone or "",
        kind=Kind.PRIORITY if ticket.priority else Kind.ORDINARY,
        taken_at=taken_at,
        placed_at=taken_at,
        since=taken_at,
        offline=True,
    )
    db.add(row)
    db.flush()
    next_number(db, giving.merged(hall, business.queue, day))
    if day < now.date():
        midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), HALL)
        moves.move(db, row, End.CLOSED, midnight)
        db.flush()
