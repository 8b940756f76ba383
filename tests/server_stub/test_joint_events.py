"""One application for a life event, from the number to the one result."""

from __future__ import annotations

import io
from itertools import permutations

import pypdf
import pytest
from sqlalchemy import select

from server_stub.identity_numbers import check_character
from server_stub.licences.tables import LicenceRow, LicenceUse
from server_stub.people.tables import Person
from server_stub.texts import mask_number
from tests.server_stub.applied import CODE_GIVEN, CREDIT_CODE, FIRE, FOOD, GREENGROCER, LICENCE, PACKED, Applied
from tests.server_stub.terminal import Terminal, problem


@pytest.fixture
def shop(terminal: Terminal) -> Applied:
    """A greengrocer's: licence, fire check, food permit."""
    return Applied(terminal, "fruit-shop", GREENGROCER).file()


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")


def result_of(applied: Applied) -> str:
    [notice] = applied.view()["notices"]
    assert notice["kind"] == "joint-result"
    return text_of(applied.pdf(notice["id"]))


def test_one_signature_files_all_components_with_numbers_of_one_series(shop: Applied) -> None:
    view = shop.view()
    assert [c["service"] for c in view["components"]] == [LICENCE, FIRE, FOOD]
    numbers = [shop.number, *(c["number"] for c in view["components"])]
    assert all(len(n) == 21 and n.startswith("42010220261123") for n in numbers)
    assert [int(n) - int(shop.number) for n in numbers] == [0, 1, 2, 3]
    assert shop.states() == {LICENCE: "received", FIRE: "waiting", FOOD: "waiting"}
    assert (view["state"], view["quiet"], view["may_withdraw"]) == ("received", False, True)
    waits = next(c for c in view["components"] if c["service"] == FIRE)["waits_for"]
    assert [w["zh"] for w in waits] == ["办理营业执照（个体工商户设立登记）"]


def test_a_greengrocers_opens_whichever_department_closes_first(terminal: Terminal) -> None:
    for order in permutations((FIRE, FOOD)):
        shop = Applied(terminal, "fruit-shop", GREENGROCER).file()
        shop.grant(LICENCE, **CODE_GIVEN)
        assert shop.states() == {LICENCE: "granted", FIRE: "received", FOOD: "received"}
        assert shop.view()["next_step"]["zh"] == "1 项已办完，2 项正在办理"
        shop.grant(order[0])
        assert (shop.view()["state"], shop.view()["notices"]) == ("partly-closed", [])
        shop.grant(order[1])
        view = shop.view()
        assert (view["state"], view["may_withdraw"], view["may_rate"]) == ("closed", False, True)
        terminal.clock.pass_(minutes=11)
    text = result_of(shop)
    wanted = ("联办结果告知单", "张望舒", shop.number, CREDIT_CODE, "样章", "准予办理", "我要开果蔬超市")
    assert [w for w in wanted if w not in text] == []
    assert all(c["number"][14:] in text for c in view["components"])


def test_what_waited_gets_the_credit_code_of_the_new_business(shop: Applied) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    fire = shop.component(FIRE)
    assert "补入：统一社会信用代码" in fire["note"]["zh"]
    assert {shop.case(FIRE).company, shop.case(FOOD).company} == {CREDIT_CODE}
    assert shop.case_form(FIRE)["credit_code"] == CREDIT_CODE


def test_the_new_licence_has_the_code_the_department_gave_and_stands_for_what_waited(shop: Applied) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    with shop.platform.database.read() as db:
        licence = db.scalars(select(LicenceRow).where(LicenceRow.case_number == shop.case_number(LICENCE))).one()
        used = set(db.scalars(select(LicenceUse.case_number).where(LicenceUse.licence_id == licence.id)))
    assert licence.credit_code == CREDIT_CODE
    assert licence.id in shop.case(FOOD).covers.values()
    assert used == {shop.case_number(code) for code in (FIRE, FOOD) if licence.id in shop.case(code).covers.values()}


def test_a_component_that_rules_decide_closes_as_soon_as_it_has_what_it_waited_for(terminal: Terminal) -> None:
    shop = Applied(terminal, "fruit-shop", GREENGROCER | {"crowd": "small", "food": "packed"}).file()
    assert shop.states() == {LICENCE: "received", PACKED: "waiting"}
    shop.grant(LICENCE, **CODE_GIVEN)
    assert (shop.states(), shop.view()["state"]) == ({LICENCE: "granted", PACKED: "granted"}, "closed")


def test_a_licence_is_not_granted_without_what_the_others_wait_for(shop: Applied) -> None:
    shop.do(LICENCE, "accept", "begin")
    answer = shop.send(LICENCE, "grant")
    assert problem(answer) == (422, "request.invalid")
    assert [e["field"] for e in answer.json()["errors"]] == ["result.business-licence.credit_code"]
    wrong = shop.send(LICENCE, "grant", result={"business-licence.credit_code": "没有"})
    assert problem(wrong) == (422, "request.invalid")
    shop.do(LICENCE, "grant", result=CODE_GIVEN)
    assert shop.states()[FIRE] == "received"


NEWBORN = {"birth": "hospital-new", "parents": "yes", "household": "mother", "join": "medical,card", "costs": ""}
CERTIFICATE, REGISTER, INSURANCE, CARD = "WJ-CSQF-1614", "GA-CSDJ-2200", "YB-JMCB-1500", "RS-SBKB-0002"
CHILD = "420102202611200027"


def test_a_newborn_is_registered_first_and_insured_under_its_new_number(terminal: Terminal) -> None:
    number = CHILD[:17] + check_character(CHILD[:17])
    birth = Applied(terminal, "newborn", NEWBORN, who="mother").file()
    waiting = {CERTIFICATE: "received", REGISTER: "waiting", INSURANCE: "waiting", CARD: "waiting"}
    assert birth.states() == waiting
    birth.grant(CERTIFICATE)
    assert birth.states() == waiting | {CERTIFICATE: "granted", REGISTER: "received"}
    birth.do(REGISTER, "accept", "begin")
    wrong = birth.send(REGISTER, "grant", result={"child_number": "420102202611200000"})
    assert [e["field"] for e in wrong.json()["errors"]] == ["result.child_number"]
    birth.do(REGISTER, "grant", result={"child_number": number})
    assert birth.states() == {CERTIFICATE: "granted", REGISTER: "granted", INSURANCE: "received", CARD: "received"}
    insured = birth.case(INSURANCE)
    assert birth.case_form(INSURANCE)["child_number"] == number
    with birth.platform.database.read() as db:
        child = db.get_one(Person, insured.person_id)
    assert (child.name, child.phone) == (birth.form["child_name"], "")
    assert birth.case(CARD).person_id == child.id
    slip = terminal.get(f"/v1/cases/{insured.number}/slip", birth.session.token)
    assert slip["document"] == "身份证 " + mask_number(number)
    assert slip["agent"].endswith("监护人")
    birth.grant(INSURANCE)
    birth.grant(CARD)
    assert birth.view()["state"] == "closed"


def test_a_child_that_is_somebody_elses_is_not_insured(terminal: Terminal) -> None:
    """The register of births did not enter it: what only the result can tell is judged when it is there."""
    birth = Applied(terminal, "newborn", NEWBORN | {"birth": "hospital-have", "join": "medical"}, who="mother").file()
    birth.grant(REGISTER, child_number=str(terminal.document("worker-gaps")["number"]))
    assert birth.states() == {REGISTER: "granted", INSURANCE: "returned"}
    assert "没有查到您和这个孩子的监护关系" in birth.component(INSURANCE)["note"]["zh"]
    assert birth.view()["state"] == "closed-with-refusal"


BEREAVEMENT = {"paper": "medical", "left": "pension,medical,fund", "heirs": "none", "funeral": "waiver"}


def test_after_a_death_a_relative_applies_once_and_nobody_asks_for_a_rating(terminal: Terminal) -> None:
    left = Applied(terminal, "bereavement", BEREAVEMENT, who="bereaved").file()
    services = list(left.states())
    assert services == ["GA-SWZX-2201", "RS-YSDY-1449", "YB-ZHQT-1520", "GJ-SWTQ-2314", "MZ-BZJM-1723"]
    assert left.slip["applicant"].startswith(terminal.document("bereaved")["name"][0])
    assert {left.case(service).person_id for service in services} == {left.case(services[0]).filed_by}
    for service in services:
        left.grant(service)
    view = left.view()
    assert (view["state"], view["quiet"], view["may_rate"]) == ("closed", True, False)
    line = terminal.get("/v1/me/cases", left.session.token)[0]
    assert (line["number"], line["quiet"], line["joint"]) == (left.number, True, True)
    told = result_of(left) + str(view) + str(left.slip["notes"])
    assert not [word for word in ("祝", "恭喜", "愉快", "评价", "满意") if word in told]


def test_what_others_apply_for_is_told_and_not_filed(terminal: Terminal) -> None:
    answers = {"way": "normal", "payer": "unit", "fund": "no", "senior": "none"}
    retiring = Applied(terminal, "retirement", answers, who="home-owner").file()
    view = retiring.view()
    assert [a["service"] for a in view["apart"]] == ["RS-YGJY-1414"]
    assert "单位" in view["apart"][0]["how"]["zh"]
    assert "RS-YGJY-1414" not in retiring.states()
    assert any(note.startswith("另行办理") for note in retiring.slip["notes"])


def test_a_project_topic_is_booked_not_applied_for(terminal: Terminal) -> None:
    token = terminal.known("worker-gaps").token
    answer = terminal.call("POST", "/v1/joint-numbers", {"event": "industrial-construction"}, token=token)
    assert problem(answer) == (409, "joint.booking-only")
    assert answer.json()["also"]["zh"]
