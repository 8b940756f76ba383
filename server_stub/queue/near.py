"""A message to the phone when somebody's turn is near, once; who is near already when taking a number was told then."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Row, bindparam, select, union_all, update
from sqlalchemy.orm import Session as Db

from server_stub.halls.models import Hall
from server_stub.phone_codes.service import tell
from server_stub.platform import Platform
from server_stub.queue.estimates import Estimates
from server_stub.queue.moves import calls_of
from server_stub.queue.tables import Kind, NumberState, QueueRow
from server_stub.queue.turns import in_order

_COLUMNS = (QueueRow.id, QueueRow.kind, QueueRow.number, QueueRow.phone, QueueRow.told)
_FIRST = union_all(
    *(
        select(
            select(*_COLUMNS)
            .where(
                QueueRow.hall == bindparam("hall"),
                QueueRow.day == bindparam("day"),
                QueueRow.queue == bindparam("queue"),
                QueueRow.state == NumberState.WAITING.value,
                QueueRow.kind == kind.value,
            )
            .order_by(QueueRow.placed_at, QueueRow.sequence, QueueRow.id)
            .limit(bindparam("most"))
            .subquery()
        )
        for kind in Kind
    )
)
_TOLD = update(QueueRow).where(QueueRow.id == bindparam("number_id")).values(told=True)

Waiting = Row[tuple[str, int, str, str, bool]]


def is_near(db: Db, platform: Platform, hall: Hall, queue: str, kind: Kind, now: dt.datetime) -> bool:
    """Whether a number taken now stands so near that its ticket says enough."""
    return Estimates(db, hall, now).ahead(queue, kind) <= platform.rules.tell_when_ahead


def tell_who_is_near(db: Db, platform: Platform, hall: Hall, queue: str, now: dt.datetime) -> None:
    """After a queue moved on: messages to those who have come near. The hall is held."""
    ahead = platform.rules.tell_when_ahead
    if not ahead:
        return
    of_queue = {"hall": hall.id, "day": now.date(), "queue": queue, "most": ahead + 1}
    rows: dict[Kind, list[Waiting]] = {}
    for row in db.execute(_FIRST, of_queue):
        rows.setdefault(Kind(row.kind), []).append(row)
    if not any(row.phone and not row.told for of_kind in rows.values() for row in of_kind):
        return
    calls = calls_of(db, hall.id, queue, now.date())
    next_ones = list(in_order(hall.queues[queue].turns, calls, rows))[: ahead + 1]
    for before, row in enumerate(next_ones):
        if row.phone and not row.told:
            tell(db, row.phone, _words(hall, queue, row.number, before), now)
            db.execute(_TOLD, {"number_id": row.id})


def _words(hall: Hall, queue: str, number: str, before: int) -> str:
    """At most 300 characters, without a name."""
    place = f"{hall.queues[queue].zone.zh}（窗口 {hall.window_names(queue)}）"
    return f"【政务服务】{number} 号前面约 {before} 人，请到{place}附近等候。{hall.short[:30]}"
