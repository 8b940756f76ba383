"""People ask what the platform has of them, and have it deleted where it need not be kept; who looked is on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server_stub.audit import service as audit
from server_stub.clock import HALL
from server_stub.people.tables import Person, SessionRow
from server_stub.privacy import service as privacy
from server_stub.problems import Problem
from server_stub.reports.tables import ReportRow
from tests.server_stub.terminal import GIVEN, Terminal, flexible, problem, right


def ask(terminal: Terminal, kind: str) -> tuple[str, str]:
    session = terminal.known("worker-gaps")
    body = {"kind": kind, "text": "想知道"}
    made = right(terminal.call("POST", "/v1/me/privacy-requests", body, token=session.token)).json()
    return made["number"], session.token


def write(terminal: Terminal, job: Any) -> Any:
    return terminal.app.state.platform.database.write(job)


def test_somebody_sees_all_that_is_kept_of_them(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    number, token = ask(terminal, "view")
    platform = terminal.app.state.platform
    write(terminal, lambda db: privacy.grant(db, platform, number, "见附件", "staff:1"))
    [answered] = terminal.get("/v1/me/privacy-requests", token)
    assert (answered["state"], answered["answer"], answered["due_on"]) == ("done", "见附件", "2026-12-14")
    data = answered["data"]
    assert data["person"]["name"] == "张望舒"
    assert slip["case_number"] in {c["number"] for c in data["cases"]}
    assert "social-insurance" in data["registers"]
    assert data["face"] == {"photograph": True, "templates": ["dlib-4f80be071608"]}


def test_whom_somebody_trusts_and_what_they_said_is_part_of_it(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    report = {"about": "hall", "text": "窗口说系统查不到档案", "phone": "13800000001"}
    taken = right(terminal.call("POST", "/v1/reports", report, token=session.token)).json()
    wrong = {"service": "RS-LHJY-0001", "what": "hukou_region", "wrong": "outdated"}
    right(terminal.call("POST", "/v1/me/data-corrections", wrong, token=session.token))
    number, token = ask(terminal, "view")
    platform = terminal.app.state.platform
    write(terminal, lambda db: privacy.grant(db, platform, number, "见附件", "staff:1"))
    [answered] = terminal.get("/v1/me/privacy-requests", token)
    data = answered["data"]
    assert [g["number"] for g in data["authorisations"]] == ["2026000013"]
    assert [r["number"] for r in data["reports"]] == [taken["number"]]
    assert [c["what"] for c in data["corrections"]] == ["hukou_region"]
    number, _ = ask(terminal, "withdraw-consent")
    write(terminal, lambda db: privacy.grant(db, platform, number, "已删除", "staff:1"))
    with platform.database.read() as db:
        row = db.get_one(ReportRow, taken["number"])
        assert (row.person_id, row.phone, row.text) == (None, "", report["text"])


def test_what_need_not_be_kept_is_deleted_and_filed_cases_stay(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    draft = terminal.new_number(terminal.identify("worker-gaps"), "RS-SBKB-0002")
    number, token = ask(terminal, "delete")
    platform = terminal.app.state.platform
    row = write(terminal, lambda db: privacy.grant(db, platform, number, "已删除", "staff:1"))
    assert row.outcome["deleted"]["drafts"] == 1
    assert problem(terminal.call("GET", "/v1/me/privacy-requests", token=token)) == (401, "session.expired")
    session = terminal.identify("worker-gaps")
    assert session.phone == ""
    assert [c["number"] for c in terminal.get("/v1/me/cases", session.token)][:1] == [slip["case_number"]]
    assert problem(terminal.call("GET", f"/v1/cases/{draft}", token=session.token)) == (404, "case.not-found")
    with platform.database.read() as db:
        assert db.query(SessionRow).filter(SessionRow.person_id == row.person_id).count() == 1
        assert db.get_one(Person, row.person_id).phone == ""


def test_a_request_is_answered_once_and_at_level_three_only(terminal: Terminal) -> None:
    number, _ = ask(terminal, "withdraw-consent")
    platform = terminal.app.state.platform
    write(terminal, lambda db: privacy.refuse(db, platform, number, "依法留存", "staff:1"))
    with pytest.raises(Problem, match="privacy.state"):
        write(terminal, lambda db: privacy.grant(db, platform, number, "", "staff:1"))
    card = terminal.identify("worker-gaps").token
    answer = terminal.call("POST", "/v1/me/privacy-requests", {"kind": "view"}, token=card)
    assert problem(answer) == (403, "session.level")


def test_every_look_is_on_record_and_found_by_who_and_what(terminal: Terminal) -> None:
    at = dt.datetime(2026, 11, 23, 9, 0, tzinfo=HALL)

    def job(db: Any) -> None:
        for hour, (staff, subject) in enumerate([("0101", "A"), ("0101", "B"), ("0202", "A")]):
            audit.note(db, staff, "case", subject, "case", at + dt.timedelta(hours=hour))

    write(terminal, job)
    with terminal.app.state.platform.database.read() as db:
        assert [r.subject for r in audit.looks(db, audit.Filter(staff="0101"))] == ["B", "A"]
        assert [r.staff for r in audit.looks(db, audit.Filter(subject="A"))] == ["0202", "0101"]
        assert (
            len(audit.looks(db, audit.Filter(since=at + dt.timedelta(hours=1), until=at + dt.timedelta(hours=2)))) == 1
        )
