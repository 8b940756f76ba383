from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import BaseModel
from sqlalchemy.orm import Session

from server_stub.idempotency import Idempotency
from server_stub.jobs import run_due
from server_stub.problems import Problem
from server_stub.routine import JOBS
from tests.server_stub.terminal import SettableClock, Terminal, flexible, problem, right

FORGET = [job for job in JOBS if job.name == "forget"]
FLEXIBLE = {"business": "flexible-employment", "phone": None}


def test_a_repeated_request_gets_the_first_answer_and_has_no_second_effect(terminal: Terminal) -> None:
    answers = [terminal.call("POST", "/v1/queue/numbers", FLEXIBLE, key="same-key-1") for _ in range(3)]
    assert {a.content for a in answers} == {answers[0].content}
    assert [a.headers.get("idempotent-replayed") for a in answers] == [None, "true", "true"]
    following = right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE)).json()
    assert following["ahead"] == answers[0].json()["ahead"] + 1


def test_a_key_is_for_one_request_only(terminal: Terminal) -> None:
    right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE, key="same-key-1"))
    other = terminal.call("POST", "/v1/queue/numbers", {"business": "social-card"}, key="same-key-1")
    assert problem(other) == (422, "idempotency.other-body")


def test_a_key_does_not_give_one_persons_answer_to_another(terminal: Terminal) -> None:
    wanted = {"service": "RS-LHJY-0001"}
    first, second = terminal.identify("worker-gaps"), terminal.identify("home-owner")
    right(terminal.call("POST", "/v1/case-numbers", wanted, token=first.token, key="same-key-1"))
    other = terminal.call("POST", "/v1/case-numbers", wanted, token=second.token, key="same-key-1")
    assert problem(other) == (422, "idempotency.other-body")


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "with blank in it"])
def test_a_write_needs_a_key(terminal: Terminal, key: str) -> None:
    answer = terminal.call("POST", "/v1/queue/numbers", FLEXIBLE, key=key)
    assert problem(answer) == (400, "idempotency.key-missing")


def test_keys_are_kept_thirty_days(terminal: Terminal, clock: SettableClock) -> None:
    first = right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE, key="same-key-1")).json()
    platform = terminal.app.state.platform
    clock.pass_(days=29)
    run_due(platform, FORGET)
    again = right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE, key="same-key-1")).json()
    assert again == first
    clock.pass_(days=2)
    assert run_due(platform, FORGET) == ["forget"]
    later = right(terminal.call("POST", "/v1/queue/numbers", FLEXIBLE, key="same-key-1")).json()
    assert later["id"] != first["id"]


def test_a_refused_form_can_be_corrected_under_its_key(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    number = terminal.new_number(session, "RS-LHJY-0001")
    path = f"/v1/cases/{number}"
    wrong = terminal.call("PUT", path, flexible(phone="1"), token=session.token, key="same-key-1")
    assert problem(wrong) == (422, "filing.invalid")
    right(terminal.call("PUT", path, flexible(), token=session.token, key="same-key-1"))


class Made(BaseModel):
    number: int


def test_while_the_first_is_worked_on_the_second_is_told_so(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    keys = Idempotency(platform.database, platform.clock)
    started, go_on = threading.Event(), threading.Event()

    def slow() -> int:
        started.set()
        assert go_on.wait(10)
        return 7

    def effect(db: Session, number: int) -> Made:
        return Made(number=number)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(keys.once, "same-key-1", ("", "POST", "/x", None), effect, slow)
        assert started.wait(10)
        with pytest.raises(Problem) as second:
            keys.once("same-key-1", ("", "POST", "/x", None), effect, slow)
        go_on.set()
        assert first.result(10).body == b'{"number":7}'
    assert second.value.code == "idempotency.in-flight"
    assert keys.once("same-key-1", ("", "POST", "/x", None), effect, slow).body == b'{"number":7}'


def test_one_key_from_many_sides_at_once_has_one_effect(terminal: Terminal) -> None:
    def take(_: int) -> tuple[int, str]:
        answer = terminal.call("POST", "/v1/queue/numbers", FLEXIBLE, key="same-key-1")
        return answer.status_code, answer.json().get("id", answer.json().get("code"))

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(take, range(24)))
    assert len([id_ for status, id_ in answers if status == 200]) == 1
    assert {code for status, code in answers if status != 200} <= {"idempotency.in-flight"}


def test_case_numbers_are_unique_under_load(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    with ThreadPoolExecutor(12) as pool:
        numbers = list(pool.map(lambda _: terminal.new_number(session, "RS-LHJY-0001"), range(60)))
    assert len(set(numbers)) == 60
    assert all(len(n) == 21 and n.startswith("42010220261123") for n in numbers)


def test_an_answer_is_never_kept_without_its_effect(terminal: Terminal) -> None:
    platform = terminal.app.state.platform
    keys = Idempotency(platform.database, platform.clock)

    def breaks(db: Session, _: None) -> Made:
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        keys.once("same-key-1", ("",), breaks, lambda: None)
    done = keys.once("same-key-1", ("",), lambda db, _: Made(number=1), lambda: None)
    assert "idempotent-replayed" not in done.headers
