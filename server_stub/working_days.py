"""Working days by the national calendar with its exchanged weekends (调休). A year without one gives estimates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server_stub.data_files import load_yaml


@dataclass(frozen=True)
class WorkingDay:
    """A day found by counting; `estimated` if a year without a published calendar was counted through."""

    day: dt.date
    estimated: bool

    @property
    def zh(self) -> str:
        """As printed: 2026-11-27, or 预计 2027-01-05."""
        return f"预计 {self.day}" if self.estimated else str(self.day)

    @property
    def en(self) -> str:
        """The same in English."""
        return f"{self.day} (expected)" if self.estimated else str(self.day)


class Calendar:
    """Published years: which weekdays are free, which weekend days are worked."""

    def __init__(self, years: dict[int, Any]) -> None:
        self._data = dict(years)
        self._years = frozenset(years)
        parts = [year_of(year, days) for year, days in years.items()]
        self._off = frozenset(day for off, _ in parts for day in off)
        self._work = frozenset(day for _, work in parts for day in work)

    def with_year(self, year: int, days: Any) -> Calendar:
        """The same with another year, or with a year as it is to be."""
        return Calendar({**self._data, year: days})

    def is_working(self, day: dt.date) -> bool:
        """Whether offices work on that day."""
        return day in self._work or (day.weekday() < 5 and day not in self._off)

    def is_published(self, year: int) -> bool:
        """Whether the State Council has published that year's arrangement."""
        return year in self._years

    def count(self, first: dt.date, last: dt.date) -> int:
        """How many working days there are from `first` on, before `last`."""
        return sum(self.is_working(first + dt.timedelta(days=n)) for n in range(max((last - first).days, 0)))

    def next_from(self, day: dt.date) -> WorkingDay:
        """The first working day after `day`."""
        return self.after(day, 1)

    def after(self, day: dt.date, count: int) -> WorkingDay:
        """The `count`-th working day after `day`; the day itself is not counted."""
        if not 0 <= count <= 1000:
            raise ValueError("not a number of working days")
        estimated = False
        while count:
            day += dt.timedelta(days=1)
            estimated = estimated or not self.is_published(day.year)
            count -= self.is_working(day)
        return WorkingDay(day, estimated)


def year_of(year: int, data: Any) -> tuple[list[dt.date], list[dt.date]]:
    """A year's days off and its weekend days that are worked, of `{"off": […], "work": […]}`.

    Days are dates or ISO texts, spans are [first, last]. ValueError where one is no day of that year or a worked day is
    no weekend.
    """
    if not isinstance(data, dict) or set(data) - {"off", "work"}:
        raise ValueError("off and work are needed")
    off, work = _days(data.get("off", [])), _days(data.get("work", []))
    if wrong := [day for day in off + work if day.year != year]:
        raise ValueError(f"{wrong[0]} is not in {year}")
    if wrong := [day for day in work if day.weekday() < 5]:
        raise ValueError(f"{wrong[0]} is no weekend: it is worked anyway")
    if both := sorted(set(off) & set(work)):
        raise ValueError(f"{both[0]} is off and worked")
    return off, work


def _days(spans: Any) -> list[dt.date]:
    """Days and [first, last] spans, one by one."""
    days: list[dt.date] = []
    for span in spans:
        first, last = (_day(part) for part in (span if isinstance(span, list | tuple) else (span, span)))
        if not 0 <= (last - first).days < 31:
            raise ValueError(f"no span of days: {first} to {last}")
        days += [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return days


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def load_calendar(path: Path | None = None) -> Calendar:
    """The calendar of the data file."""
    return Calendar(load_yaml("calendar.yaml") if path is None else load_yaml(path))
