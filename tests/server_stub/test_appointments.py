from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from server_stub.appointments.places import audit
from tests.server_stub.appointing import (
    BUSINESS,
    TUESDAY,
    asks,
    at,
    books,
    configure,
    days,
    does,
    holds,
    is_right,
    run_jobs,
    slot,
)
from tests.server_stub.crowd import add_people
from tests.server_stub.terminal import SettableClock, Terminal, problem, right


def test_a_booking_tells_all_a_person_needs_to_know(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    made = books(terminal, token, at(10))
    number, id_ = made.pop("number"), made.pop("id")
    assert len(number) == 10
    assert len(id_) == 36
    assert made == {
        "state": "booked",
        "status": 0,
        "channel": 4,
        "hall": "JA",
        "hall_name": "武汉市江岸区政务服务中心",
        "business": "social-card",
        "title": {"zh": "社会保障卡业务", "en": "Social-security card"},
        "place": {"zh": "二楼 B 区", "en": "Second floor, zone B"},
        "windows": "B05-B12",
        "bring": "身份证; 换卡请带原卡",
        "day": "2026-11-24",
        "starts": "2026-11-24T10:00:00+08:00",
        "ends": "2026-11-24T11:00:00+08:00",
        "phone": "138****0001",
        "held_until": None,
        "cancel_until": "2026-11-24T08:00:00+08:00",
        "check_in_from": "2026-11-24T09:30:00+08:00",
        "check_in_until": "2026-11-24T11:15:00+08:00",
        "arrival": "other-day",
    }
    message = terminal.last_message()
    assert message["phone"] == "13800000001"
    assert number in message["text"]
    assert "11月24日（周二）10:00–11:00" in message["text"]
    own = terminal.get("/v1/me/appointments", token)
    assert own == [made | {"number": number, "id": id_}]


def test_a_hold_keeps_the_place_until_it_is_confirmed(terminal: Terminal, clock: SettableClock) -> None:
    token = terminal.identify("worker-gaps").token
    held = holds(terminal, token, at(10))
    assert (held["state"], held["held_until"]) == ("held", "2026-11-23T10:15:00+08:00")
    assert slot(terminal, at(10), token) == {
        "starts": "2026-11-24T10:00:00+08:00",
        "ends": "2026-11-24T11:00:00+08:00",
        "limit": 8,
        "booked": 1,
        "left": 7,
        "own": True,
    }
    clock.pass_(minutes=14, seconds=59)
    for _ in range(2):
        booked = right(does(terminal, token, held, "confirmation")).json()
        assert (booked["state"], booked["held_until"]) == ("booked", None)
    assert slot(terminal, at(10))["left"] == 7
    assert is_right(terminal)


def test_a_hold_that_is_over_gives_its_place_to_the_next_at_once(terminal: Terminal, clock: SettableClock) -> None:
    configure(terminal, {"businesses.social-card.capacity": 1})
    first, second = terminal.identify("worker-gaps").token, terminal.identify("home-owner").token
    held = holds(terminal, first, at(10))
    assert problem(asks(terminal, second, at(10))) == (409, "appointment.full")
    clock.pass_(minutes=15)
    assert slot(terminal, at(10))["left"] == 1
    books(terminal, second, at(10))
    assert problem(does(terminal, first, held, "confirmation")) == (409, "appointment.hold-over")
    assert terminal.get("/v1/me/appointments", first)[0]["state"] == "expired"
    assert is_right(terminal)


def test_a_hold_that_is_over_ends_by_itself_too(terminal: Terminal, clock: SettableClock) -> None:
    token = terminal.identify("worker-gaps").token
    held = holds(terminal, token, at(10))
    clock.pass_(minutes=15)
    assert problem(does(terminal, token, held, "confirmation")) == (409, "appointment.hold-over")
    assert "appointments-expire" in run_jobs(terminal)
    with terminal.app.state.platform.database.read() as db:
        assert db.execute(text("SELECT taken FROM slots")).scalars().all() == [0]
        assert audit(db) == []
    books(terminal, token, at(10))


def test_ones_own_hold_that_is_over_stands_in_nobodys_way(terminal: Terminal, clock: SettableClock) -> None:
    token = terminal.identify("worker-gaps").token
    holds(terminal, token, at(10))
    clock.pass_(minutes=16)
    books(terminal, token, at(15))
    assert [slot(terminal, at(hour))["booked"] for hour in (10, 15)] == [0, 1]
    assert is_right(terminal)


def test_a_full_slot_says_so_and_takes_nobody_more(terminal: Terminal) -> None:
    configure(terminal, {"businesses.social-card.capacity": 2})
    people = [terminal.identify(key).token for key in ("worker-gaps", "home-owner", "tenant-a")]
    for token in people[:2]:
        books(terminal, token, at(10))
    assert problem(asks(terminal, people[2], at(10))) == (409, "appointment.full")
    assert slot(terminal, at(10)) | {"own": False} == slot(terminal, at(10), people[0]) | {"own": False}
    assert slot(terminal, at(10))["left"] == 0
    assert is_right(terminal)


def test_many_at_once_never_get_more_than_there_is(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    people = add_people(platform.database, 40, terminal.clock.now)

    def book(n: int) -> int:
        return asks(Terminal(terminal.app, terminal.clock), people[n].token, at(10)).status_code

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(book, range(40)))
    assert answers.count(200) == 8
    assert answers.count(409) == 32
    assert is_right(terminal)


def test_the_database_itself_refuses_to_oversell(terminal: Terminal) -> None:
    books(terminal, terminal.identify("worker-gaps").token, at(10))
    database = terminal.app.state.platform.database
    for wrong in ("taken = capacity + 1", "taken = -1", "capacity = taken - 1"):
        with pytest.raises(IntegrityError):
            database.write(lambda db, wrong=wrong: db.execute(text(f"UPDATE slots SET {wrong}")))


def test_the_audit_finds_what_is_wrong(terminal: Terminal) -> None:
    books(terminal, terminal.identify("worker-gaps").token, at(10))
    database = terminal.app.state.platform.database
    database.write(lambda db: db.execute(text("UPDATE slots SET taken = 3")))
    with database.read() as db:
        (found,) = audit(db)
    assert (found.slot, found.taken, found.counted) == ("JA/social-card/202611241000", 3, 1)


def test_one_appointment_for_a_business_a_day(terminal: Terminal) -> None:
    configure(terminal, {"appointments.per_day": 2})
    token = terminal.identify("worker-gaps").token
    books(terminal, token, at(10))
    assert problem(asks(terminal, token, at(15))) == (409, "appointment.same-business")
    assert problem(asks(terminal, token, at(15), hall="HH")) == (409, "appointment.same-business")
    books(terminal, token, at(15), business="senior-card")
    assert problem(asks(terminal, token, at(9), business="marriage")) == (409, "appointment.per-day")
    books(terminal, token, at(10, day=TUESDAY + dt.timedelta(days=1)))
    assert is_right(terminal)


def test_the_same_person_at_two_terminals_at_once_books_once(terminal: Terminal) -> None:
    (person,) = add_people(terminal.app.state.platform.database, 1, terminal.clock.now)

    def book(n: int) -> int:
        business = (BUSINESS, "senior-card", "marriage")[n % 3]
        return asks(Terminal(terminal.app, terminal.clock), person.token, at(9 + n % 8), business=business).status_code

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(book, range(24))).count(200) == 1
    assert is_right(terminal)


def test_a_repeated_request_books_once(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    body = {"business": BUSINESS, "starts": at(10).isoformat(), "confirm": True}
    answers = [
        right(terminal.call("POST", "/v1/appointments", body, token=token, key="same-key-1")).json() for _ in range(3)
    ]
    assert answers[1:] == answers[:1] * 2
    assert slot(terminal, at(10))["booked"] == 1


def test_another_hall_can_be_booked_from_here(terminal: Terminal) -> None:
    halls = terminal.get("/v1/appointments/halls")
    assert [(hall["id"], hall["here"]) for hall in halls] == [("JA", True), ("HH", False)]
    assert "not-done" not in {b["key"] for b in halls[0]["businesses"]}
    made = books(terminal, terminal.identify("worker-gaps").token, at(10), hall="HH")
    assert made["hall_name"] == "江岸区后湖街道便民服务中心"
    assert made["arrival"] == "wrong-hall"


def test_a_change_takes_the_new_place_and_gives_back_the_old(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    made = books(terminal, token, at(10))
    changed = right(does(terminal, token, made, "change", {"starts": at(15).isoformat()})).json()
    assert (changed["id"], changed["number"], changed["state"]) == (made["id"], made["number"], "booked")
    assert changed["starts"] == at(15).isoformat()
    assert "15:00–16:00" in terminal.last_message()["text"]
    wednesday = at(9, day=TUESDAY + dt.timedelta(days=1))
    right(does(terminal, token, made, "change", {"starts": wednesday.isoformat()}))
    assert [slot(terminal, one)["booked"] for one in (at(10), at(15), wednesday)] == [0, 0, 1]
    assert is_right(terminal)


def test_a_change_to_a_full_slot_keeps_the_old_place(terminal: Terminal) -> None:
    configure(terminal, {"businesses.social-card.capacity": 1})
    first, second = terminal.identify("worker-gaps").token, terminal.identify("home-owner").token
    made = books(terminal, first, at(10))
    books(terminal, second, at(15))
    for other in (first, second):
        mine = terminal.get("/v1/me/appointments", other)[0]
        wanted = at(15) if other == first else at(10)
        assert problem(does(terminal, other, mine, "change", {"starts": wanted.isoformat()})) == (
            409,
            "appointment.full",
        )
    assert terminal.get("/v1/me/appointments", first)[0]["starts"] == made["starts"]
    assert [slot(terminal, at(hour))["booked"] for hour in (10, 15)] == [1, 1]
    assert is_right(terminal)


def test_a_change_keeps_the_rules_of_the_new_day(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    wednesday = at(10, day=TUESDAY + dt.timedelta(days=1))
    books(terminal, token, at(10))
    other = books(terminal, token, wednesday, business="senior-card")
    answer = does(terminal, token, other, "change", {"starts": at(15).isoformat()})
    assert problem(answer) == (409, "appointment.per-day")
    right(does(terminal, token, other, "change", {"starts": wednesday.replace(hour=14).isoformat()}))
    assert problem(does(terminal, token, other, "change", {"starts": at(3).isoformat()})) == (
        409,
        "appointment.no-slot",
    )


def test_until_two_hours_before_it_may_be_cancelled_or_changed(terminal: Terminal, clock: SettableClock) -> None:
    key = "worker-gaps"
    made = books(terminal, terminal.identify(key).token, at(10))
    clock.now = at(8, 0) + dt.timedelta(seconds=1)
    token = terminal.identify(key).token
    assert problem(does(terminal, token, made, "cancellation")) == (409, "appointment.too-late")
    change = {"starts": at(10, day=TUESDAY + dt.timedelta(days=1)).isoformat()}
    assert problem(does(terminal, token, made, "change", change)) == (409, "appointment.too-late")
    clock.now = at(8)
    token = terminal.identify(key).token
    for _ in range(2):
        cancelled = right(does(terminal, token, made, "cancellation")).json()
        assert (cancelled["state"], cancelled["status"]) == ("cancelled", 3)
    assert problem(does(terminal, token, made, "confirmation")) == (409, "appointment.ended")
    assert problem(does(terminal, token, made, "change", change)) == (409, "appointment.ended")
    assert is_right(terminal)


def test_nobody_touches_another_persons_appointment(terminal: Terminal) -> None:
    made = books(terminal, terminal.identify("worker-gaps").token, at(10))
    stranger = terminal.identify("home-owner").token
    for what, body in (
        ("confirmation", {}),
        ("cancellation", {}),
        ("change", {"starts": at(15).isoformat()}),
        ("check-in", {}),
    ):
        assert problem(does(terminal, stranger, made, what, body)) == (404, "appointment.not-found")
    assert terminal.get("/v1/me/appointments", stranger) == []


@pytest.mark.parametrize(
    ("citizen", "answer"),
    [
        ("expired-card", 200),  # a new card is applied for by appointment
        ("reported-lost", (403, "card.lost")),
        ("deceased", (403, "card.quiet")),
        ("unknown-person", (403, "card.unknown-person")),
    ],
)
def test_whose_document_is_in_order_may_book(terminal: Terminal, citizen: str, answer: object) -> None:
    asked = asks(terminal, terminal.identify(citizen).token, at(10))
    assert (200 if asked.status_code == 200 else problem(asked)) == answer


def test_booking_needs_a_name(terminal: Terminal, clock: SettableClock) -> None:
    assert problem(asks(terminal, "", at(10))) == (401, "session.expired")
    token = terminal.identify("worker-gaps").token
    clock.pass_(minutes=30)
    assert problem(asks(terminal, token, at(10))) == (401, "session.expired")
    assert problem(terminal.call("GET", "/v1/me/appointments")) == (401, "session.expired")
    assert days(terminal)  # what is free, everybody may see


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        (at(10, 30), "appointment.no-slot"),
        (at(17), "appointment.no-slot"),
        (at(10, day=dt.date(2026, 11, 29)), "appointment.no-slot"),  # Sunday
        (at(11, day=dt.date(2026, 11, 23)), "appointment.lead-time"),  # today
        (at(9, day=dt.date(2026, 11, 23)), "appointment.no-slot"),  # an hour ago
        (at(10, day=dt.date(2026, 12, 1)), "appointment.lead-time"),  # too far
        (dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))), "appointment.no-slot"),
        (dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC), "appointment.no-slot"),
    ],
)
def test_only_what_is_offered_can_be_booked(terminal: Terminal, starts: dt.datetime, code: str) -> None:
    assert problem(asks(terminal, terminal.identify("worker-gaps").token, starts)) == (409, code)


def test_unknown_businesses_and_halls_are_refused(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    for wrong in ({"business": "lottery"}, {"business": "not-done"}, {"hall": "XX"}):
        assert problem(asks(terminal, token, at(10), **wrong)) == (404, "appointment.not-offered")
    answer = terminal.call("GET", "/v1/appointments/days?business=lottery")
    assert problem(answer) == (404, "appointment.not-offered")


def test_a_self_service_terminal_is_one_and_others_say_what_they_are(terminal: Terminal) -> None:
    token = terminal.identify("worker-gaps").token
    assert problem(asks(terminal, token, at(10), channel="wechat")) == (422, "request.invalid")
    desk = Terminal(terminal.app, terminal.clock, "JA-DD-01")
    assert books(desk, token, at(10), channel="phone")["channel"] == 2
