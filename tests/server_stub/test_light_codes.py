"""亮码: a licence is shown for a short while and another terminal verifies it, once."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey, VerifyKey
from sqlalchemy.orm import Session

from server_stub.configuration.models import Rules
from server_stub.jobs import run_due
from server_stub.licences import issuing
from server_stub.licences.models import LicenceState
from server_stub.licences.tables import LicenceCode
from server_stub.routine import JOBS
from tests.server_stub.licence_rig import expire, own, row_of, uses, write
from tests.server_stub.terminal import SettableClock, Terminal, problem, right


@pytest.fixture
def other(terminal: Terminal) -> Terminal:
    """The terminal that verifies."""
    return Terminal(terminal.app, terminal.clock, "JA-ZZ-05")


def shown(terminal: Terminal, citizen: str = "tenant-a", kind: str = "driving-licence") -> Any:
    """A code for a citizen's licence, by their card alone."""
    session = terminal.identify(citizen)
    licence = next(x for x in terminal.get("/v1/me/licences", session.token) if x["kind"] == kind)
    return right(terminal.call("POST", "/v1/me/licence-codes", {"licence": licence["id"]}, token=session.token)).json()


def verify(terminal: Terminal, code: str, key: str | None = None) -> Any:
    return terminal.call("POST", "/v1/licence-codes/verification", {"code": code}, key=key)


def test_another_terminal_sees_what_the_licence_is_worth_and_no_name(terminal: Terminal, other: Terminal) -> None:
    code = shown(terminal)
    assert code["title"]["zh"] == "机动车驾驶证"
    assert code["expires_at"] == "2026-11-23T10:01:00+08:00"
    seen = right(verify(other, code["code"])).json()
    assert (seen["kind"], seen["holder"], seen["state"]) == ("driving-licence", "陈**", "valid")
    assert seen["number"].startswith("4210**")
    assert seen["issuer"]["zh"] == "武汉市公安局交通管理局车辆管理所"
    assert seen["valid_until"] == "2027-11-23"


def test_a_code_is_short_and_tells_nothing_of_the_person(terminal: Terminal) -> None:
    text = shown(terminal)["code"]
    assert len(text) < 130
    assert text.isascii()
    raw = base64.urlsafe_b64decode(text.removeprefix("ZZ1.") + "==")
    assert len(raw) == 16 + 6 + 64
    assert shown(terminal)["code"] != text


def test_anybody_can_check_the_signature_with_the_public_key(terminal: Terminal) -> None:
    key = terminal.http.get("/v1/licence-codes/key").json()
    assert key["algorithm"] == "Ed25519"
    raw = base64.urlsafe_b64decode(shown(terminal)["code"].removeprefix("ZZ1.") + "==")
    VerifyKey(bytes.fromhex(key["public_key"])).verify(b"ZZ1." + raw[:22], raw[22:])


def test_a_verification_is_a_use_and_a_message_to_the_holder(terminal: Terminal, other: Terminal) -> None:
    right(verify(other, shown(terminal)["code"]))
    message = terminal.last_message()
    assert message["phone"] == "13800000004"
    assert "机动车驾驶证" in message["text"]
    assert "5 号自助机" in message["text"]
    [use] = uses(terminal, terminal.known("tenant-a"))["uses"]
    assert (use["purpose"], use["terminal"]) == ("light-code", "JA-ZZ-05")


def test_a_code_is_good_once_and_a_repeated_request_is_the_same_one(terminal: Terminal, other: Terminal) -> None:
    code = shown(terminal)["code"]
    first = right(verify(other, code, "verification-1")).json()
    assert right(verify(other, code, "verification-1")).json() == first
    assert problem(verify(other, code)) == (409, "licence-code.used")
    assert uses(terminal, terminal.known("tenant-a"))["length"] == 1


def test_of_many_who_verify_at_once_one_does(terminal: Terminal, other: Terminal) -> None:
    code = shown(terminal)["code"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: verify(other, code).status_code, range(16)))
    assert sorted(answers) == [200] + [409] * 15
    assert uses(terminal, terminal.known("tenant-a"))["length"] == 1


def test_a_city_may_allow_more_uses_and_a_longer_life(
    terminal: Terminal, other: Terminal, clock: SettableClock
) -> None:
    platform = terminal.app.state.platform
    rules = Rules(licence_code_seconds=300, licence_code_uses=2).model_dump(mode="json")
    write(terminal, lambda db: platform.configuration.put(db, "rules", rules, "test", clock.now))
    platform.look_again()
    code = shown(terminal)["code"]
    clock.pass_(seconds=299)
    right(verify(other, code))
    right(verify(other, code))
    assert problem(verify(other, code)) == (409, "licence-code.used")


def test_after_a_minute_it_is_too_late(terminal: Terminal, other: Terminal, clock: SettableClock) -> None:
    code = shown(terminal)["code"]
    clock.pass_(seconds=59)
    another = shown(terminal)["code"]
    clock.pass_(seconds=1)
    assert problem(verify(other, code)) == (409, "licence-code.expired")
    right(verify(other, another))


def test_a_licence_that_was_revoked_meanwhile_is_told_so(terminal: Terminal, other: Terminal) -> None:
    code = shown(terminal)["code"]

    def revoke(db: Session) -> None:
        issuing.change(row_of(db, "tenant-a", "driving-licence"), LicenceState.REVOKED, terminal.clock.now)

    write(terminal, revoke)
    assert problem(verify(other, code)) == (409, "licence-code.revoked")
    assert uses(terminal, terminal.known("tenant-a"))["length"] == 0


def test_a_code_of_somebody_elses_making_is_refused(terminal: Terminal, other: Terminal) -> None:
    raw = base64.urlsafe_b64decode(shown(terminal)["code"].removeprefix("ZZ1.") + "==")
    forged = SigningKey.generate().sign(b"ZZ1." + raw[:22]).signature
    text = "ZZ1." + base64.urlsafe_b64encode(raw[:22] + forged).decode().rstrip("=")
    assert problem(verify(other, text)) == (422, "licence-code.signature")
    later = raw[:16] + (int.from_bytes(raw[16:22], "big") + 600).to_bytes(6, "big") + raw[22:]
    longer = "ZZ1." + base64.urlsafe_b64encode(later).decode().rstrip("=")
    assert problem(verify(other, longer)) == (422, "licence-code.signature")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.binary(max_size=86).map(lambda b: "ZZ1." + base64.urlsafe_b64encode(b).decode()))
def test_any_other_text_is_no_code(other: Terminal, text: str) -> None:
    status, code = problem(verify(other, text))
    assert (status, code) in {(422, "licence-code.signature"), (422, "request.invalid"), (400, "request.refused")}


def test_what_does_not_hold_can_not_be_shown(terminal: Terminal) -> None:
    expire(terminal, "tenant-a", "driving-licence")
    session = terminal.identify("tenant-a")
    [licence] = own(terminal, session)["driving-licence"]
    answer = terminal.call("POST", "/v1/me/licence-codes", {"licence": licence["id"]}, token=session.token)
    assert problem(answer) == (409, "licence.not-valid")


def test_only_own_licences_can_be_shown(terminal: Terminal) -> None:
    [licence] = own(terminal, terminal.identify("tenant-a"))["driving-licence"]
    stranger = terminal.identify("courier").token
    answer = terminal.call("POST", "/v1/me/licence-codes", {"licence": licence["id"]}, token=stranger)
    assert problem(answer) == (404, "licence.not-found")
    assert problem(terminal.call("POST", "/v1/me/licence-codes", {"licence": "x"})) == (401, "session.expired")


def test_codes_are_forgotten_and_the_key_stays(terminal: Terminal, clock: SettableClock) -> None:
    key = terminal.http.get("/v1/licence-codes/key").json()
    shown(terminal)
    clock.pass_(days=2)
    run_due(terminal.app.state.platform, [job for job in JOBS if job.name == "forget"])
    with terminal.app.state.platform.database.read() as db:
        assert db.query(LicenceCode).count() == 0
    right(terminal.http.post("/demo/reset"))
    assert terminal.http.get("/v1/licence-codes/key").json() == key
