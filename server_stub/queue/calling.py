"""What a window does with numbers: call the next, call again, finish, pass, call a passed one back, transfer.

Every function holds the hall first, so that what it reads stays so until its job ends.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Row, bindparam, or_, select, union_all
from sqlalchemy.orm import Session as Db

from server_stub.database import next_number
from server_stub.halls.models import Hall, HallBusiness, Window
from server_stub.platform import Platform
from server_stub.problems import Problem
from server_stub.queue import moves
from server_stub.queue.models import Transfer
from server_stub.queue.near import tell_who_is_near
from server_stub.queue.tables import End, Kind, NumberState, QueueRow, WindowRow, WindowState
from server_stub.queue.turns import choose

_FIRST = union_all(
    *(
        select(
            select(QueueRow.id, QueueRow.kind, QueueRow.placed_at)
            .where(
                QueueRow.hall == bindparam("hall"),
                QueueRow.day == bindparam("day"),
                QueueRow.queue == bindparam("queue"),
                QueueRow.state == NumberState.WAITING.value,
                QueueRow.kind == kind.value,
                or_(QueueRow.wanted_window == "", QueueRow.wanted_window == bindparam("window")),
            )
            .order_by(QueueRow.placed_at, QueueRow.sequence, QueueRow.id)
            .limit(1)
            .subquery()
        )
        for kind in Kind
    )
)

First = Row[tuple[str, int, dt.datetime]]


@dataclass(frozen=True)
class Desk:
    """A window at work: where, who sits there, and when it is."""

    platform: Platform
    hall: Hall
    window: Window
    staff: str
    terminal: str
    now: dt.datetime

    @property
    def day(self) -> dt.date:
        """The hall's day."""
        return self.now.date()


def window_row(db: Db, desk: Desk) -> WindowRow:
    """The window as it stands; the hall is held from here on."""
    moves.hold(db, desk.hall.id)
    row = db.get(WindowRow, (desk.hall.id, desk.window.id), populate_existing=True)
    if row is None:
        row = WindowRow(hall=desk.hall.id, window=desk.window.id, since=desk.now)
        db.add(row)
        db.flush()
    return row


def at_work(db: Db, desk: Desk) -> WindowRow:
    """The window, at which this member of staff works. Problems: window.not-open, window.taken, window.paused."""
    row = window_row(db, desk)
    if row.state == WindowState.CLOSED.value:
        raise Problem("window.not-open")
    if row.staff != desk.staff:
        raise Problem("window.taken")
    if row.state == WindowState.PAUSED.value:
        raise Problem("window.paused")
    return row


def served(db: Db, desk: Desk, window: WindowRow) -> QueueRow | None:
    """The number that is served there; one of a day that is over is not served any more."""
    row = db.get(QueueRow, window.serving) if window.serving else None
    return row if row is not None and row.day == desk.day and row.state == NumberState.IN_PROCESS else None


def call_next(db: Db, desk: Desk, window: WindowRow) -> QueueRow | None:
    """Finishes what is served, then calls who is next; None if nobody waits."""
    _finish(db, desk, window)
    chosen = _choose(db, desk, window)
    if chosen is None:
        return None
    row = db.get_one(QueueRow, chosen)
    next_number(db, moves.calls_scope(desk.hall.id, row.queue, desk.day))
    _serve(db, desk, window, row, End.CALLED)
    tell_who_is_near(db, desk.platform, desk.hall, row.queue, desk.now)
    moves.tell(db, desk.hall.id, "number.called", desk.now, number=row.number, queue=row.queue, window=desk.window.id)
    return row


def recall(db: Db, desk: Desk, window: WindowRow) -> None:
    """重呼: the display and the voice call the same number again. Problem: window.idle."""
    row = _served(db, desk, window)
    window.recalls += 1
    _tell(db, desk, "number.recalled", row)


def finish(db: Db, desk: Desk, window: WindowRow) -> None:
    """Done. Problem: window.idle."""
    _served(db, desk, window)
    _finish(db, desk, window)


def pass_(db: Db, desk: Desk, window: WindowRow) -> None:
    """过号: nobody came. Problem: window.idle."""
    row = _served(db, desk, window)
    row.passed_after = moves.calls_of(db, desk.hall.id, row.queue, desk.day)
    _leave(db, desk, window, row, End.PASSED)
    _tell(db, desk, "number.passed", row)


def call_back(db: Db, desk: Desk, window: WindowRow, number: str) -> QueueRow:
    """补叫: somebody who was passed has come, within the hall's `recall_within` calls of their queue.

    Problems: number.unknown, number.not-passed, number.other-queue, number.too-late.
    """
    row = moves.find(db, desk.hall.id, desk.day, number)
    if row is None:
        raise Problem("number.unknown")
    if row.state != NumberState.PASSED:
        raise Problem("number.not-passed")
    if row.queue not in desk.window.skills:
        raise Problem("number.other-queue")
    since = moves.calls_of(db, desk.hall.id, row.queue, desk.day) - row.passed_after
    if since > desk.hall.recall_within:
        raise Problem("number.too-late")
    _finish(db, desk, window)
    _serve(db, desk, window, row, End.CALLED_BACK)
    _tell(db, desk, "number.called", row)
    return row


def transfer(db: Db, desk: Desk, window: WindowRow, wanted: Transfer) -> QueueRow:
    """To another queue, business or window; number and history stay (一票到底).

    In its new queue it stands where `Hall.transferred` says. Problems: window.idle, number.same-place, queue.unknown,
    window.unknown, number.window-closed, number.window-skill.
    """
    row = _served(db, desk, window)
    to = _place(db, desk, row, wanted)
    if (row.queue, desk.window.id) == (to.queue, to.window) or (row.queue == to.queue and not to.window):
        raise Problem("number.same-place")
    left = row.queue
    _leave(db, desk, window, row, End.TRANSFERRED)
    row.queue, row.wanted_window = to.queue, to.window
    row.business = to.business.key if to.business else row.business
    row.placed_at = row.taken_at if desk.hall.transferred == "by-arrival" else desk.now
    row.told = False
    data = {"number": row.number, "left": left, "queue": row.queue, "window": to.window}
    moves.tell(db, desk.hall.id, "number.transferred", desk.now, **data)
    return row


@dataclass(frozen=True)
class Place:
    """Where a number is transferred to; `window` "" for any window of the queue."""

    queue: str
    window: str = ""
    business: HallBusiness | None = None


def _place(db: Db, desk: Desk, row: QueueRow, wanted: Transfer) -> Place:
    """What a clerk named, as a place. Only a window that somebody sits at may be named."""
    hall = desk.hall
    business = hall.businesses.get(wanted.business)
    if (wanted.business and business is None) or (wanted.queue and wanted.queue not in hall.queues):
        raise Problem("queue.unknown")
    target = next((w for w in hall.windows if w.id == wanted.window), None)
    if wanted.window and target is None:
        raise Problem("window.unknown")
    queue = business.queue if business else wanted.queue
    if target is None:
        return Place(queue, business=business)
    queue = queue or (row.queue if row.queue in target.skills else target.skills[0])
    if queue not in target.skills:
        raise Problem("number.window-skill")
    state = db.get(WindowRow, (hall.id, target.id))
    if state is None or state.state == WindowState.CLOSED.value:
        raise Problem("number.window-closed")
    return Place(queue, target.id, business)


def _choose(db: Db, desk: Desk, window: WindowRow) -> str | None:
    """The id of who is called next.

    A window calls from its skills in their order. So that nobody of a later skill waits for ever where no other window
    serves it, after `Hall.skill_turns` calls in a row that passed somebody over it calls once from the later queue
    whose first has waited longest.
    """
    firsts: dict[str, dict[Kind, First]] = {}
    for queue in desk.window.skills:
        of_queue = {"hall": desk.hall.id, "day": desk.day, "queue": queue, "window": desk.window.id}
        if found := {Kind(row.kind): row for row in db.execute(_FIRST, of_queue)}:
            firsts[queue] = found
    if not firsts:
        return None
    queue, *later = firsts
    if later and window.passed_over >= desk.hall.skill_turns:
        queue = min(later, key=lambda key: min(first.placed_at for first in firsts[key].values()))
        window.passed_over = 0
    else:
        window.passed_over = window.passed_over + 1 if later else 0
    calls = moves.calls_of(db, desk.hall.id, queue, desk.day)
    kind = choose(desk.hall.queues[queue].turns, calls, firsts[queue])
    return firsts[queue][kind].id if kind is not None else None


def _serve(db: Db, desk: Desk, window: WindowRow, row: QueueRow, why: End) -> None:
    moves.move(db, row, why, desk.now, window=desk.window.id, staff=desk.staff)
    row.window, row.wanted_window, row.called_at = desk.window.id, "", desk.now
    window.serving, window.last_number, window.called_at, window.recalls = row.id, row.number, desk.now, 0


def _served(db: Db, desk: Desk, window: WindowRow) -> QueueRow:
    row = served(db, desk, window)
    if row is None:
        raise Problem("window.idle")
    return row


def _finish(db: Db, desk: Desk, window: WindowRow) -> None:
    row = served(db, desk, window)
    if row is not None:
        row.done_at = desk.now
        _leave(db, desk, window, row, End.DONE)
        _tell(db, desk, "number.done", row)


def _leave(db: Db, desk: Desk, window: WindowRow, row: QueueRow, why: End) -> None:
    moves.move(db, row, why, desk.now, window=desk.window.id, staff=desk.staff)
    window.serving = ""


def _tell(db: Db, desk: Desk, kind: str, row: QueueRow) -> None:
    """Writes all that was changed so far too: who leaves a window must have left it before another comes."""
    moves.tell(db, desk.hall.id, kind, desk.now, number=row.number, queue=row.queue, window=desk.window.id)
