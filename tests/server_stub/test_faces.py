"""Faces at the platform: an outcome raises a session, a reference opens one in its hall on its day, nothing else."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.demo.citizens import person_id
from server_stub.faces import service
from server_stub.faces.tables import FaceCheckInRow, FaceCheckRow, PhotoRow
from tests.server_stub.conftest import Started
from tests.server_stub.terminal import Identified, SettableClock, Terminal, problem, right

JPEG = b"\xff\xd8\xff a photograph"
MODEL = "dlib-4f80be071608"


def check(terminal: Terminal, token: str = "", key: str | None = None, **changes: Any) -> httpx.Response:
    body = {"consent": str(uuid.uuid4()), "purpose": "prove", "outcome": "accepted", "model": MODEL}
    body |= {"at": terminal.clock().isoformat(), **changes}
    return terminal.call("POST", "/v1/face-checks", body, token=token, key=key)


def check_in(terminal: Terminal, session: Identified) -> str:
    body = {"consent": str(uuid.uuid4())}
    return str(right(terminal.call("POST", "/v1/face-check-ins", body, token=session.token)).json()["person"])


def find(terminal: Terminal, person: str) -> httpx.Response:
    body = {"person": person, "consent": str(uuid.uuid4()), "model": MODEL}
    return terminal.call("POST", "/v1/identifications/by-face", body)


def proofs(terminal: Terminal, token: str) -> int:
    return terminal.call("GET", "/v1/me/proofs", token=token).status_code


def test_a_card_and_a_live_face_open_what_a_card_and_a_phone_code_do(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    assert proofs(terminal, session.token) == 403
    assert right(check(terminal, session.token)).json()["level"] == 3
    assert proofs(terminal, session.token) == 200


@pytest.mark.parametrize("outcome", ["unsure", "no-match", "not-live", "no-result", "broken-off", "clerk-other"])
def test_no_other_outcome_raises_anything(terminal: Terminal, outcome: str) -> None:
    session = terminal.identify("worker-gaps")
    assert right(check(terminal, session.token, outcome=outcome)).json()["level"] == 2
    assert proofs(terminal, session.token) == 403


@pytest.mark.parametrize("purpose", ["today", "find"])
def test_consent_for_one_purpose_is_none_for_another(terminal: Terminal, purpose: str) -> None:
    session = terminal.identify("worker-gaps")
    assert right(check(terminal, session.token, purpose=purpose)).json()["level"] == 2
    assert proofs(terminal, session.token) == 403


def test_a_clerk_who_saw_the_person_raises_the_session_too(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    assert right(check(terminal, session.token, outcome="clerk-same")).json()["level"] == 3


def test_the_same_outcome_sent_twice_is_kept_once(terminal: Terminal, started: Started) -> None:
    session, consent = terminal.identify("worker-gaps"), str(uuid.uuid4())
    answers = [check(terminal, session.token, "key-of-it-1", consent=consent) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotent-Replayed"] == "true"

    def rows(db: Db) -> int:
        return len(list(db.scalars(select(FaceCheckRow).where(FaceCheckRow.consent == consent))))

    with started.app.state.platform.database.read() as db:
        assert rows(db) == 1


def test_without_a_session_an_outcome_raises_nothing_and_names_nobody(terminal: Terminal, started: Started) -> None:
    assert problem(check(terminal)) == (401, "session.expired")
    assert right(check(terminal, outcome="not-live")).json()["level"] == 0
    with started.app.state.platform.database.read() as db:
        assert [row.person_id for row in db.scalars(select(FaceCheckRow))] == [None]


def test_an_old_outcome_raises_nobody(terminal: Terminal, clock: SettableClock) -> None:
    session, then = terminal.identify("worker-gaps"), clock().isoformat()
    clock.pass_(minutes=6)
    assert problem(check(terminal, session.token, at=then)) == (409, "face.too-old")


@pytest.mark.parametrize("citizen", ["reported-lost", "expired-card", "deceased"])
def test_a_face_makes_no_bad_card_good(terminal: Terminal, citizen: str) -> None:
    assert problem(check(terminal, terminal.identify(citizen).token))[0] == 403


def test_a_face_of_a_child_under_14_is_not_taken(terminal: Terminal, started: Started) -> None:
    session = terminal.identify("worker-gaps")

    def younger(db: Db) -> None:
        from server_stub.people.tables import Person

        birth = terminal.clock().date().replace(year=terminal.clock().year - 14)
        db.get_one(Person, person_id("worker-gaps")).birth = birth.replace(day=birth.day + 1)  # 14 tomorrow

    started.app.state.platform.database.write(younger)
    assert problem(check(terminal, session.token)) == (403, "face.guardian")
    body = {"consent": str(uuid.uuid4())}
    assert problem(terminal.call("POST", "/v1/face-check-ins", body, token=session.token)) == (403, "face.guardian")
    terminal.clock.pass_(days=1)
    assert right(check(terminal, terminal.identify("worker-gaps").token)).json()["level"] == 3


def test_who_checked_in_is_found_by_face_all_day_at_level_2_and_no_higher(terminal: Terminal) -> None:
    person = check_in(terminal, terminal.known("worker-gaps"))
    found = right(find(terminal, person)).json()
    assert (found["session"]["level"], found["session"]["standing"]) == (2, "ok")
    assert (found["document"]["name"], found["document"]["kind"]) == ("张望舒", "resident-card")
    assert proofs(terminal, found["session"]["token"]) == 403


def test_a_face_alone_is_never_raised_neither_by_a_code_nor_by_itself(terminal: Terminal) -> None:
    token = right(find(terminal, check_in(terminal, terminal.known("worker-gaps")))).json()["session"]["token"]
    sent = terminal.call("POST", "/v1/phone-codes", {"purpose": "second-proof"}, token=token)
    assert problem(sent) == (403, "session.card-needed")
    assert problem(check(terminal, token)) == (403, "session.card-needed")
    assert right(check(terminal, token, purpose="find")).json()["level"] == 2


def test_one_person_has_one_reference_that_says_nothing(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    person = check_in(terminal, session)
    assert check_in(terminal, terminal.identify("worker-gaps")) == person
    assert check_in(terminal, terminal.identify("home-owner")) != person
    assert uuid.UUID(person).version == 4


def test_a_reference_ends_with_its_day(terminal: Terminal, clock: SettableClock) -> None:
    person = check_in(terminal, terminal.identify("worker-gaps"))
    clock.pass_(hours=13, minutes=59)  # 10:00 to 23:59
    right(find(terminal, person))
    clock.pass_(minutes=1)
    assert problem(find(terminal, person)) == (404, "face.not-checked-in")


def test_a_reference_opens_nothing_in_another_hall(terminal: Terminal, started: Started) -> None:
    person = check_in(terminal, terminal.identify("worker-gaps"))
    register, home = started.app.state.platform.terminals, started.app.state.platform.terminals.find("JA-ZZ-03").hall
    elsewhere = next(t.id for t in register.all() if t.hall != home)
    assert problem(find(Terminal(started.app, started.clock, elsewhere), person)) == (404, "face.not-checked-in")
    neighbour = next(t.id for t in register.all() if t.hall == home and t.id != "JA-ZZ-03")
    right(find(Terminal(started.app, started.clock, neighbour), person))


def test_a_reference_nobody_gave_opens_nothing(terminal: Terminal) -> None:
    assert problem(find(terminal, str(uuid.uuid4()))) == (404, "face.not-checked-in")


def test_who_withdraws_is_found_no_more_and_terminals_learn_what_to_forget(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    person = check_in(terminal, session)
    withdrawn = right(terminal.call("POST", "/v1/face-check-ins/withdrawal", token=session.token)).json()
    assert withdrawn == {"persons": [person]}
    assert problem(find(terminal, person)) == (404, "face.not-checked-in")
    assert check_in(terminal, session) != person


def test_a_card_reported_lost_since_opens_nothing_by_face(terminal: Terminal) -> None:
    session = terminal.identify("worker-gaps")
    person = check_in(terminal, session)
    right(terminal.call("POST", "/v1/me/cards/loss", {"kind": "resident-card"}, token=session.token))
    assert right(find(terminal, person)).json()["session"]["standing"] == "reported-lost"


def test_the_registers_photograph_is_for_its_holder_and_for_a_clerk(terminal: Terminal, started: Started) -> None:
    database = started.app.state.platform.database
    session = terminal.identify("worker-gaps")
    assert problem(terminal.call("GET", "/v1/me/photo", token=terminal.identify("unknown-person").token))[0] == 403
    database.write(lambda db: db.merge(PhotoRow(person_id=person_id("worker-gaps"), jpeg=JPEG)) and None)
    answer = right(terminal.call("GET", "/v1/me/photo", token=session.token))
    assert (answer.content, answer.headers["content-type"]) == (JPEG, "image/jpeg")
    assert answer.headers["cache-control"] == "no-store"
    person = check_in(terminal, session)
    path = f"/v1/face-check-ins/{person}"
    assert problem(terminal.call("GET", path)) == (403, "terminal.kind")
    home = started.app.state.platform.terminals.find("JA-ZZ-03").hall
    window = next(t.id for t in started.app.state.platform.terminals.all() if t.hall == home and t.kind == "window")
    seen = right(Terminal(started.app, started.clock, window).call("GET", path)).json()
    assert (seen["name"], base64.b64decode(seen["photo"])) == ("张**", JPEG)


def test_who_has_no_photograph_is_told_so(terminal: Terminal, started: Started) -> None:
    started.app.state.platform.database.write(
        lambda db: [db.delete(row) for row in db.scalars(select(PhotoRow))] and None
    )
    answer = terminal.call("GET", "/v1/me/photo", token=terminal.identify("worker-gaps").token)
    assert problem(answer) == (404, "photo.none")


def test_yesterdays_references_and_old_facts_are_deleted(
    terminal: Terminal, clock: SettableClock, started: Started
) -> None:
    check_in(terminal, terminal.identify("worker-gaps"))
    right(check(terminal, outcome="not-live"))
    database = started.app.state.platform.database

    def left() -> tuple[int, int]:
        with database.read() as db:
            return len(list(db.scalars(select(FaceCheckInRow)))), len(list(db.scalars(select(FaceCheckRow))))

    database.write(lambda db: service.forget_old(db, clock()))
    assert left() == (1, 1)
    clock.pass_(days=1)
    database.write(lambda db: service.forget_old(db, clock()))
    assert left() == (0, 1)
    clock.pass_(days=180)
    database.write(lambda db: service.forget_old(db, clock()))
    assert left() == (0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"consent": "1"},
        {"consent": ""},
        {"purpose": "watch"},
        {"outcome": "sure"},
        {"model": "x" * 61},
        {"at": "2026-11-23T10:00:00"},
        {"distance": 0.3},
        {"picture": "aGk="},
    ],
)
def test_what_is_no_fact_is_refused(terminal: Terminal, wrong: dict[str, Any]) -> None:
    assert problem(check(terminal, terminal.identify("worker-gaps").token, **wrong)) == (422, "request.invalid")
