"""For the back office: a hall's queues and windows at this moment, with the day's figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from server_stub.halls.models import Hall, WindowQueue
from server_stub.queue import statistics, views
from server_stub.queue.estimates import Estimates
from server_stub.queue.models import WindowLine
from server_stub.queue.tables import NumberState, QueueRow


@dataclass(frozen=True)
class QueueNow:
    """A queue: who waits now and since when, and what was so today. Minutes."""

    key: str
    queue: WindowQueue
    windows: str
    waiting: int
    longest: int  # of those who wait now
    wait_from: int  # what a new number would meet
    wait_to: int
    taken: int
    called: int
    served: int
    passed: int
    mean_wait: float
    p95_wait: float
    mean_service: float


@dataclass(frozen=True)
class HallNow:
    """All queues and windows of a hall."""

    queues: tuple[QueueNow, ...]
    windows: tuple[WindowLine, ...]

    @property
    def waiting(self) -> int:
        """How many wait in all."""
        return sum(queue.waiting for queue in self.queues)


def of(db: Db, hall: Hall, now: dt.datetime) -> HallNow:
    """As it is at `now`, the hall's time."""
    day = now.date()
    figures = {one.key: one for one in statistics.of_day(db, hall, day).queues}
    estimates = Estimates(db, hall, now)
    first = (
        select(QueueRow.queue, func.min(QueueRow.placed_at).label("placed"))
        .where(QueueRow.hall == hall.id, QueueRow.day == day, QueueRow.state == NumberState.WAITING.value)
        .group_by(QueueRow.queue)
    )
    oldest = {row.queue: row.placed for row in db.execute(first)}
    queues = []
    for key, queue in hall.queues.items():
        wait, of_day = estimates.wait(key), figures.get(key)
        since = oldest.get(key)
        queues.append(
            QueueNow(
                key=key,
                queue=queue,
                windows=hall.window_names(key),
                waiting=estimates.waiting(key),
                longest=max(int((now - since).total_seconds() // 60), 0) if since else 0,
                wait_from=wait.least,
                wait_to=wait.most,
                taken=of_day.taken if of_day else 0,
                called=of_day.called if of_day else 0,
                served=of_day.served if of_day else 0,
                passed=of_day.passed if of_day else 0,
                mean_wait=_minutes(of_day.wait.mean) if of_day else 0,
                p95_wait=_minutes(of_day.wait.p95) if of_day else 0,
                mean_service=_minutes(of_day.serve.mean) if of_day else 0,
            )
        )
    return HallNow(tuple(queues), tuple(views.lines(db, hall)))


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 1)
