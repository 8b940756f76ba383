"""Companies as legal persons: who may act for them, and that a licence on paper proves nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.catalogue.tables import Channel
from server_stub.companies.tables import CompanyRow, RoleRow
from server_stub.licences.issuing import change
from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceRow
from tests.server_stub.filling import filled, situation_of
from tests.server_stub.terminal import Identified, SettableClock, Terminal, problem, right

SHOP = "92420102MA00TAMP2F"
TRADE = "91420102MA00TAMP5U"
CLOSED = "91420102MA00TAMP6Y"
TAX = "SW-YBNS-2702"  # 一般纳税人登记, for companies only
INVOICES = "SW-FPLY-2703"  # 发票领用, not decided at once
NEW_STAFF = "RS-YGZY-1413"  # 增员
LEAVING_STAFF = "RS-YGJY-1414"  # 减员
REST = "SC-XYBA-2834"  # 歇业备案


def put_body(terminal: Terminal, service: str, code: str, **form: str) -> dict[str, Any]:
    guide = terminal.get(f"/v1/services/{service}/guide")
    return {
        "service": service,
        "situation": situation_of(guide),
        "form": filled(guide) | ({"credit_code": code} if code else {}) | form,
    }


def put(terminal: Terminal, who: str | Identified, service: str, code: str, **form: str) -> Any:
    session = terminal.known(who) if isinstance(who, str) else who
    number = terminal.new_number(session, service)
    return terminal.put(session, number, put_body(terminal, service, code, **form))


def file(terminal: Terminal, who: str, service: str, code: str) -> Any:
    session, body = terminal.known(who), put_body(terminal, service, code)
    number = terminal.new_number(session, service)
    right(terminal.put(session, number, body))
    materials = terminal.get(f"/v1/services/{service}/guide")["materials"]
    right(terminal.put_materials(session, number, [{"key": m["key"], "given": m["copies"]} for m in materials]))
    return right(terminal.sign(session, number, body)).json()


def companies(terminal: Terminal, who: str, service: str = "") -> dict[str, str]:
    path = f"/v1/me/companies?service={service}" if service else "/v1/me/companies"
    mine = terminal.get(path, terminal.identify(who).token)
    return {c["company"]["credit_code"]: c["role"] for c in mine}


def clerk(terminal: Terminal, who: str, **changes: Any) -> dict[str, Any]:
    card = terminal.citizen(who)["cards"][0]
    named = {"name": card["name"], "number": card["number"]}
    return named | {"services": [REST], "fields": [], "until": "2026-12-31"} | changes


def appoint(terminal: Terminal, by: str | Identified, code: str, body: dict[str, Any]) -> Any:
    session = terminal.known(by) if isinstance(by, str) else by
    return terminal.call("POST", f"/v1/companies/{code}/clerks", body, token=session.token)


def members(terminal: Terminal, by: str, code: str = TRADE) -> list[Any]:
    return list(terminal.get(f"/v1/companies/{code}/clerks", terminal.known(by).token))


def test_everybody_sees_the_companies_they_may_act_for(terminal: Terminal) -> None:
    assert companies(terminal, "company-head") == {TRADE: "legal-representative"}  # the closed one is not offered
    assert companies(terminal, "licence-manager") == {TRADE: "licence-manager"}
    assert companies(terminal, "company-clerk") == {TRADE: "clerk"}
    assert companies(terminal, "agent-with-grant") == {SHOP: "clerk"}
    assert companies(terminal, "agent-without-grant") == {}


def test_a_clerks_companies_depend_on_the_service(terminal: Terminal) -> None:
    assert companies(terminal, "company-clerk", TAX) == {TRADE: "clerk"}  # by the field
    assert companies(terminal, "company-clerk", NEW_STAFF) == {TRADE: "clerk"}  # by the service
    assert companies(terminal, "company-clerk", REST) == {}


@pytest.mark.parametrize("who", ["company-head", "licence-manager", "company-clerk"])
def test_a_case_is_filed_for_the_company(terminal: Terminal, who: str) -> None:
    slip = file(terminal, who, TAX, TRADE)
    assert slip["applicant"] == "武汉样例云帆贸易有限公司"
    assert slip["document"] == "统一社会信用代码 9142**********MP5U"
    role = {"company-head": "法定代表人或经营者", "licence-manager": "证照管理员", "company-clerk": "办事人"}[who]
    assert slip["agent"] == f"{terminal.citizen(who)['cards'][0]['name'][0]}**, {role}"


def test_without_a_grant_nobody_files_for_a_company(terminal: Terminal) -> None:
    for who, service, code in (
        ("agent-without-grant", TAX, TRADE),
        ("company-clerk", REST, TRADE),  # outside the clerk's scope
        ("company-head", TAX, SHOP),  # another's
        ("company-head", TAX, CLOSED),
        ("company-head", TAX, "91420102MA00NONE0X"[:18]),
    ):
        answer = put(terminal, who, service, code)
        assert answer.status_code == 422, who
        if answer.json()["code"] == "filing.not-eligible":
            assert "纸质执照不能证明授权" in answer.json()["also"]["zh"]


@pytest.mark.parametrize("code", ["", "x", "91420102MA00TAMP3\x00", "91420102MA00TAMP3I"])
def test_a_company_has_to_be_named(terminal: Terminal, code: str) -> None:
    answer = put(terminal, "company-head", TAX, code)
    assert problem(answer) == (422, "filing.invalid")
    assert [e["field"] for e in answer.json()["errors"]] == ["credit_code"]


def test_the_name_beside_the_code_must_be_the_companys(terminal: Terminal) -> None:
    right(put(terminal, "company-head", TAX, TRADE, company_name="武汉样例云帆贸易有限公司"))
    answer = put(terminal, "company-head", TAX, TRADE, company_name="别的公司")
    assert [e["field"] for e in answer.json()["errors"]] == ["company_name"]


def test_a_clerk_of_two_companies_files_the_same_service_for_both_but_once_for_each(terminal: Terminal) -> None:
    right(appoint(terminal, "shop-owner", SHOP, clerk(terminal, "company-clerk", services=[INVOICES])))
    file(terminal, "company-clerk", INVOICES, TRADE)
    again = put(terminal, "company-head", INVOICES, TRADE)
    assert "在办" in again.json()["also"]["zh"]
    file(terminal, "company-clerk", INVOICES, SHOP)


def test_who_leads_a_company_sees_its_cases_and_a_clerk_their_own(terminal: Terminal) -> None:
    slip = file(terminal, "company-clerk", TAX, TRADE)
    path = f"/v1/cases/{slip['case_number']}/slip"
    for who in ("company-clerk", "company-head", "licence-manager"):
        token = terminal.identify(who).token
        assert [c["applicant"] for c in terminal.get("/v1/me/cases", token)] == ["武汉样例云帆贸易有限公司"]
        assert terminal.get(path, token) == slip
    for who in ("shop-owner", "agent-without-grant"):
        assert problem(terminal.call("GET", path, token=terminal.identify(who).token)) == (404, "case.not-found")


def test_the_representative_appoints_a_clerk_who_then_files(terminal: Terminal) -> None:
    member = right(appoint(terminal, "company-head", TRADE, clerk(terminal, "agent-without-grant"))).json()
    assert (member["name"], member["role"], member["state"]) == ("罗**", "clerk", "good")
    assert [s["key"] for s in member["services"]] == [REST]
    sent = terminal.http.get("/demo/messages").json()[-2:]
    assert {m["phone"] for m in sent} == {"13800000014", "13800000054"}
    right(put(terminal, "agent-without-grant", REST, TRADE))
    assert problem(put(terminal, "agent-without-grant", TAX, TRADE)) == (422, "filing.not-eligible")


def test_a_licence_manager_appoints_clerks_and_no_managers(terminal: Terminal) -> None:
    right(appoint(terminal, "licence-manager", TRADE, clerk(terminal, "agent-without-grant")))
    body = {key: clerk(terminal, "courier")[key] for key in ("name", "number")}
    path, manager = f"/v1/companies/{TRADE}/licence-managers", terminal.known("licence-manager")
    assert problem(terminal.call("POST", path, body, token=manager.token)) == (403, "company.no-authority")


def test_up_to_five_licence_managers(terminal: Terminal) -> None:
    path, head = f"/v1/companies/{TRADE}/licence-managers", terminal.known("company-head")
    people = ("courier", "home-owner", "spouse-without", "tenant-a", "tenant-b")
    answers = []
    for who in people:
        body = {key: clerk(terminal, who)[key] for key in ("name", "number")}
        answers.append(terminal.call("POST", path, body, token=head.token))
    assert [a.status_code for a in answers] == [200] * 4 + [422]  # one was there
    assert "最多 5 名" in answers[-1].json()["errors"][0]["text"]["zh"]


def test_a_clerk_appoints_nobody_and_does_not_see_who_else_there_is(terminal: Terminal) -> None:
    session = terminal.known("company-clerk")
    answer = appoint(terminal, session, TRADE, clerk(terminal, "courier"))
    assert problem(answer) == (403, "company.no-authority")
    answer = terminal.call("GET", f"/v1/companies/{TRADE}/clerks", token=session.token)
    assert problem(answer) == (403, "company.no-authority")
    card_alone = terminal.identify("company-head")
    assert problem(appoint(terminal, card_alone, TRADE, clerk(terminal, "courier"))) == (403, "session.level")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"services": ["MZ-LNYD-0004"]}, "services.0"),  # for people only
        ({"services": [], "fields": ["disabled-people"]}, "fields.0"),
        ({"until": "2027-11-24"}, "until"),
        ({"until": "2026-11-22"}, "until"),
    ],
)
def test_a_scope_that_makes_no_sense_is_refused_at_its_place(terminal: Terminal, changes: Any, field: str) -> None:
    answer = appoint(terminal, "company-head", TRADE, clerk(terminal, "courier", **changes))
    assert problem(answer) == (422, "company.not-possible")
    assert [e["field"] for e in answer.json()["errors"]] == [field]


def test_who_may_do_everything_already_needs_no_role(terminal: Terminal) -> None:
    answer = appoint(terminal, "licence-manager", TRADE, clerk(terminal, "company-head"))
    assert [e["field"] for e in answer.json()["errors"]] == ["number"]


def test_a_role_ends_with_its_last_day_or_when_it_is_taken_back(terminal: Terminal, clock: SettableClock) -> None:
    right(appoint(terminal, "company-head", TRADE, clerk(terminal, "courier", until="2026-11-24")))
    clock.now = dt.datetime(2026, 11, 24, 23, 0, tzinfo=clock.now.tzinfo)
    right(put(terminal, "courier", REST, TRADE))
    clock.pass_(hours=1)
    assert problem(put(terminal, "courier", REST, TRADE)) == (422, "filing.not-eligible")
    member = next(m for m in members(terminal, "licence-manager") if m["name"] == "韩**")
    path = f"/v1/companies/{TRADE}/clerks/{member['id']}/revocation"
    ended = right(terminal.call("POST", path, token=terminal.known("licence-manager").token)).json()
    assert ended["state"] == "ended"
    assert companies(terminal, "company-clerk") == {}
    again = terminal.call("POST", path, token=terminal.known("licence-manager").token)
    assert problem(again) == (404, "company.role-not-found")


def test_nobody_takes_back_what_is_not_theirs_to_take(terminal: Terminal) -> None:
    roles = {m["role"]: m["id"] for m in members(terminal, "company-head")}
    path = f"/v1/companies/{TRADE}/clerks/{{}}/revocation"
    manager, clerk_ = terminal.known("licence-manager"), terminal.known("company-clerk")
    for session, role in ((manager, "legal-representative"), (clerk_, "licence-manager")):
        answer = terminal.call("POST", path.format(roles[role]), token=session.token)
        assert problem(answer) == (403, "company.no-authority")
    own = terminal.call("POST", path.format(roles["clerk"]), token=clerk_.token)
    assert right(own).json()["state"] == "ended"


@pytest.mark.parametrize(
    "code",
    [f"https://www.gsxt.gov.cn/index.html?uniscid={TRADE}", f"http://example.invalid/?a=1&uniscid={TRADE}#x", TRADE],
)
def test_the_code_on_a_paper_licence_names_the_company_and_proves_no_authority(terminal: Terminal, code: str) -> None:
    for who, role in (("agent-without-grant", None), ("company-head", "legal-representative")):
        token = terminal.identify(who).token
        found = right(terminal.call("POST", "/v1/company-lookups", {"code": code}, token=token)).json()
        assert (found["company"]["name"], found["role"]) == ("武汉样例云帆贸易有限公司", role)
    assert problem(put(terminal, "agent-without-grant", TAX, TRADE)) == (422, "filing.not-eligible")


def test_a_code_of_no_company_is_told_so(terminal: Terminal) -> None:
    token = terminal.identify("company-head").token
    for code in ("https://example.invalid/nothing", "91420102MA00TAMP9X"):
        answer = terminal.call("POST", "/v1/company-lookups", {"code": code}, token=token)
        assert problem(answer) == (404, "company.unknown")


def test_a_company_that_is_closed_authorises_nobody(terminal: Terminal) -> None:
    answer = appoint(terminal, "company-head", CLOSED, clerk(terminal, "courier"))
    assert problem(answer) == (409, "company.closed")


def test_every_role_belongs_to_a_company_and_somebody_known(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db:
        roles = db.query(RoleRow).all()
        heads = {r.credit_code for r in roles if r.role == "legal-representative"}
        assert heads == {c.credit_code for c in db.query(CompanyRow).all()}


def company_fields(terminal: Terminal, who: str, service: str, company: str = "") -> dict[str, str]:
    path = f"/v1/me/prefill?service={service}" + (f"&company={company}" if company else "")
    known = terminal.get(path, terminal.known(who).token)
    fields = ("credit_code", "company_name", "company_address", "legal_person")
    return {p["field"]: p["value"] for p in known if p["field"] in fields}


def test_the_form_is_prefilled_with_the_company_that_was_chosen(terminal: Terminal) -> None:
    known = company_fields(terminal, "company-clerk", TAX)
    assert known["credit_code"] == TRADE
    assert (known["company_name"], known["legal_person"]) == ("武汉样例云帆贸易有限公司", "陆云帆")
    right(put(terminal, "company-clerk", TAX, "", **known))
    right(appoint(terminal, "shop-owner", SHOP, clerk(terminal, "company-clerk", services=[TAX])))
    assert company_fields(terminal, "company-clerk", TAX) == {}  # which of the two?
    assert company_fields(terminal, "company-clerk", TAX, SHOP)["company_name"] == "江岸区样例丰年果蔬店"


def test_nobody_is_told_of_a_company_they_may_not_act_for(terminal: Terminal) -> None:
    assert company_fields(terminal, "company-clerk", REST, TRADE) == {}
    assert company_fields(terminal, "agent-without-grant", TAX, TRADE) == {}
    assert company_fields(terminal, "company-head", TAX, CLOSED) == {}


def test_what_is_decided_at_once_for_a_company_is_done_by_its_own_people_only(terminal: Terminal) -> None:
    """员工增减 and the like: no clerk looks at these before they are done."""
    offered = terminal.app.state.platform.catalogue.offer(Channel.TERMINAL).services
    files = [file for _, file in offered.values() if file.guide.service.audience == ("company",)]
    instant = [file.code for file in files if file.facts.instant and file.company_field is not None]
    assert {NEW_STAFF, LEAVING_STAFF} <= set(instant)
    stranger = terminal.known("agent-without-grant")
    for service in instant:
        answer = put(terminal, stranger, service, TRADE)
        assert problem(answer) == (422, "filing.not-eligible"), service
        assert "纸质执照不能证明授权" in answer.json()["also"]["zh"]
    assert file(terminal, "company-clerk", NEW_STAFF, TRADE)["applicant"] == "武汉样例云帆贸易有限公司"


def test_a_company_whose_licence_was_revoked_is_nobodys_to_act_for(terminal: Terminal) -> None:
    def revoke(db: Session) -> None:
        wanted = select(LicenceRow).where(LicenceRow.credit_code == TRADE, LicenceRow.kind == "business-licence")
        for row in db.scalars(wanted):
            change(row, LicenceState.REVOKED, terminal.clock.now)

    right(put(terminal, "company-clerk", TAX, TRADE))
    terminal.app.state.platform.database.write(revoke)
    assert companies(terminal, "company-clerk") == {}
    assert problem(put(terminal, "company-head", TAX, TRADE)) == (422, "filing.not-eligible")
