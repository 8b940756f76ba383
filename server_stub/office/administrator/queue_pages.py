"""`/office/administrator/queue` and `/slots`: a hall's queues and windows now, and a day's slots."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.appointments import capacity
from server_stub.appointments.timetable import Slot, slots_of
from server_stub.halls.models import Hall
from server_stub.office.administrator.scope import hall_of, halls_of
from server_stub.office.forms import Form, wrong
from server_stub.office.visits import AdministratorForm, AdministratorVisit, Outcome, Visit
from server_stub.problems import Problem
from server_stub.queue import overview
from server_stub.queue.tables import WindowState
from server_stub.staff import service as staff
from server_stub.texts import Text

router = APIRouter(prefix="/administrator")
QUEUE, SLOTS = Text(zh="今日队列", en="Queues today"), Text(zh="预约时段", en="Slots")
STATES = {
    WindowState.OPEN: ("good", Text(zh="营业", en="Open")),
    WindowState.PAUSED: ("soon", Text(zh="暂停", en="Paused")),
    WindowState.CLOSED: ("quiet", Text(zh="未开", en="Closed")),
}
_FARTHEST = dt.timedelta(days=400)
HallQuery = Annotated[str, Query(max_length=10)]


@router.get("/queue")
def queue(visit: AdministratorVisit, hall: HallQuery = "") -> Response:
    """A hall's queues and windows at this moment."""
    chosen = hall_of(visit, hall)
    with visit.platform.database.read() as db:
        now = overview.of(db, chosen, visit.now)
        names = staff.names(db, {line.staff for line in now.windows if line.staff})
    return visit.page(
        "administrator/queue.html",
        title=QUEUE,
        halls=halls_of(visit),
        hall_chosen=chosen,
        at=visit.now,
        queues=now.queues,
        windows=now.windows,
        names=names,
        states=STATES,
    )


@router.get("/slots")
def slots(visit: AdministratorVisit, hall: HallQuery = "", day: Annotated[str, Query(max_length=10)] = "") -> Response:
    """A day's slots with what is taken."""
    return _slots(visit, hall_of(visit, hall), _day(visit, day))


@router.post("/slots/change")
def change(sent: AdministratorForm) -> Response:
    """A slot holds more or fewer, or is closed."""
    visit, form = sent.visit, sent.form
    hall, day = hall_of(visit, form.text("hall") or "-"), _day(visit, form.text("day"))
    slot = _slot(visit, hall, day, form)
    closing = form.text("button") == "close"

    def effect(db: Db) -> Outcome:
        wanted = None if closing else _number(form.text("capacity"), slot)
        try:
            holds = capacity.change(db, visit.platform.configuration, slot, wanted, visit.staff.number, visit.now)
        except capacity.TooFew as error:
            raise wrong(
                _field(slot), f"已约 {error.taken} 个，不能更少", f"{error.taken} are booked; it can't be fewer"
            ) from None
        at = f"{slot.starts:%H:%M}"
        said = (
            Text(zh=f"{at} 已停止预约，已约的 {holds} 个照常", en=f"{at} takes no more; the {holds} booked stay")
            if closing
            else Text(zh=f"{at} 现在可约 {holds} 个", en=f"{at} holds {holds} now")
        )
        return Outcome(to=f"/administrator/slots?hall={hall.id}&day={day}", said=said)

    answer = sent.once(effect, lambda problem: _slots(visit, hall, day, problem, form), subject=f"hall/{hall.id}")
    visit.platform.look_again()
    return answer


def _slots(
    visit: Visit, hall: Hall, day: dt.date, problem: Problem | None = None, form: Form | None = None
) -> Response:
    with visit.platform.database.read() as db:
        businesses = capacity.of_day(db, hall, day, visit.platform.calendar)
    return visit.page(
        "administrator/slots.html",
        title=SLOTS,
        problem=problem,
        form=form,
        halls=halls_of(visit),
        hall_chosen=hall,
        day=day,
        yesterday=day - dt.timedelta(days=1),
        tomorrow=day + dt.timedelta(days=1),
        businesses=businesses,
        field_of=_field,
        now=visit.now,
    )


def _field(slot: Slot) -> str:
    return f"capacity-{slot.business}-{slot.starts:%H%M}"


def _slot(visit: Visit, hall: Hall, day: dt.date, form: Form) -> Slot:
    business = hall.businesses.get(form.text("business"))
    every = slots_of(hall, business, day, visit.platform.calendar) if business else ()
    found = next((slot for slot in every if f"{slot.starts:%H:%M}" == form.text("starts")), None)
    if found is None or found.ends <= visit.now:
        raise Problem("office.changed")
    return found


def _number(given: str, slot: Slot) -> int:
    if not given.isdecimal() or len(given) > 5 or int(given) > capacity.MOST:
        raise wrong(_field(slot), "请填 0 到 10000 的整数", "Please give a whole number from 0 to 10000")
    return int(given)


def _day(visit: Visit, given: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(given) if given else visit.today
    except ValueError:
        raise Problem("office.not-found") from None
    if abs(day - visit.today) > _FARTHEST:
        raise Problem("office.not-found")
    return day
