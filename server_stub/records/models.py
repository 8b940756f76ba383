"""What crosses the interface about records."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from server_stub.texts import Text, Wire


class Availability(Enum):
    """Whether a register's data are there now; "no record" and "can't be looked up" are two different answers."""

    AVAILABLE = "available"
    NO_RECORD = "no-record"
    UNAVAILABLE = "unavailable"


class FactView(Wire):
    """One thing a register knows; numbers and names are masked."""

    label: Text
    value: Text


class RecordEntry(Wire):
    """What belongs together: one home, one vehicle, one company."""

    facts: tuple[FactView, ...]


class RecordView(Wire):
    """What a query service (L1) shows. No entries although available: the register knows that there are none."""

    service: str
    title: Text
    source: Text  # whose data
    owner: Text
    at: dt.datetime
    availability: Availability
    entries: tuple[RecordEntry, ...]
