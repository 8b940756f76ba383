"""The one source of dates: aware, in the hall's zone. Durations are asyncio's."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Protocol


class Clock(Protocol):
    """Tells the time of the hall."""

    def now(self) -> dt.datetime:
        """Aware, in the hall's zone."""


class HallClock:
    """The machine's clock in a zone."""

    def __init__(self, zone: str = "Asia/Shanghai") -> None:
        self._zone = zoneinfo.ZoneInfo(zone)

    def now(self) -> dt.datetime:
        """Now."""
        return dt.datetime.now(self._zone)
