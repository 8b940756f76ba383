"""The whole interface tried against its own description by a tool that is not ours: no 500, every answer as documented.

A short selection here; all of it with `make fuzz` (HYPOTHESIS_PROFILE=fuzz).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from server_stub.app import interface
from tests.bench.chaos import Server
from tests.signed import session_at

_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_ENDLESS = ("/v1/halls/me/events",)  # a stream
_SPOILS = ("/demo/faults", "/demo/reset", "/v1/me/cards/loss")  # puts the platform out of order, or ends the session


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("interface")
    server = Server(f"sqlite:///{folder}/hall.db", Path(folder) / "server.log")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def known(running: Server) -> requests.Session:
    """Somebody at level 3, at an enrolled terminal."""
    http = session_at(running.url, "JA-ZZ-08")
    citizen = next(c for c in http.get(f"{running.url}/demo/citizens").json() if c["key"] == "worker-gaps")
    card = citizen["cards"][0]
    document = {"kind": "resident-card", "number": card["number"], "name": card["name"]}
    token = http.post(f"{running.url}/v1/identifications", json=document).json()["token"]
    http.headers["Authorization"] = f"Bearer {token}"
    key = {"Idempotency-Key": "whole-interface-1"}
    sent = http.post(f"{running.url}/v1/phone-codes", json={"purpose": "second-proof"}, headers=key).json()
    code = http.get(f"{running.url}/demo/messages").json()[-1]["code"]
    checked = http.post(f"{running.url}/v1/phone-codes/{sent['id']}/verification", json={"code": code}).json()
    http.headers["Authorization"] = f"Bearer {checked['session']['token']}"
    return http


schema = schemathesis.openapi.from_dict(interface(demo=True).openapi())
for _path in (*_ENDLESS, *_SPOILS):
    schema = cast(OpenApiSchema, schema.exclude(path=_path))


# Not schema.parametrize(): its tests all have one node id, and of those pytest-xdist runs one.
OPERATIONS = [cast(Any, found).ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_as_documented(operation: Any, running: Server, known: requests.Session) -> None:
    @settings(
        max_examples=60 if _LONG else 4,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def tried(case: Any) -> None:
        headers = {"Authorization": str(known.headers["Authorization"])}
        answer = case.call(base_url=running.url, auth=known.auth, headers=headers, timeout=20)
        case.validate_response(answer, checks=_CHECKS)

    tried()
