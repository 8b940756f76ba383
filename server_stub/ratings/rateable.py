"""At the day's end: closed cases that nobody rated (未评办件 日清日结). They can be rated; nobody is urged to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.cases.access import service_of
from server_stub.cases.tables import OVER, Case, CaseStep
from server_stub.platform import Platform
from server_stub.ratings.tables import RateableRow, RatingRow
from server_stub.texts import Text

WORDS = Text(zh="可评价", en="Can be rated")
_BACK = dt.timedelta(days=7)  # so that a day without the platform is not lost


@dataclass(frozen=True)
class Rateable:
    """A line of the list."""

    case_number: str
    title: Text
    department: str
    words: Text = WORDS


def collect(platform: Platform, db: Db, now: dt.datetime) -> None:
    """The job: what was closed and is on no list yet; nothing that follows a death."""
    closed = (
        select(Case)
        .join(CaseStep, (CaseStep.case_number == Case.number) & (CaseStep.state == Case.state))
        .outerjoin(RatingRow, RatingRow.case_number == Case.number)
        .outerjoin(RateableRow, RateableRow.case_number == Case.number)
        .where(Case.state.in_(OVER), CaseStep.at > now - _BACK, CaseStep.at <= now)
        .where(RatingRow.id.is_(None), RateableRow.case_number.is_(None))
        .limit(2_000)
    )
    for case in {case.number: case for case in db.scalars(closed)}.values():
        facts = service_of(platform, case).facts
        if not facts.bereavement:
            db.add(
                RateableRow(case_number=case.number, day=now.date(), service=case.service, department=facts.department)
            )


def of_day(platform: Platform, db: Db, day: dt.date, department: str = "") -> list[Rateable]:
    """The list of a day, without what was rated since."""
    wanted = (
        select(RateableRow, Case)
        .join(Case, Case.number == RateableRow.case_number)
        .outerjoin(RatingRow, RatingRow.case_number == RateableRow.case_number)
        .where(RateableRow.day == day, RatingRow.id.is_(None))
        .order_by(RateableRow.department, RateableRow.case_number)
    )
    if department:
        wanted = wanted.where(RateableRow.department == department)
    return [
        Rateable(
            case_number=row.case_number,
            title=service_of(platform, case).guide.service.title,
            department=row.department,
        )
        for row, case in db.execute(wanted)
    ]
