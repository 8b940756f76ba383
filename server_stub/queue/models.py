"""What crosses the interface about queue numbers."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from server_stub.texts import Text, Wire


class Business(Wire):
    """What numbers are given for, and how long it takes now (minutes, a range)."""

    key: str
    title: Text
    zone: Text
    windows: str
    waiting: int
    wait_from: int
    wait_to: int
    open: bool
    full: bool = False  # not open because today's numbers are gone
    closed_because: Text = Text(zh="")
    machine_service: str = ""
    machine_minutes: int = 0


class NewNumber(Wire):
    """A number is wanted; the phone is voluntary."""

    business: str = Field(max_length=60)
    phone: str | None = Field(default=None, pattern=r"^1[3-9][0-9]{9}$")


class QueueNumber(Wire):
    """A number and what its ticket says, as printed."""

    id: str
    number: str
    hall: str
    kind: str
    taken_at: dt.datetime
    queue: str
    business: str
    place: str
    windows: str
    ahead: int
    wait_from: int
    wait_to: int
    bring: str
    machine_hint: str
    passed_rule: str
    token: str
    closing: str
    help: str
    hotline: str
    serial: str
