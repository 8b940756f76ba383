from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from typing import Any

import pytest

from server_stub.clock import HALL
from tests.server_stub.terminal import GIVEN, SettableClock, Terminal, flexible, problem, right


def test_a_case_filed_at_night_says_from_when_limits_run(terminal: Terminal, clock: SettableClock) -> None:
    clock.now = dt.datetime(2026, 11, 21, 3, 12, 44, tzinfo=HALL)  # a Saturday
    session = terminal.identify("worker-gaps")
    slip = terminal.file(session, flexible(situation="first", consent_police=""), GIVEN)
    assert re.fullmatch(r"42010220261121\d{7}", slip["case_number"])
    assert re.fullmatch(r"\d{6}", slip["query_code"])
    assert slip["applicant"] == "张**"
    assert slip["document"] == "身份证 4201**********1215"
    assert slip["agent"] == "无"
    assert slip["service"] == "灵活就业人员参保登记 · 首次参保"
    assert slip["department"] == "江岸区人社局、江岸区医保局"
    assert slip["received_by"] == "江岸区政务服务中心 · 自助提交"
    assert slip["received_at"] == "2026-11-21T03:12:44+08:00"
    assert slip["clock_starts"] == "2026-11-23 (周一, 下一个工作日)"
    assert slip["answer_by"] == "2026-11-27 (缺什么一次说全)"
    assert slip["materials"] == [
        {"name": "居民身份证", "due": 1, "given": 1, "how": "读卡，免提交"},
        {"name": "参保登记表", "due": 1, "given": 1, "how": "本机填写并签名"},
        {"name": "户口簿", "due": 1, "given": 0, "how": "容缺, 11-27 前补"},
        {"name": "银行账户", "due": 1, "given": 1, "how": "社保卡账户，免提交"},
    ]
    assert (slip["originals"], slip["special_procedure"], slip["fee"]) == ("未收取原件", "无", "不收费")
    assert re.fullmatch(r"SM3 [0-9A-F]{4}\.\.[0-9A-F]{4}", slip["fingerprint"])
    assert slip["case_number"] not in slip["query_url"]
    assert slip["notes"] == []


def test_in_working_hours_limits_run_from_the_same_day(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    assert slip["clock_starts"] == "2026-11-23 (周一, 次日起算)"
    assert slip["answer_by"] == "2026-11-30 (缺什么一次说全)"


def test_where_no_calendar_is_published_days_are_expected_ones(terminal: Terminal, clock: SettableClock) -> None:
    clock.now = dt.datetime(2026, 12, 30, 10, 0, tzinfo=HALL)
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    assert slip["answer_by"].startswith("预计 2027-01-")
    assert any("预计" in note for note in slip["notes"])


def test_the_applicant_gets_a_message_with_number_and_query_code(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    message = terminal.last_message()
    assert message["phone"] == "13800000001"
    assert slip["case_number"] in message["text"]
    assert slip["query_code"] in message["text"]
    assert "张" not in message["text"]


def test_a_phone_that_nobody_confirmed_is_noted_on_the_slip(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(phone="13900000000"), GIVEN)
    assert any("手机号" in note for note in slip["notes"])


def test_the_slip_can_be_had_again_by_its_owner_only(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    path = f"/v1/cases/{slip['case_number']}/slip"
    assert terminal.get(path, terminal.identify("worker-gaps").token) == slip
    stranger = terminal.call("GET", path, token=terminal.identify("home-owner").token)
    assert problem(stranger) == (404, "case.not-found")


def test_each_further_print_of_a_slip_is_counted_once_whatever_the_line_does(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    path, session = f"/v1/cases/{slip['case_number']}/slip-prints", terminal.identify("worker-gaps")
    first = terminal.call("POST", path, {}, token=session.token, key="the-first-reprint")
    assert first.json() == {"slip": slip, "reprint": 1}
    assert terminal.call("POST", path, {}, token=session.token, key="the-first-reprint").json() == first.json()
    assert terminal.call("POST", path, {}, token=session.token, key="another-reprint").json()["reprint"] == 2
    stranger = terminal.call("POST", path, {}, token=terminal.identify("home-owner").token, key="of-a-stranger")
    assert problem(stranger) == (404, "case.not-found")


def test_all_that_is_wrong_is_told_at_once(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    put = flexible(phone="123", first_month="2026-10", pay_by="", commitment="", nickname="x", situation="other")
    answer = terminal.put(session, number, put)
    assert problem(answer) == (422, "filing.invalid")
    errors = {e["field"]: e["text"] for e in answer.json()["errors"]}
    assert {"phone", "first_month", "pay_by", "commitment", "nickname", "situation"} <= set(errors)
    assert all(text["zh"] and text["en"] for text in errors.values())


def test_an_unusual_account_is_accepted(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put(session, number, flexible(account="6222020000000000001")))


def test_the_card_fields_must_be_those_of_the_card(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put(session, number, flexible(name="张望舒", document_number="420102198806151215")))
    answer = terminal.put(session, number, flexible(name="李四", document_number="420102199001010014"))
    assert [e["field"] for e in answer.json()["errors"]] == ["name", "document_number"]


def test_a_signature_is_bound_to_what_was_put(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put(session, number, flexible()))
    right(terminal.put_materials(session, number, GIVEN))
    answer = terminal.sign(session, number, flexible(pension_level="300"))
    assert problem(answer) == (422, "signature.digest")
    right(terminal.sign(session, number, flexible()))


def test_before_the_signature_everything_may_be_put_again_in_any_order(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put_materials(session, number, GIVEN))
    right(terminal.put(session, number, flexible(pension_level="100")))
    assert problem(terminal.call("GET", f"/v1/cases/{number}/slip", token=session.token)) == (404, "case.not-found")
    right(terminal.put(session, number, flexible()))
    right(terminal.put_materials(session, number, GIVEN))
    right(terminal.sign(session, number, flexible()))


def test_a_case_is_filed_in_whatever_order_its_parts_arrive(terminal: Terminal) -> None:
    for order in itertools.permutations(("form", "materials", "signature")):
        session, put = terminal.identify("worker-gaps"), flexible()
        number = terminal.new_number(session, "RS-LHJY-0001")
        parts = {
            "form": functools.partial(terminal.put, session, number, put),
            "materials": functools.partial(terminal.put_materials, session, number, GIVEN),
            "signature": functools.partial(terminal.sign, session, number, put),
        }
        first, second, last = (right(parts[part]()).json() for part in order)
        assert (first["filed"], second["filed"]) == (False, False)
        assert last["case_number" if order[-1] == "signature" else "number"] == number
        assert terminal.get(f"/v1/cases/{number}/slip", session.token)["case_number"] == number
        right(terminal.call("POST", f"/v1/cases/{number}/withdrawal", {}, token=session.token))


def test_a_signature_that_came_first_and_belongs_to_another_form_is_asked_for_again(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    assert right(terminal.sign(session, number, flexible(pension_level="300"))).json()["filed"] is False
    right(terminal.put_materials(session, number, GIVEN))
    assert right(terminal.put(session, number, flexible())).json()["filed"] is False
    assert right(terminal.sign(session, number, flexible())).json()["case_number"] == number


def test_a_form_that_arrives_late_does_not_replace_a_later_one(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put(session, number, flexible() | {"version": 2}))
    late = right(terminal.put(session, number, flexible(pension_level="300") | {"version": 1})).json()
    assert late == {"number": number, "filed": False, "superseded": True}
    right(terminal.put_materials(session, number, GIVEN))
    right(terminal.sign(session, number, flexible()))


def test_after_filing_the_same_is_the_same_and_another_is_refused(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    slip = terminal.file(session, flexible(), GIVEN)
    number = slip["case_number"]
    assert right(terminal.put(session, number, flexible())).json()["filed"]
    assert right(terminal.put_materials(session, number, GIVEN)).json()["filed"]
    assert right(terminal.sign(session, number, flexible())).json() == slip
    assert problem(terminal.put(session, number, flexible(pension_level="300"))) == (409, "case.filed")
    assert problem(terminal.put_materials(session, number, GIVEN[:2])) == (409, "case.filed")
    assert problem(terminal.sign(session, number, flexible(pension_level="300"))) == (409, "case.filed")


def test_what_was_begun_can_be_finished_after_the_session_when_the_line_is_back(
    terminal: Terminal, clock: SettableClock
) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    right(terminal.put(session, number, flexible()))
    clock.pass_(days=2)
    right(terminal.put_materials(session, number, GIVEN))
    right(terminal.sign(session, number, flexible()))
    assert problem(terminal.call("GET", "/v1/me/cases", token=session.token)) == (401, "session.expired")
    clock.pass_(days=6)
    assert problem(terminal.sign(session, number, flexible())) == (401, "session.expired")


def test_nobody_works_on_the_case_of_another(terminal: Terminal) -> None:
    number = terminal.new_number(terminal.identify("worker-gaps"), "RS-LHJY-0001")
    stranger = terminal.identify("lost-social-card")
    assert problem(terminal.put(stranger, number, flexible())) == (404, "case.not-found")
    assert problem(terminal.put(stranger, "420102202611230009999", flexible())) == (404, "case.not-found")


def test_own_cases_come_newest_first_with_what_happened(terminal: Terminal) -> None:
    terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    cases = terminal.get("/v1/me/cases", terminal.identify("worker-gaps").token)
    assert [c["state"] for c in cases] == ["received", "returned"]
    assert cases[0]["filed_at"] == "2026-11-23T10:00:00+08:00"
    assert cases[0]["applicant"] == "张**"
    correction = terminal.get("/v1/me/cases", terminal.identify("shop-owner").token)
    assert {c["state"] for c in correction} == {"closed", "in-progress", "correction"}
    asked = next(c for c in correction if c["state"] == "correction")["steps"][-1]["note"]
    assert "358×441" in asked["zh"]
    assert asked["en"]


def by_code(terminal: Terminal, number: str, query_code: str) -> Any:
    body = {"purpose": "case", "case_number": number, "query_code": query_code}
    return terminal.call("POST", "/v1/phone-codes", body)


def test_a_case_is_found_by_number_query_code_and_phone(terminal: Terminal) -> None:
    case = terminal.citizen("shop-owner")["cases"][-1]
    spaced = f"{case['number'][:6]} {case['number'][6:14]} {case['number'][14:]}"
    sent = right(by_code(terminal, spaced, "837 204")).json()
    assert sent["phone"] == "138****0012"
    body = {"number": case["number"], "query_code": "837204", "phone_code": sent["id"]}
    assert problem(terminal.call("POST", "/v1/case-lookups", body)) == (403, "code.not-verified")
    terminal.check(sent["id"], terminal.last_code())
    found = right(terminal.call("POST", "/v1/case-lookups", body)).json()
    assert (found["state"], found["applicant"]) == ("correction", "刘**")
    other = terminal.citizen("mother")["cases"][0]
    body = {"number": other["number"], "query_code": other["query_code"], "phone_code": sent["id"]}
    assert problem(terminal.call("POST", "/v1/case-lookups", body)) == (403, "code.not-verified")


def test_the_qr_code_of_a_slip_stands_for_its_number_and_query_code(terminal: Terminal) -> None:
    slip = terminal.file(terminal.identify("worker-gaps"), flexible(), GIVEN)
    token = slip["query_url"].rpartition("/c/")[2]
    found = right(terminal.call("POST", "/v1/slip-lookups", {"token": token})).json()
    assert found == {"number": slip["case_number"], "query_code": slip["query_code"]}


def test_tokens_of_slips_can_not_be_tried_out(terminal: Terminal) -> None:
    for number in range(20):
        wrong = terminal.call("POST", "/v1/slip-lookups", {"token": f"never-there-{number}"})
        assert problem(wrong) == (404, "case.not-found")
    assert problem(terminal.call("POST", "/v1/slip-lookups", {"token": "one-more-try"})) == (429, "code.too-often")


def test_query_codes_can_not_be_tried_out(terminal: Terminal, clock: SettableClock) -> None:
    case = terminal.citizen("shop-owner")["cases"][-1]
    for _ in range(5):
        assert problem(by_code(terminal, case["number"], "000000")) == (404, "case.not-found")
    assert problem(by_code(terminal, case["number"], case["query_code"])) == (429, "code.too-often")
    clock.pass_(minutes=11)
    right(by_code(terminal, case["number"], case["query_code"]))


def test_a_case_without_its_signature_is_not_found_by_anybody(terminal: Terminal) -> None:
    number = terminal.new_number(terminal.identify("worker-gaps"), "RS-LHJY-0001")
    assert problem(by_code(terminal, number, "")) == (404, "case.not-found")
    assert problem(by_code(terminal, number, "------")) == (404, "case.not-found")


def test_a_service_of_level_3_is_not_filed_with_a_card_alone(terminal: Terminal) -> None:
    token = terminal.identify("tenant-a").token
    answer = terminal.call("POST", "/v1/case-numbers", {"service": "GJ-ZFTQ-0005"}, token=token)
    assert problem(answer) == (403, "session.level")


@pytest.mark.parametrize("given", [[{"key": "receipt", "given": 1}], [{"key": "x" * 60, "given": 0}]])
def test_a_material_the_service_does_not_know_is_refused(terminal: Terminal, given: Any) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    assert problem(terminal.put_materials(session, number, given)) == (422, "filing.invalid")
