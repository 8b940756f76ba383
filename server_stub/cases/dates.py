"""Ages, months and the statutory retirement age, which rises step by step since 2025."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache
from typing import Any

from server_stub.data_files import load_yaml


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later (or earlier), the month's last day where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age(birth: dt.date, today: dt.date) -> int:
    """Full years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


@cache
def _table() -> Any:
    return load_yaml("retirement.yaml")


def retirement_day(birth: dt.date, sex: str) -> dt.date:
    """From which day somebody without an employer is of retirement age; `sex` is "1" male or "2" female."""
    table = _table()
    rule, starts = table["categories"][table["flexible"].get(sex, "male")], table["starts"]
    before = add_months(birth, rule["from"] * 12)
    months_after = (before.year - starts.year) * 12 + before.month - starts.month
    if months_after < 0:
        return before
    delay = min(months_after // rule["months_per_step"] + 1, (rule["to"] - rule["from"]) * 12)
    return add_months(before, delay)
