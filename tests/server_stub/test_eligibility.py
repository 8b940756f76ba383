from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server_stub.cases.dates import add_months, age, retirement_day
from server_stub.identity_numbers import check_character
from tests.server_stub.terminal import GIVEN, Identified, SettableClock, Terminal, flexible, problem, right

CARD = {"situation": "lost", "handled_by": "self"}


def social_card(situation: dict[str, str] | None = None, **changes: str) -> dict[str, Any]:
    form = {
        "bank": "abc",
        "making": "branch",
        "branch": "houhu",
        "photo": "stored",
        "name_pinyin": "Zhao Qinghe",
        "occupation": "self-employed",
        "phone": "13800000007",
        "residence_address": "花桥街道样例小区11栋402",
        "report_loss": "yes",
        "consent_bank": "yes",
        "consent_photo": "yes",
        "commitment": "yes",
    } | changes
    return {"service": "RS-SBKB-0002", "situation": situation or CARD, "form": {k: v for k, v in form.items() if v}}


def permit(timing: str = "on-time", moved: str = "no", **changes: str) -> dict[str, Any]:
    form = {
        "dwelling": "own",
        "phone": "13800000008",
        "consent_police": "yes",
        "commitment": "yes",
    } | changes
    situation = {"address_changed": moved, "timing": timing, "reason": "work"}
    return {"service": "GA-JZQZ-0003", "situation": situation, "form": form}


def senior(situation: str, handled_by: str = "self", **changes: str) -> dict[str, Any]:
    form = {
        "photo": "stored",
        "home_delivery": "no",
        "community": "yiyuan",
        "phone": "13800000010",
        "consent_police": "yes",
        "consent_photo": "yes",
        "commitment": "yes",
    } | changes
    return {
        "service": "MZ-LNYD-0004",
        "situation": {"situation": situation, "handled_by": handled_by},
        "form": form,
    }


def fund(over: str = "no", **changes: str) -> dict[str, Any]:
    form = {
        "home_address": "武汉市江岸区后湖街道样例苑7栋2003",
        "lease_from": "2026-01-01",
        "lease_until": "2027-01-01",
        "monthly_rent": "2600",
        "lessor": "样例房东",
        "period": "quarter",
        "amount": "7800.00",
        "frequency": "once",
        "bank": "boc",
        "account": "6222020000000000000",
        "phone": "13800000004",
        "consent_property": "yes",
        "consent_civil": "yes",
        "commitment": "yes",
    } | changes
    return {"service": "GJ-ZFTQ-0005", "situation": {"rental": "market", "over_quota": over}, "form": form}


def put(terminal: Terminal, who: str, body: dict[str, Any]) -> Any:
    session = terminal.known(who)
    return terminal.put(session, terminal.new_number(session, body["service"]), body)


def refused(terminal: Terminal, who: str, body: dict[str, Any]) -> str:
    """The reason for the person."""
    answer = put(terminal, who, body)
    assert problem(answer) == (422, "filing.not-eligible")
    assert answer.json()["also"]["en"]
    return str(answer.json()["also"]["zh"])


def wrong_fields(answer: Any) -> list[str]:
    assert problem(answer) == (422, "filing.invalid")
    return [e["field"] for e in answer.json()["errors"]]


def agent_form(principal: Any, grant: str) -> dict[str, str]:
    return {
        "principal_name": principal["name"],
        "principal_number": principal["number"],
        "agent_relation": "child",
        "agent_grant": grant,
    }


def test_a_courier_still_insured_by_a_unit_is_told_what_to_do_first(terminal: Terminal) -> None:
    reason = refused(terminal, "courier", flexible(phone="13800000006"))
    assert "武汉样例餐饮管理有限公司" in reason
    assert "减员" in reason


def test_who_draws_a_pension_or_is_too_old_hears_both_reasons_at_once(terminal: Terminal) -> None:
    reason = refused(terminal, "turning-65", flexible(phone="13800000010"))
    assert "退休年龄" in reason
    assert "养老金" in reason


def test_a_second_case_of_the_same_service_waits_for_the_first(terminal: Terminal) -> None:
    session = terminal.known("worker-gaps")
    numbers = [terminal.new_number(session, "RS-LHJY-0001") for _ in range(2)]
    for number in numbers:
        right(terminal.put(session, number, flexible()))
        right(terminal.put_materials(session, number, list(GIVEN)))
    right(terminal.sign(session, numbers[0], flexible()))
    assert problem(terminal.sign(session, numbers[1], flexible())) == (422, "filing.not-eligible")


def test_a_lost_social_card_is_blocked_at_once_when_the_case_is_filed(terminal: Terminal) -> None:
    session = terminal.known("lost-social-card")
    path = "/v1/me/prefill?service=RS-SBKB-0002"
    assert {p["value"] for p in terminal.get(path, session.token) if p["field"] == "card_status"} == {"normal"}
    given = [{"key": key, "given": 1} for key in ("id-card", "form", "photo-stored")]
    terminal.file(session, social_card(), given)
    assert {p["value"] for p in terminal.get(path, session.token) if p["field"] == "card_status"} == {"lost"}


def test_a_first_card_is_for_those_without_one(terminal: Terminal) -> None:
    body = social_card({"situation": "first", "handled_by": "self"}, report_loss="")
    assert "已经有一张" in refused(terminal, "lost-social-card", body)
    right(put(terminal, "rare-gang", body | {"form": body["form"] | {"phone": "13800000023"}}))


def test_a_rare_name_is_checked_by_a_person_and_not_refused(terminal: Terminal) -> None:
    session = terminal.known("rare-gang")
    body = social_card({"situation": "first", "handled_by": "self"}, report_loss="", phone="13800000023")
    slip = terminal.file(session, body, [{"key": key, "given": 1} for key in ("id-card", "form", "photo-stored")])
    assert any("生僻字" in note for note in slip["notes"])


def child_form(terminal: Terminal, name: str = "郑小满") -> dict[str, str]:
    born = add_months(terminal.clock.now.date(), -74)
    first = f"420102{born:%Y%m%d}026"
    return {
        "child_name": name,
        "child_number": first + check_character(first),
        "guardian_relation": "mother",
        "phone": "13800000011",
        "consent_guardianship": "yes",
        "report_loss": "",
    }


def test_a_mother_applies_for_her_child(terminal: Terminal) -> None:
    session = terminal.known("mother")
    body = social_card({"situation": "first", "handled_by": "guardian"}, **child_form(terminal))
    given = [{"key": key, "given": 1} for key in ("id-card", "form", "photo-stored", "household")]
    slip = terminal.file(session, body, given)
    assert slip["applicant"] == "郑**"
    assert slip["agent"] == "胡**, 监护人"


def test_only_the_own_child_is_acted_for(terminal: Terminal) -> None:
    body = social_card({"situation": "first", "handled_by": "guardian"}, **child_form(terminal))
    assert "监护关系" in refused(terminal, "home-owner", body)
    body = social_card({"situation": "first", "handled_by": "guardian"}, **child_form(terminal, "别家孩子"))
    assert "监护关系" in refused(terminal, "mother", body)


def test_a_permit_is_endorsed_in_the_month_before_it_is_due(terminal: Terminal) -> None:
    right(put(terminal, "permit-due", permit()))
    assert "起可以签注" in refused(terminal, "courier", permit(phone="13800000006"))
    assert "没有查到" in refused(terminal, "worker-gaps", permit())
    assert "居住登记" in refused(terminal, "permit-due", permit(moved="yes"))


def test_who_is_late_hears_the_consequences_before_signing(terminal: Terminal) -> None:
    reason = refused(terminal, "permit-overdue", permit(phone="13800000009"))
    assert "重新连续计算" in reason
    late = permit("late", phone="13800000009")
    assert wrong_fields(put(terminal, "permit-overdue", late)) == ["late_known"]
    right(put(terminal, "permit-overdue", permit("late", phone="13800000009", late_known="yes")))
    assert "没有逾期" in refused(terminal, "permit-due", permit("late", late_known="yes"))


def test_red_cards_are_given_from_two_months_before_the_birth_month(terminal: Terminal) -> None:
    right(put(terminal, "turning-65", senior("red-65")))
    assert "起可以申请" in refused(terminal, "father", senior("red-65", phone="13800000015"))
    right(put(terminal, "father", senior("blue-60", phone="13800000015")))
    assert "已经有" in refused(terminal, "turning-65", senior("blue-60"))
    assert "服务点" in refused(terminal, "turning-65", senior("faulty"))


def test_a_daughter_applies_for_her_father_with_his_authorisation_once(terminal: Terminal) -> None:
    father = terminal.citizen("father")["cards"][0]
    body = senior("blue-60", "agent", phone="13800000016", **agent_form(father, "2026000016"))
    given = [{"key": key, "given": 1} for key in ("id-card", "form", "photo-stored", "residence", "grant")]
    slip = terminal.file(terminal.known("daughter"), body, given)
    assert slip["applicant"] == "徐**"
    assert slip["agent"] == "徐**, 授权 ********16"
    assert slip["document"].endswith(father["number"][-4:])
    assert wrong_fields(put(terminal, "daughter", body)) == ["agent_grant"]
    own = terminal.get("/v1/me/cases", terminal.identify("father").token)
    assert [c["number"] for c in own] == [slip["case_number"]]


def test_without_an_authorisation_nobody_acts_for_another(terminal: Terminal, clock: SettableClock) -> None:
    father = terminal.citizen("father")["cards"][0]
    body = senior("blue-60", "agent", phone="13800000014", **agent_form(father, "2026000016"))
    assert wrong_fields(put(terminal, "agent-without-grant", body)) == ["agent_grant"]
    other = body | {"form": body["form"] | {"principal_name": "别人"}}
    assert wrong_fields(put(terminal, "daughter", other)) == ["agent_grant"]
    clock.pass_(days=8)
    assert wrong_fields(put(terminal, "daughter", body)) == ["agent_grant"]


def test_an_authorisation_is_for_its_matter_only(terminal: Terminal) -> None:
    father = terminal.citizen("father")["cards"][0]
    body = flexible(phone="13800000016", **agent_form(father, "2026000016"))
    body["situation"]["handled_by"] = "agent"
    assert wrong_fields(put(terminal, "daughter", body)) == ["agent_grant"]


@pytest.mark.parametrize(
    ("who", "reason"),
    [("home-owner", "自有住房"), ("tenant-b", "不满 3 个月"), ("worker-gaps", "没有查到您的公积金账户")],
)
def test_housing_fund_says_which_condition_is_not_met(terminal: Terminal, who: str, reason: str) -> None:
    assert reason in refused(terminal, who, fund(marital_status=""))


def test_a_spouse_of_a_home_owner_does_not_withdraw_for_rent(terminal: Terminal) -> None:
    assert "自有住房" in refused(terminal, "spouse-without", fund())


def test_the_amount_stays_within_balance_and_quota(terminal: Terminal) -> None:
    right(put(terminal, "tenant-a", fund(amount="14400.00")))
    answer = put(terminal, "tenant-a", fund(amount="14400.01"))
    assert wrong_fields(answer) == ["amount"]
    assert "14400.00" in answer.json()["errors"][0]["text"]["zh"]
    right(put(terminal, "tenant-a", fund("yes", amount="14400.01")))
    assert wrong_fields(put(terminal, "tenant-a", fund("yes", amount="41250.31"))) == ["amount"]


def test_a_lease_above_the_quota_has_to_be_shown_now(terminal: Terminal) -> None:
    session: Identified = terminal.known("tenant-a")
    number = terminal.new_number(session, "GJ-ZFTQ-0005")
    right(terminal.put(session, number, fund("yes")))
    right(terminal.put_materials(session, number, [{"key": "id-card", "given": 1}, {"key": "form", "given": 1}]))
    assert wrong_fields(terminal.sign(session, number, fund("yes"))) == ["lease-over"]
    right(terminal.put_materials(session, number, [{"key": "lease-over", "given": 1}]))
    slip = right(terminal.sign(session, number, fund("yes"))).json()
    assert next(m["how"] for m in slip["materials"] if m["name"] == "缴租凭证") == "容缺, 12-07 前补"


@pytest.mark.parametrize(
    ("birth", "sex", "expected"),
    [
        (dt.date(1964, 12, 31), "1", dt.date(2024, 12, 31)),
        (dt.date(1965, 1, 1), "1", dt.date(2025, 2, 1)),
        (dt.date(1965, 4, 30), "1", dt.date(2025, 5, 30)),
        (dt.date(1965, 5, 1), "1", dt.date(2025, 7, 1)),
        (dt.date(1976, 9, 1), "1", dt.date(2039, 9, 1)),
        (dt.date(1990, 1, 1), "1", dt.date(2053, 1, 1)),
        (dt.date(1970, 1, 1), "2", dt.date(2025, 2, 1)),
        (dt.date(1981, 9, 1), "2", dt.date(2039, 9, 1)),
    ],
)
def test_retirement_age_rises_by_the_published_table(birth: dt.date, sex: str, expected: dt.date) -> None:
    assert retirement_day(birth, sex) == expected


def test_somebody_born_on_a_leap_day_gets_older_on_the_first_of_march() -> None:
    assert age(dt.date(2004, 2, 29), dt.date(2025, 2, 28)) == 20
    assert age(dt.date(2004, 2, 29), dt.date(2025, 3, 1)) == 21
