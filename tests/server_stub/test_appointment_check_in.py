from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from server_stub.phone_codes.tries import PER_NUMBER
from tests.server_stub.appointing import TUESDAY, asks, at, books, configure, does, holds, is_right, run_jobs
from tests.server_stub.crowd import add_people
from tests.server_stub.terminal import SettableClock, Terminal, problem, right

PERSON, PHONE = "worker-gaps", "13800000001"


def booked(terminal: Terminal, **more: Any) -> Any:
    return books(terminal, terminal.identify(PERSON).token, at(10), **more)


def checks_in(terminal: Terminal, appointment: Any) -> Any:
    """Comes with the card."""
    return does(terminal, terminal.identify(PERSON).token, appointment, "check-in")


def test_who_comes_in_time_gets_a_number_that_marks_nobody(terminal: Terminal, clock: SettableClock) -> None:
    made = booked(terminal)
    clock.now = at(10, 5)
    ordinary = right(terminal.call("POST", "/v1/queue/numbers", {"business": "social-card"})).json()
    came = right(checks_in(terminal, made)).json()
    ticket = came["ticket"]
    assert (came["late"], came["again"]) == (False, False)
    assert (came["appointment"]["state"], came["appointment"]["status"]) == ("checked-in", 1)
    assert came["appointment"]["arrival"] == "done"
    assert ticket["kind"] == "预约签到 10:00–11:00"
    assert ticket["number"][0] == ordinary["number"][0]
    assert ticket["number"] != ordinary["number"]
    assert set(ticket) == set(ordinary)
    assert ticket["taken_at"] == "2026-11-24T10:05:00+08:00"
    assert is_right(terminal)


def test_who_asks_again_gets_the_same_ticket(terminal: Terminal, clock: SettableClock) -> None:
    made = booked(terminal)
    clock.now = at(10)
    first = right(checks_in(terminal, made)).json()
    clock.pass_(hours=2)
    second = right(checks_in(terminal, made)).json()
    assert second["again"]
    assert second["ticket"] == first["ticket"]


def test_two_terminals_at_once_give_one_number(terminal: Terminal, clock: SettableClock) -> None:
    (person,) = add_people(terminal.app.state.platform.database, 1, clock.now)
    made = books(terminal, person.token, at(10))
    clock.now = at(9, 45)

    def come(_: int) -> str:
        return str(
            right(does(Terminal(terminal.app, clock), person.token, made, "check-in")).json()["ticket"]["number"]
        )

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(come, range(12)))) == 1


@pytest.mark.parametrize(
    ("moment", "code", "words"),
    [
        (at(9, 29), "appointment.early", "您约的是 10:00，9:30 起可签到"),
        (at(10, day=dt.date(2026, 11, 23)), "appointment.other-day", "您约的是11月24日（周二）10:00–11:00"),
        (at(10, day=dt.date(2026, 11, 25)), "appointment.ended", None),
    ],
)
def test_too_early_and_another_day_are_said_with_the_time(
    terminal: Terminal, clock: SettableClock, moment: dt.datetime, code: str, words: str | None
) -> None:
    made = booked(terminal)
    clock.now = moment
    answer = checks_in(terminal, made)
    assert problem(answer) == (409, code)
    assert answer.json().get("also", {}).get("zh") == words


@pytest.mark.parametrize(
    ("moment", "counted_from", "late"),
    [
        (at(9, 30), "end", False),
        (at(11, 15), "end", False),
        (at(11, 16), "end", True),
        (at(10, 15), "start", False),
        (at(10, 16), "start", True),
    ],
)
def test_who_comes_late_gets_an_ordinary_number(
    terminal: Terminal, clock: SettableClock, moment: dt.datetime, counted_from: str, late: bool
) -> None:
    configure(terminal, {"appointments.late_counts_from": counted_from})
    made = booked(terminal)
    clock.now = moment
    came = right(checks_in(terminal, made)).json()
    assert came["late"] is late
    assert came["ticket"]["kind"] == ("现场取号" if late else "预约签到 10:00–11:00")
    assert right(checks_in(terminal, made)).json()["late"] is late


def test_an_ordinary_number_is_given_only_while_these_are_given(hall: Terminal) -> None:
    clock = hall.clock
    morning = [{"opens": "09:00", "closes": "12:00"}]
    configure(hall, {"hours.exceptions": [{"day": "2026-11-24", "shifts": morning, "tickets_until": "11:30"}]})
    (person,) = add_people(hall.app.state.platform.database, 1, clock.now)
    made = books(hall, person.token, at(10))
    clock.now = at(11, 30)
    answer = does(hall, person.token, made, "check-in")
    assert problem(answer) == (409, "queue.closed")
    assert answer.json()["also"]["zh"] == "今日取号至 11:30"
    clock.now = at(11, 29)
    assert right(does(hall, person.token, made, "check-in")).json()["late"]


def test_the_last_slot_is_served_though_no_other_numbers_are_given(hall: Terminal) -> None:
    clock = hall.clock
    (person,) = add_people(hall.app.state.platform.database, 1, clock.now)
    made = books(hall, person.token, at(16))
    clock.now = at(16, 45)
    wanted = {"business": "social-card"}
    assert problem(hall.call("POST", "/v1/queue/numbers", wanted)) == (409, "queue.closed")
    assert not right(does(hall, person.token, made, "check-in")).json()["late"]


def test_in_the_wrong_hall_the_right_one_is_named(terminal: Terminal, clock: SettableClock) -> None:
    made = booked(terminal, hall="HH")
    clock.now = at(10)
    answer = checks_in(terminal, made)
    assert problem(answer) == (409, "appointment.wrong-hall")
    assert "江岸区后湖街道便民服务中心" in answer.json()["also"]["zh"]
    there = Terminal(terminal.app, clock, "HH-ZZ-01")
    assert right(checks_in(there, made)).json()["ticket"]["hall"] == "江岸区后湖街道便民服务中心"


def test_what_is_only_held_or_was_cancelled_gives_no_number(terminal: Terminal, clock: SettableClock) -> None:
    configure(terminal, {"appointments.first_day": 0})
    token = terminal.identify(PERSON).token
    held = holds(terminal, token, at(11, day=dt.date(2026, 11, 23)))
    assert problem(does(terminal, token, held, "check-in")) == (409, "appointment.unconfirmed")
    right(does(terminal, token, held, "cancellation"))
    assert problem(does(terminal, token, held, "check-in")) == (409, "appointment.ended")


def test_after_the_number_is_given_nothing_can_be_changed(terminal: Terminal, clock: SettableClock) -> None:
    made = booked(terminal)
    clock.now = at(9, 45)
    right(checks_in(terminal, made))
    token = terminal.identify(PERSON).token
    for what, body in (("cancellation", {}), ("confirmation", {}), ("change", {"starts": at(15).isoformat()})):
        assert problem(does(terminal, token, made, what, body)) == (409, "appointment.started")


def test_number_and_end_of_the_phone_do_without_a_card(terminal: Terminal, clock: SettableClock) -> None:
    made = booked(terminal)
    clock.now = at(9, 40)
    typed = {"number": f"{made['number'][:5]} {made['number'][5:]}", "phone_tail": PHONE[-4:]}
    found = right(terminal.call("POST", "/v1/appointment-lookups", typed)).json()
    assert (found["id"], found["arrival"]) == (made["id"], "now")
    assert found["bring"]
    came = right(does(terminal, "", found, "check-in", typed)).json()
    assert came["ticket"]["kind"] == "预约签到 10:00–11:00"


def test_a_wrong_number_or_phone_is_one_answer_and_counted(terminal: Terminal, clock: SettableClock) -> None:
    made = booked(terminal)
    clock.now = at(10)
    wrong = {"number": made["number"], "phone_tail": "9999"}
    unknown = {"number": "0000000000", "phone_tail": PHONE[-4:]}
    assert problem(terminal.call("POST", "/v1/appointment-lookups", unknown)) == (404, "appointment.not-found")
    for _ in range(PER_NUMBER - 1):
        assert problem(terminal.call("POST", "/v1/appointment-lookups", wrong)) == (404, "appointment.not-found")
    assert problem(does(terminal, "", made, "check-in", wrong)) == (404, "appointment.not-found")
    right_one = wrong | {"phone_tail": PHONE[-4:]}
    assert problem(terminal.call("POST", "/v1/appointment-lookups", right_one)) == (429, "code.too-often")
    assert problem(does(terminal, "", made, "check-in", right_one)) == (429, "code.too-often")
    clock.pass_(minutes=10, seconds=1)
    right(terminal.call("POST", "/v1/appointment-lookups", right_one))


def test_the_proof_of_one_appointment_does_not_check_in_another(terminal: Terminal, clock: SettableClock) -> None:
    mine = booked(terminal)
    other = books(terminal, terminal.identify("home-owner").token, at(10))
    clock.now = at(10)
    proof = {"number": mine["number"], "phone_tail": PHONE[-4:]}
    assert problem(does(terminal, "", other, "check-in", proof)) == (404, "appointment.not-found")
    assert problem(does(terminal, "", other, "check-in")) == (401, "session.expired")


def test_without_a_phone_the_number_alone_opens_nothing(terminal: Terminal, clock: SettableClock) -> None:
    made = books(terminal, terminal.identify("no-phone").token, at(10))
    assert made["phone"] == ""
    for tail in ("0000", ""):
        proof = {"number": made["number"], "phone_tail": tail}
        assert problem(does(terminal, "", made, "check-in", proof)) == (404, "appointment.not-found")


def test_who_does_not_come_has_missed_it(terminal: Terminal, clock: SettableClock) -> None:
    made = booked(terminal)
    clock.now = at(9, day=TUESDAY + dt.timedelta(days=1))
    token = terminal.identify(PERSON).token

    def mine() -> tuple[str, int]:
        (own,) = terminal.get("/v1/me/appointments", token)
        return own["state"], own["status"]

    assert mine() == ("missed", 2)  # before the job has written it down
    run_jobs(terminal)
    assert mine() == ("missed", 2)
    assert problem(does(terminal, token, made, "cancellation")) == (409, "appointment.ended")
    assert is_right(terminal)
    assert asks(terminal, token, at(10, day=TUESDAY + dt.timedelta(days=2))).status_code == 200
