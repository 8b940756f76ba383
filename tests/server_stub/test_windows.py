from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from server_stub.jobs import run_due
from server_stub.queue.tables import QueueRow
from server_stub.routine import JOBS
from server_stub.staff.sample import load_staff
from tests.server_stub.staffed import Desk, add_staff, configure, guide, take, window
from tests.server_stub.terminal import Terminal, problem, right
from tests.server_stub.test_interface import JSON, quick

NUMBERS = st.sampled_from(["A001", "A999", "K3-001", "A0", "A---", "a001"]) | st.text("A0-", min_size=1, max_size=9)
FIELDS = {
    "number": NUMBERS | st.text(max_size=9),
    "reason": st.text(max_size=41),
    "business": st.sampled_from(["", "social-card", "x" * 61]) | st.text(max_size=5),
    "queue": st.sampled_from(["", "civil", "social"]) | st.text(max_size=5),
    "window": st.sampled_from(["", "B05", "C01"]) | st.text(max_size=9),
}


@pytest.fixture
def staffed(hall: Terminal) -> Terminal:
    """A terminal in a hall with empty queues and staff."""
    add_staff(hall.app)
    return hall


def test_a_number_goes_through_its_window_and_its_times_are_exact(staffed: Terminal) -> None:
    desk = window(staffed)
    number = take(staffed)
    staffed.clock.pass_(minutes=7)
    called = desk.does("calls")
    assert called["serving"]["number"] == number == "A001"
    assert called["serving"]["service"] == "RS-LHJY-0001"
    staffed.clock.pass_(minutes=13)
    assert desk.does("finish")["serving"] is None
    seen = desk.number(number)
    assert seen["state"] == "done"
    wait, serve = seen["periods"]
    assert (wait["spell"], wait["ended_by"], serve["spell"], serve["ended_by"]) == ("wait", "called", "serve", "done")
    assert _minutes(wait) == pytest.approx(7 + 1 / 60)
    assert _minutes(serve) == 13
    assert wait["window"] == serve["window"] == "B05"


def test_calling_the_next_finishes_the_one_before(staffed: Terminal) -> None:
    desk = window(staffed)
    first, second = take(staffed), take(staffed)
    assert [desk.calls(), desk.calls(), desk.calls()] == [first, second, ""]
    assert desk.number(first)["state"] == desk.number(second)["state"] == "done"
    assert desk.get("/v1/queue/windows/me")["serving"] is None


def test_a_call_that_is_repeated_after_a_broken_line_calls_nobody_else(staffed: Terminal) -> None:
    desk = window(staffed)
    first, second = take(staffed), take(staffed)
    path = "/v1/queue/windows/me/calls"
    answers = [right(desk.call("POST", path, {}, key="the-same-key")).json() for _ in range(2)]
    assert [answer["serving"]["number"] for answer in answers] == [first, first]
    assert desk.calls() == second


def test_a_number_is_called_again_and_counted(staffed: Terminal) -> None:
    desk = window(staffed)
    take(staffed)
    desk.calls()
    assert desk.does("recalls")["serving"]["recalls"] == 1
    assert desk.does("recalls")["serving"]["recalls"] == 2
    take(staffed)
    assert desk.does("calls")["serving"]["recalls"] == 0


def test_who_was_passed_is_called_back_while_few_were_called_since(staffed: Terminal) -> None:
    desk, other = window(staffed), window(staffed, "JA-CK-B06")
    numbers = [take(staffed) for _ in range(6)]
    desk.calls()
    assert desk.does("pass")["passed"] == [{"number": numbers[0], "calls_left": 3}]
    assert [other.calls() for _ in range(3)] == numbers[1:4]
    assert desk.get("/v1/queue/windows/me")["passed"] == [{"number": numbers[0], "calls_left": 0}]
    staffed.clock.pass_(minutes=1)
    assert desk.does("call-backs", number=numbers[0])["serving"]["number"] == numbers[0]
    staffed.clock.pass_(minutes=1)
    desk.does("finish")
    spells = [(p["spell"], p["ended_by"]) for p in desk.number(numbers[0])["periods"]]
    assert spells == [("wait", "called"), ("serve", "passed"), ("away", "called-back"), ("serve", "done")]


def test_later_the_guide_desk_gives_who_was_passed_a_new_number(staffed: Terminal) -> None:
    desk, at_guide = window(staffed), guide(staffed)
    numbers = [take(staffed, phone="13800000001" if n == 0 else None) for n in range(6)]
    desk.calls()
    desk.does("pass")
    for number in numbers[1:5]:
        assert desk.calls() == number
    assert desk.refused("call-backs", number=numbers[0]) == "number.too-late"
    assert desk.get("/v1/queue/windows/me")["passed"] == []
    ticket = right(at_guide.call("POST", f"/v1/queue/numbers/{numbers[0]}/replacement", {})).json()
    assert ticket["number"] == "A007"
    assert ticket["ahead"] == 1
    assert ticket["business"] == "灵活就业人员参保登记"
    assert at_guide.number(numbers[0])["state"] == "replaced"
    assert at_guide.number("A007")["replaces"] == numbers[0]
    assert [desk.calls(), desk.calls()] == [numbers[5], "A007"]
    again = at_guide.call("POST", f"/v1/queue/numbers/{numbers[0]}/replacement", {})
    assert problem(again) == (409, "number.not-passed")


def test_a_passed_number_is_replaced_after_hours_and_beyond_the_quota(staffed: Terminal) -> None:
    configure(staffed, queues=_with_quota(staffed, 1))
    desk, at_guide = window(staffed), guide(staffed)
    take(staffed)
    desk.calls()
    desk.does("pass")
    staffed.clock.now = staffed.clock.now.replace(hour=16, minute=45)
    assert problem(staffed.call("POST", "/v1/queue/numbers", {"business": "social-card"}))[1] == "queue.closed"
    assert right(at_guide.call("POST", "/v1/queue/numbers/A001/replacement", {})).json()["number"] == "A002"


def test_one_ticket_goes_through_the_house_with_its_history(staffed: Terminal) -> None:
    desk, civil = window(staffed), window(staffed, "JA-CK-C01")
    number, later = take(staffed), take(staffed, "senior-card")
    desk.calls()
    staffed.clock.pass_(minutes=5)
    assert desk.does("transfers", business="senior-card")["serving"] is None
    moved = civil.number(number)
    assert (moved["queue"], moved["business"], moved["state"]) == ("civil", "senior-card", "waiting")
    called = civil.does("calls")["serving"]
    assert called["number"] == number, "it stands where it was taken, not at the end"
    assert called["been_before"]
    assert civil.calls() == later
    spells = [(p["queue"], p["spell"], p["ended_by"]) for p in civil.number(number)["periods"]]
    assert spells == [
        ("social", "wait", "called"),
        ("social", "serve", "transferred"),
        ("civil", "wait", "called"),
        ("civil", "serve", "done"),
    ]


def test_a_hall_may_put_transferred_numbers_last(staffed: Terminal) -> None:
    configure(staffed, transferred="last")
    desk, civil = window(staffed), window(staffed, "JA-CK-C01")
    number, later = take(staffed), take(staffed, "senior-card")
    desk.calls()
    desk.does("transfers", queue="civil")
    assert [civil.calls(), civil.calls()] == [later, number]


def test_a_number_sent_to_one_window_waits_for_that_window_only(staffed: Terminal) -> None:
    desk, wanted, other = window(staffed), window(staffed, "JA-CK-B12"), window(staffed, "JA-CK-B06")
    number = take(staffed)
    desk.calls()
    desk.does("transfers", window="B12")
    assert other.calls() == ""
    assert wanted.calls() == number


def test_when_the_wanted_window_closes_any_other_calls_the_number(staffed: Terminal) -> None:
    desk, wanted, other = window(staffed), window(staffed, "JA-CK-B12"), window(staffed, "JA-CK-B06")
    number = take(staffed)
    desk.calls()
    desk.does("transfers", window="B12")
    wanted.does("sign-off")
    assert other.calls() == number


def test_every_move_that_is_not_possible_has_a_code_of_its_own(staffed: Terminal) -> None:
    desk = window(staffed, on=False)
    for what in ("calls", "recalls", "finish", "pass", "resume", "sign-off"):
        assert desk.refused(what) == "window.not-open"
    assert desk.refused("pause", reason="用餐") == "window.not-open"
    desk.does("sign-on")
    assert desk.does("sign-on")["state"] == "open", "again changes nothing"
    for what in ("recalls", "finish", "pass"):
        assert desk.refused(what) == "window.idle"
    assert desk.refused("transfers", queue="civil") == "window.idle"
    assert desk.refused("resume") == "window.not-paused"
    assert desk.refused("pause", reason="没有这个原因") == "request.invalid"
    assert desk.refused("call-backs", number="A099") == "number.unknown"
    first, civil = take(staffed), take(staffed, "senior-card")
    assert desk.refused("call-backs", number=first) == "number.not-passed"
    desk.calls()
    assert desk.refused("sign-off") == "window.busy"
    assert desk.refused("pause", reason="用餐") == "window.busy"
    assert problem(desk.call("DELETE", "/v1/staff/sessions")) == (409, "window.busy")
    assert desk.refused("transfers", queue="social") == "number.same-place"
    assert desk.refused("transfers", window="B05") == "number.same-place"
    assert desk.refused("transfers", queue="lottery") == "queue.unknown"
    assert desk.refused("transfers", business="lottery") == "queue.unknown"
    assert desk.refused("transfers", window="Z99") == "window.unknown"
    assert desk.refused("transfers", window="C01") == "number.window-closed"
    assert desk.refused("transfers", queue="civil", window="B06") == "number.window-skill"
    assert desk.refused("transfers") == "request.invalid"
    assert desk.refused("transfers", queue="civil", business="senior-card") == "request.invalid"
    desk.does("finish")
    desk.does("pause", reason="用餐")
    for what in ("calls", "recalls", "finish", "pass"):
        assert desk.refused(what) == "window.paused"
    at_civil = window(staffed, "JA-CK-C01")
    assert at_civil.calls() == civil
    at_civil.does("pass")
    desk.does("resume")
    assert desk.refused("call-backs", number=civil) == "number.other-queue"


def test_a_guide_moves_only_what_can_be_moved(staffed: Terminal) -> None:
    at_guide, number = guide(staffed), take(staffed)
    unknown = at_guide.call("POST", "/v1/queue/numbers/A099/priority", {})
    assert problem(unknown) == (404, "number.unknown")
    assert problem(at_guide.call("GET", "/v1/queue/numbers/A099")) == (404, "number.unknown")
    waiting = at_guide.call("POST", f"/v1/queue/numbers/{number}/replacement", {})
    assert problem(waiting) == (409, "number.not-passed")
    window(staffed).calls()
    served = at_guide.call("POST", f"/v1/queue/numbers/{number}/priority", {})
    assert problem(served) == (409, "number.not-waiting")


def test_a_paused_window_says_why_to_staff_and_only_that_to_the_hall(staffed: Terminal) -> None:
    desk = window(staffed)
    assert "用餐" in desk.get("/v1/queue/windows/me")["pause_reasons"]
    paused = desk.does("pause", reason="用餐")
    assert (paused["state"], paused["reason"]) == ("paused", "用餐")
    board = staffed.get("/v1/queue/board")
    assert board["windows"][0]["text"]["zh"] == "暂停服务"
    assert "用餐" not in json.dumps(board, ensure_ascii=False)
    line = next(w for w in desk.get("/v1/queue/windows") if w["window"] == "B05")
    assert (line["state"], line["reason"], line["staff"]) == ("paused", "用餐", "JA0105")
    assert desk.does("resume")["state"] == "open"


def test_priority_is_called_earlier_and_nothing_shows_it(staffed: Terminal) -> None:
    desk = window(staffed)
    plain = right(staffed.call("POST", "/v1/queue/numbers", {"business": "social-card"})).json()
    for _ in range(4):
        take(staffed)
    wanted = {"business": "social-card", "priority": True}
    preferred = right(staffed.call("POST", "/v1/queue/numbers", wanted)).json()
    changing = {"id", "number", "token", "serial", "taken_at", "ahead", "wait_from", "wait_to"}
    assert {k: v for k, v in plain.items() if k not in changing} == {
        k: v for k, v in preferred.items() if k not in changing
    }
    assert preferred["ahead"] < 5
    serving = desk.does("calls")["serving"]
    assert serving["number"] == preferred["number"]
    assert serving["asked_for_priority"]
    board = json.dumps(staffed.get("/v1/queue/board"), ensure_ascii=False)
    assert not [word for word in ("priority", "优先", "绿", "kind") if word in board]


def test_the_guide_desk_gives_priority_without_a_reason(staffed: Terminal) -> None:
    desk, at_guide = window(staffed), guide(staffed)
    numbers = [take(staffed) for _ in range(4)]
    seen = right(at_guide.call("POST", f"/v1/queue/numbers/{numbers[3]}/priority", {})).json()
    assert seen["state"] == "waiting"
    assert "priority" not in json.dumps(seen)
    assert desk.calls() == numbers[3]
    with_reason = at_guide.call("POST", f"/v1/queue/numbers/{numbers[2]}/priority", {"reason": "年纪大"})
    assert problem(with_reason) == (422, "request.invalid")


def test_classes_take_turns_as_the_hall_has_set(staffed: Terminal) -> None:
    queues = staffed.app.state.platform.halls["JA"].model_dump(mode="json")["queues"]
    queues["social"]["turns"] = {"priority": 2, "appointment": 1, "ordinary": 1}
    configure(staffed, queues=queues)
    desk = window(staffed)
    ordinary = [take(staffed) for _ in range(4)]
    preferred = [take(staffed, priority=True) for _ in range(6)]
    called = [desk.calls() for _ in range(10)]
    assert [number in preferred for number in called[:8]] == [True, True, False, True] * 2
    assert [n for n in called if n in ordinary] == ordinary
    assert [n for n in called if n in preferred] == preferred


def test_a_window_of_two_skills_forgets_nobody(staffed: Terminal) -> None:
    configure(staffed, skill_turns=3)
    desk = window(staffed, "JA-CK-B12")
    social, civil = [take(staffed) for _ in range(9)], [take(staffed, "senior-card") for _ in range(2)]
    called = [desk.calls() for _ in range(11)]
    assert called == [*social[:3], civil[0], *social[3:6], civil[1], *social[6:]]


def test_the_docks_calls_leave_windows_alone_where_somebody_sits(terminal: Terminal) -> None:
    def dock() -> str:
        return str(right(terminal.http.post("/demo/queue/calls", json={"queue": "civil"})).json()["number"])

    clerk = Desk(terminal.app, terminal.clock, "JA-CK-C01").sign_in("JA0301", load_staff()[0])
    clerk.does("sign-on")
    own = clerk.calls()
    called = [dock() for _ in range(6)]
    assert own not in called
    assert clerk.get("/v1/queue/windows/me")["serving"]["number"] == own


def test_two_windows_never_call_the_same_number(staffed: Terminal) -> None:
    desks = [window(staffed, id_) for id_ in ("JA-CK-B05", "JA-CK-B06", "JA-CK-B12")]
    numbers = [take(staffed) for _ in range(30)]

    def calls(desk: Desk) -> list[str]:
        return list(iter(desk.calls, ""))

    with ThreadPoolExecutor(3) as pool:
        called = [number for some in pool.map(calls, desks) for number in some]
    assert sorted(called) == sorted(numbers)


def test_a_window_belongs_to_who_signed_on_there(staffed: Terminal) -> None:
    desk = window(staffed)
    same = Desk(staffed.app, staffed.clock, "JA-CK-B06").sign_in("JA0105")
    assert same.refused("sign-on") == "window.elsewhere"
    desk.does("sign-off")
    assert same.does("sign-on")["state"] == "open"


def test_who_left_without_signing_off_is_signed_off_by_the_next_one(staffed: Terminal) -> None:
    desk = window(staffed)
    number = take(staffed)
    desk.calls()
    later = Desk(staffed.app, staffed.clock, "JA-CK-B05").sign_in("JA0106")
    assert problem(desk.call("POST", "/v1/queue/windows/me/calls", {})) == (401, "staff.session")
    assert later.refused("finish") == "window.taken"
    assert later.does("sign-on")["staff"] == "JA0106"
    assert later.does("finish")["serving"] is None
    assert later.number(number)["state"] == "done"


def test_leaving_signs_off_the_window(staffed: Terminal) -> None:
    desk = window(staffed)
    assert right(desk.call("DELETE", "/v1/staff/sessions")).json() == {"number": "JA0105"}
    assert staffed.get("/v1/queue/board")["windows"] == []
    assert problem(desk.call("GET", "/v1/queue/windows/me")) == (401, "staff.session")


def test_only_clerks_at_windows_call_and_only_guides_at_the_guide_desk_guide(staffed: Terminal) -> None:
    calls, path = "/v1/queue/windows/me/calls", "/v1/queue/numbers/A001/priority"
    assert problem(staffed.call("POST", calls, {})) == (401, "staff.session")
    at_guide = guide(staffed)
    assert problem(at_guide.call("POST", calls, {})) == (403, "terminal.kind")
    approver = Desk(staffed.app, staffed.clock, "JA-CK-B05").sign_in("JA0701")
    assert problem(approver.call("POST", calls, {})) == (403, "staff.role")
    assert problem(approver.call("POST", path, {})) == (403, "terminal.kind")
    clerk_at_guide = Desk(staffed.app, staffed.clock, "JA-DD-01").sign_in("JA0106")
    assert problem(clerk_at_guide.call("POST", path, {})) == (403, "staff.role")


def test_the_board_shows_who_is_called_where_and_how_many_wait(staffed: Terminal) -> None:
    desk = window(staffed)
    display = Terminal(staffed.app, staffed.clock, "JA-XS-01")
    assert display.get("/v1/queue/board")["windows"][0]["text"]["zh"] == "欢迎光临"
    number = take(staffed)
    take(staffed)
    desk.calls()
    desk.does("recalls")
    board = display.get("/v1/queue/board")
    shown = board["windows"][0]
    assert (shown["window"], shown["number"], shown["recalls"]) == ("B05", number, 1)
    assert shown["text"]["zh"] == f"请 {number} 号到 B05 窗口"
    social = next(q for q in board["queues"] if q["key"] == "social")
    assert social["waiting"] == 1
    desk.calls()
    desk.does("finish")
    shown = display.get("/v1/queue/board")["windows"][0]
    assert (shown["number"], shown["last_number"]) == ("", "A002")


def test_figures_of_a_day_come_from_the_periods(staffed: Terminal) -> None:
    desk, other = window(staffed), window(staffed, "JA-CK-C01")
    for minutes in (4, 6, 20):
        take(staffed)
        staffed.clock.pass_(seconds=59)
        desk.calls()
        staffed.clock.pass_(minutes=minutes)
        desk.does("finish")
    take(staffed)
    desk.calls()
    desk.does("transfers", queue="civil")
    other.calls()
    other.does("pass")
    take(staffed)
    figures = desk.get("/v1/queue/statistics")
    social = next(q for q in figures["queues"] if q["key"] == "social")
    assert (social["taken"], social["called"], social["served"], social["transferred"]) == (5, 4, 3, 1)
    assert social["serve"] == {"count": 4, "mean": 450.0, "median": 300.0, "p95": 1200.0}
    assert social["wait"]["count"] == 4
    assert social["wait"]["p95"] == 60.0
    b05 = next(w for w in figures["windows"] if w["key"] == "B05")
    assert b05["serve"] == social["serve"]
    civil = next(q for q in figures["queues"] if q["key"] == "civil")
    assert (civil["taken"], civil["called"], civil["passed"], civil["serve"]["count"]) == (0, 1, 1, 0)
    assert desk.get("/v1/queue/statistics?day=2026-11-20")["queues"] == []


def test_how_long_a_window_worked_and_paused_is_kept(staffed: Terminal) -> None:
    desk = window(staffed)
    staffed.clock.pass_(minutes=90)
    desk.does("pause", reason="用餐")
    staffed.clock.pass_(minutes=30)
    desk.does("resume")
    staffed.clock.pass_(minutes=60)
    desk.does("sign-off")
    b05 = desk.get("/v1/queue/statistics")["windows"][0]
    assert (b05["key"], b05["open"], b05["paused"]) == ("B05", 150 * 60, 30 * 60)


def test_what_still_waits_in_the_evening_is_closed(staffed: Terminal) -> None:
    platform = staffed.app.state.platform
    desk = window(staffed)
    served, waits = take(staffed, phone="13800000001"), take(staffed, phone="13800000002")
    desk.calls()
    staffed.clock.now = staffed.clock.now.replace(hour=19, minute=59)
    run_due(platform, JOBS)
    assert desk.number(waits)["state"] == "waiting", "who has a number is served, also after closing"
    staffed.clock.pass_(minutes=6)
    run_due(platform, JOBS)
    at_guide = guide(staffed)
    for number, spells in ((served, ["wait", "serve"]), (waits, ["wait"])):
        seen = at_guide.number(number)
        assert seen["state"] == "closed"
        assert [p["spell"] for p in seen["periods"]] == spells
        assert seen["periods"][-1]["ended_by"] == "closed"
    board = staffed.get("/v1/queue/board")
    assert board["windows"] == []
    assert not any(q["waiting"] for q in board["queues"])
    staffed.clock.now = staffed.clock.now.replace(hour=9, minute=0) + dt.timedelta(days=1)
    assert take(staffed) == "A001"
    run_due(platform, JOBS)
    assert _phones(staffed) == [""]


def test_a_server_that_slept_through_the_night_closes_the_day_at_midnight(staffed: Terminal) -> None:
    desk = window(staffed)
    take(staffed)
    desk.calls()
    staffed.clock.pass_(days=1)
    morning = Desk(staffed.app, staffed.clock, "JA-CK-B05").sign_in("JA0106")
    morning.does("sign-on")
    assert morning.get("/v1/queue/windows/me")["serving"] is None
    assert take(staffed) == "A001"
    run_due(staffed.app.state.platform, JOBS)
    assert morning.calls() == "A001"
    figures = morning.get("/v1/queue/statistics?day=2026-11-23")
    assert figures["queues"][0]["closed"] == 1


def test_windows_that_work_shorten_the_estimate(staffed: Terminal) -> None:
    def wait(business: str = "flexible-employment") -> int:
        found = staffed.get("/v1/queue/businesses")
        return int(next(b["wait_to"] for b in found if b["key"] == business))

    for _ in range(16):
        take(staffed)
    planned = wait()
    one = window(staffed)
    assert wait() > planned, "one window of eight is open"
    two = window(staffed, "JA-CK-B06")
    both = wait()
    two.does("pause", reason="用餐")
    assert wait() > both
    one.does("pause", reason="用餐")
    assert wait() == both, "windows that pause come back"


@quick
@given(body=JSON | st.fixed_dictionaries({}, optional=FIELDS), number=NUMBERS)
def test_whatever_a_desk_sends_gets_an_answer_of_the_interface(hall: Terminal, body: Any, number: str) -> None:
    add_staff(hall.app)
    desk, at_guide = window(hall), guide(hall)
    take(hall)
    desk.does("calls")
    for what in ("pause", "call-backs", "transfers", "calls", "recalls", "finish"):
        answer = desk.call("POST", f"/v1/queue/windows/me/{what}", body)
        assert answer.status_code == 200 or problem(answer)[0] in (400, 404, 409, 422)
    for path in (f"{number}/priority", f"{number}/replacement"):
        assert problem(at_guide.call("POST", f"/v1/queue/numbers/{quote(path)}", body))[0] in (404, 409, 422)
    merged = hall.call("POST", "/v1/queue/offline-numbers", {"numbers": [body]})
    assert merged.status_code == 200 or problem(merged)[0] in (400, 422)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-12-31T00:00:00Z"])
def test_impossible_moments_of_an_offline_ticket_are_survived(hall: Terminal, at: str) -> None:
    ticket = {"id": f"{0:08x}-0000-4000-8000-{0:012x}", "number": "K3-001", "business": "social-card", "taken_at": at}
    answer = hall.call("POST", "/v1/queue/offline-numbers", {"numbers": [ticket]})
    assert right(answer).json()["numbers"][0]["outcome"] == ("merged" if at.startswith("9") else "refused")


def _minutes(period: Any) -> float:
    started, ended = (dt.datetime.fromisoformat(period[key]) for key in ("started_at", "ended_at"))
    return (ended - started).total_seconds() / 60


def _with_quota(terminal: Terminal, quota: int) -> Any:
    queues = terminal.app.state.platform.halls["JA"].model_dump(mode="json")["queues"]
    return {key: queue | {"quota": quota} for key, queue in queues.items()}


def _phones(terminal: Terminal) -> list[str]:
    with terminal.app.state.platform.database.read() as db:
        return list(db.scalars(select(QueueRow.phone).distinct()))
