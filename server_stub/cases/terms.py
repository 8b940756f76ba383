"""Terms of a case: until when acceptance is answered, until when it is decided, and how a stopped clock moves that.

Days are working days of the national calendar (行政许可法 第82条), counted from the day after. A date that was counted
through a year without a published calendar is an estimate, and is computed again when the calendar comes.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.states import OPEN
from server_stub.cases.tables import Case
from server_stub.catalogue.models import Facts
from server_stub.joint.tables import JointApplication
from server_stub.texts import Text
from server_stub.working_days import Calendar

Clocked = Case | JointApplication  # a life event's own limit runs beside those of its components


def decision_days(facts: Facts) -> int:
    """Within how many working days after acceptance it is decided: as promised, else as the law says; 0: at once."""
    return facts.promised_days if facts.promised_days or facts.immediate else facts.statutory_days


def start_clock(case: Clocked, days: int, day: dt.date, calendar: Calendar) -> None:
    """Limits run from the day after `day`."""
    case.clock_from, case.clock_days, case.stopped_days = day, days, 0
    recompute(case, calendar)


def stop_clock(case: Clocked, day: dt.date) -> None:
    """The clock stands from this day on."""
    case.stopped_on = day


def resume_clock(case: Clocked, day: dt.date, calendar: Calendar) -> None:
    """The working days that it stood are added to the limit."""
    if case.stopped_on is not None:
        case.stopped_days += calendar.count(case.stopped_on, day)
        case.stopped_on = None
    recompute(case, calendar)


def recompute(case: Clocked, calendar: Calendar) -> None:
    """The day of the decision by the calendar as it is known now."""
    if case.clock_from is None:
        return
    due = calendar.after(case.clock_from, case.clock_days + case.stopped_days)
    case.due_on, case.due_estimated = due.day, due.estimated


def recompute_open(db: Db, calendar: Calendar) -> int:
    """All that is open anew, after a calendar was published; how many dates changed."""
    changed = 0
    for case in db.scalars(select(Case).where(Case.state.in_(OPEN), Case.clock_from.is_not(None))):
        if _is_moved(case, calendar):
            changed += 1
            case.due = due_text(case).model_dump()
    running = JointApplication.closed_at.is_(None) & JointApplication.clock_from.is_not(None)
    return changed + sum(_is_moved(row, calendar) for row in db.scalars(select(JointApplication).where(running)))


def _is_moved(case: Clocked, calendar: Calendar) -> bool:
    before = (case.due_on, case.due_estimated)
    recompute(case, calendar)
    return (case.due_on, case.due_estimated) != before


def due_text(case: Case) -> Text:
    """What the applicant is told of the decision's day."""
    if case.due_on is None:
        return Text(zh="", en="")
    zh, en = ("预计 ", " (expected)") if case.due_estimated else ("", "")
    return Text(zh=f"最迟 {zh}{case.due_on} 办结", en=f"Decided by {case.due_on}{en}")
