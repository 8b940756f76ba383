"""`/v1/staff`: members of staff sign in at the terminals where they work."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy.orm import Session as Db

from server_stub.codes import CALL, STAFF, documented
from server_stub.platform import AnyCall
from server_stub.problems import Problem
from server_stub.queue import windows
from server_stub.staff import service
from server_stub.staff.access import AnyStaffCall, desk_of, sits_at_window
from server_stub.staff.models import SignedOut, SignIn, StaffSession

router = APIRouter(tags=["staff"])
_WHERE = ("window", "guide")


@router.post(
    "/v1/staff/sessions",
    responses=documented(*CALL, "terminal.kind", "staff.credentials", "staff.locked", "staff.hall"),
)
def sign_in(call: AnyCall, given: SignIn) -> StaffSession:
    """At a window or guide terminal. Each call is a try of its own and needs no key: the token is kept nowhere."""
    if call.terminal.kind not in _WHERE:
        raise Problem("terminal.kind")
    now = call.platform.clock()
    found = service.authenticate(call.platform, given.number, given.password, now)
    if isinstance(found, Problem):
        raise found
    staff = found
    if staff.hall not in ("", call.hall.id):
        raise Problem("staff.hall")
    token, until = call.platform.database.write(
        lambda db: service.open_session(call.platform, db, staff, call.terminal.id, now)
    )
    return StaffSession(token=token, staff=staff, expires_at=until)


@router.delete("/v1/staff/sessions", responses=documented(*STAFF, "window.busy"))
def sign_out(staff_call: AnyStaffCall) -> SignedOut:
    """Ends this session, and signs off from the window. A number that is being served has to be finished first."""

    def job(db: Db) -> SignedOut:
        if sits_at_window(staff_call.call):
            windows.sign_off_if_open(db, desk_of(staff_call))
        service.close_session(db, staff_call.token)
        return SignedOut(number=staff_call.staff.number)

    return staff_call.call.platform.database.write(job)
