"""Which days and slots are offered: the opening calendar, the national one, and what an administrator changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server_stub.appointments import office
from server_stub.appointments.timetable import days_of, shifts_of, slots_of
from server_stub.clock import HALL
from server_stub.configuration.service import checked
from server_stub.data_files import load_yaml
from server_stub.halls.loader import load_site
from server_stub.halls.models import Hall
from server_stub.working_days import Calendar
from tests.server_stub.appointing import BUSINESS, TUESDAY, asks, at, books, configure, days, holds, is_right, slot
from tests.server_stub.terminal import SettableClock, Terminal, problem

CALENDAR = Calendar(load_yaml("calendar.yaml"))
JA = load_site().halls["JA"]
LUNCH = {"opens": "12:00", "closes": "13:30"}


def changed(**more: Any) -> Hall:
    """The hall with other hours or rules."""
    content = JA.model_dump(mode="json")
    for key, value in more.items():
        part = next(name for name in ("hours", "appointments") if key in content[name])
        content[part][key] = value
    return Hall.model_validate(content)


def starts(hall: Hall, day: dt.date) -> list[str]:
    return [f"{s.starts:%H:%M}" for s in slots_of(hall, hall.businesses[BUSINESS], day, CALENDAR)]


def test_slots_fill_the_working_hours_and_leave_out_lunch() -> None:
    assert starts(JA, TUESDAY) == [f"{hour:02d}:00" for hour in range(9, 17)]
    with_lunch = changed(lunch=LUNCH)
    assert starts(with_lunch, TUESDAY) == ["09:00", "10:00", "11:00", "13:30", "14:30", "15:30"]
    assert starts(changed(lunch=LUNCH, slot_minutes=30), TUESDAY)[-1] == "16:30"


def test_a_day_of_its_own_has_its_own_hours() -> None:
    saturday, closed = dt.date(2026, 11, 28), {"day": "2026-11-25", "shifts": []}
    assert starts(JA, saturday) == ["09:00", "10:00", "11:00"]
    assert starts(JA, dt.date(2026, 11, 29)) == []
    assert starts(changed(exceptions=[closed]), dt.date(2026, 11, 25)) == []


def test_holidays_and_exchanged_weekends_are_the_national_calendars() -> None:
    assert starts(JA, dt.date(2026, 10, 5)) == []
    assert starts(JA, dt.date(2026, 10, 10)) != []  # a Saturday that is worked
    assert starts(changed(days="all"), dt.date(2026, 10, 5)) != []


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        (1, 5, [24, 25, 26, 27, 28, 30]),  # the Saturday morning is one more
        (2, 3, [25, 26, 27]),
        (0, 2, [23, 24]),
        (6, 1, [30]),
    ],
)
def test_days_are_counted_from_the_first_day_on_in_working_days(first: int, count: int, expected: list[int]) -> None:
    hall = changed(first_day=first, working_days=count)
    assert [day.day for day in days_of(hall, dt.date(2026, 11, 23), CALENDAR)] == expected


def test_a_closed_day_is_made_up_for_by_the_next() -> None:
    hall = changed(exceptions=[{"day": "2026-11-25", "shifts": []}])
    assert [day.day for day in days_of(hall, dt.date(2026, 11, 23), CALENDAR)] == [24, 26, 27, 30, 1]


def test_over_national_day_week_the_next_five_working_days_lie_far_apart() -> None:
    offered = days_of(JA, dt.date(2026, 9, 29), CALENDAR)
    assert offered == tuple(dt.date(2026, *md) for md in ((9, 30), (10, 8), (10, 9), (10, 10), (10, 12)))


def test_a_year_without_its_calendar_is_offered_as_expected_only(terminal: Terminal, clock: SettableClock) -> None:
    clock.now = dt.datetime(2026, 12, 30, 10, tzinfo=HALL)
    listed = {day["day"]: day["estimated"] for day in days(terminal)}
    assert listed["2026-12-31"] is False
    assert listed["2027-01-01"] is True  # probably a holiday, but nobody has said so


def test_the_list_names_days_and_their_notes(terminal: Terminal) -> None:
    listed = days(terminal)
    assert [day["weekday"] for day in listed] == ["周二", "周三", "周四", "周五", "周六", "周一"]
    assert [day["note"]["zh"] for day in listed] == ["", "", "", "", "周六错时服务", ""]
    assert [len(day["slots"]) for day in listed] == [8, 8, 8, 8, 3, 8]


def test_on_the_day_itself_only_what_is_to_come_is_offered(terminal: Terminal) -> None:
    configure(terminal, {"appointments.first_day": 0})
    today = days(terminal)[0]
    assert (today["day"], today["slots"][0]["starts"]) == ("2026-11-23", "2026-11-23T11:00:00+08:00")
    token = terminal.identify("worker-gaps").token
    assert problem(asks(terminal, token, at(10, day=dt.date(2026, 11, 23)))) == (409, "appointment.no-slot")


def test_more_places_can_be_had_as_soon_as_they_are_given(terminal: Terminal) -> None:
    configure(terminal, {"businesses.social-card.capacity": 1})
    books(terminal, terminal.identify("worker-gaps").token, at(10))
    other = terminal.identify("home-owner").token
    assert problem(asks(terminal, other, at(10))) == (409, "appointment.full")
    configure(terminal, {"businesses.social-card.capacity": 2})
    books(terminal, other, at(10))
    assert is_right(terminal)


def test_fewer_places_take_nothing_from_those_who_have_one(terminal: Terminal) -> None:
    tokens = [terminal.identify(key).token for key in ("worker-gaps", "home-owner", "tenant-a")]
    made = [books(terminal, token, at(10)) for token in tokens[:2]]
    configure(terminal, {"businesses.social-card.capacity": 1})
    assert slot(terminal, at(10)) | {"starts": "", "ends": ""} == {
        "starts": "",
        "ends": "",
        "limit": 2,
        "booked": 2,
        "left": 0,
        "own": False,
    }
    assert problem(asks(terminal, tokens[2], at(10))) == (409, "appointment.full")
    terminal.call("POST", f"/v1/appointments/{made[0]['id']}/cancellation", {}, token=tokens[0])
    assert problem(asks(terminal, tokens[2], at(10))) == (409, "appointment.full")  # one is taken, one is planned
    terminal.call("POST", f"/v1/appointments/{made[1]['id']}/cancellation", {}, token=tokens[1])
    books(terminal, tokens[2], at(10))
    assert is_right(terminal)


def test_closing_a_day_names_whom_to_tell_and_calls_them_off(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    token, other = terminal.identify("worker-gaps").token, terminal.identify("home-owner").token
    made = books(terminal, token, at(10))
    holds(terminal, other, at(11))
    books(terminal, other, at(10, day=TUESDAY + dt.timedelta(days=1)))
    closed = {"hours.exceptions": [{"day": "2026-11-24", "shifts": []}]}
    with platform.database.read() as db:
        assert office.to_tell(db, platform.halls["JA"], platform.calendar, platform.clock()) == []
    hall = configure(terminal, closed)
    with platform.database.read() as db:
        affected = office.to_tell(db, hall, platform.calendar, platform.clock())
    assert [(one.name, one.phone, one.starts) for one in affected] == [
        ("张望舒", "13800000001", at(10)),
        ("李知夏", "13800000002", at(11)),
    ]
    assert affected[0].number == made["number"]
    ids = [one.appointment_id for one in affected]
    for expected in (2, 0):
        called_off = platform.database.write(lambda db: office.call_off(db, hall, ids, platform.clock()))
        assert called_off == expected
    assert made["number"] in str(terminal.http.get("/demo/messages").json())
    assert terminal.get("/v1/me/appointments", token)[0]["state"] == "cancelled"
    assert is_right(terminal)
    assert problem(asks(terminal, token, at(10))) == (409, "appointment.no-slot")


def test_a_calendar_that_is_not_one_is_refused() -> None:
    content = JA.model_dump(mode="json")
    for hours in (
        {"lunch": {"opens": "13:00", "closes": "12:00"}},
        {"lunch": {"opens": "08:00", "closes": "09:30"}},
        {"exceptions": [{"day": "2026-11-28", "shifts": [{"opens": "12:00", "closes": "09:00"}]}]},
        {"exceptions": [{"day": "2026-11-28"}, {"day": "2026-11-28"}]},
    ):
        with pytest.raises(ValidationError):
            checked("hall/JA", content | {"hours": content["hours"] | hours})


@given(
    day=st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    minutes=st.integers(5, 480),
    lunch=st.sampled_from([None, LUNCH]),
    week=st.sampled_from(["working", "all"]),
)
def test_slots_lie_in_the_shifts_one_after_the_other(day: dt.date, minutes: int, lunch: Any, week: str) -> None:
    hall = changed(slot_minutes=minutes, lunch=lunch, days=week)
    slots = slots_of(hall, hall.businesses[BUSINESS], day, CALENDAR)
    shifts = shifts_of(hall, day, CALENDAR)
    for one in slots:
        assert one.ends - one.starts == dt.timedelta(minutes=minutes)
        assert any(s.opens <= one.starts.time() and one.ends.time() <= s.closes for s in shifts)
    assert all(a.ends <= b.starts for a, b in zip(slots, slots[1:], strict=False))
    assert len({one.id for one in slots}) == len(slots)
    assert bool(shifts) or not slots


@given(today=st.dates(dt.date(2026, 1, 1), dt.date(2026, 11, 30)), first=st.integers(0, 30), count=st.integers(1, 60))
def test_every_offered_day_is_open_and_enough_are_offered(today: dt.date, first: int, count: int) -> None:
    hall = changed(first_day=first, working_days=count)
    offered = days_of(hall, today, CALENDAR)
    assert offered == tuple(sorted(set(offered)))
    assert offered[0] >= today + dt.timedelta(days=first)
    assert all(shifts_of(hall, day, CALENDAR) for day in offered)
    assert sum(CALENDAR.is_working(day) for day in offered) == count
