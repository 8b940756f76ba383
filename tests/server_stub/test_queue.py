from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from server_stub.clock import HALL
from server_stub.halls.models import Hours
from server_stub.queue.opening import closed, hours_of
from server_stub.working_days import Calendar
from tests.server_stub.staffed import add_staff, configure, take, window
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


def test_no_numbers_are_given_over_lunch(hall: Terminal) -> None:
    hours = hall.app.state.platform.halls["JA"].model_dump(mode="json")["hours"]
    configure(hall, hours=hours | {"lunch": {"opens": "12:00", "closes": "13:30"}})
    hall.clock.now = hall.clock.now.replace(hour=11, minute=59)
    take(hall)
    hall.clock.now = hall.clock.now.replace(hour=12, minute=0)
    answer = hall.call("POST", "/v1/queue/numbers", FLEXIBLE)
    assert problem(answer) == (409, "queue.closed")
    assert "13:30" in answer.json()["also"]["zh"]
    hall.clock.now = hall.clock.now.replace(hour=13, minute=30)
    take(hall)


def test_a_saturday_service_has_hours_of_its_own(hall: Terminal) -> None:
    hall.clock.now = dt.datetime(2026, 11, 28, 11, 29, tzinfo=HALL)
    ticket = right(hall.call("POST", "/v1/queue/numbers", FLEXIBLE)).json()
    assert ticket["closing"] == "今日取号至 11:30, 已取的号都会办完"
    hall.clock.pass_(minutes=1)
    answer = hall.call("POST", "/v1/queue/numbers", FLEXIBLE)
    assert problem(answer) == (409, "queue.closed")
    assert "11 月 30 日" in answer.json()["also"]["zh"]


def test_a_day_on_which_the_hall_stays_closed_says_why_and_when_it_opens() -> None:
    off = {"day": "2026-11-23", "note": {"zh": "设备检修，暂停服务", "en": "Maintenance"}}
    late = {"day": "2026-11-24", "shifts": [{"opens": "13:00", "closes": "20:00"}]}
    hours = Hours.model_validate(
        {"opens": "09:00", "tickets_until": "16:30", "closes": "17:00", "days": "working", "exceptions": [off, late]}
    )
    calendar = Calendar({2026: {}})
    why = closed(hours, calendar, dt.datetime(2026, 11, 23, 10, tzinfo=HALL))
    assert why is not None
    assert why.zh == "设备检修，暂停服务，11 月 24 日（周二）13:00 开始取号"
    tuesday = hours_of(hours, calendar, dt.date(2026, 11, 24))
    assert tuesday is not None
    assert tuesday.gives_numbers_at(dt.time(19, 59))
    assert not tuesday.gives_numbers_at(dt.time(12, 59))
    assert closed(hours, calendar, dt.datetime(2026, 11, 24, 21, tzinfo=HALL)) is not None


def test_one_phone_holds_only_so_many_numbers_for_one_business(hall: Terminal) -> None:
    phone = {"phone": "13800000001"}
    first = take(hall, **phone)
    take(hall, **phone)
    assert problem(hall.call("POST", "/v1/queue/numbers", FLEXIBLE | phone)) == (409, "queue.too-many")
    take(hall, "social-card", **phone)
    take(hall)
    add_staff(hall.app)
    desk = window(hall)
    assert desk.calls() == first
    desk.does("finish")
    take(hall, **phone)


def test_many_takes_of_one_phone_at_once_stay_within_the_limit(hall: Terminal) -> None:
    def taken(n: int) -> int:
        terminal = Terminal(hall.app, hall.clock, f"JA-ZZ-0{n % 9 + 1}")
        answer = terminal.call("POST", "/v1/queue/numbers", FLEXIBLE | {"phone": "13800000001"})
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(taken, range(16)))
    assert sorted(answers) == [200] * 2 + [409] * 14


def test_the_quota_is_not_exceeded_by_many_at_once(hall: Terminal) -> None:
    queues = hall.app.state.platform.halls["JA"].model_dump(mode="json")["queues"]
    queues["help"]["quota"] = 5
    configure(hall, queues=queues)

    def taken(n: int) -> int:
        terminal = Terminal(hall.app, hall.clock, f"JA-ZZ-0{n % 9 + 1}")
        return terminal.call("POST", "/v1/queue/numbers", {"business": "not-done"}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(taken, range(16)))
    assert answers.count(200) == 5


def test_a_message_comes_once_when_few_are_ahead(terminal: Terminal) -> None:
    def told() -> list[str]:
        messages = terminal.http.get("/demo/messages").json()
        return [m["text"] for m in messages if m["phone"] == "13800000009"]

    order = {"queue": "help"}
    for _ in range(4):
        take(terminal, "not-done")
    number = take(terminal, "not-done", phone="13800000009")
    right(terminal.http.post("/demo/queue/calls", json=order))
    assert told() == []
    right(terminal.http.post("/demo/queue/calls", json=order))
    assert told() == [f"【政务服务】{number} 号前面约 3 人，请到一楼大厅（窗口 01）附近等候。江岸区政务服务中心"]
    right(terminal.http.post("/demo/queue/calls", json=order))
    assert len(told()) == 1


def test_who_is_near_when_taking_a_number_gets_no_message(terminal: Terminal) -> None:
    take(terminal, "not-done", phone="13800000009")
    right(terminal.http.post("/demo/queue/calls", json={"queue": "help"}))
    assert terminal.http.get("/demo/messages").json() == []


def test_times_of_the_last_days_count_while_today_has_none(hall: Terminal) -> None:
    def wait() -> int:
        businesses = hall.get("/v1/queue/businesses")
        return int(next(b["wait_to"] for b in businesses if b["key"] == "flexible-employment"))

    add_staff(hall.app)
    desk = window(hall)
    for _ in range(6):
        take(hall)
        desk.calls()
        hall.clock.pass_(minutes=45)
        desk.does("finish")
    hall.clock.now = hall.clock.now.replace(day=24, hour=10)
    for _ in range(8):
        take(hall)
    yesterday_known = wait()
    hall.clock.now = hall.clock.now.replace(day=14, month=12, hour=10)
    for _ in range(8):
        take(hall)
    assert yesterday_known > wait(), "three weeks later only the planned 14 minutes are known"


# ---- numbers of a terminal that was cut off


def offline(number: str, taken_at: dt.datetime, **more: Any) -> dict[str, Any]:
    ticket = {"id": str(uuid.uuid4()), "number": number, "business": "flexible-employment"}
    return ticket | {"taken_at": taken_at.isoformat()} | more


def merge(terminal: Terminal, *tickets: dict[str, Any]) -> list[str]:
    answer = terminal.call("POST", "/v1/queue/offline-numbers", {"numbers": tickets})
    return [one["outcome"] for one in right(answer).json()["numbers"]]


def test_offline_tickets_stand_where_they_were_taken(hall: Terminal) -> None:
    add_staff(hall.app)
    before = take(hall)
    hall.clock.pass_(minutes=1)
    cut_off = hall.clock.now
    hall.clock.pass_(minutes=4)
    after = take(hall)
    tickets = [offline("K3-001", cut_off), offline("K3-002", cut_off + dt.timedelta(minutes=1))]
    assert merge(hall, *tickets) == ["merged", "merged"]
    desk = window(hall)
    assert [desk.calls() for _ in range(5)] == [before, "K3-001", "K3-002", after, ""]
    waited = desk.number("K3-001")["periods"][0]
    assert waited["started_at"] == cut_off.isoformat()
    assert desk.number("K3-001")["offline"]


def test_a_list_that_comes_again_whole_or_in_part_changes_nothing(hall: Terminal) -> None:
    at = hall.clock.now
    tickets = [offline(f"K3-00{n}", at) for n in range(1, 5)]
    assert merge(hall, *tickets[:2]) == ["merged", "merged"]
    assert merge(hall, *tickets[:2]) == ["known", "known"]
    assert merge(hall, *tickets[1:], tickets[3]) == ["known", "merged", "merged", "known"]
    waiting = next(q for q in hall.get("/v1/queue/board")["queues"] if q["key"] == "social")["waiting"]
    assert waiting == 4


def test_one_list_from_two_sides_at_once_is_merged_once(hall: Terminal) -> None:
    tickets = [offline(f"K3-{n:03d}", hall.clock.now) for n in range(1, 21)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = [one for some in pool.map(lambda _: merge(hall, *tickets), range(4)) for one in some]
    assert outcomes.count("merged") == 20
    assert outcomes.count("known") == 60


def test_offline_numbers_never_meet_another_number(hall: Terminal) -> None:
    at = hall.clock.now
    assert merge(hall, offline("K3-001", at)) == ["merged"]
    assert merge(hall, offline("K3-001", at)) == ["refused"], "another ticket of the same number and day"
    assert merge(hall, offline("K4-001", at)) == ["refused"], "another terminal's series"
    other = Terminal(hall.app, hall.clock, "JA-ZZ-04")
    assert merge(other, offline("K4-001", at)) == ["merged"]
    assert merge(hall, offline("K3-002", at, business="lottery")) == ["refused"]
    online = right(hall.call("POST", "/v1/queue/numbers", FLEXIBLE)).json()
    assert merge(hall, offline("K3-003", at) | {"id": online["id"]}) == ["refused"]
    assert online["number"] == "A001"


def test_every_terminal_of_a_hall_has_a_series_of_its_own(hall: Terminal) -> None:
    terminals = [t for t in hall.app.state.platform.terminals.all() if t.hall == "JA"]
    series = {t.id: t.series for t in terminals}
    assert len(set(series.values())) == len(terminals)
    assert all(0 < one <= 999 for one in series.values())
    assert [series[f"JA-ZZ-0{n}"] for n in (1, 3, 9)] == [1, 3, 9]


def test_a_terminal_learns_its_series_when_it_enrols(terminal: Terminal) -> None:
    wanted = {"code": "demo", "public_key": terminal.signer.public_key}
    enrolled = right(terminal.call("POST", "/v1/terminals/JA-ZZ-03/enrolment", wanted)).json()
    assert enrolled["offline_series"] == 3


def test_an_offline_ticket_of_a_day_that_is_over_is_closed_with_that_day(hall: Terminal) -> None:
    at = hall.clock.now - dt.timedelta(days=3)
    assert merge(hall, offline("K3-001", at), offline("K3-002", at - dt.timedelta(days=40))) == ["merged", "refused"]
    assert merge(hall, offline("K3-001", hall.clock.now)) == ["merged"], "each day's series is its own"
    add_staff(hall.app)
    desk = window(hall)
    assert [desk.calls(), desk.calls()] == ["K3-001", ""]
    figures = desk.get("/v1/queue/statistics?day=2026-11-20")
    assert figures["queues"][0]["closed"] == 1


def test_a_terminal_whose_clock_is_fast_pushes_nobody_back(hall: Terminal) -> None:
    add_staff(hall.app)
    assert merge(hall, offline("K3-001", hall.clock.now + dt.timedelta(hours=3))) == ["merged"]
    hall.clock.pass_(seconds=1)
    later = take(hall)
    desk = window(hall)
    assert [desk.calls(), desk.calls()] == ["K3-001", later]


def test_offline_numbers_use_up_the_quota_and_are_never_refused_for_it(hall: Terminal) -> None:
    queues = hall.app.state.platform.halls["JA"].model_dump(mode="json")["queues"]
    queues["social"]["quota"] = 2
    configure(hall, queues=queues)
    at = hall.clock.now
    assert merge(hall, *[offline(f"K3-00{n}", at) for n in range(1, 4)]) == ["merged"] * 3
    assert problem(hall.call("POST", "/v1/queue/numbers", FLEXIBLE)) == (409, "queue.full")
