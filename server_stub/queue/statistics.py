"""Figures of a day, from the periods as they were written: by queue and by window, never by a member of staff."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as Db

from server_stub.halls.models import Hall
from server_stub.queue.models import DayFigures, Figures, Times
from server_stub.queue.tables import End, PeriodRow, QueueRow, Spell, WindowPeriodRow, WindowState

_STILL_WAIT = (  # since they were taken
    select(QueueRow.queue, func.count().label("taken"))
    .where(QueueRow.hall == bindparam("hall"), QueueRow.day == bindparam("day"), QueueRow.periods == 0)
    .group_by(QueueRow.queue)
)
_PERIODS = select(
    PeriodRow.step,
    PeriodRow.queue,
    PeriodRow.window,
    PeriodRow.spell,
    PeriodRow.ended_by,
    PeriodRow.started_at,
    PeriodRow.ended_at,
).where(PeriodRow.hall == bindparam("hall"), PeriodRow.day == bindparam("day"))
_WINDOWS = select(
    WindowPeriodRow.window, WindowPeriodRow.state, WindowPeriodRow.started_at, WindowPeriodRow.ended_at
).where(WindowPeriodRow.hall == bindparam("hall"), WindowPeriodRow.day == bindparam("day"))


class _Tally:
    """What is counted of a queue or a window."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.serves: list[float] = []
        self.ends: Counter[str] = Counter()
        self.spans: Counter[str] = Counter()  # seconds of a window, by what it did

    def add(self, spell: str, ended_by: str, seconds: float) -> None:
        """One period. A wait counts where it led to a window, a service where it was finished there."""
        self.ends[ended_by] += 1
        if spell == Spell.WAIT.value and ended_by == End.CALLED.value:
            self.waits.append(seconds)
        if spell == Spell.SERVE.value and ended_by in (End.DONE.value, End.TRANSFERRED.value):
            self.serves.append(seconds)

    def figures(self, key: str, taken: int) -> Figures:
        """As they are told."""
        return Figures(
            key=key,
            taken=taken,
            called=self.ends[End.CALLED.value],
            served=self.ends[End.DONE.value],
            passed=self.ends[End.PASSED.value],
            called_back=self.ends[End.CALLED_BACK.value],
            transferred=self.ends[End.TRANSFERRED.value],
            cancelled=self.ends[End.CANCELLED.value],
            replaced=self.ends[End.REPLACED.value],
            closed=self.ends[End.CLOSED.value],
            wait=times(self.waits),
            serve=times(self.serves),
            open=self.spans[WindowState.OPEN.value],
            paused=self.spans[WindowState.PAUSED.value],
        )


def of_day(db: Db, hall: Hall, day: dt.date) -> DayFigures:
    """All figures of a hall's day; queues and windows without any are left out."""
    of = {"hall": hall.id, "day": day}
    taken = Counter({row.queue: row.taken for row in db.execute(_STILL_WAIT, of)})
    queues: dict[str, _Tally] = {key: _Tally() for key in taken}
    windows: dict[str, _Tally] = {}
    for row in db.execute(_PERIODS, of):
        taken[row.queue] += row.step == 1  # where it was taken, wherever it went from there
        seconds = (row.ended_at - row.started_at).total_seconds()
        queues.setdefault(row.queue, _Tally()).add(row.spell, row.ended_by, seconds)
        if row.window:
            windows.setdefault(row.window, _Tally()).add(row.spell, row.ended_by, seconds)
    for span in db.execute(_WINDOWS, of):
        tally = windows.setdefault(span.window, _Tally())
        tally.spans[span.state] += round((span.ended_at - span.started_at).total_seconds())
    return DayFigures(
        day=day,
        queues=tuple(tally.figures(key, taken[key]) for key, tally in sorted(queues.items())),
        windows=tuple(tally.figures(key, 0) for key, tally in sorted(windows.items())),
    )


def times(seconds: Sequence[float]) -> Times:
    """Mean, median and the 95th percentile by nearest rank, in seconds; all 0 where nothing was measured."""
    if not seconds:
        return Times(count=0, mean=0, median=0, p95=0)
    ordered = sorted(seconds)
    return Times(
        count=len(ordered),
        mean=round(statistics.fmean(ordered), 1),
        median=round(statistics.median(ordered), 1),
        p95=round(ordered[math.ceil(len(ordered) * 0.95) - 1], 1),
    )
