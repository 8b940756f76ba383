"""`/office/administrator/rosters`: who sits at which window: a week to look at, a day to write."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.halls.models import Hall
from server_stub.office.administrator.scope import hall_of, halls_of
from server_stub.office.forms import Form
from server_stub.office.menu import Crumb
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Visit
from server_stub.problems import FieldError, Problem
from server_stub.queue.opening import hours_of
from server_stub.rosters import service
from server_stub.rosters.service import Clashes, Duty, Half
from server_stub.texts import Text

router = APIRouter(prefix="/administrator/rosters")
TITLE = Text(zh="值班表", en="Rosters")
HALVES = {Half.MORNING: Text(zh="上午", en="Morning"), Half.AFTERNOON: Text(zh="下午", en="Afternoon")}
_FARTHEST = dt.timedelta(days=400)
HallId = Annotated[str, Path(max_length=10)]
Day = Annotated[dt.date, Path()]


@router.get("")
def week(
    visit: AdministratorVisit,
    hall: Annotated[str, Query(max_length=10)] = "",
    day: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The week of a day, this week if none is named."""
    chosen = hall_of(visit, hall)
    try:
        within = dt.date.fromisoformat(day) if day else visit.today
    except ValueError:
        raise Problem("office.not-found") from None
    monday = _near(visit, within) - dt.timedelta(days=within.weekday())
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    with visit.platform.database.read() as db:
        rows = service.of_days(db, chosen, days[0], days[-1])
        names = {row.number: row.name for row in service.clerks(db, chosen)}
    opened = [one for one in days if hours_of(chosen.hours, visit.platform.calendar, one) or one in rows]
    return visit.page(
        "administrator/rosters.html",
        title=TITLE,
        halls=halls_of(visit),
        hall_chosen=chosen,
        days=opened,
        monday=monday,
        before=monday - dt.timedelta(days=7),
        after=monday + dt.timedelta(days=7),
        rows=rows,
        halves=HALVES,
        names=names,
        today=visit.today,
    )


@router.post("/{hall}/{day}/copied")
def copy(sent: AdministratorForm, hall: HallId, day: Day) -> Response:
    """The week before again."""
    visit = sent.visit
    chosen, monday = hall_of(visit, hall), _near(visit, day) - dt.timedelta(days=day.weekday())

    def effect(db: Db) -> Outcome:
        taken, left = service.copy_week(db, visit.platform, chosen, monday, visit.staff.number)
        said = Text(
            zh=f"照上周排了 {taken} 个半天，{left} 个没有照搬（休息、已排或冲突）",
            en=f"{taken} half days taken over, {left} left out (closed, written already, or a clash)",
        )
        return Outcome(to=f"/administrator/rosters?hall={chosen.id}&day={monday}", said=said)

    return sent.once(effect, subject=f"roster/{chosen.id}/{monday}")


@router.get("/{hall}/{day}")
def day_page(visit: AdministratorVisit, hall: HallId, day: Day) -> Response:
    """A day to be written."""
    return _day(visit, hall_of(visit, hall), _near(visit, day))


@router.post("/{hall}/{day}/put")
def put(sent: AdministratorForm, hall: HallId, day: Day) -> Response:
    """The day as it was written; nothing of it where something clashes."""
    visit, form = sent.visit, sent.form
    chosen = hall_of(visit, hall)
    _near(visit, day)
    duties = [
        Duty(half, window.id, form.line(f"{half.value}-{window.id}"), form.line(f"b-{window.id}"))
        for window in chosen.windows
        for half in Half
    ]

    def effect(db: Db) -> Outcome:
        try:
            count = service.put(db, visit.platform, chosen, day, duties, visit.staff.number)
        except Clashes as error:
            errors = [
                FieldError(field=f"{one.duty.half.value}-{one.duty.window}", text=_where(one.duty, one.text))
                for one in error.clashes
            ]
            raise Problem("office.form", errors=errors) from None
        return Outcome(
            to=f"/administrator/rosters?hall={chosen.id}&day={day}",
            said=Text(zh=f"{day} 已排 {count} 个半天", en=f"{day}: {count} half days written"),
        )

    return sent.once(
        effect, lambda problem: _day(visit, chosen, day, problem, form), subject=f"roster/{chosen.id}/{day}"
    )


def _where(duty: Duty, words: Text) -> Text:
    half = HALVES[duty.half]
    return Text(zh=f"{duty.window} {half.zh}：{words.zh}", en=f"{duty.window}, {half.en.lower()}: {words.en}")


def _near(visit: Visit, day: dt.date) -> dt.date:
    if abs(day - visit.today) > _FARTHEST:
        raise Problem("office.not-found")
    return day


def _day(visit: Visit, hall: Hall, day: dt.date, problem: Problem | None = None, form: Form | None = None) -> Response:
    with visit.platform.database.read() as db:
        rows = service.of_days(db, hall, day, day).get(day, {})
        people = service.clerks(db, hall)
    return visit.page(
        "administrator/roster_day.html",
        title=Text(zh=f"值班 {day}", en=f"Roster {day}"),
        crumbs=(Crumb(f"/administrator/rosters?hall={hall.id}&day={day}", TITLE),),
        problem=problem,
        form=form,
        hall_chosen=hall,
        day=day,
        rows=rows,
        halves=HALVES,
        clerks=people,
        closed=hours_of(hall.hours, visit.platform.calendar, day) is None,
    )
