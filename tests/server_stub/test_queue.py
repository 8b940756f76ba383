from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from server_stub.clock import HALL
from tests.server_stub.terminal import GIVEN, SettableClock, Terminal, flexible, problem, right

FLEXIBLE = {"business": "flexible-employment", "phone": None}


def test_a_ticket_says_all_a_person_needs_to_know(hall: Terminal) -> None:
    ticket = right(hall.call("POST", "/v1/queue/numbers", FLEXIBLE)).json()
    token, id_ = ticket.pop("token"), ticket.pop("id")
    assert len(token) >= 20
    assert len(id_) == 36
    assert ticket == {
        "number": "A001",
        "hall": "武汉市江岸区政务服务中心",
        "kind": "现场取号",
        "taken_at": "2026-11-23T10:00:00+08:00",
        "queue": "社保医保综合窗口",
        "business": "灵活就业人员参保登记",
        "place": "二楼 B 区",
        "windows": "B05-B12",
        "ahead": 0,
        "wait_from": 0,
        "wait_to": 5,
        "bring": "身份证、缴费银行卡",
        "machine_hint": "3 号自助机约 6 分钟可办, 办成后本号取消",
        "passed_rule": "3 个号内到窗口补叫; 之后到导办台换号",
        "closing": "今日取号至 16:30, 已取的号都会办完",
        "help": "一楼补救窗口",
        "hotline": "12345",
        "serial": "20261123-000001",
    }


def test_numbers_run_per_letter_and_start_anew_each_day(hall: Terminal) -> None:
    wanted = ["flexible-employment", "social-card", "household", "flexible-employment"]
    taken = [right(hall.call("POST", "/v1/queue/numbers", {"business": b})).json()["number"] for b in wanted]
    assert taken == ["A001", "A002", "B001", "A003"]
    hall.clock.pass_(days=1)
    assert right(hall.call("POST", "/v1/queue/numbers", FLEXIBLE)).json()["number"] == "A001"


def test_two_terminals_at_once_never_give_the_same_number(hall: Terminal) -> None:
    def take(n: int) -> tuple[str, str]:
        terminal = Terminal(hall.app, hall.clock, f"JA-ZZ-0{n % 9 + 1}")
        ticket = right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE)).json()
        return ticket["number"], ticket["serial"]

    with ThreadPoolExecutor(12) as pool:
        tickets = list(pool.map(take, range(60)))
    assert {number for number, _ in tickets} == {f"A{n:03d}" for n in range(1, 61)}
    assert len({serial for _, serial in tickets}) == 60


@pytest.mark.parametrize(
    "at",
    [
        dt.datetime(2026, 11, 23, 8, 59, 59, tzinfo=HALL),
        dt.datetime(2026, 11, 23, 16, 30, tzinfo=HALL),
        dt.datetime(2026, 11, 22, 10, 0, tzinfo=HALL),  # Sunday
        dt.datetime(2026, 10, 5, 10, 0, tzinfo=HALL),  # National Day week
    ],
)
def test_outside_its_hours_a_hall_says_when_it_opens(hall: Terminal, at: dt.datetime) -> None:
    hall.clock.now = at
    answer = hall.call("POST", "/v1/queue/numbers", FLEXIBLE)
    assert problem(answer) == (409, "queue.closed")
    assert "09:00" in answer.json()["also"]["zh"]
    business = hall.get("/v1/queue/businesses")[0]
    assert not business["open"]
    assert business["closed_because"] == answer.json()["also"]


def test_a_saturday_that_is_worked_is_open(hall: Terminal) -> None:
    hall.clock.now = dt.datetime(2026, 10, 10, 10, 0, tzinfo=HALL)
    right(hall.call("POST", "/v1/queue/numbers", FLEXIBLE))


def test_when_the_days_quota_is_used_up_another_hall_is_named(hall: Terminal) -> None:
    wanted = {"business": "not-done"}
    for _ in range(60):
        right(hall.call("POST", "/v1/queue/numbers", wanted))
    answer = hall.call("POST", "/v1/queue/numbers", wanted)
    assert problem(answer) == (409, "queue.full")
    assert "后湖" in answer.json()["also"]["zh"]
    assert answer.json()["also"]["en"]
    closed = next(b for b in hall.get("/v1/queue/businesses") if b["key"] == "not-done")
    assert not closed["open"]


def test_the_wait_is_a_range_that_grows_with_the_queue(hall: Terminal) -> None:
    ranges = []
    for _ in range(20):
        ticket = right(hall.call("POST", "/v1/queue/numbers", FLEXIBLE)).json()
        ranges.append((ticket["wait_from"], ticket["wait_to"]))
    assert ranges == sorted(ranges)
    assert all(least < most and least % 5 == most % 5 == 0 for least, most in ranges)
    assert ranges[-1] > ranges[0]


def test_measured_times_replace_planned_ones(terminal: Terminal, clock: SettableClock) -> None:
    def wait() -> int:
        businesses = terminal.get("/v1/queue/businesses")
        return int(next(b["wait_to"] for b in businesses if b["key"] == "household"))

    planned = wait()
    order = {"queue": "certificates"}
    for _ in range(12):
        clock.pass_(minutes=12)
        right(terminal.http.post("/demo/queue/calls", json=order))
    for _ in range(12):
        right(terminal.call("POST", "/v1/queue/numbers", {"business": "household"}))
    assert wait() > planned


def test_a_number_for_what_the_case_did_is_given_up(terminal: Terminal) -> None:
    def waiting() -> int:
        return int(terminal.get("/v1/queue/businesses")[0]["waiting"])

    before = waiting()
    right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE | {"phone": "13800000001"}))
    assert waiting() == before + 1
    terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    assert waiting() == before


def test_unknown_businesses_and_phones_are_refused(hall: Terminal) -> None:
    unknown = hall.call("POST", "/v1/queue/numbers", {"business": "lottery"})
    assert problem(unknown) == (404, "queue.unknown")
    wrong = hall.call("POST", "/v1/queue/numbers", FLEXIBLE | {"phone": "110"})
    assert problem(wrong) == (422, "request.invalid")


def test_in_a_demo_numbers_are_given_at_night(terminal: Terminal, clock: SettableClock) -> None:
    clock.now = dt.datetime(2026, 11, 22, 3, 0, tzinfo=HALL)
    right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE))


def test_windows_call_in_order_and_finish_before_they_call(terminal: Terminal) -> None:
    order = {"queue": "help"}
    right(terminal.call("POST", "/v1/queue/numbers", {"business": "not-done"}))
    calls = [right(terminal.http.post("/demo/queue/calls", json=order)).json()["number"] for _ in range(3)]
    assert calls == ["H001", "H002", ""]
    assert problem(terminal.http.post("/demo/queue/calls", json={"queue": "none"})) == (404, "queue.unknown")
