"""While an application is under way: one part is refused, corrected, promised or taken back, the others go on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from server_stub.cases import promises
from server_stub.cases.access import service_of
from server_stub.cases.notices import Writer
from server_stub.cases.tables import Case, CaseFile, Promise, Submission
from server_stub.clock import HALL
from server_stub.jobs import run_due
from server_stub.joint.tables import JointSubmission
from server_stub.outbound.tables import OutboundRow
from server_stub.routine import JOBS
from tests.server_stub.applied import CODE_GIVEN, FIRE, FOOD, GREENGROCER, LICENCE, Applied
from tests.server_stub.terminal import Terminal, problem, right, sm3
from tests.server_stub.test_joint_events import result_of
from tests.server_stub.test_promises import photo

FLOOR = {"what": "经营场所面积", "why": "与租赁合同不一致", "how": "按合同填写", "target": "premises_area"}


@pytest.fixture
def shop(terminal: Terminal) -> Applied:
    """A greengrocer's with a fire check and a food permit."""
    return Applied(terminal, "fruit-shop", GREENGROCER).file()


# ---- one is refused


def test_what_depends_on_a_refused_part_is_returned_with_the_reason(shop: Applied) -> None:
    shop.do(LICENCE, "refuse", reason="经营场所是住宅")
    assert shop.states() == {LICENCE: "refused", FIRE: "returned", FOOD: "returned"}
    assert "“办理营业执照（个体工商户设立登记）”不予受理" in shop.component(FIRE)["note"]["zh"]
    view = shop.view()
    assert view["state"] == "closed-with-refusal"
    text = result_of(shop)
    assert [w for w in ("经营场所是住宅", "退件", "重新申请", "行政复议") if w not in text] == []


def test_the_others_go_on_when_one_is_refused(shop: Applied) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    shop.do(FIRE, "accept", "begin", "deny", reason="疏散通道不够宽")
    assert shop.states() == {LICENCE: "granted", FIRE: "denied", FOOD: "received"}
    assert shop.view()["state"] == "partly-closed"
    shop.grant(FOOD)
    assert shop.view()["state"] == "closed-with-refusal"
    assert "没有办成的：公众聚集场所" in shop.view()["next_step"]["zh"]


# ---- one has to be corrected


def asked(shop: Applied, service: str, *items: dict[str, str]) -> None:
    shop.do(service, "ask-correction", items=list(items))


def supplement(shop: Applied, *services: str) -> Any:
    body = {"digest": shop.digest, "strokes": "W10=", "services": list(services)}
    return shop.call("POST", "/supplement", body)


def test_a_correction_is_supplied_through_the_one_form_and_holds_up_nobody(shop: Applied) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    asked(shop, FIRE, FLOOR)
    view = shop.view()
    assert (view["state"], view["may_supply"]) == ("correction", [FIRE])
    assert view["next_step"]["zh"].startswith("请一次补齐：公众聚集场所")
    fire = shop.component(FIRE)
    assert (fire["correction"][0]["target"], fire["correct_until"]) == ("premises_area", "2026-12-07")
    shop.grant(FOOD)
    assert shop.states()[FOOD] == "granted"
    form = shop.terminal.get(f"{shop.path}/form", shop.session.token)["form"]
    assert form == shop.form
    shop.form["premises_area"] = "321.00"
    right(shop.put(version=2))
    assert shop.case_form(FIRE)["premises_area"] != "321.00", "not before it is signed"
    right(supplement(shop, FIRE))
    assert shop.case_form(FIRE)["premises_area"] == "321.00"
    assert shop.states() == {LICENCE: "granted", FIRE: "pre-review", FOOD: "granted"}
    assert right(supplement(shop, FIRE)).json()["filed"], "the same once more is the same"
    with shop.platform.database.read() as db:
        signed = list(db.scalars(select(JointSubmission).order_by(JointSubmission.number)))
        of_fire = select(func.count()).where(Submission.case_number == shop.case_number(FIRE))
        assert [s.services for s in signed] == [[LICENCE, FIRE, FOOD], [FIRE]]
        assert db.scalar(of_fire) == 2
    shop.grant(FIRE)
    assert shop.view()["state"] == "closed"


def test_only_what_is_corrected_can_change(shop: Applied) -> None:
    assert problem(supplement(shop, LICENCE)) == (409, "case.illegal-move")
    asked(shop, LICENCE, FLOOR | {"target": "new_company_name"})
    only_food = next(f.key for f in shop.plan.form.fields if f.services == (FOOD,) and f.key in shop.form)
    before = dict(shop.form)
    shop.form[only_food] = "别的"
    answer = shop.put(version=2)
    assert problem(answer) == (422, "filing.invalid")
    assert [e["field"] for e in answer.json()["errors"]] == [only_food]
    shop.form = before | {"new_company_name": "江岸区样例鲜果店"}
    right(shop.put(version=2))
    assert problem(supplement(shop, LICENCE, FIRE)) == (409, "case.illegal-move")
    wrong = shop.call("POST", "/supplement", {"digest": "0" * 64, "strokes": "W10=", "services": [LICENCE]})
    assert problem(wrong) == (422, "signature.digest")
    right(supplement(shop, LICENCE))
    shop.grant(LICENCE, **CODE_GIVEN)
    assert shop.case_form(FOOD)["company_name"] == "江岸区样例鲜果店", "what was held takes what was signed last"


def test_a_correction_can_be_supplied_at_the_component_too(shop: Applied) -> None:
    asked(shop, LICENCE, FLOOR | {"target": "new_company_name"})
    case, token = shop.case(LICENCE), shop.session.token
    put = {
        "service": LICENCE,
        "situation": case.situation,
        "form": shop.case_form(LICENCE) | {"new_company_name": "样例菜店"},
    }
    right(shop.terminal.call("PUT", f"/v1/cases/{case.number}", put | {"version": 2}, token=token))
    body = {"digest": sm3(put), "strokes": "W10="}
    right(shop.terminal.call("POST", f"/v1/cases/{case.number}/supplement", body, token=token))
    assert shop.states()[LICENCE] == "pre-review"
    form = shop.terminal.get(f"{shop.path}/form", token)["form"]
    assert form == shop.form | {"new_company_name": "样例菜店"}


# ---- what follows later


LEFT = {"paper": "medical", "left": "fund,home", "heirs": "none", "funeral": ""}
FUND, HOME = "GJ-SWTQ-2314", "BD-JCDJ-2604"


@pytest.fixture
def owed(terminal: Terminal) -> Applied:
    """After a death: the proof of kinship, which two parts need, follows later."""
    return Applied(terminal, "bereavement", LEFT, who="bereaved").file("kinship")


def days_pass(applied: Applied, until: str) -> None:
    applied.terminal.clock.now = dt.datetime.combine(dt.date.fromisoformat(until), dt.time(8, 0), HALL)
    run_due(applied.platform, JOBS)


def promises_of(applied: Applied) -> list[Promise]:
    with applied.platform.database.read() as db:
        return list(db.scalars(select(Promise).order_by(Promise.case_number)))


def authority(applied: Applied, what: str) -> None:
    """What the departments do with all their promises, one after the other."""
    platform = applied.platform

    def job(db: Any) -> None:
        for row in db.scalars(select(Promise).order_by(Promise.case_number)):
            case, now = db.get_one(Case, row.case_number), platform.clock()
            match what:
                case "confirm":
                    writer = Writer(db, platform, case, service_of(platform, case), now)
                    promises.confirm(db, platform, writer, row, "staff:1")
                case "record":
                    promises.record(db, row, "staff:1", now)
                case "repair":
                    promises.repair(db, row, "staff:1", now)
            db.flush()

    platform.database.write(job)


def test_a_material_promised_for_several_parts_is_promised_once(owed: Applied) -> None:
    [promise] = owed.view()["promises"]
    assert (promise["material"], promise["services"], promise["state"]) == ("kinship", [FUND, HOME], "open")
    assert promise["due_on"] == "2026-12-07", "by the day of the part that gives least time"
    assert {p.due_on for p in promises_of(owed)} == {dt.date(2026, 12, 7)}
    assert [m["how"] for m in owed.slip["materials"] if m["given"] < m["due"]] == ["容缺, 12-07 前补"]


def test_given_once_it_is_kept_everywhere(owed: Applied) -> None:
    body = {"material": "kinship", "name": "亲属关系.jpg", "content": photo()}
    stored = right(owed.call("POST", "/files", body)).json()
    assert stored["material"] == "kinship"
    assert [p.state for p in promises_of(owed)] == ["kept", "kept"]
    with owed.platform.database.read() as db:
        files = list(db.scalars(select(CaseFile)))
    assert {f.case_number for f in files} == {owed.case_number(FUND), owed.case_number(HOME)}


def test_given_to_one_part_it_reaches_the_other(owed: Applied) -> None:
    number = owed.case_number(FUND)
    body = {"material": "kinship", "name": "亲属关系.jpg", "content": photo()}
    right(owed.terminal.call("POST", f"/v1/cases/{number}/files", body, token=owed.session.token))
    assert owed.view()["promises"][0]["state"] == "kept"
    with owed.platform.database.read() as db:
        assert set(db.scalars(select(CaseFile.case_number))) == {number, owed.case_number(HOME)}


def test_it_is_reminded_of_and_recorded_once_for_the_person(owed: Applied) -> None:
    days_pass(owed, "2026-12-04")
    told = [m["text"] for m in owed.terminal.http.get("/demo/messages").json()]
    assert [m for m in told if "补交" in m] == [
        f"【政务服务】办件 {owed.number}：请在 2026-12-07 前补交“亲属关系证明”，任一自助机或手机扫码均可。"
    ]
    days_pass(owed, "2026-12-08")
    authority(owed, "confirm")
    days_pass(owed, "2026-12-23")
    authority(owed, "record")
    assert owed.view()["promises"][0]["state"] == "recorded"
    authority(owed, "repair")
    with owed.platform.database.read() as db:
        pushed = list(db.scalars(select(OutboundRow.kind).where(OutboundRow.target == "credit")))
    assert pushed == ["promise-recorded", "promise-repaired"]


def test_who_took_it_back_is_reminded_of_nothing(owed: Applied) -> None:
    right(owed.call("POST", "/withdrawal", {}))
    days_pass(owed, "2026-12-04")
    days_pass(owed, "2026-12-08")
    assert not [m for m in owed.terminal.http.get("/demo/messages").json() if "补交" in m["text"]]


def test_files_given_before_the_signature_reach_the_parts_that_need_them(terminal: Terminal) -> None:
    left = Applied(terminal, "bereavement", LEFT, who="bereaved")
    left.take_number()
    body = {"material": "kinship", "name": "亲属关系.jpg", "content": photo()}
    first = right(left.call("POST", "/files", body)).json()
    assert right(left.call("POST", "/files", body | {"name": "b.jpg"})).json()["id"] == first["id"]
    right(left.put())
    unknown = left.call("POST", "/files", body | {"material": "moon"})
    assert problem(unknown) == (422, "filing.invalid")
    right(left.put_materials())
    right(left.sign())
    with left.platform.database.read() as db:
        files = {f.case_number: f.digest for f in db.scalars(select(CaseFile))}
    assert files == dict.fromkeys((left.case_number(FUND), left.case_number(HOME)), first["digest"])


def test_what_several_parts_miss_is_one_list_and_one_signature_answers_it(terminal: Terminal) -> None:
    left = Applied(terminal, "bereavement", LEFT, who="bereaved").file()
    missing = {"what": "亲属关系证明", "why": "缺页", "how": "重新拍照"}
    asked(left, FUND, missing | {"target": "kinship"})
    other = {"what": "房产证", "why": "看不清", "how": "重新拍照", "target": ""}
    asked(left, HOME, missing | {"target": "kinship"}, other)
    view = left.view()
    assert [(c["target"], c["services"]) for c in view["correction"]] == [("kinship", [FUND, HOME]), ("", [HOME])]
    assert {c["until"] for c in view["correction"]} == {"2026-12-07"}
    assert (view["turn"], view["due_on"], view["may_supply"]) == ("applicant", None, [FUND, HOME])
    right(left.call("POST", "/files", {"material": "kinship", "name": "亲属关系.jpg", "content": photo()}))
    right(supplement(left, FUND, HOME))
    view = left.view()
    assert (view["turn"], view["correction"], view["may_supply"]) == ("departments", [], [])
    assert view["due_on"] is not None


# ---- taken back


def test_a_part_that_still_waits_can_be_taken_back_alone(shop: Applied) -> None:
    right(shop.call("POST", "/withdrawal", {"reason": "不做熟食", "services": [FOOD]}))
    assert shop.states() == {LICENCE: "received", FIRE: "waiting", FOOD: "withdrawn"}
    for wrong in ([FOOD], [FOOD, FIRE], ["moon"]):
        assert problem(shop.call("POST", "/withdrawal", {"services": wrong})) == (409, "case.illegal-move")
    shop.grant(LICENCE, **CODE_GIVEN)
    shop.grant(FIRE)
    view = shop.view()
    assert (view["state"], view["turn"], view["due_on"]) == ("closed-with-refusal", "nobody", None)
    assert "食品经营许可" in view["next_step"]["zh"]


def test_all_that_is_still_open_can_be_taken_back(shop: Applied) -> None:
    shop.grant(LICENCE, **CODE_GIVEN)
    right(shop.call("POST", "/withdrawal", {"reason": "不开了"}))
    assert shop.states() == {LICENCE: "granted", FIRE: "withdrawn", FOOD: "withdrawn"}
    assert shop.view()["state"] == "closed-with-refusal"
    assert "申请人撤回" in result_of(shop)
    assert problem(shop.call("POST", "/withdrawal", {})) == (409, "case.illegal-move")


def test_what_is_taken_back_whole_ends_without_a_result(shop: Applied) -> None:
    right(shop.call("POST", "/withdrawal", {}))
    view = shop.view()
    assert set(shop.states().values()) == {"withdrawn"}
    assert (view["state"], view["notices"]) == ("withdrawn", [])
    line = shop.terminal.get("/v1/me/cases", shop.session.token)[0]
    assert (line["number"], line["state"]) == (shop.number, "returned")


def test_an_application_that_is_not_filed_can_not_be_taken_back(terminal: Terminal) -> None:
    shop = Applied(terminal, "fruit-shop", GREENGROCER)
    shop.take_number()
    assert problem(shop.call("POST", "/withdrawal", {})) == (409, "case.illegal-move")


def test_one_part_taken_back_returns_what_depends_on_it(shop: Applied) -> None:
    path = f"/v1/cases/{shop.case_number(LICENCE)}/withdrawal"
    right(shop.terminal.call("POST", path, {}, token=shop.session.token))
    assert shop.states() == {LICENCE: "withdrawn", FIRE: "returned", FOOD: "returned"}
