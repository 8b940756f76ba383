"""The one source of dates: aware, in the hall's zone, whole seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

HALL = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The present moment in the hall's zone."""
    return dt.datetime.now(HALL).replace(microsecond=0)


def in_hall(moment: dt.datetime) -> dt.datetime:
    """A stored moment as the hall's clocks show it."""
    return moment.astimezone(HALL)
