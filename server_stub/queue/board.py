"""What the hall's display shows now: whom each window called last, how many wait in each queue. Never why."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as Db

from server_stub.clock import in_hall
from server_stub.events import EventRow
from server_stub.platform import Call
from server_stub.queue.estimates import Estimates
from server_stub.queue.models import Board, BoardQueue, BoardWindow
from server_stub.queue.moves import topic
from server_stub.queue.tables import WindowRow, WindowState
from server_stub.texts import Text

_IDLE = Text(zh="欢迎光临", en="Welcome")
_PAUSED = Text(zh="暂停服务", en="Paused")
_WINDOWS = select(WindowRow).where(WindowRow.hall == bindparam("hall")).order_by(WindowRow.window)
_LAST_EVENT = select(func.max(EventRow.id)).where(EventRow.topic == bindparam("topic"))


def board(db: Db, call: Call) -> Board:
    """Of one state of the database: the events after `last_event` are what happened since."""
    hall, now = call.hall, call.platform.clock()
    last_event = db.execute(_LAST_EVENT, {"topic": topic(hall.id)}).scalar_one_or_none() or 0
    estimates = Estimates(db, hall, now)
    zones = {window.id: hall.queues[window.skills[0]].zone for window in hall.windows}
    queues = []
    for key, queue in hall.queues.items():
        wait = estimates.wait(key)
        queues.append(
            BoardQueue(
                key=key,
                name=queue.name,
                zone=queue.zone,
                windows=hall.window_names(key),
                waiting=estimates.waiting(key),
                wait_from=wait.least,
                wait_to=wait.most,
            )
        )
    rows = [row for row in db.scalars(_WINDOWS, {"hall": hall.id}) if row.window in zones]
    windows = [_window(row, zones[row.window], now) for row in rows]
    shown = [w for w in windows if w.state is not WindowState.CLOSED or w.number]
    return Board(hall=hall.short, at=now, last_event=last_event, windows=tuple(shown), queues=tuple(queues))


def _window(row: WindowRow, zone: Text, now: dt.datetime) -> BoardWindow:
    today = row.called_at is not None and in_hall(row.called_at).date() == now.date()
    serving = today and bool(row.serving)
    return BoardWindow(
        window=row.window,
        zone=zone,
        state=WindowState(row.state),
        number=row.last_number if serving else "",
        last_number=row.last_number if today else "",
        called_at=in_hall(row.called_at) if today and row.called_at else None,
        recalls=row.recalls if serving else 0,
        text=_called(row) if serving else _PAUSED if row.state == WindowState.PAUSED.value else _IDLE,
    )


def _called(row: WindowRow) -> Text:
    return Text(zh=f"请 {row.last_number} 号到 {row.window} 窗口", en=f"{row.last_number}: window {row.window}")
