"""Dates of the sample citizens: relative ones, so that a permit is due in ten days on every day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from server_stub.cases.dates import add_months

_DAY = re.compile(r"today((?:[+-]\d+[ymd])*)")
_MONTH = re.compile(r"month([+-]\d+)?")
_PART = re.compile(r"([+-]\d+)([ymd])")


def day(expression: str, today: dt.date) -> dt.date | None:
    """The day of `today-65y+1m`, years and months before days; None if it is no such expression."""
    found = _DAY.fullmatch(expression)
    if not found:
        return None
    parts = _PART.findall(found[1])
    months = sum(int(n) * (12 if unit == "y" else 1) for n, unit in parts if unit != "d")
    days = sum(int(n) for n, unit in parts if unit == "d")
    return add_months(today, months) + dt.timedelta(days=days)


def resolved(data: Any, today: dt.date) -> Any:
    """The data with every relative day (`today-9d`) as a date and every relative month (`month-14`) as YYYY-MM."""
    if isinstance(data, dict):
        return {key: resolved(value, today) for key, value in data.items()}
    if isinstance(data, list):
        return [resolved(value, today) for value in data]
    if not isinstance(data, str):
        return data
    if found := day(data, today):
        return found
    if month := _MONTH.fullmatch(data):
        return f"{add_months(today.replace(day=1), int(month[1] or 0)):%Y-%m}"
    return data
