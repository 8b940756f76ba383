"""Windows and numbers as staff see them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.halls.models import Hall, Window
from server_stub.problems import Problem
from server_stub.queue import moves
from server_stub.queue.calling import Desk, served
from server_stub.queue.models import (
    NumberView,
    PassedNumber,
    Period,
    QueueState,
    ServedNumber,
    StateWord,
    WindowLine,
    WindowView,
)
from server_stub.queue.tables import Kind, NumberState, PeriodRow, QueueRow, Spell, WindowRow, WindowState
from server_stub.texts import Text

_WAITING = (
    select(QueueRow.queue, func.count().label("waiting"))
    .where(
        QueueRow.hall == bindparam("hall"),
        QueueRow.day == bindparam("day"),
        QueueRow.queue.in_(bindparam("queues", expanding=True)),
        QueueRow.state == NumberState.WAITING.value,
    )
    .group_by(QueueRow.queue)
)
_PASSED = (
    select(QueueRow.number, QueueRow.queue, QueueRow.passed_after)
    .where(
        QueueRow.hall == bindparam("hall"),
        QueueRow.day == bindparam("day"),
        QueueRow.queue.in_(bindparam("queues", expanding=True)),
        QueueRow.state == NumberState.PASSED.value,
    )
    .order_by(QueueRow.since)
)
_PERIODS = select(PeriodRow).where(PeriodRow.number_id == bindparam("number_id")).order_by(PeriodRow.step)
_WINDOWS = select(WindowRow, QueueRow.number).outerjoin(
    QueueRow, (QueueRow.id == WindowRow.serving) & (QueueRow.state == NumberState.IN_PROCESS.value)
)
_WINDOWS_OF_HALL = _WINDOWS.where(WindowRow.hall == bindparam("hall"))
_STATES: dict[NumberState, StateWord] = {
    NumberState.WAITING: "waiting",
    NumberState.IN_PROCESS: "in-process",
    NumberState.DONE: "done",
    NumberState.PASSED: "passed",
    NumberState.CANCELLED: "cancelled",
    NumberState.CLOSED: "closed",
    NumberState.REPLACED: "replaced",
}


def window_view(db: Db, desk: Desk, row: WindowRow | None) -> WindowView:
    """A window with whom it serves, who waits for it, and who may still be called back."""
    of_window = {"hall": desk.hall.id, "day": desk.day, "queues": desk.window.skills}
    waiting = {found.queue: found.waiting for found in db.execute(_WAITING, of_window)}
    number = served(db, desk, row) if row is not None else None
    queues = desk.hall.queues
    return WindowView(
        window=desk.window.id,
        state=WindowState(row.state) if row is not None else WindowState.CLOSED,
        reason=row.reason if row is not None else "",
        since=in_hall(row.since) if row is not None else desk.now,
        staff=row.staff if row is not None else "",
        serving=_serving(desk, row, number) if row is not None and number is not None else None,
        queues=tuple(
            QueueState(key=key, name=queues[key].name, waiting=waiting.get(key, 0)) for key in desk.window.skills
        ),
        passed=_passed(db, desk),
        pause_reasons=desk.hall.pause_reasons,
    )


def _serving(desk: Desk, window: WindowRow, row: QueueRow) -> ServedNumber:
    business = desk.hall.businesses.get(row.business)
    return ServedNumber(
        number=row.number,
        queue=row.queue,
        business=row.business,
        title=business.title if business else Text(zh=row.business),
        service=business.service if business else "",
        appointment_id=row.appointment_id,
        asked_for_priority=row.kind == Kind.PRIORITY,
        taken_at=in_hall(row.taken_at),
        called_at=in_hall(row.called_at or row.since),
        recalls=window.recalls,
        been_before=row.periods > 1,
    )


def _passed(db: Db, desk: Desk) -> tuple[PassedNumber, ...]:
    found = []
    for row in db.execute(_PASSED, {"hall": desk.hall.id, "day": desk.day, "queues": desk.window.skills}):
        since = moves.calls_of(db, desk.hall.id, row.queue, desk.day) - row.passed_after
        if since <= desk.hall.recall_within:
            found.append(PassedNumber(number=row.number, calls_left=desk.hall.recall_within - since))
    return tuple(found)


def lines(db: Db, hall: Hall) -> list[WindowLine]:
    """All windows of a hall."""
    rows = {row[0].window: row for row in db.execute(_WINDOWS_OF_HALL, {"hall": hall.id})}
    return [_line(window, rows.get(window.id)) for window in hall.windows]


def _line(window: Window, found: Row[WindowRow, str] | None) -> WindowLine:
    row = found[0] if found is not None else None
    return WindowLine(
        window=window.id,
        kind=window.kind,
        skills=window.skills,
        state=WindowState(row.state) if row is not None else WindowState.CLOSED,
        reason=row.reason if row is not None else "",
        since=in_hall(row.since) if row is not None else None,
        staff=row.staff if row is not None else "",
        number=(found[1] or "") if found is not None else "",
    )


def number_view(db: Db, hall: Hall, day: dt.date, number: str) -> NumberView:
    """A number with its history. Problem: number.unknown."""
    row = moves.find(db, hall.id, day, number)
    if row is None:
        raise Problem("number.unknown")
    replaced = db.get(QueueRow, row.replaces) if row.replaces else None
    return NumberView(
        id=row.id,
        number=row.number,
        state=_STATES[NumberState(row.state)],
        queue=row.queue,
        business=row.business,
        taken_at=in_hall(row.taken_at),
        since=in_hall(row.since),
        window=row.window,
        wanted_window=row.wanted_window,
        offline=row.offline,
        replaces=replaced.number if replaced else "",
        periods=tuple(_period(one) for one in db.scalars(_PERIODS, {"number_id": row.id})),
    )


def _period(row: PeriodRow) -> Period:
    return Period(
        spell=Spell(row.spell),
        queue=row.queue,
        started_at=in_hall(row.started_at),
        ended_at=in_hall(row.ended_at),
        ended_by=row.ended_by,
        window=row.window,
    )
