"""What crosses the interface about terminals."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server_stub.halls.models import TerminalId
from server_stub.texts import Text, Wire

PublicKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Settings(Wire):
    """What is set from afar; empty: the terminal's own setting holds."""

    notice: Text = Text(zh="")  # stands on the attract page
    idle_seconds: int | None = Field(default=None, ge=30, le=600)
    warning_seconds: int | None = Field(default=None, ge=10, le=120)
    closed: bool = False  # takes no new visits


class Enrolment(Wire):
    """A terminal gives its public key (Ed25519, hex) for the one-time code that staff got for it."""

    code: str = Field(min_length=4, max_length=60)
    public_key: PublicKey


class Enrolled(Wire):
    """The terminal as the platform knows it now."""

    id: TerminalId
    hall: str
    kind: str
    settings: Settings
    offline_series: int  # of the queue numbers it gives while cut off: 3 in K3-007


class DeviceReport(Wire):
    """One device, as the terminal's hub sees it."""

    name: str = Field(min_length=1, max_length=40)
    state: Literal["ready", "busy", "attention", "fault", "absent"]
    detail: str = Field(default="", max_length=120)


class Heartbeat(Wire):
    """Each 20 seconds."""

    software: str = Field(max_length=40)
    devices: tuple[DeviceReport, ...] = Field(max_length=40)
    letters: int = Field(default=0, ge=0, le=1_000_000)


class HeartbeatAnswer(Wire):
    """What the terminal shall do, and what time it is."""

    now: dt.datetime
    settings: Settings


class TerminalState(Wire):
    """A terminal as others see it. Online: heard in the last 60 seconds."""

    id: TerminalId
    place: str
    kind: str
    online: bool
    heard: dt.datetime | None
    faults: tuple[str, ...]  # devices that are out of order
