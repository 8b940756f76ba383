"""办不成事, machine faults and 12345: taken, worked on, answered by number."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from sqlalchemy import select

from server_stub.jobs import run_due
from server_stub.outbound.tables import OutboundRow
from server_stub.reports import ledger
from server_stub.reports.tables import Progress, ReportKind, ReportRow
from server_stub.routine import JOBS
from tests.server_stub.terminal import GIVEN, Identified, SettableClock, Terminal, flexible, problem, right

NOT_DONE = {"about": "service", "service": "RS-LHJY-0001", "text": "窗口说系统查不到我的档案，跑了三次"}
STAFF = "补救窗口 周"


def report(terminal: Terminal, session: Identified | None = None, **changes: Any) -> Any:
    return terminal.call("POST", "/v1/reports", NOT_DONE | changes, token=session.token if session else "")


def look_up(terminal: Terminal, number: str, query_code: str) -> Any:
    return terminal.call("POST", "/v1/report-lookups", {"number": number, "query_code": query_code})


def do(terminal: Terminal, what: Any, *given: Any) -> None:
    terminal.app.state.platform.database.write(lambda db: what(db, *given, terminal.clock.now))


def lines(terminal: Terminal, **narrowed: Any) -> list[ReportRow]:
    with terminal.app.state.platform.database.read() as db:
        return ledger.lines(db, **narrowed)


def steps(terminal: Terminal, number: str) -> list[str]:
    with terminal.app.state.platform.database.read() as db:
        return [step.kind for step in db.get_one(ReportRow, number).steps]


def out(terminal: Terminal, target: str) -> list[Any]:
    with terminal.app.state.platform.database.read() as db:
        rows = db.scalars(select(OutboundRow).where(OutboundRow.target == target).order_by(OutboundRow.place))
        return [(row.kind, row.payload) for row in rows]


# ---- taken


def test_whoever_could_not_get_something_done_gets_a_number_without_saying_who_they_are(terminal: Terminal) -> None:
    taken = right(report(terminal)).json()
    assert taken["number"].startswith("TZ42010220261123")
    assert (len(taken["query_code"]), taken["answer_by"]) == (6, "2026-11-30")
    [line] = lines(terminal)
    assert (line.kind, line.owner, line.person_id, line.phone) == ("not-done", "hrss", None, "")
    assert terminal.http.get("/demo/messages").json() == []


def test_who_gives_a_phone_gets_the_number_there(terminal: Terminal) -> None:
    taken = right(report(terminal, phone="13900000000")).json()
    message = terminal.last_message()
    assert message["phone"] == "13900000000"
    assert taken["number"] in message["text"]
    assert taken["query_code"] in message["text"]


def test_with_a_card_the_report_is_the_persons(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    slip = terminal.file(session, flexible(), GIVEN)
    right(report(terminal, session, about="case", service="", case_number=slip["case_number"]))
    [line] = lines(terminal)
    assert (line.case_number, line.service, line.owner) == (slip["case_number"], "RS-LHJY-0001", "hrss")
    assert line.person_id


def test_without_a_card_a_case_is_named_by_its_query_code(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    case = {"about": "case", "service": "", "case_number": slip["case_number"]}
    assert problem(report(terminal, **case)) == (404, "case.not-found")
    right(report(terminal, **case, query_code=slip["query_code"]))
    stranger = terminal.identify("home-owner")
    assert problem(report(terminal, stranger, **case)) == (404, "case.not-found")


def test_this_machine_has_a_problem(terminal: Terminal) -> None:
    right(report(terminal, about="machine", service="", trouble="card-reader", text=""))
    [line] = lines(terminal, kind=ReportKind.MACHINE_FAULT)
    assert (line.terminal, line.owner, line.text) == ("JA-ZZ-03", "hall/JA", "读卡")


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "x" * 501},
        {"text": "x"},
        {"about": "weather"},
        {"about": "case", "service": ""},
        {"about": "service", "service": ""},
        {"about": "machine", "text": ""},
        {"phone": "12345"},
        {"text": "\x00\x00\x00"},
    ],
)
def test_what_says_nothing_is_refused(terminal: Terminal, changes: Any) -> None:
    assert problem(report(terminal, **changes)) == (422, "request.invalid")


def test_an_unknown_service_is_told_so(terminal: Terminal) -> None:
    assert problem(report(terminal, service="XX-XXXX-0000")) == (404, "service.unknown")


def test_a_terminal_takes_so_many_in_ten_minutes(terminal: Terminal, clock: SettableClock) -> None:
    for _ in range(20):
        right(report(terminal))
    assert problem(report(terminal)) == (429, "report.too-often")
    right(report(Terminal(terminal.app, clock, "JA-ZZ-04")))
    clock.pass_(minutes=11)
    right(report(terminal))


def test_a_lost_answer_does_not_make_a_second_entry(terminal: Terminal) -> None:
    answers = [terminal.call("POST", "/v1/reports", NOT_DONE, key="report-key-1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(lines(terminal)) == 1


# ---- worked on, and answered by number


def test_the_answer_is_found_by_number_and_query_code_and_sent(terminal: Terminal) -> None:
    taken = right(report(terminal, phone="13900000000")).json()
    number = taken["number"]
    do(terminal, ledger.assign, number, "hrss", "社保科 孙", STAFF)
    do(terminal, ledger.answer, number, "社保科 孙", "档案已补录，请随时来办，无需再带材料")
    seen = right(look_up(terminal, number, taken["query_code"])).json()
    assert (seen["progress"], seen["answer"]) == ("answered", "档案已补录，请随时来办，无需再带材料")
    assert [s["note"]["zh"] for s in seen["steps"]] == ["已收到", "已交办", "已答复"]
    assert "社保科 孙" not in str(seen)  # who works on it is nobody else's business
    assert "档案已补录" in terminal.last_message()["text"]


def test_query_codes_of_reports_can_not_be_tried_out(terminal: Terminal, clock: SettableClock) -> None:
    taken = right(report(terminal)).json()
    wrong = f"{(int(taken['query_code']) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert problem(look_up(terminal, taken["number"], wrong)) == (404, "report.not-found")
    assert problem(look_up(terminal, taken["number"], taken["query_code"])) == (429, "code.too-often")
    clock.pass_(minutes=11)
    right(look_up(terminal, taken["number"], taken["query_code"]))


def test_what_has_no_query_code_is_found_by_nobody(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    do(terminal, ledger.from_hotline, platform, platform.halls["JA"], "WH20261123001", "hrss", "来电反映", "")
    [line] = lines(terminal)
    for code in ("", "------", "000000"):
        assert problem(look_up(terminal, line.number, code)) == (404, "report.not-found")


def test_the_ledger_is_listed_by_kind_owner_and_progress(terminal: Terminal) -> None:
    first = right(report(terminal)).json()["number"]
    right(report(terminal, about="machine", service="", trouble="printer", text=""))
    assert len(lines(terminal)) == 2
    assert [line.number for line in lines(terminal, owner="hrss")] == [first]
    assert [line.kind for line in lines(terminal, owner="hall/JA")] == ["machine-fault"]
    do(terminal, ledger.assign, first, "hrss", "社保科 孙", STAFF)
    assert [line.number for line in lines(terminal, progress=Progress.ASSIGNED)] == [first]
    assert lines(terminal, hall="HH") == []


def test_nothing_is_cleared_before_it_is_answered(terminal: Terminal, clock: SettableClock) -> None:
    number = right(report(terminal)).json()["number"]
    with pytest.raises(ValueError, match="answered first"):
        do(terminal, ledger.clear, number, STAFF, "")
    with pytest.raises(ValueError, match="answer is needed"):
        do(terminal, ledger.answer, number, STAFF, " ")
    do(terminal, ledger.answer, number, STAFF, "已解决")
    with pytest.raises(ValueError, match="already"):
        do(terminal, ledger.answer, number, STAFF, "再答复")
    do(terminal, ledger.clear, number, STAFF, "回访满意")
    [line] = lines(terminal)
    assert (line.progress, line.cleared_on) == ("cleared", clock.now.date())
    with pytest.raises(LookupError):
        do(terminal, ledger.clear, "TZ0", STAFF, "")


# ---- 12345


def test_a_report_is_handed_to_12345_once_and_its_answer_follows(terminal: Terminal) -> None:
    taken = right(report(terminal, phone="13900000000")).json()
    do(terminal, ledger.hand_over, taken["number"], STAFF, "涉及多部门")
    with pytest.raises(ValueError, match="already"):
        do(terminal, ledger.hand_over, taken["number"], STAFF, "")
    [(kind, payload)] = out(terminal, ledger.HOTLINE)
    assert (kind, payload["number"], payload["text"]) == ("report", taken["number"], NOT_DONE["text"])
    assert "12345" in terminal.last_message()["text"]
    do(terminal, ledger.answer, taken["number"], STAFF, "已解决")
    assert [kind for kind, _ in out(terminal, ledger.HOTLINE)] == ["report", "answer"]
    seen = right(look_up(terminal, taken["number"], taken["query_code"])).json()
    assert "已转 12345 协同办理" in [s["note"]["zh"] for s in seen["steps"]]


def test_what_12345_hands_over_is_entered_once_and_answered_there(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    given = (platform, platform.halls["JA"], "WH20261123001", "hrss", "来电反映社保卡迟迟未发", "13900000001")
    do(terminal, ledger.from_hotline, *given)
    do(terminal, ledger.from_hotline, *given)
    [line] = lines(terminal, kind=ReportKind.HOTLINE)
    do(terminal, ledger.answer, line.number, "社保科 孙", "今天寄出")
    [(kind, payload)] = out(terminal, ledger.HOTLINE)
    assert (kind, payload["hotline_number"]) == ("answer", "WH20261123001")


# ---- deadlines


def on(terminal: Terminal, day: dt.date) -> None:
    terminal.clock.now = dt.datetime.combine(day, dt.time(9), terminal.clock.now.tzinfo)
    run_due(terminal.app.state.platform, JOBS)


def test_owners_are_reminded_once_and_what_is_late_climbs(terminal: Terminal) -> None:
    number = right(report(terminal)).json()["number"]  # due on Monday, the 30th
    on(terminal, dt.date(2026, 11, 24))
    assert steps(terminal, number) == ["entered"]
    on(terminal, dt.date(2026, 11, 25))
    on(terminal, dt.date(2026, 11, 27))
    assert steps(terminal, number) == ["entered", "reminded"]
    on(terminal, dt.date(2026, 11, 30))
    assert steps(terminal, number) == ["entered", "reminded"]  # its last day
    on(terminal, dt.date(2026, 12, 1))
    on(terminal, dt.date(2026, 12, 4))
    assert steps(terminal, number) == ["entered", "reminded", "escalated"]
    on(terminal, dt.date(2026, 12, 8))
    assert steps(terminal, number) == ["entered", "reminded", "escalated", "escalated"]
    on(terminal, dt.date(2026, 12, 29))
    assert steps(terminal, number)[-1] == "escalated"
    assert [(kind, payload["to"]) for kind, payload in out(terminal, ledger.STAFF)] == [
        ("reminded", "hrss"),
        ("escalated", "部门负责人"),
        ("escalated", "政务服务管理部门"),
    ]


def test_what_is_answered_in_time_is_never_escalated(terminal: Terminal) -> None:
    number = right(report(terminal)).json()["number"]
    do(terminal, ledger.answer, number, STAFF, "已解决")
    on(terminal, dt.date(2026, 12, 29))
    assert steps(terminal, number) == ["entered", "answered"]


quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MOVES = {
    "assign": lambda db, n, now: ledger.assign(db, n, "hrss", "某", STAFF, now),
    "answer": lambda db, n, now: ledger.answer(db, n, STAFF, "已解决", now),
    "clear": lambda db, n, now: ledger.clear(db, n, STAFF, "", now),
    "hand-over": lambda db, n, now: ledger.hand_over(db, n, STAFF, "", now),
}


@quick
@for_all(moves=st.lists(st.sampled_from(sorted(MOVES)), max_size=8))
def test_whatever_staff_does_an_entry_is_cleared_after_its_answer_and_stays_so(
    terminal: Terminal, moves: list[str]
) -> None:
    platform, now = terminal.app.state.platform, terminal.clock.now
    entry = ledger.Entry(ReportKind.NOT_DONE, "hrss", platform.halls["JA"], "办不成", now.date())
    number = platform.database.write(lambda db: ledger.enter(db, entry, now).number)
    done: list[str] = []
    for move in moves:
        try:
            platform.database.write(lambda db, move=move: MOVES[move](db, number, now))
            done.append(move)
        except ValueError:
            continue
    assert done.count("answer") <= 1
    assert done.count("clear") <= 1
    assert done.count("hand-over") <= 1
    if "clear" in done:
        assert done.index("answer") < done.index("clear") == len(done) - 1
    if "answer" in done:
        assert set(done[done.index("answer") + 1 :]) <= {"clear"}
