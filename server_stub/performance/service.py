"""How departments and services do in a span of days: filed, accepted, decided, in time or not, and how they are rated.

Days are working days after the clock began, without those that it stood still. Never by a member of staff.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session as Db

from server_stub.cases.states import AT_WORK, OPEN, CaseState
from server_stub.cases.tables import Case
from server_stub.clock import HALL, in_hall
from server_stub.platform import Platform
from server_stub.ratings import statistics
from server_stub.ratings.statistics import Span, Statistics

LONGEST = 366  # days
_DECIDED = (CaseState.CLOSED.value, CaseState.ISSUED.value, CaseState.DELIVERED.value)
_NOT_ACCEPTED = (CaseState.RECEIVED.value, CaseState.PRE_REVIEW.value)


class By(Enum):
    """What a line stands for."""

    DEPARTMENT = "department"
    SERVICE = "service"


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both counted."""

    first: dt.date
    last: dt.date

    @property
    def begins(self) -> dt.datetime:
        """The first moment."""
        return dt.datetime.combine(self.first, dt.time(), HALL)

    @property
    def ends(self) -> dt.datetime:
        """The first moment after it."""
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), HALL)

    def has(self, moment: dt.datetime | None) -> bool:
        """Whether it lies within."""
        return moment is not None and self.begins <= moment < self.ends


@dataclass
class Line:
    """What is counted of a department, a service, or all."""

    key: str
    filed: int = 0
    accepted: int = 0
    refused: int = 0
    decided: int = 0
    late: int = 0  # decided after the day that was promised
    overdue: int = 0  # open now, and the day has passed
    days: list[int] = field(default_factory=list)
    promised: list[int] = field(default_factory=list)
    ratings: Statistics = field(default_factory=lambda: Statistics(0))

    @property
    def average_days(self) -> float | None:
        """Of what was decided."""
        return round(sum(self.days) / len(self.days), 1) if self.days else None

    @property
    def average_promised(self) -> float | None:
        """What was promised for the same cases."""
        return round(sum(self.promised) / len(self.promised), 1) if self.promised else None

    @property
    def in_time(self) -> int | None:
        """Percent of what was decided."""
        return round((self.decided - self.late) * 100 / self.decided) if self.decided else None


def of(
    platform: Platform, db: Db, period: Period, by: By, today: dt.date, region: str = "", department: str = ""
) -> tuple[list[Line], Line]:
    """The lines by their keys, and all of them together. `region`: only what was filed there."""
    lines: dict[str, Line] = {}
    total = Line("")
    for row in _rows(db, period, today, region, department):
        line = lines.setdefault(row.department if by is By.DEPARTMENT else row.service, Line(""))
        line.key = row.department if by is By.DEPARTMENT else row.service
        for one in (line, total):
            _add(platform, one, row, period, today)
    span, least = Span(period.begins, period.ends), platform.rules.ratings_shown_from
    for key, line in lines.items():
        asked = {"department": key} if by is By.DEPARTMENT else {"service": key}
        line.ratings = statistics.of(db, span, least, **asked)
    return sorted(lines.values(), key=lambda line: (-line.filed, line.key)), total


@dataclass(frozen=True)
class OpenNow:
    """The cases that are open now, by state, and how many of them are past their day."""

    by_state: dict[str, int]
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


def open_now(db: Db, today: dt.date, region: str = "") -> OpenNow:
    """What waits for departments; `region`: only what was filed there."""
    here = (Case.filed_at.is_not(None), Case.state.in_(OPEN), *((Case.region == region,) if region else ()))
    counts = db.execute(select(Case.state, func.count()).where(*here).group_by(Case.state))
    overdue = db.scalar(select(func.count()).select_from(Case).where(*here, _overdue(today)))
    return OpenNow({str(row[0]): int(row[1]) for row in counts}, overdue or 0)


def _overdue(today: dt.date) -> ColumnElement[bool]:
    return or_(
        and_(Case.state.in_(AT_WORK), Case.due_on < today),
        and_(Case.state.in_(_NOT_ACCEPTED), Case.answer_due < today),
    )


def _rows(db: Db, period: Period, today: dt.date, region: str, department: str) -> Iterable[Row[Any]]:
    """The cases that something happened to within the period, and those that are overdue now."""
    within = [
        and_(moment >= period.begins, moment < period.ends)
        for moment in (Case.filed_at, Case.accepted_at, Case.closed_at)
    ]
    wanted = select(
        Case.service,
        Case.department,
        Case.state,
        Case.filed_at,
        Case.accepted_at,
        Case.closed_at,
        Case.clock_from,
        Case.clock_days,
        Case.stopped_days,
        Case.due_on,
        Case.answer_due,
    ).where(Case.filed_at.is_not(None), or_(*within, _overdue(today)))
    if region:
        wanted = wanted.where(Case.region == region)
    if department:
        wanted = wanted.where(Case.department == department)
    return db.execute(wanted.execution_options(yield_per=1000))


def _add(platform: Platform, line: Line, row: Row[Any], period: Period, today: dt.date) -> None:
    line.filed += period.has(row.filed_at)
    line.accepted += period.has(row.accepted_at)
    if row.state in AT_WORK and row.due_on is not None:
        line.overdue += row.due_on < today
    if row.state in _NOT_ACCEPTED and row.answer_due is not None:
        line.overdue += row.answer_due < today
    if not period.has(row.closed_at):
        return
    line.refused += row.state == CaseState.REFUSED.value
    if row.state not in _DECIDED:
        return
    line.decided += 1
    closed = in_hall(row.closed_at).date()
    line.late += row.due_on is not None and closed > row.due_on
    if row.clock_from is not None:
        first, last = row.clock_from + dt.timedelta(days=1), closed + dt.timedelta(days=1)
        line.days.append(max(platform.calendar.count(first, last) - row.stopped_days, 0))
        line.promised.append(row.clock_days)


def months_back(today: dt.date, months: int = 1) -> Iterator[Period]:
    """This month so far, and the months before it."""
    last = today
    for _ in range(months):
        first = last.replace(day=1)
        yield Period(first, last)
        last = first - dt.timedelta(days=1)
