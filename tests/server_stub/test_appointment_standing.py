"""Reminders, and when booking is paused: never with the words that brand people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from kiosk.failures import TEXTS
from server_stub.appointments.tables import AppointmentRow, PauseRow, SlotRow
from server_stub.clock import HALL
from tests.server_stub.appointing import BUSINESS, TUESDAY, asks, at, books, configure, does, run_jobs
from tests.server_stub.terminal import SettableClock, Terminal, problem, right

PERSON = "worker-gaps"


def token_of(terminal: Terminal) -> str:
    return terminal.identify(PERSON).token


def misses(terminal: Terminal, day: dt.date) -> None:
    """Books for a day and does not come."""
    terminal.clock.now = at(10, day=day - dt.timedelta(days=1))
    books(terminal, token_of(terminal), at(10, day=day))
    terminal.clock.now = at(0, 10, day=day + dt.timedelta(days=1))
    run_jobs(terminal)


def messages(terminal: Terminal) -> list[Any]:
    found: list[Any] = terminal.http.get("/demo/messages").json()
    return found


def test_two_no_shows_in_a_month_pause_booking_but_no_numbers(terminal: Terminal, clock: SettableClock) -> None:
    misses(terminal, dt.date(2026, 11, 3))
    thursday = dt.date(2026, 11, 5)
    misses(terminal, thursday)
    answer = asks(terminal, token_of(terminal), at(10, day=dt.date(2026, 11, 9)))
    assert problem(answer) == (403, "appointment.paused")
    assert answer.json()["also"]["zh"] == "7 天内暂停网上预约，现场取号不受影响"
    assert "7 天内暂停网上预约，现场取号不受影响" in messages(terminal)[-1]["text"]
    right(terminal.call("POST", "/v1/queue/numbers", {"business": BUSINESS}))
    clock.now = at(0, 11, day=dt.date(2026, 11, 13))
    books(terminal, token_of(terminal), at(10, day=dt.date(2026, 11, 16)))


def test_a_pause_settles_what_was_before(terminal: Terminal, clock: SettableClock) -> None:
    for day in (3, 5, 17):  # the third one is the first after the pause
        misses(terminal, dt.date(2026, 11, day))
    books(terminal, token_of(terminal), at(10, day=dt.date(2026, 11, 20)))


def test_no_shows_of_two_months_are_not_added_up(terminal: Terminal, clock: SettableClock) -> None:
    misses(terminal, dt.date(2026, 10, 30))
    misses(terminal, dt.date(2026, 11, 3))
    books(terminal, token_of(terminal), at(10, day=dt.date(2026, 11, 6)))


def test_who_came_late_has_not_missed_it(terminal: Terminal, clock: SettableClock) -> None:
    configure(terminal, {"appointments.missed_in_month": 1})
    made = books(terminal, token_of(terminal), at(10))
    clock.now = at(15)
    assert right(does(terminal, token_of(terminal), made, "check-in")).json()["late"]
    clock.now = at(9, day=TUESDAY + dt.timedelta(days=1))
    run_jobs(terminal)
    books(terminal, token_of(terminal), at(10, day=TUESDAY + dt.timedelta(days=3)))


def test_five_cancellations_in_a_month_pause_booking(terminal: Terminal) -> None:
    token = token_of(terminal)
    businesses = ("social-card", "senior-card", "marriage", "property", "household")
    for business in businesses:
        made = books(terminal, token, at(10), business=business)
        right(does(terminal, token, made, "cancellation"))
    assert problem(asks(terminal, token, at(10))) == (403, "appointment.paused")


def test_what_was_only_held_or_called_off_does_not_count(terminal: Terminal) -> None:
    configure(terminal, {"appointments.cancelled_in_month": 1})
    token = token_of(terminal)
    for _ in range(4):
        held = books(terminal, token, at(10), confirm=False)
        right(does(terminal, token, held, "cancellation"))
    books(terminal, token, at(10))


def test_the_same_business_again_and_again_in_a_day_pauses_booking(terminal: Terminal, clock: SettableClock) -> None:
    configure(terminal, {"appointments.cancelled_in_month": 99})
    token = token_of(terminal)
    for _ in range(3):
        right(does(terminal, token, books(terminal, token, at(10)), "cancellation"))
    books(terminal, token, at(11), business="senior-card")
    wednesday = at(10, day=TUESDAY + dt.timedelta(days=1))
    assert problem(asks(terminal, token, wednesday)) == (403, "appointment.repeats")
    assert problem(asks(terminal, token, wednesday)) == (403, "appointment.paused")
    clock.pass_(days=7)
    books(terminal, token_of(terminal), at(10, day=TUESDAY + dt.timedelta(days=7)))


def test_the_rules_are_the_halls(terminal: Terminal, clock: SettableClock) -> None:
    configure(terminal, {"appointments.missed_in_month": 1, "appointments.pause_days": 3})
    misses(terminal, dt.date(2026, 11, 3))
    answer = asks(terminal, token_of(terminal), at(10, day=dt.date(2026, 11, 6)))
    assert answer.json()["also"]["zh"] == "3 天内暂停网上预约，现场取号不受影响"


def test_nobody_is_branded() -> None:
    words = " ".join(f"{t.happened} {t.now} {t.otherwise} {t.staff}" for t in TEXTS.values())
    assert "黑名单" not in words
    assert "失信" not in words
    assert "blacklist" not in words.lower()


def test_people_are_reminded_the_day_before_and_once(terminal: Terminal, clock: SettableClock) -> None:
    clock.now = dt.datetime(2026, 11, 23, 9, 30, tzinfo=HALL)
    made = books(terminal, token_of(terminal), at(10))
    books(terminal, terminal.identify("home-owner").token, at(10, day=TUESDAY + dt.timedelta(days=1)))
    run_jobs(terminal)
    before = len(messages(terminal))
    clock.now = dt.datetime(2026, 11, 23, 10, 1, tzinfo=HALL)
    books(terminal, terminal.identify("tenant-a").token, at(10))  # knows it: booked after the hour
    for _ in range(3):
        clock.pass_(minutes=2)
        run_jobs(terminal)
    reminders = [m for m in messages(terminal)[before:] if "提醒" in m["text"]]
    assert [(m["phone"], made["number"] in m["text"]) for m in reminders] == [("13800000001", True)]


def test_who_cancelled_is_not_reminded(terminal: Terminal, clock: SettableClock) -> None:
    clock.now = dt.datetime(2026, 11, 23, 9, tzinfo=HALL)
    token = token_of(terminal)
    right(does(terminal, token, books(terminal, token, at(10)), "cancellation"))
    clock.pass_(hours=2)
    run_jobs(terminal)
    assert not [m for m in messages(terminal) if "提醒" in m["text"]]


def test_appointments_are_forgotten_after_half_a_year(terminal: Terminal, clock: SettableClock) -> None:
    configure(terminal, {"appointments.missed_in_month": 1})
    books(terminal, token_of(terminal), at(10))
    clock.pass_(days=3)
    run_jobs(terminal)
    clock.pass_(days=200)
    run_jobs(terminal)
    with terminal.app.state.platform.database.read() as db:
        assert [db.scalars(select(row)).all() for row in (AppointmentRow, SlotRow, PauseRow)] == [[], [], []]
