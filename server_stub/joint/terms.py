"""The event's own limit: it runs beside those of the components, and the lead department is warned before it ends.

It runs from the day after filing, in working days, and stands while the applicant has to correct something or a special
procedure (特别程序) goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases import terms
from server_stub.clock import in_hall
from server_stub.joint.reporting import report
from server_stub.joint.standing import Part, stops_clock
from server_stub.joint.tables import JointApplication, JointWarning
from server_stub.life_events.models import Limit
from server_stub.platform import Platform
from server_stub.texts import Text
from server_stub.working_days import Calendar


def start(row: JointApplication, limit: Limit, day: dt.date, calendar: Calendar) -> None:
    """The limit of the plan, from the day after."""
    row.limit = limit.model_dump(mode="json")
    terms.start_clock(row, limit.days, day, calendar)


def tick(row: JointApplication, parts: Sequence[Part], day: dt.date, calendar: Calendar) -> None:
    """Stops the clock or lets it go on, as the components stand now."""
    stands = stops_clock(parts)
    if stands and row.stopped_on is None:
        terms.stop_clock(row, day)
    elif not stands and row.stopped_on is not None:
        terms.resume_clock(row, day, calendar)


def limit_text(limit: Limit) -> Text:
    """The limit, and whose promise it is."""
    days, days_en = (f"{limit.days} 个工作日", f"{limit.days} working days") if limit.days else ("当日", "the same day")
    return Text(zh=f"全部 {days}（{limit.promise_of.zh}）", en=f"All parts: {days_en} ({limit.promise_of.en})")


def due_text(row: JointApplication) -> Text:
    """What the applicant is told of the day when all is done."""
    if row.due_on is None or row.closed_at is not None:
        return Text(zh="", en="")
    if row.stopped_on is not None:
        zh = "等待补正或特别程序期间不计入时限"
        return Text(zh=zh, en="The time for corrections and special procedures is not counted")
    whose = Limit.model_validate(row.limit).promise_of
    zh, en = ("预计 ", " (expected)") if row.due_estimated else ("", "")
    return Text(zh=f"最迟 {zh}{row.due_on} 全部办结（{whose.zh}）", en=f"All closed by {row.due_on}{en} ({whose.en})")


def every_day(platform: Platform, db: Db, now: dt.datetime) -> None:
    """Warns of limits that end in the next working days, once for each day."""
    today = in_hall(now).date()
    soon = platform.calendar.after(today, platform.rules.default_on_timeout.warn_days_before).day
    running = (JointApplication.closed_at.is_(None), JointApplication.stopped_on.is_(None))
    for row in db.scalars(select(JointApplication).where(*running, JointApplication.due_on <= soon)):
        if row.due_on is not None and db.get(JointWarning, (row.number, row.due_on)) is None:
            db.add(JointWarning(application=row.number, due_on=row.due_on, at=now))
            report(db, row, "joint-warning", now)
