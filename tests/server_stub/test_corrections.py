"""这条信息不对: a request to the owner of data, and the answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server_stub.catalogue.files import load_shared
from server_stub.catalogue.tables import Channel
from server_stub.corrections import owners
from server_stub.corrections import service as corrections
from server_stub.corrections.tables import CorrectionState
from server_stub.people.prefill import COMPUTED
from server_stub.problems import Problem
from server_stub.records import reader
from tests.server_stub.terminal import GIVEN, Identified, SettableClock, Terminal, flexible, problem, right

HUKOU = {"service": "RS-LHJY-0001", "what": "hukou_region", "wrong": "outdated", "text": "去年已迁到武汉"}


def ask(terminal: Terminal, session: Identified, **changes: Any) -> Any:
    return terminal.call("POST", "/v1/me/data-corrections", HUKOU | changes, token=session.token)


def mine(terminal: Terminal, who: str) -> list[Any]:
    return list(terminal.get("/v1/me/data-corrections", terminal.identify(who).token))


def answer(terminal: Terminal, number: str, department: str, **how: Any) -> None:
    now = terminal.clock.now
    database = terminal.app.state.platform.database
    database.write(lambda db: corrections.answer(db, number, department, "户政科 李", now, **how))


def listed(terminal: Terminal, department: str, state: CorrectionState | None = None) -> list[corrections.Listed]:
    with terminal.app.state.platform.database.read() as db:
        return corrections.of_department(db, department, terminal.clock.now.date(), state)


def test_a_wrong_field_goes_to_its_owner_with_what_was_shown(terminal: Terminal) -> None:
    asked = right(ask(terminal, terminal.identify("tenant-a"))).json()
    assert asked["number"].startswith("SJ42010220261123")
    assert asked["department"]["zh"] == "武汉市公安局江岸区分局"
    assert (asked["label"]["zh"], asked["shown"], asked["due"]) == ("户口所在地", "荆*****", "2026-11-30")
    [line] = listed(terminal, "police")
    assert (line.applicant, line.shown, line.overdue) == ("陈**", "荆*****", False)
    with terminal.app.state.platform.database.read() as db:
        detail = corrections.detail(db, asked["number"], "police")
        assert (detail.row.shown, detail.person.name) == ("荆州市洪湖市", "陈予安")
    message = terminal.last_message()
    assert message["phone"] == "13800000004"
    assert asked["number"] in message["text"]


def test_the_case_goes_on_meanwhile(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put(session, number, flexible()))
    right(ask(terminal, session))
    right(terminal.put_materials(session, number, GIVEN))
    right(terminal.sign(session, number, flexible()))


def test_the_owner_corrects_and_the_person_hears_of_it(terminal: Terminal) -> None:
    number = right(ask(terminal, terminal.identify("tenant-a"))).json()["number"]
    answer(terminal, number, "police", corrected=True, value="武汉市江岸区")
    [asked] = mine(terminal, "tenant-a")
    assert asked["state"] == "corrected"
    assert asked["answered_at"] == "2026-11-23T10:00:00+08:00"
    assert "已更正" in terminal.last_message()["text"]
    known = terminal.get("/v1/me/prefill?service=RS-LHJY-0001", terminal.known("tenant-a").token)
    assert {p["value"] for p in known if p["field"] == "hukou_region"} == {"武汉市江岸区"}


def test_the_owner_says_why_nothing_is_wrong(terminal: Terminal) -> None:
    number = right(ask(terminal, terminal.identify("tenant-a"))).json()["number"]
    with pytest.raises(ValueError, match="reason"):
        answer(terminal, number, "police", corrected=False, words=" ")
    answer(terminal, number, "police", corrected=False, words="户口仍在洪湖，迁移手续未办结")
    [asked] = mine(terminal, "tenant-a")
    assert (asked["state"], asked["answer"]) == ("not-corrected", "户口仍在洪湖，迁移手续未办结")
    assert "没有更正：户口仍在洪湖" in terminal.last_message()["text"]
    with pytest.raises(ValueError, match="already"):
        answer(terminal, number, "police", corrected=True)


def test_no_other_department_sees_or_answers_it(terminal: Terminal) -> None:
    number = right(ask(terminal, terminal.identify("tenant-a"))).json()["number"]
    assert listed(terminal, "hrss") == []
    with pytest.raises(LookupError):
        answer(terminal, number, "hrss", corrected=True)
    with terminal.app.state.platform.database.read() as db, pytest.raises(LookupError):
        corrections.detail(db, number, "hrss")


def test_an_item_of_a_register_without_a_form_is_corrected_too(terminal: Terminal) -> None:
    session = terminal.identify("disabled")
    asked = right(ask(terminal, session, service="", what="disability.grade", wrong="wrong", text="")).json()
    assert asked["department"]["zh"] == "江岸区残联"
    answer(terminal, asked["number"], "disabled-federation", corrected=True, value="2")
    with terminal.app.state.platform.database.read() as db:
        assert corrections.detail(db, asked["number"], "disabled-federation").row.shown == "1"
        person = corrections.detail(db, asked["number"], "disabled-federation").person
        assert reader.value(db, person, "disability.grade") == "2"


@pytest.mark.parametrize(
    ("who", "what", "department"),
    [
        ("worker-gaps", {"what": "name"}, "武汉市公安局江岸区分局"),
        ("taiwan", {"what": "name"}, "武汉市公安局出入境管理局"),
        ("worker-gaps", {"what": "phone"}, "江岸区数据局"),
        ("worker-gaps", {"what": "social-insurance.status"}, "江岸区人社局"),
        ("shop-owner", {"service": "SW-YBNS-2702", "what": "company_name"}, "江岸区市场监管局"),
    ],
)
def test_every_kind_of_field_has_its_owner(terminal: Terminal, who: str, what: dict[str, str], department: str) -> None:
    asked = right(ask(terminal, terminal.identify(who), **what)).json()
    assert asked["department"]["zh"] == department


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"what": "employment_form"}, (422, "correction.not-data")),  # the person fills it in
        ({"what": "nothing"}, (404, "correction.unknown")),
        ({"service": "", "what": "hukou_region"}, (404, "correction.unknown")),
        ({"what": "household.colour"}, (404, "correction.unknown")),
        ({"what": "weather.today"}, (404, "correction.unknown")),
        ({"service": "XX-XXXX-0000"}, (404, "service.unknown")),
        ({"wrong": "nice"}, (422, "request.invalid")),
        ({"text": "x" * 201}, (422, "request.invalid")),
    ],
)
def test_what_is_nobodys_data_is_told_so(terminal: Terminal, changes: Any, expected: tuple[int, str]) -> None:
    assert problem(ask(terminal, terminal.identify("tenant-a"), **changes)) == expected


def test_one_request_for_one_thing_until_it_is_answered(terminal: Terminal) -> None:
    session = terminal.identify("tenant-a")
    number = right(ask(terminal, session)).json()["number"]
    again = ask(terminal, session, service="", what="household.region_name")  # the same item by its other name
    assert problem(again) == (409, "correction.open")
    assert number in again.json()["also"]["zh"]
    right(ask(terminal, session, what="social-insurance.status"))
    answer(terminal, number, "police", corrected=False, words="核实无误")
    right(ask(terminal, session))


def test_a_late_answer_shows_in_the_departments_list_first(terminal: Terminal, clock: SettableClock) -> None:
    right(ask(terminal, terminal.identify("tenant-a")))
    terminal.citizen("worker-gaps")
    clock.now = dt.datetime(2026, 12, 1, 10, 0, tzinfo=clock.now.tzinfo)
    right(ask(terminal, terminal.identify("worker-gaps")))
    assert [line.overdue for line in listed(terminal, "police", CorrectionState.OPEN)] == [True, False]


def test_everybody_sees_their_own_only(terminal: Terminal) -> None:
    right(ask(terminal, terminal.identify("tenant-a")))
    assert mine(terminal, "worker-gaps") == []
    assert problem(terminal.call("GET", "/v1/me/data-corrections")) == (401, "session.expired")


def test_every_prefilled_field_of_the_catalogue_has_an_owner(terminal: Terminal) -> None:
    """No field that a person can't change is left without somebody who can."""
    departments = load_shared().departments
    for _, file in terminal.app.state.platform.catalogue.offer(Channel.TERMINAL).services.values():
        for field in file.fields:
            if field.source in ("card", "platform", "licence"):
                assert owners.of_field(field, "resident-card").department in departments, (file.code, field.key)
            elif field.key in COMPUTED:
                owners.of_field(field, "resident-card")
            else:
                with pytest.raises(Problem, match="correction.not-data"):
                    owners.of_field(field, "resident-card")
