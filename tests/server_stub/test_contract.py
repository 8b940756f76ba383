"""The terminal understands every answer: decoded strictly into its own records."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from devices.ports import CardKind, CardRead, CardText
from kiosk.failures import TEXTS
from kiosk.flows.cards import document_of
from kiosk.platforms.cases import CaseNumber, SlipPrint
from kiosk.platforms.client import Problem
from kiosk.platforms.people import CodeResult, SentCode
from kiosk.rules.answers import digest, filed_answers, from_card
from kiosk.rules.cases import CaseView, SlipData
from kiosk.rules.checks import check_field
from kiosk.rules.forms import Source
from kiosk.rules.people import Prefill, Session
from kiosk.rules.proofs import Proof
from kiosk.rules.queueing import Business, QueueNumber
from kiosk.rules.services import Guide, Handling, Material, Service
from server_stub.cases.filing import digest_of
from server_stub.problems import KINDS
from tests.server_stub.terminal import GIVEN, Identified, Terminal, flexible, right
from tests.server_stub.test_catalogue_data import SERVICES
from tests.server_stub.test_eligibility import fund

R = TypeVar("R")
INSURANCE = {"kind": "social-insurance", "answers": {"insurance": "all", "period": "all"}}


def read(answer: Any, type_: type[R]) -> R:
    return msgspec.json.decode(right(answer).content, type=type_)


def test_what_can_be_read_without_a_person_is_understood(terminal: Terminal) -> None:
    assert len(read(terminal.call("GET", "/v1/services"), tuple[Service, ...])) == 6
    assert len(read(terminal.call("GET", "/v1/queue/businesses"), tuple[Business, ...])) == 11
    wanted = {"business": "flexible-employment", "phone": None}
    number = read(terminal.call("POST", "/v1/queue/numbers", wanted), QueueNumber)
    assert number.taken_at.utcoffset() is not None


def test_every_guide_is_understood(terminal: Terminal) -> None:
    for service in SERVICES:
        guide = msgspec.json.decode(service.guide.model_dump_json(), type=Guide)
        assert guide.service.code == service.code
        assert [f.kind.value for s in guide.form.sections for f in s.fields] == [f.kind for f in service.fields]


def test_identification_and_codes_are_understood(terminal: Terminal) -> None:
    session = read(terminal.call("POST", "/v1/identifications", terminal.document("tenant-a")), Session)
    body = {"purpose": "second-proof"}
    sent = read(terminal.call("POST", "/v1/phone-codes", body, token=session.token), SentCode)
    checked = read(terminal.check(sent.id, terminal.last_code()), CodeResult)
    assert checked.session is not None
    assert checked.session.level == 3
    path = "/v1/me/prefill?service=GJ-ZFTQ-0005"
    assert read(terminal.call("GET", path, token=checked.session.token), tuple[Prefill, ...])


def test_proofs_documents_cases_and_slips_are_understood(terminal: Terminal) -> None:
    session = terminal.known("worker-gaps")
    assert len(read(terminal.call("GET", "/v1/me/proofs", token=session.token), tuple[Proof, ...])) == 6
    number = terminal.call("POST", "/v1/case-numbers", {"service": "RS-LHJY-0001"}, token=session.token)
    assert len(read(number, CaseNumber).number) == 21
    slip = terminal.file(session, flexible(), GIVEN)
    again = read(terminal.call("GET", f"/v1/cases/{slip['case_number']}/slip", token=session.token), SlipData)
    assert again.received_at.utcoffset() is not None
    path = f"/v1/cases/{slip['case_number']}/slip-prints"
    assert read(terminal.call("POST", path, {}, token=session.token), SlipPrint) == SlipPrint(again, 1)
    cases = read(terminal.call("GET", "/v1/me/cases", token=session.token), tuple[CaseView, ...])
    assert len(cases) == 2


def test_materials_are_understood_with_what_covers_them(terminal: Terminal) -> None:
    session = terminal.known("tenant-a")
    body = {"service": "SW-CZDK-2712", "answers": {"handled_by": "self"}}
    asked = read(terminal.call("POST", "/v1/me/materials", body, token=session.token), tuple[Material, ...])
    handling = {m.key: m.handling for m in asked}
    assert (handling["lease"], handling["property-certificate"]) == (Handling.EXEMPT, Handling.DEFERRABLE)
    guide = read(terminal.call("GET", "/v1/services/SW-CZDK-2712/guide"), Guide)
    assert {m.licence for m in guide.materials} == {"", "lease-filing", "property-certificate"}


def test_a_refusal_is_understood_with_its_fields(terminal: Terminal) -> None:
    session: Identified = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    answer = terminal.put(session, number, flexible(phone="1"))
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert problem.code == "filing.invalid"
    assert [e.field for e in problem.errors] == ["phone"]


def test_both_sides_compute_the_same_fingerprint() -> None:
    put = flexible(residence_address="䶮㛃𬱖 “里” 6号")
    assert digest(put["service"], put["situation"], put["form"]) == digest_of(**put)


def test_both_sides_judge_a_form_alike(terminal: Terminal) -> None:
    """What the terminal lets pass the platform takes, for each field by itself."""
    guide = read(terminal.call("GET", "/v1/services/RS-LHJY-0001/guide"), Guide)
    session = terminal.known("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    fields = {f.key: f for s in guide.form.sections for f in s.fields if f.source is Source.PERSON}
    today = terminal.clock.now.date()
    tried = {
        "phone": ["13800000001", "12800000001", "１3800000001", "138000000012"],
        "residence_address": ["里", "解放大道6号", " " * 8, "x" * 81, "里\n弄6号"],
        "account": ["6222020000000000000", "622202000000000", "６222020000000000"],
        "first_month": ["2026-11", "2026-10", "2026-13", "26-11"],
        "insurances": ["medical,pension", "medical,medical", "dental", ","],
        "commitment": ["yes", "no", "YES"],
        "bank": ["icbc", "ICBC"],
    }
    for key, values in tried.items():
        for value in values:
            put = flexible(pension_level="60", **{key: value})
            mine = check_field(fields[key], value, put["form"], today)
            answer = terminal.put(session, number, put)
            errors = [e["field"] for e in answer.json().get("errors", [])]
            assert (key in errors) == (mine is not None and not mine.warning), (key, value)


def test_what_the_terminals_form_gives_is_what_the_platform_takes(terminal: Terminal) -> None:
    """The card's own values, as the terminal files them, pass."""
    text = {
        k: v
        for k, v in terminal.citizen("tenant-a")["cards"][0].items()
        if not k.startswith(("ssc", "card_no", "photo"))
    }
    document = document_of(CardRead("reader", CardText(**text | {"kind": CardKind(text["kind"])})))
    guide = read(terminal.call("GET", "/v1/services/GJ-ZFTQ-0005/guide"), Guide)
    session = terminal.known("tenant-a")
    prefill = terminal.get("/v1/me/prefill?service=GJ-ZFTQ-0005", session.token)
    body = fund(spouse_consent="phone")
    known = body["situation"] | {p["field"]: p["value"] for p in prefill} | body["form"]
    known |= from_card(document, "汉")
    form = filed_answers(guide.form, known)
    assert form["document_number"] == text["number"]
    assert form["spouse_consent"] == "phone"
    right(terminal.put(session, terminal.new_number(session, "GJ-ZFTQ-0005"), body | {"form": form}))


def test_the_terminal_has_words_for_every_refusal_a_person_can_cause() -> None:
    persons = (
        *("card.", "proof.", "queue.", "filing.", "code.too", "code.no-phone", "case.not", "session.expired"),
        *("appointment.", "identification.not"),
    )
    misuse = {"proof.unknown", "queue.unknown", "filing.invalid"}  # the last is shown at its fields
    for code in KINDS:
        if code.startswith(persons) and code not in misuse:
            assert code in TEXTS, code
