"""A terminal as the platforms see it: what tests of the interface use to call it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
import warnings
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from server_stub.clock import HALL
from server_stub.terminals.register import changed
from server_stub.terminals.tables import TerminalRow
from tests.server_stub import recording
from tests.signed import signer_of

with warnings.catch_warnings():  # it asks for httpx2, which is not released for all we use
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

MONDAY = dt.datetime(2026, 11, 23, 10, 0, tzinfo=HALL)


class SettableClock:
    """The hall's time stands still until a test moves it."""

    def __init__(self, now: dt.datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@dataclass
class Identified:
    """A session."""

    token: str
    level: int
    standing: str
    phone: str


class Terminal:
    """Calls as JA-ZZ-03."""

    def __init__(self, app: FastAPI, clock: SettableClock, id_: str = "JA-ZZ-03") -> None:
        self.app, self.clock, self.id = app, clock, id_
        listened = recording.active.around(app) if recording.active else app
        self.http = TestClient(listened, raise_server_exceptions=False)
        self.signer = signer_of(id_)
        self.staff = ""  # the token of who is signed in there
        self._citizens: dict[str, Any] | None = None

    # ---- plain calls

    def call(
        self, method: str, path: str, body: object = None, *, token: str = "", key: str | None = None
    ) -> httpx.Response:
        headers: dict[str, str] = {}
        if method != "GET":
            headers["Idempotency-Key"] = key if key is not None else str(uuid.uuid4())
        content = b"" if body is None else json.dumps(body).encode()
        answer = self.send(method, path, content, token=token, headers=headers)
        if answer.status_code not in (200, 202):
            code = answer.json()["code"]
            assert code in documented_codes(self.app, method, path, answer.status_code), f"{code} at {path}"
        return answer

    def send(
        self, method: str, path: str, content: bytes = b"", *, token: str = "", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Signs and sends just these bytes."""
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if self.staff:
            headers["X-Staff-Token"] = self.staff
        if content:
            headers["Content-Type"] = "application/json"
        url = httpx.URL(path)
        raw_path, _, query = url.raw_path.decode().partition("?")
        headers |= self.signer.signed(method, raw_path, query, headers, content, self.clock.now.timestamp())
        answer: httpx.Response = self.http.request(method, url, content=content or None, headers=headers)
        return answer

    def get(self, path: str, token: str = "") -> Any:
        return right(self.call("GET", path, token=token)).json()

    # ---- people

    def citizen(self, key: str) -> Any:
        if self._citizens is None:
            self._citizens = {c["key"]: c for c in self.http.get("/demo/citizens").json()}
        return self._citizens[key]

    def document(self, key: str, card: int = 0) -> dict[str, Any]:
        """What a terminal sends for a citizen's card."""
        kinds = {"resident": "resident-card", "hmt-residence": "hmt-residence-card"}
        kinds |= {"foreigner-2017": "foreigner-card", "foreigner-2023": "foreigner-card-2023"}
        kinds |= {"social-security": "social-security-card"}
        text = self.citizen(key)["cards"][card]
        until = text["valid_until"]
        return {
            "kind": kinds[text["kind"]],
            "number": text["number"],
            "name": text["name"] if text["kind"] == "foreigner-2023" else text["english_name"] or text["name"],
            "valid_until": None if until == "长期" else dt.datetime.strptime(until, "%Y%m%d").date().isoformat(),
        }

    def identify(self, key: str, card: int = 0) -> Identified:
        return Identified(**right(self.call("POST", "/v1/identifications", self.document(key, card))).json())

    def known(self, key: str) -> Identified:
        """A citizen at level 3."""
        session = self.identify(key)
        sent = right(self.call("POST", "/v1/phone-codes", {"purpose": "second-proof"}, token=session.token)).json()
        checked = self.check(sent["id"], self.last_code()).json()
        return Identified(**checked["session"])

    def last_message(self) -> Any:
        return self.http.get("/demo/messages").json()[-1]

    def last_code(self) -> str:
        return str(self.last_message()["code"])

    def check(self, code_id: str, code: str) -> httpx.Response:
        return self.call("POST", f"/v1/phone-codes/{code_id}/verification", {"code": code})

    # ---- filing

    def new_number(self, session: Identified, service: str) -> str:
        answer = right(self.call("POST", "/v1/case-numbers", {"service": service}, token=session.token))
        return str(answer.json()["number"])

    def put(self, session: Identified, number: str, put: Any) -> httpx.Response:
        return self.call("PUT", f"/v1/cases/{number}", put, token=session.token)

    def put_materials(self, session: Identified, number: str, given: Any) -> httpx.Response:
        return self.call("PUT", f"/v1/cases/{number}/materials", given, token=session.token)

    def sign(self, session: Identified, number: str, put: Any) -> httpx.Response:
        body = {"digest": sm3(put), "strokes": "W10="}
        return self.call("PUT", f"/v1/cases/{number}/signature", body, token=session.token)

    def file(self, session: Identified, put: Any, given: Any = ()) -> Any:
        """The whole filing; the slip."""
        number = self.new_number(session, put["service"])
        right(self.put(session, number, put))
        right(self.put_materials(session, number, list(given)))
        return right(self.sign(session, number, put)).json()

    # ---- faults

    def fault(self, **order: Any) -> None:
        right(self.http.post("/demo/faults", json=order))


def enrol_all(app: FastAPI) -> None:
    """Gives every terminal of the files its key."""

    def job(db: Session) -> None:
        for row in db.scalars(select(TerminalRow)):
            row.public_key = signer_of(row.id).public_key
        changed(db)

    app.state.platform.database.write(job)
    app.state.platform.look_again()


_openapi: dict[str, Any] = {}


def documented_codes(app: FastAPI, method: str, path: str, status: int) -> frozenset[str]:
    """The problem codes that the OpenAPI description names for this call and status."""
    if not _openapi:
        _openapi.update(app.openapi())
    parts = path.split("?")[0].split("/")
    for template, operations in _openapi["paths"].items():
        named = template.split("/")
        if len(named) == len(parts) and all(n == p or n.startswith("{") for n, p in zip(named, parts, strict=True)):
            responses = operations[method.lower()]["responses"]
            content = responses.get(str(status), {}).get("content", {}).get("application/problem+json", {})
            return frozenset(content.get("examples", {}))
    return frozenset()


def right(answer: httpx.Response) -> httpx.Response:
    """The answer, which must not be a problem."""
    assert answer.status_code == 200, answer.text
    return answer


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document = answer.json()
    assert document["status"] == answer.status_code
    assert None not in document.values()
    return answer.status_code, document["code"]


def sm3(put: Any) -> str:
    """The digest as a terminal computes it."""
    raw = json.dumps(put, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.new("sm3", raw).hexdigest()


def flexible(**changes: str) -> dict[str, Any]:
    """A form of 灵活就业 that is right on 2026-11-23."""
    form = {
        "phone": "13800000001",
        "residence_district": "420102",
        "residence_address": "解放大道样例里6号",
        "employment_form": "new-form",
        "insurances": "pension,medical",
        "first_month": "2026-12",
        "pension_level": "60",
        "medical_level": "60",
        "pay_by": "bank",
        "account_kind": "social-card",
        "bank": "hankou",
        "account": "6222020000000000000",
        "consent_insurance": "yes",
        "consent_medical": "yes",
        "commitment": "yes",
    }
    situation = {"situation": "resume", "handled_by": "self"}
    for key, value in changes.items():
        (situation if key in situation else form)[key] = value
    return {"service": "RS-LHJY-0001", "situation": situation, "form": {k: v for k, v in form.items() if v}}


GIVEN = (
    {"key": "id-card", "given": 1},
    {"key": "form", "given": 1},
    {"key": "household-paper", "given": 0},
    {"key": "account-of-card", "given": 1},
)
