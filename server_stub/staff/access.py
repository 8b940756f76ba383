"""Calls of staff: a terminal's call with a member of staff who is signed in there (header X-Staff-Token)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header
from pydantic import BaseModel
from sqlalchemy.orm import Session as Db
from starlette.responses import Response

from server_stub.halls.models import Window
from server_stub.platform import AnyCall, Call
from server_stub.problems import Problem
from server_stub.queue.calling import Desk
from server_stub.staff import service
from server_stub.staff.models import Role, StaffMember


@dataclass(frozen=True)
class StaffCall:
    """One request of a member of staff."""

    call: Call
    staff: StaffMember
    token: str

    async def once_soon(self, body: object, effect: Callable[[Db], BaseModel]) -> Response:
        """Writes once per Idempotency-Key, from a loop; whose it is, the number and the terminal say."""
        request = (self.staff.number, self.call.terminal.id, self.call.method, self.call.path, body)
        return await self.call.platform.idempotency.once_soon(self.call.key, request, effect)


def staff_call_of(call: AnyCall, x_staff_token: Annotated[str, Header(max_length=100)] = "") -> StaffCall:
    """The call with its member of staff. Problem: staff.session."""
    with call.platform.database.read() as db:
        staff = service.by_token(db, x_staff_token, call.terminal.id, call.platform.clock())
    return StaffCall(call, staff, x_staff_token)


AnyStaffCall = Annotated[StaffCall, Depends(staff_call_of)]


async def clerk_call_of(staff_call: AnyStaffCall) -> StaffCall:
    """A clerk at a window of the hall. Problems: terminal.kind, staff.role."""
    window_of(staff_call.call)
    service.require(staff_call.staff, Role.CLERK)
    return staff_call


ClerkCall = Annotated[StaffCall, Depends(clerk_call_of)]


async def guide_call_of(staff_call: AnyStaffCall) -> StaffCall:
    """A guide at the guide desk. Problems: terminal.kind, staff.role."""
    if staff_call.call.terminal.kind != "guide":
        raise Problem("terminal.kind")
    service.require(staff_call.staff, Role.GUIDE)
    return staff_call


GuideCall = Annotated[StaffCall, Depends(guide_call_of)]


def sits_at_window(call: Call) -> bool:
    """Whether this terminal stands at a window of the hall."""
    return call.terminal.kind == "window" and any(w.id == call.terminal.window for w in call.hall.windows)


def window_of(call: Call) -> Window:
    """The window at which a terminal stands. Problem: terminal.kind."""
    if not sits_at_window(call):
        raise Problem("terminal.kind")
    return next(w for w in call.hall.windows if w.id == call.terminal.window)


def desk_of(staff_call: StaffCall) -> Desk:
    """The window with who sits there, now. Problem: terminal.kind."""
    call = staff_call.call
    now = call.platform.clock()
    return Desk(call.platform, call.hall, window_of(call), staff_call.staff.number, call.terminal.id, now)
