"""Windows: who signs on, pauses, resumes and signs off. What a window did is kept as append-only periods."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.problems import FieldError, Problem
from server_stub.queue import moves
from server_stub.queue.calling import Desk, at_work, served, window_row
from server_stub.queue.tables import NumberState, QueueRow, WindowPeriodRow, WindowRow, WindowState
from server_stub.staff.service import is_signed_in
from server_stub.texts import Text

_SITS_AT = select(WindowRow).where(
    WindowRow.hall == bindparam("hall"),
    WindowRow.staff == bindparam("staff"),
    WindowRow.state != WindowState.CLOSED.value,
)
_WANTED = (
    update(QueueRow)
    .where(
        QueueRow.hall == bindparam("of_hall"),
        QueueRow.day == bindparam("of_day"),
        QueueRow.wanted_window == bindparam("of_window"),
        QueueRow.state == NumberState.WAITING.value,
    )
    .values(wanted_window="")
    .execution_options(synchronize_session=False)
)
_NO_REASON = Text(zh="请选择暂停原因", en="Please choose one of the hall's reasons")


def sign_on(db: Db, desk: Desk) -> WindowRow:
    """Opens the window. Again by the same member of staff: nothing changes.

    Who has left without signing off is signed off by the next one; the number they served stays at the window.
    Problems: window.taken (the other one is still signed in), window.elsewhere.
    """
    row = window_row(db, desk)
    if row.state != WindowState.CLOSED.value and row.staff == desk.staff:
        return row
    if row.state != WindowState.CLOSED.value:
        if is_signed_in(db, row.staff, row.terminal, desk.now):
            raise Problem("window.taken")
        end_period(db, row, desk.now)
    for other in db.scalars(_SITS_AT, {"hall": desk.hall.id, "staff": desk.staff}):
        if is_signed_in(db, other.staff, other.terminal, desk.now):
            raise Problem("window.elsewhere")
        close(db, other, desk.now)
    row.staff, row.terminal, row.passed_over = desk.staff, desk.terminal, 0
    _become(db, desk, row, WindowState.OPEN)
    return row


def sign_off(db: Db, desk: Desk) -> WindowRow:
    """Closes the window. Problems: window.not-open, window.taken, window.busy."""
    row = window_row(db, desk)
    if row.state == WindowState.CLOSED.value:
        raise Problem("window.not-open")
    if row.staff != desk.staff:
        raise Problem("window.taken")
    if served(db, desk, row) is not None:
        raise Problem("window.busy")
    close(db, row, desk.now)
    return row


def sign_off_if_open(db: Db, desk: Desk) -> None:
    """With the end of a session. Problem: window.busy."""
    row = window_row(db, desk)
    if row.state != WindowState.CLOSED.value and row.staff == desk.staff:
        sign_off(db, desk)


def pause(db: Db, desk: Desk, reason: str) -> WindowRow:
    """暂停: no calls until it resumes.

    Problems: window.not-open, window.taken, window.paused, window.busy, request.invalid (the reason).
    """
    if reason not in desk.hall.pause_reasons:
        raise Problem("request.invalid", errors=[FieldError(field="reason", text=_NO_REASON)])
    row = at_work(db, desk)
    if served(db, desk, row) is not None:
        raise Problem("window.busy")
    end_period(db, row, desk.now)
    _become(db, desk, row, WindowState.PAUSED, reason)
    return row


def resume(db: Db, desk: Desk) -> WindowRow:
    """Goes on. Problems: window.not-open, window.taken, window.not-paused."""
    row = window_row(db, desk)
    if row.state == WindowState.PAUSED.value and row.staff == desk.staff:
        end_period(db, row, desk.now)
        _become(db, desk, row, WindowState.OPEN)
        return row
    at_work(db, desk)
    raise Problem("window.not-paused")


def close(db: Db, row: WindowRow, now: dt.datetime) -> None:
    """Nobody sits there any more; numbers that wanted this window go to any window of their queue. The hall is held."""
    end_period(db, row, now)
    row.state, row.reason, row.staff, row.terminal = WindowState.CLOSED.value, "", "", ""
    row.since, row.serving = now, ""
    db.execute(_WANTED, {"of_hall": row.hall, "of_day": now.date(), "of_window": row.window})
    db.flush()
    moves.tell(db, row.hall, "window.closed", now, window=row.window)


def end_period(db: Db, row: WindowRow, now: dt.datetime) -> None:
    """Writes down what the window did since its state began."""
    db.add(
        WindowPeriodRow(
            hall=row.hall,
            day=in_hall(row.since).date(),
            window=row.window,
            state=row.state,
            reason=row.reason,
            staff=row.staff,
            started_at=row.since,
            ended_at=max(now, row.since),
        )
    )


def _become(db: Db, desk: Desk, row: WindowRow, state: WindowState, reason: str = "") -> None:
    row.state, row.reason, row.since = state.value, reason, desk.now
    db.flush()
    moves.tell(db, desk.hall.id, f"window.{state.value}", desk.now, window=row.window)
