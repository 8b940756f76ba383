"""What tests of appointments do over and over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx

from server_stub.appointments.places import audit
from server_stub.clock import HALL
from server_stub.configuration.service import checked
from server_stub.halls.models import Hall
from server_stub.jobs import run_due
from server_stub.routine import JOBS
from tests.server_stub.terminal import Terminal, right

BUSINESS = "social-card"
TUESDAY = dt.date(2026, 11, 24)


def at(hour: int, minute: int = 0, day: dt.date = TUESDAY) -> dt.datetime:
    """A moment in the hall's zone."""
    return dt.datetime.combine(day, dt.time(hour, minute), HALL)


def asks(terminal: Terminal, token: str, starts: dt.datetime, **more: Any) -> httpx.Response:
    """Books at once, unless told otherwise."""
    body = {"business": BUSINESS, "starts": starts.isoformat(), "confirm": True} | more
    return terminal.call("POST", "/v1/appointments", body, token=token)


def books(terminal: Terminal, token: str, starts: dt.datetime, **more: Any) -> Any:
    return right(asks(terminal, token, starts, **more)).json()


def holds(terminal: Terminal, token: str, starts: dt.datetime, **more: Any) -> Any:
    return books(terminal, token, starts, confirm=False, **more)


def does(terminal: Terminal, token: str, appointment: Any, what: str, body: object = None) -> httpx.Response:
    return terminal.call("POST", f"/v1/appointments/{appointment['id']}/{what}", body or {}, token=token)


def days(terminal: Terminal, token: str = "", business: str = BUSINESS, hall: str = "") -> Any:
    return terminal.get(f"/v1/appointments/days?business={business}&hall={hall}", token)


def slot(terminal: Terminal, starts: dt.datetime, token: str = "", business: str = BUSINESS) -> Any:
    """The slot of that moment as it is listed."""
    found = [s for d in days(terminal, token, business) for s in d["slots"] if s["starts"] == starts.isoformat()]
    assert len(found) == 1, f"{starts} is listed {len(found)} times"
    return found[0]


def configure(terminal: Terminal, change: dict[str, Any], hall: str = "JA") -> Hall:
    """What an administrator does: a new version of the hall, with what is named put in place."""
    platform = terminal.app.state.platform
    content = platform.halls[hall].model_dump(mode="json")
    for path, value in change.items():
        place = content
        *way, last = path.split(".")
        for key in way:
            place = place[key]
        place[last] = value
    content = checked(f"hall/{hall}", content)
    now = platform.clock()
    platform.database.write(lambda db: platform.configuration.put(db, f"hall/{hall}", content, "test", now))
    platform.look_again()
    found: Hall = platform.halls[hall]
    return found


def run_jobs(terminal: Terminal) -> list[str]:
    return run_due(terminal.app.state.platform, JOBS)


def is_right(terminal: Terminal) -> bool:
    """Whether every slot's count is what its appointments say."""
    with terminal.app.state.platform.database.read() as db:
        return audit(db) == []
