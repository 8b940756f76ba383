"""The data files: complete, in both languages, and without a condition that can never hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from server_stub.cases.checks import KINDS, RULES
from server_stub.cases.eligibility import CHECKS
from server_stub.catalogue.loader import load_services
from server_stub.catalogue.models import Condition, ServiceFile
from server_stub.documents.proofs import load_proofs
from server_stub.people.prefill import PREFILLED_FIELDS
from server_stub.people.registers import SOURCES
from server_stub.queue.halls import load_halls
from server_stub.texts import Text
from tests.server_stub.terminal import Terminal, problem

SERVICES = load_services()
CARD_FIELDS = {
    "name",
    "sex",
    "nation",
    "birth",
    "document_kind",
    "document_number",
    "valid_until",
    "registered_address",
}
every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def texts(model: object) -> Iterator[Text]:
    """All texts inside."""
    if isinstance(model, Text):
        yield model
    elif isinstance(model, BaseModel):
        for name in type(model).model_fields:
            yield from texts(getattr(model, name))
    elif isinstance(model, tuple):
        for part in model:
            yield from texts(part)


def conditions(service: ServiceFile) -> list[Condition]:
    return [c for f in service.fields for c in f.when] + [c for m in service.guide.materials for c in m.when]


def test_there_are_the_five_services() -> None:
    assert len(SERVICES) == 5
    assert all(re.fullmatch(r"[A-Z0-9-]{12}", code) for code in SERVICES)


@every_service
def test_every_text_is_there_in_chinese_and_english(service: ServiceFile) -> None:
    for text in texts(service.guide):
        assert bool(text.zh) == bool(text.en), text
        assert not re.search("[一-鿿]", text.en), text
    guide = service.guide
    for needed in (guide.commitment, guide.fee, guide.where, guide.result, guide.statutory_limit, guide.promised_limit):
        assert needed.zh
    assert guide.conditions
    assert guide.telephone
    assert all(f.label.zh for f in service.fields)


@every_service
def test_every_condition_can_hold(service: ServiceFile) -> None:
    values: dict[str, set[str]] = {q.key: {o.key for o in q.options} for q in service.guide.questions}
    for field in service.fields:
        values[field.key] = {"yes", ""} if field.kind == "consent" else {o.key for o in field.options}
    for condition in conditions(service):
        assert set(condition.values) <= values[condition.field], condition


@every_service
def test_a_condition_looks_back_never_ahead(service: ServiceFile) -> None:
    known = {q.key for q in service.guide.questions}
    for section in service.guide.form.sections:
        known |= {f.key for f in section.fields}
        assert {c.field for f in section.fields for c in f.when} <= known


@every_service
def test_a_page_asks_no_more_than_six_things(service: ServiceFile) -> None:
    for section in service.guide.form.sections:
        assert len([f for f in section.fields if f.source == "person"]) <= 6, section.key
    assert 1 <= len(service.guide.questions) <= 3


@every_service
def test_fields_are_of_known_kinds_and_sources(service: ServiceFile) -> None:
    keys = [f.key for f in service.fields]
    assert len(keys) == len(set(keys))
    for field in service.fields:
        assert field.kind in KINDS
        assert field.rule in RULES
        assert bool(field.options) == (field.kind in ("choice", "choices")), field.key
        if field.source == "card":
            assert field.key in CARD_FIELDS
        if field.source == "platform":
            assert field.key in PREFILLED_FIELDS, field.key
        if field.source != "person":
            assert field.source_name.zh, field.key


@every_service
def test_no_catch_all_material_and_no_field_for_anything(service: ServiceFile) -> None:
    for name in [m.name.zh for m in service.guide.materials] + [f.label.zh for f in service.fields]:
        assert not re.search("其他材料|其它材料|备注|其他$|其它$|等材料", name)


@every_service
def test_materials_say_how_they_are_met(service: ServiceFile) -> None:
    keys = [m.key for m in service.guide.materials]
    assert len(keys) == len(set(keys))
    for material in service.guide.materials:
        assert material.handling in ("required", "deferrable", "exempt", "generated")
        assert material.source.zh
        assert (material.defer_days > 0) == (material.handling == "deferrable"), material.key
    assert [m.key for m in service.guide.materials if m.handling == "generated"]


@every_service
def test_checks_registers_and_slip_texts_exist(service: ServiceFile) -> None:
    assert set(service.checks) <= set(CHECKS)
    assert service.source in SOURCES
    assert service.situation_question in {q.key for q in service.guide.questions}
    assert all(service.on_paper.model_dump().values())
    assert service.guide.level in (2, 3)


def test_consents_are_ticks_of_their_own() -> None:
    for service in SERVICES.values():
        consents = [f for f in service.fields if f.kind == "consent"]
        assert len(consents) >= 2
        assert consents[-1].key == "commitment"
        assert consents[-1].required


def test_contribution_levels_show_what_a_month_costs() -> None:
    level = next(f for f in SERVICES["RS-LHJY-0001"].fields if f.key == "pension_level")
    assert {o.key: o.hint.zh for o in level.options}["60"] == "每月 888.00 元（2026 年度）"


def test_proofs_are_complete() -> None:
    proofs = load_proofs()
    assert set(proofs) == {"social-insurance", "property-search"}
    for proof in proofs.values():
        for text in (proof.title, proof.about, proof.department, *texts(proof.questions)):
            assert bool(text.zh) == bool(text.en)
        assert proof.source in SOURCES


def test_halls_have_one_letter_per_queue_and_terminals_a_hall() -> None:
    halls = load_halls()
    assert set(halls.terminals) == {f"JA-ZZ-0{n}" for n in range(1, 10)}
    for hall in halls.halls.values():
        prefixes = [q.prefix for q in hall.queues.values()]
        assert len(prefixes) == len(set(prefixes))
        assert all(q.quota <= 999 for q in hall.queues.values())
        for business in hall.businesses.values():
            assert business.queue in hall.queues
            assert business.title.zh
            assert business.title.en
            assert not business.service or business.service in SERVICES
    assert all(t.hall in halls.halls and set(t.services) <= set(SERVICES) for t in halls.terminals.values())


def test_a_service_rests_while_its_register_is_out_of_reach(terminal: Terminal) -> None:
    assert not any(s["resting"]["zh"] for s in terminal.get("/v1/services"))
    terminal.fault(source="housing-fund")
    resting = {s["code"] for s in terminal.get("/v1/services") if s["resting"]["zh"]}
    assert resting == {"GJ-ZFTQ-0005"}
    assert terminal.get("/v1/services/GJ-ZFTQ-0005/guide")["service"]["resting"]["en"]


def test_an_unknown_service_is_not_found(terminal: Terminal) -> None:
    assert problem(terminal.call("GET", "/v1/services/XX-0000-0000/guide")) == (404, "service.unknown")
    token = terminal.known("worker-gaps").token
    assert problem(terminal.call("GET", "/v1/me/prefill?service=x", token=token)) == (404, "service.unknown")
    answer = terminal.call("POST", "/v1/case-numbers", {"service": "x"}, token=token)
    assert problem(answer) == (404, "service.unknown")
