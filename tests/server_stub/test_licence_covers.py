"""What the state has as an e-licence is not asked for again: materials as they are for each person, cases so filed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server_stub.authority.tables import GrantRow
from server_stub.cases.tables import Case
from server_stub.demo.citizens import load_citizens, person_id
from server_stub.licences.models import LicenceState
from server_stub.people.tables import Person
from tests.server_stub.licence_rig import expire, materials, own, row_of, uses, write
from tests.server_stub.terminal import Identified, Terminal, problem, right

NEWBORN = {"hukou_birth_case": "hospital", "hukou_parents_married": "yes", "hukou_birth_with": "mother"}
LETTING = {
    "letting_home": "home",
    "home_address": "样例苑7栋2003",
    "letting_from": "2026-07-01",
    "letting_until": "2026-12-31",
    "letting_rent": "2600",
    "invoice_buyer_name": "武汉样例医药有限公司",
    "letting_invoice_kind": "normal",
    "phone": "13800000004",
    "consent_property": "yes",
    "consent_tax": "yes",
    "commitment": "yes",
}
INVOICE: dict[str, Any] = {"service": "SW-CZDK-2712", "situation": {"handled_by": "self"}, "form": LETTING}


def test_a_material_with_an_e_licence_is_exempt_and_says_which(terminal: Terminal) -> None:
    found = materials(terminal, terminal.known("tenant-a"), "SW-CZDK-2712", handled_by="self")
    lease = found["lease"]
    assert (lease["handling"], lease["defer_days"]) == ("exempt", 0)
    assert lease["source"]["zh"] == "电子证照 WHZL******0215，免提交"
    covering = lease["covered_by"]
    assert (covering["kind"], covering["number"]) == ("lease-filing", "WHZL******0215")
    assert (covering["issuer"]["zh"], covering["valid_until"]) == ("江岸区住房保障和房管局", "2027-07-23")
    assert (found["property-certificate"]["handling"], found["property-certificate"]["covered_by"]) == (
        "deferrable",
        None,
    )
    assert "grant" not in found


def test_who_has_none_is_asked_for_the_paper(terminal: Terminal) -> None:
    lease = materials(terminal, terminal.known("home-owner"), "SW-CZDK-2712", handled_by="self")["lease"]
    assert (lease["handling"], lease["covered_by"]) == ("required", None)


@pytest.mark.parametrize("end", ["expired", "lost", "revoked", "not yet"])
def test_what_does_not_hold_covers_nothing(terminal: Terminal, end: str) -> None:
    session = terminal.known("tenant-a")
    if end == "expired":
        expire(terminal, "tenant-a", "lease-filing")

    def job(db: Session) -> None:
        row = row_of(db, "tenant-a", "lease-filing")
        if end == "not yet":
            row.valid_from = terminal.clock.now.date() + dt.timedelta(days=1)
        else:
            row.state = LicenceState(end).value

    if end != "expired":
        write(terminal, job)
    lease = materials(terminal, session, "SW-CZDK-2712", handled_by="self")["lease"]
    assert (lease["handling"], lease["covered_by"]) == ("required", None)


def test_a_birth_certificate_covers_for_its_own_child_only(terminal: Terminal) -> None:
    session = terminal.known("mother")
    first = materials(terminal, session, "GA-CSDJ-2200", **NEWBORN, child_name="郑小满")
    assert first["birth-certificate"]["handling"] == "exempt"
    assert first["marriage-certificate"]["covered_by"]["kind"] == "marriage-certificate"
    second = materials(terminal, session, "GA-CSDJ-2200", **NEWBORN, child_name="郑小希")
    assert second["birth-certificate"]["handling"] == "required"


def test_of_several_homes_the_certificate_of_the_right_one_counts(terminal: Terminal) -> None:
    session = terminal.known("home-owner")
    second = "鄂（2023）武汉市黄陂不动产权第0000217号"
    certificates = {x["id"]: x for x in own(terminal, session)["property-certificate"]}
    for number, district in ((second, "武汉市黄陂区"), (second.replace("217", "218"), None)):
        found = materials(terminal, session, "SW-QSBK-2711", handled_by="self", property_number=number)
        covering = found["property-certificate"]["covered_by"]
        assert bool(covering) == bool(district)
        if district:
            assert certificates[covering["id"]]["items"][1]["value"]["zh"].startswith(district)


def test_a_companys_papers_are_those_of_the_company_that_is_meant(terminal: Terminal) -> None:
    session = terminal.known("company-owner")
    hotel = materials(terminal, session, "SC-SPYX-2809", credit_code="91420102MA00TAMP3M")
    assert hotel["food-permit"]["covered_by"]["number"] == "JY24********0137"
    logistics = materials(terminal, session, "SC-SPYX-2809", credit_code="91420102MA00TAMP4Q")
    assert logistics["food-permit"]["covered_by"] is None
    assert materials(terminal, session, "SC-SPYX-2809")["food-permit"]["covered_by"]
    stranger = materials(terminal, terminal.known("worker-gaps"), "SC-SPYX-2809", credit_code="91420102MA00TAMP3M")
    assert stranger["food-permit"]["covered_by"] is None


def test_an_agent_brings_the_principals_licences_and_not_the_own(terminal: Terminal) -> None:
    def job(db: Session) -> None:
        db.add(
            GrantRow(
                number="2026000077",
                principal_id=person_id("tenant-a"),
                agent_id=person_id("home-owner"),
                services=["SW-CZDK-2712"],
                given_at=terminal.clock.now,
                until=terminal.clock.now.date(),
            )
        )

    write(terminal, job)
    session = terminal.known("home-owner")
    card = terminal.citizen("tenant-a")["cards"][0]
    form = {
        "principal_name": card["name"],
        "principal_number": card["number"],
        "agent_grant": "2026000077",
    }
    before = materials(terminal, session, "SW-CZDK-2712", handled_by="agent")
    assert (before["lease"]["handling"], before["property-certificate"]["handling"]) == ("required", "deferrable")
    after = materials(terminal, session, "SW-CZDK-2712", handled_by="agent", **form)
    assert (after["lease"]["handling"], after["property-certificate"]["handling"]) == ("exempt", "deferrable")


def test_a_guardian_brings_the_childs_licences_and_the_own(terminal: Terminal) -> None:
    [number] = [c.number for c in load_citizens(dt.date(2026, 11, 23)) if c.key == "child-of-6"]
    form = {"handled_by": "guardian", "notary_birth_paper": "yes", "child_name": "郑小满", "child_number": number}
    found = materials(terminal, terminal.known("mother"), "SF-CSGZ-3305", **form)
    assert {found["birth-certificate"]["handling"], found["household-booklet"]["handling"]} == {"exempt"}


@pytest.mark.parametrize("number", ["\0", "4201", "' OR 1=1", "x" * 400])
def test_whatever_stands_in_the_answers_there_is_a_list(terminal: Terminal, number: str) -> None:
    form = {"handled_by": "guardian", "child_number": number, "child_name": number, number[:60]: "x"}
    assert materials(terminal, terminal.known("mother"), "SF-CSGZ-3305", **form)


def test_materials_need_the_level_of_the_service(terminal: Terminal) -> None:
    body = {"service": "SW-CZDK-2712", "answers": {}}
    assert problem(terminal.call("POST", "/v1/me/materials", body)) == (401, "session.expired")
    card_alone = terminal.identify("tenant-a").token
    assert problem(terminal.call("POST", "/v1/me/materials", body, token=card_alone)) == (403, "session.level")
    unknown = {"service": "XX-XXXX-0000", "answers": {}}
    answer = terminal.call("POST", "/v1/me/materials", unknown, token=card_alone)
    assert problem(answer) == (404, "service.unknown")
    assert materials(terminal, terminal.identify("mother"), "GA-CSDJ-2200", **NEWBORN)


# ---- cases


def filed(terminal: Terminal, session: Identified, given: int) -> Any:
    number = terminal.new_number(session, "SW-CZDK-2712")
    right(terminal.put(session, number, INVOICE))
    papers = {"id-card": 1, "form": 1, "lease": given, "property-certificate": 0}
    right(terminal.put_materials(session, number, [{"key": k, "given": n} for k, n in papers.items()]))
    return terminal.sign(session, number, INVOICE)


@pytest.mark.parametrize("given", [0, 1])
def test_a_required_paper_that_is_covered_keeps_nobody_from_filing(terminal: Terminal, given: int) -> None:
    session = terminal.known("tenant-a")
    slip = right(filed(terminal, session, given)).json()
    lines = {line["name"]: line for line in slip["materials"]}
    assert lines["房屋租赁合同"] == {
        "name": "房屋租赁合同",
        "due": 1,
        "given": 1,
        "how": "电子证照 WHZL******0215，免提交",
    }
    [use] = uses(terminal, session)["uses"]
    assert (use["purpose"], use["case_number"], use["terminal"]) == ("case", slip["case_number"], "JA-ZZ-03")
    assert use["matter"]["zh"] == "出租房屋代开发票"
    assert use["department"]["zh"] == "国家税务总局江岸区税务局"
    with terminal.app.state.platform.database.read() as db:
        case = db.get_one(Case, slip["case_number"])
        assert case.covers == {"lease": row_of(db, "tenant-a", "lease-filing").id}


def test_filing_again_uses_a_licence_once(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    slip = right(filed(terminal, session, 0)).json()
    right(terminal.sign(session, slip["case_number"], INVOICE))
    assert uses(terminal, session)["length"] == 1


def test_a_licence_that_ended_before_the_signature_no_longer_counts(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    assert materials(terminal, session, "SW-CZDK-2712", handled_by="self")["lease"]["handling"] == "exempt"
    expire(terminal, "tenant-a", "lease-filing")
    answer = filed(terminal, session, 0)
    assert problem(answer) == (422, "filing.invalid")
    assert [e["field"] for e in answer.json()["errors"]] == ["lease"]
    assert uses(terminal, session)["length"] == 0


def test_nobody_files_for_a_company_of_others(terminal: Terminal) -> None:
    def wrong(citizen: str) -> set[str]:
        session = terminal.known(citizen)
        number = terminal.new_number(session, "RS-LHJY-0001")
        form = {"employment_form": "self-employed", "licence_number": "92420102MA00TAMP2F"}
        put = {"service": "RS-LHJY-0001", "situation": {}, "form": form}
        answer = terminal.put(session, number, put)
        assert problem(answer) == (422, "filing.invalid")
        return {e["field"] for e in answer.json()["errors"]}

    assert "licence_number" in wrong("worker-gaps")
    assert "licence_number" not in wrong("shop-owner")


def test_a_deceased_persons_relative_sees_nothing_of_theirs(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db:
        assert db.get_one(Person, person_id("deceased")).deceased
    token = terminal.identify("deceased").token
    assert problem(terminal.call("GET", "/v1/me/licences", token=token)) == (403, "card.quiet")
