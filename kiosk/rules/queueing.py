"""Queue numbers (现场取号)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiosk.rules.texts import Text


@dataclass(frozen=True)
class Business:
    """What numbers are given for. `machine_service` names a service that a terminal does in `machine_minutes`."""

    key: str
    title: Text
    zone: Text
    windows: str
    waiting: int
    wait_from: int  # minutes
    wait_to: int
    open: bool
    full: bool = False  # not open because today's numbers are gone
    closed_because: Text = Text("")
    machine_service: str = ""
    machine_minutes: int = 0


@dataclass(frozen=True)
class QueueNumber:
    """A number from the platform and what its ticket says; texts as printed, in Chinese."""

    id: str
    number: str
    hall: str
    kind: str  # 现场取号
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
