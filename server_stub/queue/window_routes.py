"""`/v1/queue/windows`: what a clerk does at a window. `me` is the window of the terminal that calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.codes import CLERK, KEYED, STAFF, documented
from server_stub.queue import calling, views, windows
from server_stub.queue.calling import Desk
from server_stub.queue.models import CallBack, Nothing, Pause, Transfer, WindowLine, WindowView
from server_stub.queue.tables import WindowRow
from server_stub.staff.access import AnyStaffCall, ClerkCall, StaffCall, desk_of

router = APIRouter(tags=["windows"])
_AT_WORK = ("window.not-open", "window.taken", "window.paused")


def _documented(*codes: str) -> dict[int | str, dict[str, Any]]:
    return documented(*CLERK, *KEYED, *codes)


async def _at_window(staff_call: StaffCall, body: object, act: Callable[[Db, Desk], WindowRow | None]) -> Response:
    """Does something at the caller's window and answers with the window as it is then."""
    desk = desk_of(staff_call)

    def effect(db: Db) -> WindowView:
        row = act(db, desk)
        return views.window_view(db, desk, row)

    return await staff_call.once_soon(body, effect)


def _work(act: Callable[[Db, Desk, WindowRow], object]) -> Callable[[Db, Desk], WindowRow]:
    """What can be done only at a window that works."""

    def at_work(db: Db, desk: Desk) -> WindowRow:
        row = calling.at_work(db, desk)
        act(db, desk, row)
        return row

    return at_work


@router.get("/v1/queue/windows", responses=documented(*STAFF))
def all_windows(staff_call: AnyStaffCall) -> list[WindowLine]:
    """The windows of this hall."""
    with staff_call.call.platform.database.read() as db:
        return views.lines(db, staff_call.call.hall)


@router.get("/v1/queue/windows/me", responses=documented(*CLERK))
def own_window(staff_call: ClerkCall) -> WindowView:
    """This window as it is now."""
    desk = desk_of(staff_call)
    with desk.platform.database.read() as db:
        return views.window_view(db, desk, db.get(WindowRow, (desk.hall.id, desk.window.id)))


@router.post(
    "/v1/queue/windows/me/sign-on",
    response_model=WindowView,
    responses=_documented("window.taken", "window.elsewhere"),
)
async def sign_on(staff_call: ClerkCall, body: Nothing) -> Response:
    """Opens the window."""
    return await _at_window(staff_call, body, windows.sign_on)


@router.post(
    "/v1/queue/windows/me/sign-off",
    response_model=WindowView,
    responses=_documented("window.not-open", "window.taken", "window.busy"),
)
async def sign_off(staff_call: ClerkCall, body: Nothing) -> Response:
    """Closes the window."""
    return await _at_window(staff_call, body, windows.sign_off)


@router.post("/v1/queue/windows/me/pause", response_model=WindowView, responses=_documented(*_AT_WORK, "window.busy"))
async def pause(staff_call: ClerkCall, body: Pause) -> Response:
    """暂停, for one of the hall's reasons; the display says only that it pauses."""
    return await _at_window(staff_call, body, lambda db, desk: windows.pause(db, desk, body.reason))


@router.post(
    "/v1/queue/windows/me/resume",
    response_model=WindowView,
    responses=_documented("window.not-open", "window.taken", "window.not-paused"),
)
async def resume(staff_call: ClerkCall, body: Nothing) -> Response:
    """Goes on after a pause."""
    return await _at_window(staff_call, body, windows.resume)


@router.post("/v1/queue/windows/me/calls", response_model=WindowView, responses=_documented(*_AT_WORK))
async def call_next(staff_call: ClerkCall, body: Nothing) -> Response:
    """Calls the next number; the one being served is finished by that. `serving` is null where nobody waits."""
    return await _at_window(staff_call, body, _work(calling.call_next))


@router.post("/v1/queue/windows/me/recalls", response_model=WindowView, responses=_documented(*_AT_WORK, "window.idle"))
async def recall(staff_call: ClerkCall, body: Nothing) -> Response:
    """重呼: calls the same number again."""
    return await _at_window(staff_call, body, _work(calling.recall))


@router.post("/v1/queue/windows/me/finish", response_model=WindowView, responses=_documented(*_AT_WORK, "window.idle"))
async def finish(staff_call: ClerkCall, body: Nothing) -> Response:
    """The number is done; the next one is not called yet."""
    return await _at_window(staff_call, body, _work(calling.finish))


@router.post("/v1/queue/windows/me/pass", response_model=WindowView, responses=_documented(*_AT_WORK, "window.idle"))
async def pass_(staff_call: ClerkCall, body: Nothing) -> Response:
    """过号: nobody came."""
    return await _at_window(staff_call, body, _work(calling.pass_))


@router.post(
    "/v1/queue/windows/me/call-backs",
    response_model=WindowView,
    responses=_documented(*_AT_WORK, "number.unknown", "number.not-passed", "number.other-queue", "number.too-late"),
)
async def call_back(staff_call: ClerkCall, body: CallBack) -> Response:
    """补叫: a passed number whose owner has come in time."""
    return await _at_window(
        staff_call, body, _work(lambda db, desk, row: calling.call_back(db, desk, row, body.number))
    )


@router.post(
    "/v1/queue/windows/me/transfers",
    response_model=WindowView,
    responses=_documented(
        *_AT_WORK,
        "window.idle",
        "window.unknown",
        "queue.unknown",
        "number.same-place",
        "number.window-closed",
        "number.window-skill",
    ),
)
async def transfer(staff_call: ClerkCall, body: Transfer) -> Response:
    """To another business, queue or window. The number stays the same, and so does its history."""
    return await _at_window(staff_call, body, _work(lambda db, desk, row: calling.transfer(db, desk, row, body)))
