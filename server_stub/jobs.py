"""What the platform does by itself: each job at most once per span of time, whichever process gets to it first."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from server_stub.clock import HALL
from server_stub.database import Base, UtcTime, try_lock
from server_stub.platform import Platform

_log = logging.getLogger(__name__)
_LOOK = 5.0  # seconds between two looks at what is due


class JobRow(Base):
    """When a job ran last."""

    __tablename__ = "jobs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    ran_at: Mapped[dt.datetime] = mapped_column(UtcTime)


@dataclass(frozen=True)
class Job:
    """`work` runs in a transaction of its own, `then` after it outside of any (what is slow, or calls out).

    Due `every` so long, or once a day from the hall's time `at` on.
    """

    name: str
    work: Callable[[Platform, Session, dt.datetime], None] | None = None
    then: Callable[[Platform, dt.datetime], object] | None = None
    every: dt.timedelta | None = None
    at: dt.time | None = None

    def is_due(self, ran: dt.datetime | None, now: dt.datetime) -> bool:
        """Whether it must run."""
        if self.at is not None:
            today = dt.datetime.combine(now.astimezone(HALL).date(), self.at, HALL)
            return now >= today and (ran is None or ran < today)
        return self.every is not None and (ran is None or now - ran >= self.every)


def run_due(platform: Platform, jobs: Sequence[Job]) -> list[str]:
    """Runs what is due now, in order; the names of what ran. A job that fails is noted and tried again next time."""
    ran = []
    for job in jobs:
        try:
            if not platform.database.write(_once(platform, job)):
                continue
            ran.append(job.name)
            if job.then is not None:
                job.then(platform, platform.clock())
        except Exception:  # noqa: BLE001 - one job's failure is not the others'
            _log.exception("job %s failed", job.name)
    return ran


def _once(platform: Platform, job: Job) -> Callable[[Session], bool]:
    def work(db: Session) -> bool:
        now = platform.clock()
        if not try_lock(db, f"job/{job.name}"):
            return False
        row = db.get(JobRow, job.name)
        if not job.is_due(row.ran_at if row else None, now):
            return False
        if job.work is not None:
            job.work(platform, db, now)
        db.merge(JobRow(name=job.name, ran_at=now))
        return True

    return work


class Runner:
    """A thread that looks for what is due."""

    def __init__(self, platform: Platform, jobs: Sequence[Job]) -> None:
        self._platform, self._jobs = platform, tuple(jobs)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends after the job that is being done."""
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._ended.wait(_LOOK):
            run_due(self._platform, self._jobs)
