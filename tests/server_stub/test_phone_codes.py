from __future__ import annotations

import pytest

from server_stub.jobs import run_due
from server_stub.routine import JOBS
from tests.server_stub.terminal import Identified, SettableClock, Terminal, problem, right

SECOND = {"purpose": "second-proof"}


def send(terminal: Terminal, session: Identified, body: object = SECOND) -> str:
    return str(right(terminal.call("POST", "/v1/phone-codes", body, token=session.token)).json()["id"])


def test_a_right_code_raises_the_session_and_the_first_token_too(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    result = terminal.check(send(terminal, session), terminal.last_code()).json()
    assert (result["right"], result["session"]["level"]) == (True, 3)
    for token in (session.token, result["session"]["token"]):
        terminal.get("/v1/me/proofs", token)


def test_the_code_goes_to_the_registered_phone_and_says_what_for(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    answer = right(terminal.call("POST", "/v1/phone-codes", SECOND, token=session.token)).json()
    message = terminal.last_message()
    assert answer["phone"] == "138****0001"
    assert message["phone"] == "13800000001"
    assert message["code"] in message["text"]
    assert len(message["code"]) == 6


def test_three_wrong_tries_end_a_code(terminal: Terminal) -> None:
    code_id = send(terminal, terminal.identify("worker-gaps"))
    code = terminal.last_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert [terminal.check(code_id, wrong).json()["tries_left"] for _ in range(2)] == [2, 1]
    assert problem(terminal.check(code_id, wrong)) == (429, "code.too-often")
    assert problem(terminal.check(code_id, code)) == (429, "code.too-often")


def test_a_code_is_good_once_and_for_five_minutes(terminal: Terminal, clock: SettableClock) -> None:
    code_id = send(terminal, terminal.identify("worker-gaps"))
    clock.pass_(minutes=5)
    assert problem(terminal.check(code_id, terminal.last_code())) == (404, "code.not-found")
    code_id = send(terminal, terminal.identify("worker-gaps"))
    assert terminal.check(code_id, terminal.last_code()).json()["right"]
    assert problem(terminal.check(code_id, terminal.last_code())) == (404, "code.not-found")


def test_five_codes_in_ten_minutes_are_enough(terminal: Terminal, clock: SettableClock) -> None:
    session = terminal.identify("worker-gaps")
    for _ in range(5):
        send(terminal, session)
    too_often = terminal.call("POST", "/v1/phone-codes", SECOND, token=session.token)
    assert problem(too_often) == (429, "code.too-often")
    other = {"purpose": "contact", "phone": "13800000099"}
    assert problem(terminal.call("POST", "/v1/phone-codes", other, token=session.token)) == (429, "code.too-often")
    clock.pass_(minutes=10, seconds=1)
    send(terminal, session)


def test_without_a_registered_phone_there_is_no_second_proof(terminal: Terminal) -> None:
    token = terminal.identify("no-phone").token
    assert problem(terminal.call("POST", "/v1/phone-codes", SECOND, token=token)) == (409, "code.no-phone")


def test_a_contact_phone_is_shown_to_be_theirs_without_raising_the_session(terminal: Terminal) -> None:
    session = terminal.identify("no-phone")
    code_id = send(terminal, session, {"purpose": "contact", "phone": "13900000000"})
    result = terminal.check(code_id, terminal.last_code()).json()
    assert (result["right"], result["session"]) == (True, None)
    assert problem(terminal.call("GET", "/v1/me/proofs", token=session.token)) == (403, "session.level")


@pytest.mark.parametrize("phone", ["", "12345678901", "1380000000", "1380000000a", "138 0000 0000"])
def test_a_code_goes_to_a_mobile_number_only(terminal: Terminal, phone: str) -> None:
    body = {"purpose": "contact", "phone": phone}
    answer = terminal.call("POST", "/v1/phone-codes", body, token=terminal.identify("no-phone").token)
    assert problem(answer) == (422, "request.invalid")
    assert answer.json()["errors"][0]["field"] == "phone"


def test_a_code_for_a_card_needs_the_session(terminal: Terminal) -> None:
    assert problem(terminal.call("POST", "/v1/phone-codes", SECOND)) == (401, "session.expired")


def test_an_unknown_code_is_not_found(terminal: Terminal) -> None:
    assert problem(terminal.check("nothing", "123456")) == (404, "code.not-found")


def test_a_session_that_has_ended_can_not_be_raised(terminal: Terminal, clock: SettableClock) -> None:
    session = terminal.identify("worker-gaps")
    clock.pass_(minutes=28)
    code_id = send(terminal, session)
    clock.pass_(minutes=4)
    assert terminal.check(code_id, terminal.last_code()).json()["session"] is None


def test_codes_and_messages_are_forgotten_after_a_day(terminal: Terminal, clock: SettableClock) -> None:
    send(terminal, terminal.identify("worker-gaps"))
    clock.pass_(days=1, seconds=1)
    send(terminal, terminal.identify("home-owner"))
    run_due(terminal.app.state.platform, [job for job in JOBS if job.name == "forget"])
    assert [m["phone"] for m in terminal.http.get("/demo/messages").json()] == ["13800000002"]
