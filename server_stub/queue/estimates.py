"""How many are before a number and how long that takes: measured times of this queue, windows that are really open."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as Db

from server_stub.database import last_numbers
from server_stub.halls.models import Hall
from server_stub.queue.moves import calls_scope
from server_stub.queue.tables import End, Kind, NumberState, PeriodRow, QueueRow, Spell, WindowRow, WindowState
from server_stub.queue.turns import calls_before

_MEASURED = 20  # how many numbers the estimate looks at: those served last
_ENOUGH = 5  # fewer say nothing yet
_DAYS = dt.timedelta(days=14)  # how far back "the last days" reach
_STEP = 5  # minutes; a range is told in steps, an exact minute would be a promise

_COUNTS = (
    select(QueueRow.queue, QueueRow.kind, func.count().label("waiting"))
    .where(
        QueueRow.hall == bindparam("hall"),
        QueueRow.day == bindparam("day"),
        QueueRow.state == NumberState.WAITING.value,
    )
    .group_by(QueueRow.queue, QueueRow.kind)
)
_SERVED = (
    select(PeriodRow.day, PeriodRow.started_at, PeriodRow.ended_at)
    .where(
        PeriodRow.hall == bindparam("hall"),
        PeriodRow.queue == bindparam("queue"),
        PeriodRow.spell == Spell.SERVE.value,
        PeriodRow.ended_by == End.DONE.value,
        PeriodRow.ended_at > bindparam("since"),
    )
    .order_by(PeriodRow.ended_at.desc())
    .limit(_MEASURED)
)
_WINDOWS = select(WindowRow.window, WindowRow.state).where(
    WindowRow.hall == bindparam("hall"), WindowRow.state != WindowState.CLOSED.value
)


@dataclass(frozen=True)
class Wait:
    """What a new number of a queue would meet. Minutes, as a range in steps of five."""

    ahead: int
    least: int
    most: int


class Estimates:
    """The waits of a hall at one moment, of one session's reading."""

    def __init__(self, db: Db, hall: Hall, now: dt.datetime) -> None:
        self._db, self._hall, self._now = db, hall, now
        self._counts: dict[str, dict[Kind, int]] = {}
        for row in db.execute(_COUNTS, {"hall": hall.id, "day": now.date()}):
            self._counts.setdefault(row.queue, {})[Kind(row.kind)] = row.waiting
        found = db.execute(_WINDOWS, {"hall": hall.id})
        self._working = {row.window: row.state == WindowState.OPEN.value for row in found}
        scopes = {queue: calls_scope(hall.id, queue, now.date()) for queue in hall.queues}
        last = last_numbers(db, list(scopes.values()))
        self._calls = {queue: last[scope] for queue, scope in scopes.items()}
        self._minutes: dict[str, float] = {}

    def waiting(self, queue: str) -> int:
        """How many wait in a queue."""
        return sum(self._counts.get(queue, {}).values())

    def wait(self, queue: str, kind: Kind = Kind.ORDINARY) -> Wait:
        """What a new number of this class would meet."""
        ahead = self.ahead(queue, kind)
        estimate = math.ceil(ahead / self.windows(queue)) * self.minutes_each(queue)
        least = math.floor(estimate * 0.8 / _STEP) * _STEP
        return Wait(ahead, least, max(math.ceil(estimate * 1.3 / _STEP) * _STEP, least + _STEP))

    def ahead(self, queue: str, kind: Kind) -> int:
        """How many would be called before it, as it stands now."""
        turns, counts = self._hall.queues[queue].turns, self._counts.get(queue, {})
        return calls_before(turns, self._calls[queue], counts, kind)

    def windows(self, queue: str) -> float:
        """How many windows call from it: those open now; where none is, those that pause, else all there are.

        A window of several queues counts for each by its share.
        """
        serving = self._hall.windows_of(queue)
        opened = [w for w in serving if self._working.get(w.id)]
        paused = [w for w in serving if w.id in self._working]
        return sum(1 / len(w.skills) for w in opened or paused or serving)

    def minutes_each(self, queue: str) -> float:
        """The mean of the numbers served last: of today, else of the last days, else the planned minutes."""
        if queue not in self._minutes:
            self._minutes[queue] = self._measured(queue)
        return self._minutes[queue]

    def _measured(self, queue: str) -> float:
        since = self._now - _DAYS
        rows = list(self._db.execute(_SERVED, {"hall": self._hall.id, "queue": queue, "since": since}))
        today = [row for row in rows if row.day == self._now.date()]
        measured = today if len(today) >= _ENOUGH else rows
        if len(measured) < _ENOUGH:
            return float(self._hall.queues[queue].minutes_each)
        seconds: list[float] = [(row.ended_at - row.started_at).total_seconds() for row in measured]
        return sum(seconds) / len(seconds) / 60
