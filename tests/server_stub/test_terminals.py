"""Terminals are known by their keys; what they say is heard, and what is set from afar reaches them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import httpx
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from sqlalchemy.orm import Session

from kiosk.platforms.signing import Signer
from server_stub.terminals import register
from server_stub.terminals.tables import TerminalRow
from tests.server_stub.terminal import Terminal, problem, right

BEAT = {
    "software": "hall-terminal 0.2.0",
    "devices": [
        {"name": "id-card", "state": "ready"},
        {"name": "ticket", "state": "fault", "detail": "paper-out"},
        {"name": "a4", "state": "attention", "detail": "toner-low"},
    ],
    "letters": 2,
}


def listed(terminal: Terminal, id_: str = "JA-ZZ-03") -> Any:
    return next(one for one in terminal.get("/v1/terminals") if one["id"] == id_)


def change(terminal: Terminal, what: Any, id_: str = "JA-ZZ-03") -> Any:
    """Does something with the terminal's row, as staff would."""
    platform = terminal.app.state.platform

    def job(db: Session) -> Any:
        done = what(db.get_one(TerminalRow, id_))
        register.changed(db)
        return done

    done = platform.database.write(job)
    platform.look_again()
    return done


def with_key_of(terminal: Terminal, whose: str) -> Signer:
    """Signs under the terminal's name with somebody else's key."""
    return Signer(terminal.id, hashlib.sha256(whose.encode()).digest())


# ---- heartbeats


def test_online_is_what_was_heard_in_the_last_sixty_seconds(terminal: Terminal) -> None:
    assert not listed(terminal)["online"]
    right(terminal.call("POST", "/v1/terminals/me/heartbeat", BEAT))
    terminal.clock.pass_(seconds=59)
    assert listed(terminal)["online"]
    terminal.clock.pass_(seconds=1)
    assert not listed(terminal)["online"]


def test_devices_that_are_out_of_order_are_named_and_others_are_not(terminal: Terminal) -> None:
    right(terminal.call("POST", "/v1/terminals/me/heartbeat", BEAT))
    assert listed(terminal)["faults"] == ["ticket"]
    right(terminal.call("POST", "/v1/terminals/me/heartbeat", {**BEAT, "devices": BEAT["devices"][:1]}))  # type: ignore[index]
    assert listed(terminal)["faults"] == []


def test_what_is_set_from_afar_comes_with_the_next_heartbeat(terminal: Terminal) -> None:
    first = right(terminal.call("POST", "/v1/terminals/me/heartbeat", BEAT)).json()
    assert first["settings"]["notice"]["zh"] == ""

    def set_(row: TerminalRow) -> None:
        row.settings = {"notice": {"zh": "今天 15:00 停电", "en": "No power from 15:00"}, "closed": True}

    change(terminal, set_)
    answer = right(terminal.call("POST", "/v1/terminals/me/heartbeat", BEAT)).json()
    assert answer["settings"]["notice"]["zh"] == "今天 15:00 停电"
    assert answer["settings"]["closed"]
    assert dt.datetime.fromisoformat(answer["now"]) == terminal.clock.now


# ---- who calls


def test_a_terminal_that_nobody_registered_is_told_so(terminal: Terminal) -> None:
    assert problem(Terminal(terminal.app, terminal.clock, "JA-ZZ-99").call("GET", "/v1/services")) == (
        403,
        "terminal.unknown",
    )


def test_another_terminals_key_opens_nothing(terminal: Terminal) -> None:
    terminal.signer = with_key_of(terminal, "JA-ZZ-04")
    assert problem(terminal.call("GET", "/v1/services")) == (401, "terminal.signature")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_is_wrong_is_named(terminal: Terminal, minutes: int) -> None:
    headers = terminal.signer.signed("GET", "/v1/services", "", {}, b"", terminal.clock.now.timestamp() + minutes * 60)
    assert problem(terminal.http.get("/v1/services", headers=headers)) == (403, "terminal.clock")


def test_a_clock_that_is_a_little_wrong_does_no_harm(terminal: Terminal) -> None:
    headers = terminal.signer.signed("GET", "/v1/services", "", {}, b"", terminal.clock.now.timestamp() + 299)
    right(terminal.http.get("/v1/services", headers=headers))


def test_without_a_signature_nothing_is_answered(terminal: Terminal) -> None:
    assert problem(terminal.http.get("/v1/services")) == (401, "terminal.unsigned")


@pytest.mark.parametrize("what", ["body", "token", "key", "path", "method"])
def test_nothing_of_a_signed_request_can_be_changed_on_the_way(terminal: Terminal, what: str) -> None:
    path, body = "/v1/queue/numbers", b'{"business":"social-card"}'
    headers = {"Authorization": "Bearer a", "Idempotency-Key": "on-the-way-1", "Content-Type": "application/json"}
    headers |= terminal.signer.signed("POST", path, "", headers, body, terminal.clock.now.timestamp())
    changed = {
        "body": ("POST", path, headers, body.replace(b"card", b"bard")),
        "token": ("POST", path, headers | {"Authorization": "Bearer b"}, body),
        "key": ("POST", path, headers | {"Idempotency-Key": "on-the-way-2"}, body),
        "path": ("POST", "/v1/queue/offline-numbers", headers, body),
        "method": ("PUT", "/v1/cases/420102202611230000001", headers, body),
    }
    method, where, sent, content = changed[what]
    assert problem(terminal.http.request(method, where, headers=sent, content=content)) == (401, "terminal.signature")


def test_a_blocked_terminal_is_told_so_and_is_not_online(terminal: Terminal) -> None:
    other = Terminal(terminal.app, terminal.clock, "JA-ZZ-04")
    right(terminal.call("POST", "/v1/terminals/me/heartbeat", BEAT))

    def block(row: TerminalRow) -> None:
        row.blocked = True

    change(terminal, block)
    assert problem(terminal.call("GET", "/v1/services")) == (403, "terminal.blocked")
    assert not listed(other)["online"]


# ---- enrolment


def enrol(terminal: Terminal, code: str) -> httpx.Response:
    wanted = {"code": code, "public_key": terminal.signer.public_key}
    return terminal.call("POST", f"/v1/terminals/{terminal.id}/enrolment", wanted)


def test_a_code_enrols_one_key_and_the_answer_may_be_asked_for_again(terminal: Terminal) -> None:
    code = change(terminal, lambda row: register.new_code(row, terminal.clock.now))
    terminal.signer = with_key_of(terminal, "a new machine")
    assert problem(terminal.call("GET", "/v1/services")) == (401, "terminal.signature")
    first = right(enrol(terminal, code)).json()
    assert right(enrol(terminal, code)).json() == first
    right(terminal.call("GET", "/v1/services"))
    terminal.signer = with_key_of(terminal, "somebody who saw the code")
    assert problem(enrol(terminal, code)) == (403, "terminal.enrolment")


def test_a_code_is_good_for_a_day(terminal: Terminal) -> None:
    code = change(terminal, lambda row: register.new_code(row, terminal.clock.now))
    terminal.clock.pass_(hours=25)
    terminal.signer = with_key_of(terminal, "late")
    assert problem(enrol(terminal, code)) == (403, "terminal.enrolment")


# ---- the same as others understand it


class _Keys(HTTPSignatureKeyResolver):
    """One terminal's key, whoever asks."""

    def __init__(self, terminal: str) -> None:
        self._seed = hashlib.sha256(terminal.encode()).digest()  # as `signer_of` makes it

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._seed)

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return self.resolve_private_key(key_id).public_key()


def test_another_library_finds_our_signatures_right(terminal: Terminal) -> None:
    body = b'{"business":"social-card"}'
    headers = {"Idempotency-Key": "by-another-1", "Authorization": "Bearer x"}
    headers |= terminal.signer.signed("POST", "/v1/queue/numbers", "a=1", headers, body, dt.datetime.now().timestamp())
    request = requests.Request("POST", "http://hall.example/v1/queue/numbers?a=1", headers=headers, data=body).prepare()
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(terminal.id))
    (found,) = verifier.verify(request, body=body)
    assert {"@method", "@path", "@query", "authorization", "idempotency-key"} <= {
        name.strip('"') for name in found.covered_components
    }


def test_the_platform_takes_signatures_that_another_library_made(terminal: Terminal) -> None:
    request = requests.Request("GET", "http://hall.example/v1/services").prepare()
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(terminal.id))
    covered = ("@method", "@path", "@query")
    signer.sign(request, key_id=terminal.id, created=terminal.clock.now, label="t", covered_component_ids=covered)
    right(terminal.http.get("/v1/services", headers=dict(request.headers)))
