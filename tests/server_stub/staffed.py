"""Windows and a guide desk with staff, as tests of queue and staff use them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from fastapi import FastAPI

from server_stub.halls.models import Hall
from server_stub.staff import service
from server_stub.staff.models import Role, StaffMember
from server_stub.staff.passwords import hashed
from tests.server_stub.terminal import Terminal, problem, right

PASSWORD = "right-password-1"
CLERKS = {"JA-CK-B05": "JA0105", "JA-CK-B06": "JA0106", "JA-CK-B12": "JA0112", "JA-CK-A01": "JA0201"}
CLERKS |= {"JA-CK-C01": "JA0301"}
GUIDE, APPROVER, ELSEWHERE = "JA0001", "JA0701", "HH0101"


@lru_cache
def kept() -> str:
    """The password as it is kept; made once, it takes its time."""
    return hashed(PASSWORD)


def add_staff(app: FastAPI) -> None:
    """The staff of a hall that is no demo."""
    members = [StaffMember(number=n, name="样例", roles=(Role.CLERK,), hall="JA") for n in CLERKS.values()]
    members.append(StaffMember(number=GUIDE, name="样例", roles=(Role.GUIDE,), hall="JA"))
    members.append(StaffMember(number=APPROVER, name="样例", roles=(Role.APPROVER,), hall="JA"))
    members.append(StaffMember(number=ELSEWHERE, name="样例", roles=(Role.CLERK,), hall="HH"))
    password = kept()

    def job(db: Any) -> None:
        for member in members:
            service.keep(db, member, password)

    app.state.platform.database.write(job)


class Desk(Terminal):
    """A window or the guide desk."""

    def sign_in(self, number: str, password: str = PASSWORD) -> Desk:
        answer = self.call("POST", "/v1/staff/sessions", {"number": number, "password": password})
        self.staff = right(answer).json()["token"]
        return self

    def does(self, what: str, **body: Any) -> Any:
        """The window after something was done there."""
        return right(self.call("POST", f"/v1/queue/windows/me/{what}", body)).json()

    def refused(self, what: str, **body: Any) -> str:
        """The code of what can't be done there now."""
        status, code = problem(self.call("POST", f"/v1/queue/windows/me/{what}", body))
        assert status == 409 or code.endswith((".unknown", ".invalid")), code
        return code

    def calls(self) -> str:
        """The number called; "" if nobody waits."""
        serving = self.does("calls")["serving"]
        return str(serving["number"]) if serving else ""

    def number(self, number: str) -> Any:
        return self.get(f"/v1/queue/numbers/{number}")


def window(terminal: Terminal, id_: str = "JA-CK-B05", *, on: bool = True) -> Desk:
    """A window whose clerk has signed in, and on."""
    desk = Desk(terminal.app, terminal.clock, id_).sign_in(CLERKS[id_])
    if on:
        desk.does("sign-on")
    return desk


def guide(terminal: Terminal) -> Desk:
    """The guide desk with its guide."""
    return Desk(terminal.app, terminal.clock, "JA-DD-01").sign_in(GUIDE)


def take(terminal: Terminal, business: str = "flexible-employment", **more: Any) -> str:
    """A number; time goes on by a second, so that the order is that of taking."""
    number = right(terminal.call("POST", "/v1/queue/numbers", {"business": business, **more})).json()["number"]
    terminal.clock.pass_(seconds=1)
    return str(number)


def configure(terminal: Terminal, **changes: Any) -> None:
    """The hall JA with something else set."""
    platform = terminal.app.state.platform
    content = platform.halls["JA"].model_dump(mode="json") | changes
    hall = Hall.model_validate(content).model_dump(mode="json")
    now: dt.datetime = terminal.clock.now
    platform.database.write(lambda db: platform.configuration.put(db, "hall/JA", hall, "test", now))
    platform.look_again()
