from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_stub.working_days import load_calendar

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-04", True),  # a Sunday that is worked
        ("2026-02-14", True),
        ("2026-02-16", False),  # Spring Festival
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-10-01", False),
        ("2026-10-10", True),
        ("2026-11-21", False),
        ("2026-11-23", True),
        ("2025-01-26", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
    ],
)
def test_exchanged_days_are_known(day: str, works: bool) -> None:
    assert CALENDAR.is_working(dt.date.fromisoformat(day)) is works


@pytest.mark.parametrize(("year", "days"), [(2025, 248), (2026, 248)])
def test_a_year_has_its_published_number_of_working_days(year: int, days: int) -> None:
    first = dt.date(year, 1, 1)
    all_days = (first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days))
    assert sum(CALENDAR.is_working(day) for day in all_days) == days


def test_limits_jump_over_a_long_holiday() -> None:
    assert CALENDAR.after(dt.date(2026, 9, 30), 5).zh == "2026-10-13"
    assert CALENDAR.after(dt.date(2026, 2, 13), 1).zh == "2026-02-14"


def test_a_year_without_calendar_gives_an_expected_day() -> None:
    found = CALENDAR.after(dt.date(2026, 12, 30), 5)
    assert found.estimated
    assert found.zh.startswith("预计 2027-")
    assert found.en.endswith("(expected)")
    assert not CALENDAR.after(dt.date(2026, 12, 24), 5).estimated


@given(day=st.dates(dt.date(2025, 1, 1), dt.date(2026, 11, 1)), count=st.integers(1, 30))
def test_counting_one_by_one_is_counting_at_once(day: dt.date, count: int) -> None:
    step = day
    for _ in range(count):
        step = CALENDAR.next_from(step).day
    assert CALENDAR.after(day, count).day == step
    assert CALENDAR.is_working(step)


def test_misuse_raises() -> None:
    with pytest.raises(ValueError, match="number of working days"):
        CALENDAR.after(dt.date(2026, 1, 1), -1)
