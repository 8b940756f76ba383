"""Whatever is sent, the answer is one of the interface."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server_stub.codes import OFFICE
from server_stub.limits import MOST_BYTES
from server_stub.problems import KINDS
from tests.server_stub.terminal import Terminal, problem

WRITES = [
    ("POST", "/v1/identifications"),
    ("POST", "/v1/phone-codes"),
    ("POST", "/v1/phone-codes/x/verification"),
    ("POST", "/v1/case-numbers"),
    ("PUT", "/v1/cases/420102202611230000001"),
    ("PUT", "/v1/cases/420102202611230000001/materials"),
    ("PUT", "/v1/cases/420102202611230000001/signature"),
    ("POST", "/v1/joint-numbers"),
    ("PUT", "/v1/joint-applications/420102202611230000001"),
    ("PUT", "/v1/joint-applications/420102202611230000001/materials"),
    ("PUT", "/v1/joint-applications/420102202611230000001/signature"),
    ("POST", "/v1/joint-applications/420102202611230000001/supplement"),
    ("POST", "/v1/joint-applications/420102202611230000001/withdrawal"),
    ("POST", "/v1/case-lookups"),
    ("POST", "/v1/slip-lookups"),
    ("POST", "/v1/me/documents"),
    ("POST", "/v1/queue/numbers"),
    ("POST", "/v1/me/grants"),
    ("POST", "/v1/me/grants/2026000013/revocation"),
    ("POST", "/v1/company-lookups"),
    ("POST", "/v1/companies/91420102MA00TAMP3M/clerks"),
    ("POST", "/v1/companies/91420102MA00TAMP3M/licence-managers"),
    ("POST", "/v1/companies/91420102MA00TAMP3M/clerks/00000000-0000-0000-0000-000000000000/revocation"),
    ("POST", "/v1/me/cards/loss"),
    ("POST", "/v1/me/data-corrections"),
    ("POST", "/v1/ratings"),
    ("POST", "/v1/reports"),
    ("POST", "/v1/report-lookups"),
    ("POST", "/v1/identifications/by-phone"),
    ("POST", "/v1/identifications/by-number"),
    ("POST", "/v1/face-checks"),
    ("POST", "/v1/appointments"),
    ("POST", "/v1/appointments/z/confirmation"),
    ("POST", "/v1/appointments/z/change"),
    ("POST", "/v1/appointments/z/cancellation"),
    ("POST", "/v1/appointments/z/check-in"),
    ("POST", "/v1/appointment-lookups"),
    ("POST", "/v1/me/materials"),
    ("POST", "/v1/me/licences/y/lookups"),
    ("POST", "/v1/me/licence-codes"),
    ("POST", "/v1/licence-codes/verification"),
    ("POST", "/v1/queue/offline-numbers"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def send(terminal: Terminal, method: str, path: str, raw: bytes, token: str = "") -> Any:
    return terminal.send(method, path, raw, token=token, headers={"Idempotency-Key": "some-key-1"})


@quick
@given(raw=st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_get_a_problem_document(terminal: Terminal, raw: bytes) -> None:
    for method, path in WRITES:
        answer = send(terminal, method, path, raw)
        assert answer.status_code in (400, 401, 404, 422)
        assert problem(answer)[1] in KINDS


@quick
@given(form=st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=6), value=st.text(max_size=50))
def test_any_form_gets_an_answer(terminal: Terminal, form: dict[str, str], value: str) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    keys = ("phone", "first_month", "insurances", "account", "residence_address", "principal_number", "licence_number")
    for body in (form, dict.fromkeys(keys, value)):
        put = {"service": "RS-LHJY-0001", "situation": {"situation": "first", "handled_by": "self"}, "form": body}
        answer = send(terminal, "PUT", f"/v1/cases/{number}", json.dumps(put).encode(), session.token)
        assert problem(answer)[1] in ("filing.invalid", "request.invalid", "request.refused")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"business": "\\ud800"}',
        b"[" * 100_000,
        b'{"business": 1e999}',
        b'{"business": NaN}',
        b'{"business": "a", "business": "b", "c": 1}',
        b'"text"',
        b"null",
    ],
)
def test_broken_json_is_refused(terminal: Terminal, raw: bytes) -> None:
    status, code = problem(send(terminal, "POST", "/v1/queue/numbers", raw))
    assert (status, code) in {(422, "request.invalid"), (400, "request.refused")}


def test_what_is_too_large_is_refused_with_and_without_a_declared_length(terminal: Terminal) -> None:
    body = b'{"business": "' + b"x" * MOST_BYTES + b'"}'
    assert problem(send(terminal, "POST", "/v1/queue/numbers", body)) == (413, "request.too-large")

    def pieces() -> Any:
        yield from (body[n : n + 65_536] for n in range(0, len(body), 65_536))

    headers = {"Idempotency-Key": "some-key-1", "Content-Type": "application/json"}
    answer = terminal.http.post("/v1/queue/numbers", content=pieces(), headers=headers)
    assert problem(answer) == (413, "request.too-large")


@pytest.mark.parametrize("path", ["/", "/v1", "/v2/services", "/v1/services/", "/v1/cases/%00/slip", "/%ff"])
def test_elsewhere_there_is_nothing(terminal: Terminal, path: str) -> None:
    answer = terminal.http.get(path, follow_redirects=False)
    assert answer.status_code in (307, 401, 404)
    if answer.status_code != 307:
        assert problem(answer)[1] in ("request.not-found", "terminal.unsigned")


def test_another_method_is_named_so(terminal: Terminal) -> None:
    assert problem(terminal.http.delete("/v1/services")) == (405, "request.method")


def test_a_fault_of_the_platform_is_a_problem_without_its_words(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("server_stub.catalogue.service.services", broken)
    answer = terminal.call("GET", "/v1/services")
    assert problem(answer) == (500, "platform.fault")
    assert "secret" not in answer.text


def test_a_validation_error_does_not_repeat_what_was_sent(terminal: Terminal) -> None:
    body = {"kind": "resident-card", "number": ["420102199001010014"], "name": "张三"}
    answer = terminal.call("POST", "/v1/identifications", body)
    assert problem(answer) == (422, "request.invalid")
    assert "420102199001010014" not in answer.text
    assert answer.json()["errors"][0]["field"] == "number"


def test_the_description_names_every_problem(terminal: Terminal) -> None:
    openapi = terminal.http.get("/openapi.json").json()
    schema = openapi["components"]["schemas"]["ProblemDocument"]
    assert schema["properties"]["code"]["enum"] == sorted(KINDS)
    assert "FieldError" in openapi["components"]["schemas"]
    named = {
        code
        for operations in openapi["paths"].values()
        for operation in operations.values()
        for answer in operation["responses"].values()
        for code in answer.get("content", {}).get("application/problem+json", {}).get("examples", {})
    }
    nowhere = {"request.not-found", "request.method"}  # these belong to no route
    assert named == set(KINDS) - nowhere - set(OFFICE)
    assert "HTTPValidationError" not in openapi["components"]["schemas"]


PARTS = {
    "420102202611230000001": "{number}",
    "2026000013": "{number}",
    "91420102MA00TAMP3M": "{credit_code}",
    "00000000-0000-0000-0000-000000000000": "{role_id}",
    "x": "{code_id}",
    "y": "{licence_id}",
    "z": "{appointment_id}",
}


def test_every_write_that_has_an_effect_documents_its_key(terminal: Terminal) -> None:
    openapi = terminal.http.get("/openapi.json").json()
    for method, path in WRITES:
        template = "/".join(PARTS.get(part, part) for part in path.split("/"))
        operation = openapi["paths"][template][method.lower()]
        assert "idempotency-key" in {p["name"].lower() for p in operation["parameters"]}
