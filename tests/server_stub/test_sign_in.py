"""Level 1: phone code, name and number instead of a card."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server_stub.phone_codes.service import SENDS_OF_TERMINAL
from server_stub.phone_codes.tries import PER_NUMBER
from tests.server_stub.appointing import at, books, does
from tests.server_stub.terminal import Identified, SettableClock, Terminal, problem, right

PERSON, PHONE = "worker-gaps", "13800000001"


def verified(terminal: Terminal, phone: str = PHONE) -> str:
    """A sign-in code of this phone that was typed right."""
    body = {"purpose": "sign-in", "phone": phone}
    sent = right(terminal.call("POST", "/v1/phone-codes", body)).json()
    assert sent["phone"] == f"{phone[:3]}****{phone[-4:]}"
    result = right(terminal.check(sent["id"], terminal.last_code())).json()
    assert (result["right"], result["session"]) == (True, None)
    return str(sent["id"])


def signs_in(terminal: Terminal, code_id: str, key: str = PERSON, **other: Any) -> httpx.Response:
    card = terminal.document(key)
    body = {"phone_code": code_id, "number": card["number"], "name": card["name"], "kind": card["kind"]} | other
    return terminal.call("POST", "/v1/identifications/by-phone", body)


def session(terminal: Terminal) -> Identified:
    return Identified(**right(signs_in(terminal, verified(terminal))).json())


def test_who_has_no_card_books_and_checks_in_by_phone(terminal: Terminal, clock: SettableClock) -> None:
    first = session(terminal)
    assert (first.level, first.standing, first.phone) == (1, "ok", "138****0001")
    made = books(terminal, first.token, at(10))
    assert [a["id"] for a in terminal.get("/v1/me/appointments", first.token)] == [made["id"]]
    clock.now = at(10)
    assert right(does(terminal, session(terminal).token, made, "check-in")).json()["ticket"]["number"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/me/cases", None),
        ("GET", "/v1/me/proofs", None),
        ("GET", "/v1/me/prefill?service=RS-LHJY-0001", None),
        ("POST", "/v1/case-numbers", {"service": "RS-LHJY-0001"}),
        ("POST", "/v1/me/documents", {"kind": "property-search", "answers": {}}),
        ("POST", "/v1/phone-codes", {"purpose": "second-proof"}),
        ("POST", "/v1/phone-codes", {"purpose": "contact", "phone": PHONE}),
    ],
)
def test_a_phone_opens_appointments_only(terminal: Terminal, method: str, path: str, body: object) -> None:
    token = session(terminal).token
    assert problem(terminal.call(method, path, body, token=token)) == (403, "session.level")


@pytest.mark.parametrize(
    ("phone", "wrong"),
    [
        ("13900000009", {}),  # a phone of nobody
        ("13800000002", {}),  # another person's
        (PHONE, {"name": "别人"}),
        (PHONE, {"key": "home-owner"}),
        (PHONE, {"key": "unknown-person"}),
        (PHONE, {"key": "deceased"}),
        (PHONE, {"key": "no-phone"}),
    ],
)
def test_whatever_is_another_is_one_refusal(terminal: Terminal, phone: str, wrong: dict[str, Any]) -> None:
    answer = signs_in(terminal, verified(terminal, phone), **wrong)
    assert problem(answer) == (403, "identification.not-matched")
    expected = {"type", "title", "status", "code"}
    assert set(answer.json()) == expected


def test_a_lost_card_keeps_nobody_from_booking_by_phone(terminal: Terminal) -> None:
    phone = terminal.citizen("reported-lost")["phone"]
    assert right(signs_in(terminal, verified(terminal, phone), "reported-lost")).json()["level"] == 1


def test_a_code_opens_one_session_and_only_after_it_was_typed_right(terminal: Terminal, clock: SettableClock) -> None:
    body = {"purpose": "sign-in", "phone": PHONE}
    sent = right(terminal.call("POST", "/v1/phone-codes", body)).json()["id"]
    assert problem(signs_in(terminal, sent)) == (403, "code.not-verified")
    right(terminal.check(sent, terminal.last_code()))
    right(signs_in(terminal, sent))
    assert problem(signs_in(terminal, sent)) == (403, "code.not-verified")
    late = verified(terminal)
    clock.pass_(minutes=10)
    assert problem(signs_in(terminal, late)) == (403, "code.not-verified")
    assert problem(signs_in(terminal, "unknown")) == (403, "code.not-verified")


def test_a_code_for_something_else_does_not_sign_in(terminal: Terminal) -> None:
    token = terminal.identify("no-phone").token
    body = {"purpose": "contact", "phone": PHONE}
    sent = right(terminal.call("POST", "/v1/phone-codes", body, token=token)).json()["id"]
    right(terminal.check(sent, terminal.last_code()))
    assert problem(signs_in(terminal, sent)) == (403, "code.not-verified")


def test_a_number_that_can_not_be_is_said_before_anything_is_tried(terminal: Terminal) -> None:
    answer = signs_in(terminal, verified(terminal), number="420102199001010015")
    assert problem(answer) == (422, "identification.invalid-number")


def test_guessing_whose_phone_it_is_ends_soon(terminal: Terminal, clock: SettableClock) -> None:
    code = verified(terminal)
    for _ in range(PER_NUMBER):
        assert problem(signs_in(terminal, code, name="别人")) == (403, "identification.not-matched")
    assert problem(signs_in(terminal, code)) == (429, "code.too-often")


def test_a_machine_does_not_send_messages_to_everybody(terminal: Terminal, clock: SettableClock) -> None:
    def send(n: int) -> httpx.Response:
        return terminal.call("POST", "/v1/phone-codes", {"purpose": "sign-in", "phone": f"139{n:08d}"})

    for n in range(SENDS_OF_TERMINAL):
        right(send(n))
    assert problem(send(99)) == (429, "code.too-often")
    clock.pass_(minutes=10, seconds=1)
    right(send(99))


def test_a_sign_in_code_needs_a_phone(terminal: Terminal) -> None:
    for phone in ("", "110"):
        answer = terminal.call("POST", "/v1/phone-codes", {"purpose": "sign-in", "phone": phone})
        assert problem(answer) == (422, "request.invalid")
