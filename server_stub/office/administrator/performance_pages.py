"""`/office/administrator/performance`: what was filed, decided and late, by department or service; also as a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from server_stub.catalogue.departments import departments
from server_stub.office import csv_files
from server_stub.office.administrator.scope import department_names
from server_stub.office.forms import wrong
from server_stub.office.visits import AdministratorPart, AdministratorVisit, Visit
from server_stub.performance import service
from server_stub.performance.service import By, Line, Period
from server_stub.problems import Problem
from server_stub.texts import Text

router = APIRouter(prefix="/administrator/performance")
TITLE = Text(zh="绩效", en="Performance")
_HEADS = (
    Text(zh="键", en="Key"),
    Text(zh="名称", en="Name"),
    Text(zh="收件", en="Filed"),
    Text(zh="受理", en="Accepted"),
    Text(zh="不予受理", en="Refused"),
    Text(zh="办结", en="Decided"),
    Text(zh="平均用时（工作日）", en="Mean working days"),
    Text(zh="平均承诺（工作日）", en="Mean promise"),
    Text(zh="逾期办结", en="Decided late"),
    Text(zh="按时率 %", en="In time %"),
    Text(zh="现在逾期未办", en="Overdue now"),
    Text(zh="评价数", en="Ratings"),
    Text(zh="平均星级", en="Mean stars"),
    Text(zh="差评数", en="Bad ones"),
)
Day = Annotated[str, Query(max_length=10)]


@dataclass(frozen=True)
class Asked:
    """What the page's form says."""

    first: str
    last: str
    by: By
    department: str


def asked(
    first: Day = "", last: Day = "", by: By = By.DEPARTMENT, department: Annotated[str, Query(max_length=40)] = ""
) -> Asked:
    """Of the address; nothing is this month so far, an unknown department all of them."""
    return Asked(first, last, by, department if department in departments() else "")


TheAsked = Annotated[Asked, Depends(asked)]


@router.get("")
def page(visit: AdministratorVisit, given: TheAsked) -> Response:
    """The lines and their sum."""
    problem, period = None, next(service.months_back(visit.today))
    try:
        period = _period(visit, given)
    except Problem as wrong_days:
        problem = wrong_days
    lines, total = _lines(visit, period, given)
    return visit.page(
        "administrator/performance.html",
        title=TITLE,
        problem=problem,
        period=period,
        given=given,
        lines=lines,
        total=total,
        departments=department_names(visit),
        titles=_titles(visit, given.by),
        presets=list(service.months_back(visit.today, 3)),
        least=visit.platform.rules.ratings_shown_from,
    )


@router.get("/export")
def export(visit: AdministratorPart, given: TheAsked) -> Response:
    """The same as a CSV file; that it was taken is noted."""
    period = _period(visit, given)
    lines, total = _lines(visit, period, given)
    titles = _titles(visit, given.by)
    visit.look("export", f"performance {period.first} {period.last}")
    english = visit.language == "en"
    heads = [head.en if english else head.zh for head in _HEADS]

    def name(line: Line) -> str:
        if line is total:
            return "Sum" if english else "合计"
        title = titles.get(line.key, Text(zh=line.key, en=line.key))
        return title.en if english and title.en else title.zh

    rows = [_cells(line, name(line)) for line in (*lines, total)]
    return csv_files.table(f"performance-{given.by.value}-{period.first}-{period.last}", heads, rows)


def _cells(line: Line, name: str) -> tuple[object, ...]:
    stars = line.ratings.average
    return (
        *(line.key, name, line.filed, line.accepted, line.refused, line.decided, line.average_days),
        *(line.average_promised, line.late, line.in_time, line.overdue, line.ratings.count),
        *(round(stars, 2) if stars is not None else None, line.ratings.bad),
    )


def _lines(visit: Visit, period: Period, given: Asked) -> tuple[list[Line], Line]:
    hall = visit.platform.halls.get(visit.staff.hall)
    with visit.platform.database.read() as db:
        return service.of(
            visit.platform, db, period, given.by, visit.today, hall.region if hall else "", given.department
        )


def _titles(visit: Visit, by: By) -> dict[str, Text]:
    if by is By.DEPARTMENT:
        return department_names(visit)
    return {line.code: line.service.title for line in visit.platform.catalogue.lines.values()}


def _period(visit: Visit, given: Asked) -> Period:
    """Problem office.form at the day that is not right."""
    this_month = next(service.months_back(visit.today))
    first = _day("first", given.first, this_month.first)
    last = _day("last", given.last, max(this_month.last, first))
    if last < first:
        raise wrong("last", "不能早于开始那天", "It can't be before the first day")
    if (last - first).days >= service.LONGEST:
        raise wrong("last", "最长一年", "At most a year")
    return Period(first, last)


def _day(name: str, given: str, otherwise: dt.date) -> dt.date:
    if not given:
        return otherwise
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        raise wrong(name, "请填日期，如 2026-11-23", "Please give a date such as 2026-11-23") from None
    if not 2000 <= day.year <= 2100:
        raise wrong(name, "请填近年的日期", "Please give a date of these years")
    return day
