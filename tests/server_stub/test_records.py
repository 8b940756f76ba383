"""Queries (L1) and printed documents (L2) from registers, and what the sample citizens show of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server_stub.catalogue.models import Depth
from server_stub.demo.citizens import load_citizens, person_id
from server_stub.demo.holdings import companies
from server_stub.demo.loader import refresh
from server_stub.documents.proofs import printed_title
from server_stub.licences.kinds import kinds
from server_stub.people.tables import Person
from server_stub.records import reader
from server_stub.records.items import Sight
from server_stub.records.registers import registers
from server_stub.texts import Text
from tests.server_stub.licence_rig import uses, write
from tests.server_stub.terminal import Identified, Terminal, problem
from tests.server_stub.test_catalogue_data import SERVICES
from tests.server_stub.test_documents import issue, pdf_of, words

TODAY = dt.date(2026, 11, 23)
QUERIES = [s for s in SERVICES if s.guide.service.depth is Depth.QUERY]
PRINTS = [s for s in SERVICES if s.guide.service.depth is Depth.PRINT]


def shown(terminal: Terminal, session: Identified, service: str) -> Any:
    return terminal.get(f"/v1/me/records/{service}", session.token)


def facts(record: Any, entry: int = 0) -> dict[str, str]:
    return {f["label"]["zh"]: f["value"]["zh"] for f in record["entries"][entry]["facts"]}


# ---- the data


def test_registers_are_complete_in_both_languages() -> None:
    for register in registers().values():
        assert register.title.zh
        assert register.title.en
        for item in register.items.values():
            assert item.label.zh
            assert item.label.en
            assert all(words.zh and words.en for words in item.values.values())


def test_every_register_has_somebody_in_the_demo() -> None:
    known = {key for c in load_citizens(TODAY) if c.person for key in c.entries}
    known |= {key for company in companies(TODAY) for key in company.entries}
    typed = {"social-insurance", "social-card", "senior-card", "household", "residence-permit", "property"}
    assert known | typed | {"housing-fund"} >= set(registers())


def test_sample_records_name_only_items_there_are_and_known_values() -> None:
    holders: list[dict[str, Any]] = [c.entries for c in load_citizens(TODAY)]
    holders += [company.entries for company in companies(TODAY)]
    for entries in holders:
        for register, listed in entries.items():
            items = registers()[register].items
            for entry in listed:
                assert set(entry) <= set(items), register
                for key, value in entry.items():
                    coded = items[key].values
                    dated = value[:4].isdigit() and register == "vaccination"
                    assert not coded or value in coded or dated, (register, key, value)


def test_sample_licences_say_only_what_their_kind_holds() -> None:
    for citizen in load_citizens(TODAY):
        for licence in citizen.licences:
            kind = kinds()[licence.kind]
            assert not kind.of_companies
            assert set(licence.items) <= set(kind.items), (citizen.key, licence.kind)
    for company in companies(TODAY):
        assert all(kinds()[licence.kind].of_companies for licence in company.licences)


def test_who_is_married_to_whom_agrees(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db:
        found: dict[str, list[str]] = defaultdict(list)
        for citizen in load_citizens(TODAY):
            if citizen.person is None:
                continue
            person = db.get_one(Person, person_id(citizen.key))
            if reader.value(db, person, "marriage.status") == "married":
                found[reader.value(db, person, "marriage.number")].append(
                    f"{person.name}/{reader.value(db, person, 'marriage.spouse')}"
                )
    for couple in found.values():
        if len(couple) == 2:
            assert couple[0].split("/") == couple[1].split("/")[::-1]
    assert len([c for c in found.values() if len(c) == 2]) == 2


# ---- reading


def test_typed_records_and_others_are_read_alike(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db:
        tenant, owner = (db.get_one(Person, person_id(key)) for key in ("tenant-a", "home-owner"))
        assert reader.value(db, tenant, "housing-fund.balance") == "41250.30"
        assert reader.value(db, tenant, "household.region_name") == "荆州市洪湖市"
        assert reader.value(db, tenant, "lease.rent") == "2600.00"
        assert reader.value(db, tenant, "lease.nothing") == ""
        assert reader.value(db, tenant, "veteran.number") == ""
        homes = reader.entries(db, owner, "property")
        assert homes is not None
        assert [home["mortgage"] for home in homes] == ["mortgaged", "none"]
        assert reader.entries(db, tenant, "property") == ()
        assert reader.entries(db, tenant, "veteran") is None


def test_facts_are_words_in_both_languages(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db:
        person = db.get_one(Person, person_id("no-phone"))
        found = reader.facts(db, person, "disability")
    assert found is not None
    told = {f.label.zh: (f.value.zh, f.value.en) for f in found[0]}
    assert told["残疾类别"] == ("肢体", "Limbs")
    assert told["补贴情况"] == ("困难残疾人生活补贴", "Living subsidy")


def test_a_company_register_is_read_for_its_representative_only(terminal: Terminal) -> None:
    with terminal.app.state.platform.database.read() as db:
        owner, other = (db.get_one(Person, person_id(key)) for key in ("company-owner", "worker-gaps"))
        assert len(reader.entries(db, owner, "business") or ()) == 2
        one = reader.entries(db, owner, "business", "91420102MA00TAMP4Q")
        assert one is not None
        assert [e["name"] for e in one] == ["武汉样例远通物流有限公司"]
        assert reader.entries(db, owner, "business", "92420102MA00TAMP2F") is None
        assert reader.entries(db, other, "business") is None


# ---- queries


def test_a_query_shows_the_facts_with_numbers_and_names_masked(terminal: Terminal) -> None:
    record = shown(terminal, terminal.known("tenant-b"), "MZ-HYCX-1722")
    assert (record["availability"], record["source"]["en"]) == ("available", "Marriage register")
    assert record["owner"]["zh"] == "江岸区民政局"
    assert facts(record) == {
        "婚姻状况": "已婚",
        "配偶姓名": "陈**",
        "结婚证字号": "J421***********0215",
        "登记日期": "2019-09-09",
    }


def test_a_card_alone_shows_no_address(terminal: Terminal) -> None:
    by_card = facts(shown(terminal, terminal.identify("permit-due"), "GA-JZCX-2222"))
    by_both = facts(shown(terminal, terminal.known("permit-due"), "GA-JZCX-2222"))
    assert set(by_card) == {"居住证号", "上次签注", "到期日"}
    assert by_card["居住证号"] == "4201**********0311"
    assert set(by_both) - set(by_card) == {"居住地址"}


def test_each_vehicle_is_an_entry_of_its_own(terminal: Terminal) -> None:
    record = shown(terminal, terminal.identify("home-owner"), "JG-CLCX-2119")
    assert [facts(record, n)["状态"] for n in (0, 1)] == ["正常", "逾期未检验"]


def test_no_record_nothing_there_and_out_of_reach_are_three_answers(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    nothing_there = shown(terminal, session, "BD-ZLCX-2615")
    assert (nothing_there["availability"], nothing_there["entries"]) == ("available", [])
    no_record = shown(terminal, session, "TY-DYCX-1912")
    assert (no_record["availability"], no_record["entries"]) == ("no-record", [])
    terminal.fault(source="veteran")
    away = shown(terminal, session, "TY-DYCX-1912")
    assert (away["availability"], away["entries"]) == ("unavailable", [])


def test_every_query_has_an_answer_for_somebody(terminal: Terminal) -> None:
    """Each of the demo's citizens may be tried until one shows something."""
    keys = [c.key for c in load_citizens(TODAY) if c.person and c.label]
    sessions: dict[str, Identified] = {}
    usable = [k for k in keys if k not in ("expired-card", "reported-lost", "deceased", "no-phone")]

    def something(service: str) -> bool:
        for key in usable:
            session = sessions.setdefault(key, terminal.known(key)) if key not in sessions else sessions[key]
            if shown(terminal, session, service)["entries"]:
                return True
        return False

    silent = [q.code for q in QUERIES if not something(q.code)]
    assert set(silent) <= {"MZ-JZCX-1711", "CL-CJCX-1807"}, "those are of the citizen without a phone"


def test_a_query_needs_its_level_and_must_be_one(terminal: Terminal) -> None:
    card = terminal.identify("tenant-a").token
    assert problem(terminal.call("GET", "/v1/me/records/MZ-HYCX-1722", token=card)) == (403, "session.level")
    assert problem(terminal.call("GET", "/v1/me/records/XX-1", token=card)) == (404, "service.unknown")
    assert problem(terminal.call("GET", "/v1/me/records/RS-LHJY-0001", token=card)) == (409, "record.no-query")
    assert problem(terminal.call("GET", "/v1/me/records/MZ-HYCX-1722")) == (401, "session.expired")


def test_no_full_number_and_no_name_of_others_stands_in_a_query(terminal: Terminal) -> None:
    session = terminal.known("mother")
    with terminal.app.state.platform.database.read() as db:
        person = db.get_one(Person, person_id("mother"))
        for query in QUERIES:
            kept = reader.facts(db, person, query.facts.query) or ()
            hidden = {f.raw for e in kept for f in e if f.item.sight in (Sight.NUMBER, Sight.NAME) and len(f.raw) > 2}
            answer = terminal.call("GET", f"/v1/me/records/{query.code}", token=session.token).text
            assert not [raw for raw in hidden if raw in answer], query.code


# ---- documents of a service


def test_a_printing_service_issues_a_document_of_its_register(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    [proof] = terminal.get("/v1/me/proofs?service=GJ-JCZM-2319", session.token)
    assert (proof["kind"], proof["availability"], proof["questions"]) == ("GJ-JCZM-2319", "available", [])
    issued = issue(terminal, session, {"kind": "GJ-JCZM-2319", "answers": {}})
    text = words(pdf_of(terminal, session, issued))
    assert issued["title"]["zh"] == "住房公积金缴存证明"
    number = terminal.citizen("tenant-a")["cards"][0]["number"]
    for part in (
        "陈予安",
        number,
        "420100800493",
        "武汉样例医药有限公司",
        "41250.30",
        "公积金中心数据",
        issued["number"],
    ):
        assert part in text
    assert "样章" in text
    seen = terminal.http.get(f"/v1/verifications/{issued['verification_code']}").json()
    assert (seen["title"]["zh"], seen["holder"], seen["valid"]) == ("住房公积金缴存证明", "陈**", True)


@pytest.mark.parametrize(
    ("service", "paper", "english"),
    [
        ("不动产登记信息查询结果打印（有房、无房）", "不动产登记信息查询结果", "Printed result of a search for homes"),
        ("个人户籍类证明查询（本地户籍）", "个人户籍类证明", "Household certificate for people registered here"),
        ("在读（学籍）证明打印", "在读（学籍）证明", "Print: proof of being at school"),
    ],
)
def test_a_paper_is_not_called_after_the_printing(service: str, paper: str, english: str) -> None:
    made = printed_title(Text(zh=service, en=english))
    assert made.zh == paper
    assert not made.en.startswith("Print")
    assert made.en[0].isupper()


def test_the_purpose_that_was_chosen_stands_on_the_document(terminal: Terminal) -> None:
    session = terminal.known("home-owner")
    [proof] = terminal.get("/v1/me/proofs?service=GA-HJZM-2220", session.token)
    [question] = proof["questions"]
    answers = {question["key"]: question["options"][0]["key"]}
    text = words(pdf_of(terminal, session, issue(terminal, session, {"kind": "GA-HJZM-2220", "answers": answers})))
    assert f"用途{question['options'][0]['title']['zh']}" in text
    answer = terminal.call("POST", "/v1/me/documents", {"kind": "GA-HJZM-2220", "answers": {}}, token=session.token)
    assert problem(answer) == (422, "request.invalid")


def test_several_entries_are_rows_of_a_table(terminal: Terminal) -> None:
    session = terminal.known("home-owner")
    text = words(pdf_of(terminal, session, issue(terminal, session, {"kind": "BD-DAFZ-2617", "answers": {}})))
    assert "第0000101号" in text
    assert "第0000217号" in text
    assert "2条" in text


def test_that_there_is_nothing_is_a_result_only_where_the_service_says_so(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    text = words(pdf_of(terminal, session, issue(terminal, session, {"kind": "BD-WFCX-2616", "answers": {}})))
    assert "未查到登记信息" in text
    [certificate] = terminal.get("/v1/me/proofs?service=BD-DZZZ-2618", session.token)
    assert certificate["availability"] == "no-record"
    answer = terminal.call("POST", "/v1/me/documents", {"kind": "BD-DZZZ-2618", "answers": {}}, token=session.token)
    assert problem(answer) == (409, "proof.no-record")


@pytest.mark.parametrize(
    ("citizen", "service", "reason"),
    [
        ("shop-owner", "SW-WQSZ-2707", "登记的欠税（元）：326.50"),
        ("home-owner", "GJ-JQZM-2317", "登记的剩余本金（元）：318000.55"),
        ("shop-owner", "SW-NSDY-2708", "登记的纳税人类型：小规模纳税人"),
        ("lost-social-card", "RS-SYZM-1452", "登记的待遇状态：未申领"),
        ("permit-due", "RS-ZCCX-1440", "登记的职称：无"),
    ],
)
def test_no_document_says_what_is_not_so(terminal: Terminal, citizen: str, service: str, reason: str) -> None:
    answer = terminal.call(
        "POST", "/v1/me/documents", {"kind": service, "answers": {}}, token=terminal.known(citizen).token
    )
    assert problem(answer) == (409, "proof.not-so")
    assert answer.json()["also"]["zh"] == reason
    assert answer.json()["also"]["en"]


def test_where_it_is_so_the_document_is_issued(terminal: Terminal) -> None:
    for citizen, service in (("permit-overdue", "SW-WQSZ-2707"), ("spouse-without", "GJ-JQZM-2317")):
        issue(terminal, terminal.known(citizen), {"kind": service, "answers": {}})


def test_of_several_companies_one_is_chosen(terminal: Terminal) -> None:
    session = terminal.known("company-owner")
    [proof] = terminal.get("/v1/me/proofs?service=SC-DADY-2819", session.token)
    [question] = proof["questions"]
    assert [o["title"]["zh"] for o in question["options"]] == [
        "武汉样例向阳酒店管理有限公司",
        "武汉样例远通物流有限公司",
    ]
    wanted = {"kind": "SC-DADY-2819", "answers": {"company": "91420102MA00TAMP4Q"}}
    issued = issue(terminal, session, wanted)
    text = words(pdf_of(terminal, session, issued))
    assert "91420102MA00TAMP4Q" in text
    assert "91420102MA00TAMP3M" not in text
    seen = terminal.http.get(f"/v1/verifications/{issued['verification_code']}").json()
    assert seen["holder"] == "武汉样例远通物流有限公司"
    other = {"kind": "SC-DADY-2819", "answers": {"company": "92420102MA00TAMP2F"}}
    answer = terminal.call("POST", "/v1/me/documents", other, token=session.token)
    assert problem(answer) == (422, "request.invalid")


def test_who_owes_taxes_for_one_company_gets_the_proof_for_the_other(terminal: Terminal) -> None:
    session = terminal.known("company-owner")
    issue(terminal, session, {"kind": "SW-WQSZ-2707", "answers": {"company": "91420102MA00TAMP3M"}})
    owing = {"kind": "SW-WQSZ-2707", "answers": {"company": "91420102MA00TAMP4Q"}}
    assert problem(terminal.call("POST", "/v1/me/documents", owing, token=session.token)) == (409, "proof.not-so")


def test_a_document_made_of_a_licence_is_a_use_of_it(terminal: Terminal) -> None:
    session = terminal.known("company-owner")
    wanted = {"kind": "SC-SPDY-2839", "answers": {"company": "91420102MA00TAMP3M"}}
    issued = issue(terminal, session, wanted)
    seen = uses(terminal, session, "?company=91420102MA00TAMP3M")
    [use] = seen["uses"]
    assert (use["purpose"], use["title"]["zh"]) == ("document", "食品经营许可证")
    assert issued["number"] in use["matter"]["zh"]
    assert uses(terminal, session, "?company=91420102MA00TAMP4Q")["length"] == 0


def test_a_source_out_of_reach_is_told_for_a_service_too(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    terminal.fault(source="housing-fund")
    [proof] = terminal.get("/v1/me/proofs?service=GJ-JCZM-2319", session.token)
    assert proof["availability"] == "unavailable"
    answer = terminal.call("POST", "/v1/me/documents", {"kind": "GJ-JCZM-2319", "answers": {}}, token=session.token)
    assert problem(answer) == (503, "proof.unavailable")


def test_only_printing_services_print(terminal: Terminal) -> None:
    token = terminal.known("tenant-a").token
    for name in ("RS-LHJY-0001", "MZ-HYCX-1722", "XX"):
        assert problem(terminal.call("GET", f"/v1/me/proofs?service={name}", token=token)) == (404, "proof.unknown")
        answer = terminal.call("POST", "/v1/me/documents", {"kind": name, "answers": {}}, token=token)
        assert problem(answer) == (404, "proof.unknown")


def test_most_of_what_can_be_printed_is_there_for_somebody(terminal: Terminal) -> None:
    """What a demonstration may open: for each printing service somebody of whom its register knows something."""
    with terminal.app.state.platform.database.read() as db:
        people = [db.get_one(Person, person_id(c.key)) for c in load_citizens(TODAY) if c.person]
        silent = [
            service.code
            for service in PRINTS
            if not any(reader.entries(db, person, service.facts.prints) for person in people)
        ]
    assert not silent


def test_a_menu_offers_its_proofs_the_hand_made_ones_first(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    menu = platform.configuration.now.menus["all"].model_copy(
        update={"proofs": ("GJ-JCZM-2319", "property-search", "RS-LHJY-0001")}
    )
    write(
        terminal,
        lambda db: platform.configuration.put(db, "menu/all", menu.model_dump(mode="json"), "test", platform.clock()),
    )
    platform.look_again()
    proofs = terminal.get("/v1/me/proofs", terminal.known("tenant-a").token)
    assert [p["kind"] for p in proofs] == ["property-search", "GJ-JCZM-2319"]


def test_a_later_start_keeps_records_as_of_its_day(terminal: Terminal) -> None:
    terminal.clock.pass_(days=10)
    refresh(terminal.app.state.platform)

    def until(db: Session) -> str:
        return reader.value(db, db.get_one(Person, person_id("courier")), "transport-worker.until")

    assert write(terminal, until) == "2026-12-28"
