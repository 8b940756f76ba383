"""Forms as JSON Schema say the same as the platform's own check, for every service and whatever is filled in."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server_stub.cases.checks import form_errors, shape_errors
from server_stub.catalogue.models import Field, ServiceFile
from server_stub.catalogue.schema import schema_of
from server_stub.identity_numbers import check_character
from tests.server_stub.terminal import Terminal, flexible, problem
from tests.server_stub.test_catalogue_data import SERVICES

TODAY = dt.date(2026, 11, 23)
WITH_FORM = [service for service in SERVICES if service.fields]
ADDRESS = "https://platform.example.invalid"

ODD = [
    "",
    " ",
    "　",
    "\x00",
    "a\x00b",
    "里\n弄",
    "a\u200bb",
    "\ue000",
    "\u202e",
    "𰻝",
    "\U00031350",
    "䶮",
    "yes",
    "no",
    ",",
    "first,first",
    "１3800000001",
    "2026-02-30",
    "2026-11-23",
    "20261123",
    "0001-01-01",
    "2026-13",
    "2026-11",
    "0.01",
    "1.",
    "-1",
    "1e3",
    "999999999.999",
    "ſ" * 17,
    "İ" * 18,
    "420102199001010014",
    "鄂a12345",
    "鄂A1234ß",
    "a@b.c",
    "a@b",
    "x" * 60,
    "x" * 61,
    "x" * 400,
]


def situations(service: ServiceFile) -> list[dict[str, str]]:
    keys = [question.key for question in service.guide.questions]
    options = [[option.key for option in question.options] for question in service.guide.questions]
    return [dict(zip(keys, chosen, strict=True)) for chosen in product(*options)]


@lru_cache(maxsize=600)
def validator(place: int, situation: tuple[tuple[str, str], ...]) -> jsonschema_rs.Draft202012Validator:
    schema = schema_of(SERVICES[place], dict(situation), ADDRESS)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def good_value(field: Field, chance: random.Random) -> str:
    """A value that the form takes, at any edge of what it allows."""
    match field.rule:
        case "resident-number":
            first = f"420102{chance.randint(1950, 2020)}0{chance.randint(1, 9)}1{chance.randint(0, 9)}001"
            return first + check_character(first)
        case "credit-code":
            return "91350100M000100Y43"
        case "plate":
            return "鄂AD12345"[: max(field.shortest, 8)] if field.longest >= 8 else "鄂A12345"
        case "email":
            return "a.b@example.com"
        case "not-own-phone":
            return "13900000003"
        case "vin":
            return "LSVAA4187E2123456"
    match field.kind:
        case "text":
            return "里" * chance.choice([max(field.shortest, 1), field.longest])
        case "pinyin":
            return "ZHANG SAN"
        case "phone":
            return "13900000002"
        case "digits":
            return "6" * chance.choice([max(field.shortest, 1), field.longest])
        case "amount":
            return str(field.least or field.most or "1.5")
        case "date":
            return "2026-11-23" if field.least or field.most else "1999-02-28"
        case "month":
            return "2026-11"
        case "choice":
            return chance.choice(field.options).key
        case "choices":
            some = chance.sample(field.options, chance.randint(1, len(field.options)))
            return ",".join(option.key for option in some)
    return "yes"


def good_form(service: ServiceFile, situation: Mapping[str, str], chance: random.Random) -> dict[str, str]:
    """A form that is right: field by field, since a condition looks back."""
    answers = dict(situation)
    for field in service.fields:
        if field.is_there(answers) and field.source == "person" and (field.required or chance.random() < 0.5):
            answers[field.key] = good_value(field, chance)
        elif field.is_there(answers) and field.options and chance.random() < 0.5:
            answers[field.key] = chance.choice(field.options).key
    return {key: value for key, value in answers.items() if key not in situation}


def nearly(service: ServiceFile, form: dict[str, str], chance: random.Random) -> Iterator[dict[str, str]]:
    """Forms with one thing other than it was."""
    keys = [field.key for field in service.fields]
    key = chance.choice(keys)
    yield {**form, key: chance.choice(ODD)}
    yield {**form, key: chance.choice([option.key for field in service.fields for option in field.options] or [""])}
    yield {**form, "unknown_field": ""}
    if form:
        key = chance.choice(list(form))
        yield {k: v for k, v in form.items() if k != key}
        yield {**form, key: form[key] + chance.choice(ODD)}
        yield {**form, key: form[key][:-1]}


def agree(place: int, situation: Mapping[str, str], form: dict[str, str]) -> None:
    service = SERVICES[place]
    errors = shape_errors(service, dict(situation), form)
    for_situation = validator(place, tuple(situation.items())).is_valid(form)
    for_all = validator(place, ()).is_valid({**form, **situation})
    assert for_situation == for_all == (not errors), (service.code, situation, form, errors)
    whole = {e.field for e in form_errors(service, dict(situation), form, TODAY) if not e.warning}
    assert {e.field for e in errors} <= whole


def test_every_service_has_a_schema_that_is_one() -> None:
    for service in SERVICES:
        schema = schema_of(service, {}, ADDRESS)
        assert jsonschema_rs.meta.is_valid(schema), service.code
        known = {field.key for field in service.fields} | {question.key for question in service.guide.questions}
        assert set(schema["properties"]) == known
        assert schema["additionalProperties"] is False
        for field in service.fields:
            told = schema["properties"][field.key]
            assert told["x-label"] == field.label.model_dump()
            assert told["x-section"] in {section["key"] for section in schema["x-sections"]}
            assert told["x-source"] in ("card", "platform", "licence", "earlier", "person")
            assert ("x-origin" in told) == bool(field.origin or field.source_name.zh)


def test_what_is_right_and_what_is_nearly_right_is_judged_alike_in_every_service() -> None:
    chance = random.Random(20261123)
    right = 0
    for place, service in enumerate(SERVICES):
        if not service.fields:
            continue
        chosen = situations(service)
        for situation in chance.sample(chosen, min(3, len(chosen))):
            form = good_form(service, situation, chance)
            wrong = [e for e in form_errors(service, situation, form, TODAY) if not e.warning]
            assert not wrong, (service.code, situation, form, wrong)
            right += 1
            agree(place, situation, form)
            for other in nearly(service, form, chance):
                agree(place, situation, other)
    assert right > len(WITH_FORM)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_values_are_judged_alike(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SERVICES) - 1))
    service = SERVICES[place]
    situation = data.draw(st.sampled_from(situations(service)))
    form = good_form(service, situation, random.Random(data.draw(st.integers(0, 2**32))))
    keys = st.sampled_from([field.key for field in service.fields] or ["x"]) | st.text(max_size=5)
    options = [option.key for field in service.fields for option in field.options]
    values = st.text(max_size=30) | st.sampled_from([*ODD, *options])
    form |= data.draw(st.dictionaries(keys, values | st.lists(values, max_size=3).map(",".join), max_size=4))
    form = {key: value for key, value in form.items() if key not in situation}
    agree(place, situation, form)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *product(("residence_address", "hukou_region"), ("\x00", "解放大道\x00号", "\x7f解放大道", "解放\x9f大道")),
        *product(("residence_address",), ("解放\u2028大道样例里", "解放大道\u202e6号", "\ue001解放大道")),
    ],
)
def test_controls_are_refused_everywhere_and_what_nobody_sees_where_a_person_types(
    terminal: Terminal, key: str, value: str
) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    answer = terminal.put(session, number, flexible(**{key: value}))
    assert problem(answer) == (422, "filing.invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [key]


def test_rare_characters_of_names_are_taken_also_the_newest(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    put = flexible(residence_address="䶮㛃𬱖𰻝\U00031350路6号")
    assert terminal.put(session, number, put).status_code == 200


def test_what_is_not_asked_is_refused_even_if_the_form_knows_it(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    answer = terminal.put(session, number, flexible(pay_by="tax"))
    assert problem(answer) == (422, "filing.invalid")
    assert {error["field"] for error in answer.json()["errors"]} == {"account_kind", "bank", "account"}


def test_a_form_for_a_situation_holds_only_what_is_asked_there(terminal: Terminal) -> None:
    path = "/v1/services/RS-SBKB-0002/form"
    whole = terminal.get(path)
    assert {"situation", "handled_by"} <= set(whole["required"])
    assert whole["properties"]["situation"]["x-source"] == "question"
    child = terminal.get(f"{path}?situation=situation:first&situation=handled_by:guardian")
    assert {"child_name", "child_number"} <= set(child["required"])
    assert not {"old_card_number", "report_loss", "principal_name", "situation"} & set(child["properties"])
    assert child["x-situation"] == {"situation": "first", "handled_by": "guardian"}
    assert child["properties"]["child_number"]["x-rule"] == {"check-digit": True}
    assert child["properties"]["name"]["x-source"] == "card"
    partly = terminal.get(f"{path}?situation=situation:first")
    assert "handled_by" in partly["properties"]
    assert "report_loss" not in partly["properties"]


@pytest.mark.parametrize(
    "situation",
    ["situation:lunch", "weather:fine", "situation", ":", "situation:first&situation=situation:lost", quote("情形:甲")],
)
def test_a_situation_that_is_none_is_refused(terminal: Terminal, situation: str) -> None:
    answer = terminal.call("GET", f"/v1/services/RS-SBKB-0002/form?situation={situation}")
    assert problem(answer) == (422, "form.situation")


def test_a_service_without_a_form_has_one_that_takes_nothing(terminal: Terminal) -> None:
    schema: dict[str, Any] = terminal.get("/v1/services/RS-GRCB-1431/form")
    valid = jsonschema_rs.Draft202012Validator(schema)
    assert not valid.is_valid({"name": "张三"})


def test_a_form_of_an_unknown_service_is_not_found(terminal: Terminal) -> None:
    assert problem(terminal.call("GET", "/v1/services/XX/form")) == (404, "service.unknown")
