"""From intake to delivery: every step with who and when, its notice, its message; what is not possible is refused."""

from __future__ import annotations

import io

import pypdf
import pytest

from server_stub.cases.states import FROM, TO, CaseState, Move
from tests.server_stub.filed import Filed
from tests.server_stub.terminal import SettableClock, Terminal, problem, right, sm3
from tests.server_stub.test_eligibility import fund

CORRECTION = [{"what": "银行账号", "why": "户名与申请人不一致", "how": "在“我的办件”里修改", "target": "account"}]


@pytest.fixture
def filed(terminal: Terminal) -> Filed:
    return Filed(terminal)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def test_a_case_goes_its_way_and_the_applicant_sees_each_step(filed: Filed, clock: SettableClock) -> None:
    filed.do("pre-review")
    clock.pass_(hours=2)
    filed.do("accept")
    filed.do("begin", "grant")
    filed.do("issue", way="counter", place="一楼出件窗口 3 号")
    filed.do("deliver")
    steps = filed.detail()["case"]["steps"]
    states = ["received", "pre-review", "accepted", "in-progress", "closed", "issued", "delivered"]
    assert [s["state"] for s in steps] == states
    assert steps[2]["at"] == "2026-11-23T12:00:00+08:00"
    assert steps[2]["by"]["zh"] == "江岸区人社局、江岸区医保局"
    assert "一楼出件窗口 3 号" in steps[5]["note"]["zh"]
    assert filed.terminal.last_message()["text"].endswith("结果已出件，一楼出件窗口 3 号。")


def test_every_notice_is_a_numbered_sealed_page_that_can_be_verified(filed: Filed) -> None:
    filed.do("accept", "begin", "grant")
    notices = filed.detail()["notices"]
    assert [n["kind"] for n in notices] == ["acceptance", "granted"]
    assert notices[0]["number"] == "江岸受〔2026〕000001号"
    text = text_of(filed.pdf("acceptance"))
    wanted = ("受理通知书", "张望舒", filed.number, "样章", "2026 年 11 月 23 日", "1 个工作日内", "2026-11-24")
    assert [w for w in wanted if w not in text] == []
    verified = filed.terminal.http.get(f"/v1/verifications/{notices[0]['verification_code']}").json()
    assert (verified["number"], verified["holder"], verified["valid"]) == (notices[0]["number"], "张**", True)
    assert filed.pdf("acceptance") == filed.pdf("acceptance")


def test_a_stranger_sees_neither_the_case_nor_its_notices(filed: Filed) -> None:
    filed.do("accept")
    notice = filed.detail()["notices"][0]["id"]
    stranger = filed.terminal.identify("home-owner").token
    for path in (f"/v1/cases/{filed.number}", f"/v1/cases/{filed.number}/notices/{notice}/pdf"):
        assert problem(filed.terminal.call("GET", path, token=stranger)) == (404, "case.not-found")
    other = Terminal(filed.terminal.app, filed.terminal.clock, "JA-XT-MZ")
    body = {"sequence": 1, "order": {"move": "accept"}}
    answer = other.call("POST", f"/v1/department/cases/{filed.number}/messages", body)
    assert problem(answer) == (404, "case.not-found")
    mine = filed.terminal.call("POST", f"/v1/department/cases/{filed.number}/messages", body)
    assert problem(mine) == (403, "terminal.kind")


def test_everything_missing_is_told_once_and_supplied_with_a_signature(filed: Filed) -> None:
    filed.do("ask-correction", items=CORRECTION)
    told = filed.detail()
    assert told["correction"][0]["target"] == "account"
    assert told["correct_until"] == "2026-12-07"
    assert "户名与申请人不一致" in text_of(filed.pdf("correction"))
    terminal, session = filed.terminal, filed.terminal.identify("worker-gaps")
    changed = filed.put | {"form": filed.put["form"] | {"account": "6222020000000000018"}, "version": 2}
    right(terminal.put(session, filed.number, changed))
    path = f"/v1/cases/{filed.number}/supplement"
    body = {"digest": sm3({k: v for k, v in changed.items() if k != "version"}), "strokes": "W10="}
    wrong = terminal.call("POST", path, body | {"digest": "0" * 64}, token=session.token)
    assert problem(wrong) == (422, "signature.digest")
    right(terminal.call("POST", path, body, token=session.token))
    assert filed.state == "pre-review"
    assert problem(filed.send("ask-correction", items=CORRECTION)) == (409, "case.correction-told")
    filed.sequence -= 1
    filed.do("accept")


def test_a_correction_that_lists_nothing_is_refused(filed: Filed) -> None:
    assert problem(filed.send("ask-correction")) == (422, "request.invalid")


@pytest.mark.parametrize("move", ["refuse", "return"])
def test_a_refusal_needs_its_reason(filed: Filed, move: str) -> None:
    assert problem(filed.send(move)) == (422, "request.invalid")


def test_a_refusal_says_why_and_what_can_be_done_against_it(filed: Filed) -> None:
    filed.do("refuse", reason="目前由单位参保，不属于灵活就业人员")
    text = text_of(filed.pdf("refusal"))
    assert [w for w in ("不予受理决定书", "目前由单位参保", "60 日", "6 个月", "行政复议") if w not in text] == []
    assert filed.state == "refused"


def test_the_applicant_takes_a_case_back(filed: Filed) -> None:
    session = filed.terminal.identify("worker-gaps")
    assert filed.detail()["may_withdraw"] is True
    path = f"/v1/cases/{filed.number}/withdrawal"
    right(filed.terminal.call("POST", path, {"reason": "找到工作了"}, token=session.token))
    assert filed.state == "returned"
    again = filed.terminal.call("POST", path, {}, token=session.token)
    assert problem(again) == (409, "case.illegal-move")


def test_every_move_that_is_not_possible_is_refused_with_a_code(filed: Filed) -> None:
    """All moves a department may send, from every state it can bring a case to."""
    ways = {
        CaseState.RECEIVED: (),
        CaseState.PRE_REVIEW: ("pre-review",),
        CaseState.ACCEPTED: ("accept",),
        CaseState.IN_PROGRESS: ("accept", "begin"),
        CaseState.CLOSED: ("accept", "begin", "grant"),
        CaseState.ISSUED: ("accept", "begin", "grant"),
    }
    for state, way in ways.items():
        filed.do(*way)
        if state is CaseState.ISSUED:
            filed.do("issue", way="counter")
        for move in Move:
            if state not in FROM[move]:
                assert problem(filed.send(move.value, reason="x", items=CORRECTION)) == (409, "case.illegal-move")
                filed.sequence -= 1
        assert filed.state == state.value
        session = filed.terminal.identify("worker-gaps")
        if state in FROM[Move.WITHDRAW]:
            path = f"/v1/cases/{filed.number}/withdrawal"
            right(filed.terminal.call("POST", path, {}, token=session.token))
        filed = Filed(filed.terminal)


def test_the_table_of_moves_is_whole() -> None:
    assert set(FROM) == set(TO) == set(Move)
    reached = {CaseState.RECEIVED}
    for _ in CaseState:
        reached |= {TO[move] for move in Move if reached & set(FROM[move])}
    assert reached == set(CaseState)


def test_messages_may_come_twice_and_out_of_order(filed: Filed) -> None:
    first = right(filed.send("begin", 2)).json()
    assert (first["applied"], first["state"]) == (False, "received")
    assert right(filed.send("grant", 3)).json()["applied"] is False
    assert right(filed.send("accept", 1)).json()["state"] == "closed"
    assert right(filed.send("accept", 1)).json()["applied"] is True
    assert problem(filed.send("refuse", 1, reason="x")) == (422, "message.other-body")
    steps = [s["state"] for s in filed.detail()["case"]["steps"]]
    assert steps == ["received", "accepted", "in-progress", "closed"]


def test_a_message_that_can_not_follow_waits_and_holds_up_nothing_before_it(filed: Filed) -> None:
    assert right(filed.send("issue", 2, way="counter")).json()["applied"] is False
    answer = right(filed.send("accept", 1)).json()
    assert (answer["applied"], answer["state"]) == (True, "accepted")


def test_a_service_that_rules_decide_is_closed_at_once(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    slip = terminal.file(session, fund(), [{"key": "form", "given": 1}])
    case = terminal.get(f"/v1/cases/{slip['case_number']}", session.token)
    assert [s["state"] for s in case["case"]["steps"]] == ["received", "accepted", "in-progress", "closed"]
    assert case["case"]["steps"][3]["by"]["zh"] == "系统按规则办理"
    assert {n["kind"] for n in case["notices"]} == {"acceptance", "granted"}


def test_first_contact_stays_on_the_case(filed: Filed) -> None:
    filed.do("accept")
    assert "江岸区政务服务中心3 号自助机" in text_of(filed.pdf("acceptance"))
