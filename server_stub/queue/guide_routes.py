"""`/v1/queue/numbers/…`: single numbers for the guide desk and the windows, and the figures of a day."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.codes import GUIDE, KEYED, STAFF, documented
from server_stub.queue import guiding, service, statistics, views
from server_stub.queue.models import DayFigures, Nothing, Number, NumberView, QueueNumber
from server_stub.staff.access import AnyStaffCall, GuideCall

router = APIRouter(tags=["guide"])
TheNumber = Annotated[Number, Path()]


@router.get("/v1/queue/numbers/{number}", responses=documented(*STAFF, "number.unknown"))
def number_of(staff_call: AnyStaffCall, number: TheNumber) -> NumberView:
    """A number of today as it is printed, with its history."""
    call = staff_call.call
    with call.platform.database.read() as db:
        return views.number_view(db, call.hall, call.platform.clock().date(), number)


@router.post(
    "/v1/queue/numbers/{number}/replacement",
    response_model=QueueNumber,
    responses=documented(*GUIDE, *KEYED, "number.unknown", "number.not-passed", "queue.unknown"),
)
async def replace(staff_call: GuideCall, number: TheNumber, body: Nothing) -> Response:
    """换号: a new number for a passed one, whose ticket the guide's terminal prints."""
    return await staff_call.once_soon(body, lambda db: service.replace(staff_call.call, db, number))


@router.post(
    "/v1/queue/numbers/{number}/priority",
    response_model=NumberView,
    responses=documented(*GUIDE, *KEYED, "number.unknown", "number.not-waiting"),
)
async def prefer(staff_call: GuideCall, number: TheNumber, body: Nothing) -> Response:
    """绿窗: for who asks for it at the guide desk. No reason is taken."""
    call = staff_call.call

    def effect(db: Db) -> NumberView:
        now = call.platform.clock()
        guiding.prefer(db, call.platform, call.hall, number, now)
        return views.number_view(db, call.hall, now.date(), number)

    return await staff_call.once_soon(body, effect)


@router.get("/v1/queue/statistics", responses=documented(*STAFF))
def figures(staff_call: AnyStaffCall, day: Annotated[dt.date | None, Query()] = None) -> DayFigures:
    """Counts and times of a day, by queue and by window; of today where no day is named."""
    call = staff_call.call
    with call.platform.database.read() as db:
        return statistics.of_day(db, call.hall, day or call.platform.clock().date())
