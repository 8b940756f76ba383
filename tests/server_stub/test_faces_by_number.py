"""免身份证刷脸认证 at the platform: a number that somebody says opens the comparison; the face opens the rest."""

from __future__ import annotations

import re
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from server_stub.app import interface
from server_stub.demo.citizens import load_citizens, person_id, register_faces
from server_stub.examples import recorded
from server_stub.faces.tables import FaceCheckRow, FaceTemplateRow, PhotoRow
from server_stub.people.tables import SessionRow
from tests.server_stub.appointing import BUSINESS
from tests.server_stub.conftest import Started
from tests.server_stub.terminal import MONDAY, Identified, Terminal, problem, right
from tests.server_stub.test_faces import JPEG, MODEL, check, check_in, proofs
from tests.server_stub.test_sign_in import session as session_by_phone

PERSON = "worker-gaps"
PHOTO, TEMPLATE, DOCUMENT = "/v1/me/photo", f"/v1/me/face-template?model={MODEL}", "/v1/me/document"
BY_NUMBER = "/v1/identifications/by-number"


@pytest.fixture
def window(started: Started) -> Terminal:
    """The terminal of window B05."""
    return Terminal(started.app, started.clock, "JA-CK-B05")


def number_of(key: str) -> str:
    return next(citizen.number for citizen in load_citizens(MONDAY.date()) if citizen.key == key)


def say(window: Terminal, number: str, **other: Any) -> httpx.Response:
    return window.call("POST", BY_NUMBER, {"number": number, "consent": str(uuid.uuid4()), **other})


def said(window: Terminal, key: str = PERSON, kind: str = "resident-card") -> Identified:
    return Identified(**right(say(window, number_of(key), kind=kind)).json())


def answer(window: Terminal, path: str, session: Identified) -> tuple[int, str]:
    """Status, and the problem's code."""
    given = window.call("GET", path, token=session.token)
    return (200, "") if given.status_code == 200 else problem(given)


def level(window: Terminal, session: Identified) -> int:
    """Of the session, as the platform keeps it."""
    return int(right(check(window, session.token, outcome="unsure")).json()["level"])


# ---- who they are


def test_who_has_no_card_with_them_is_served_by_number_and_face(window: Terminal) -> None:
    session = said(window)
    assert (session.level, session.standing, session.phone) == (0, "ok", "")
    assert answer(window, DOCUMENT, session) == (403, "session.level")
    assert right(check(window, session.token)).json()["level"] == 2
    document = window.get(DOCUMENT, session.token)
    assert document == {
        "kind": "resident-card",
        "name": "张望舒",
        "number": number_of(PERSON),
        "sex": "1",
        "birth": "1988-06-15",
        "valid_until": window.document(PERSON)["valid_until"],
    }
    assert window.get("/v1/me/cases", session.token)


def test_a_number_and_a_face_are_never_as_much_as_a_card_and_a_face(window: Terminal) -> None:
    session = said(window)
    right(check(window, session.token))
    assert problem(check(window, session.token)) == (403, "session.card-needed")
    sent = window.call("POST", "/v1/phone-codes", {"purpose": "second-proof"}, token=session.token)
    assert problem(sent) == (403, "session.card-needed")
    assert proofs(window, session.token) == 403
    assert level(window, session) == 2


def test_a_clerk_who_saw_that_the_number_is_theirs_raises_the_session_too(window: Terminal) -> None:
    session = said(window)
    assert right(check(window, session.token, outcome="clerk-same")).json()["level"] == 2
    assert answer(window, DOCUMENT, session) == (200, "")


@pytest.mark.parametrize(
    "told",
    [
        *({"outcome": o} for o in ("unsure", "no-match", "not-live", "no-result", "broken-off", "clerk-other")),
        {"purpose": "today"},
        {"purpose": "find"},
    ],
)
def test_somebody_elses_number_opens_nothing(window: Terminal, told: dict[str, str]) -> None:
    session = said(window)
    assert right(check(window, session.token, **told)).json()["level"] == 0
    assert answer(window, DOCUMENT, session) == (403, "session.level")
    assert answer(window, PHOTO, session) == (200, "")  # they may try again


def test_an_old_outcome_proves_no_number(window: Terminal) -> None:
    session, then = said(window), window.clock().isoformat()
    window.clock.pass_(minutes=6)
    assert problem(check(window, session.token, at=then)) == (409, "face.too-old")
    assert level(window, session) == 0


def test_an_outcome_sent_twice_after_a_broken_line_is_kept_once(window: Terminal, started: Started) -> None:
    session, consent = said(window), str(uuid.uuid4())
    answers = [check(window, session.token, "key-of-it-1", consent=consent) for _ in range(2)]
    assert [right(one).json()["level"] for one in answers] == [2, 2]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    with started.app.state.platform.database.read() as db:
        rows = list(db.scalars(select(FaceCheckRow).where(FaceCheckRow.consent == consent)))
    assert [row.person_id for row in rows] == [person_id(PERSON)]


def test_who_came_by_number_may_be_known_here_for_today_only_after_their_face_was(window: Terminal) -> None:
    session = said(window)
    body = {"consent": str(uuid.uuid4())}
    refused = window.call("POST", "/v1/face-check-ins", body, token=session.token)
    assert problem(refused) == (403, "session.level")
    right(check(window, session.token))
    assert uuid.UUID(check_in(window, session)).version == 4


# ---- where


def test_a_number_alone_is_taken_at_windows_only(terminal: Terminal, started: Started, window: Terminal) -> None:
    assert problem(say(terminal, number_of(PERSON))) == (403, "terminal.kind")
    guide = next(t.id for t in started.app.state.platform.terminals.all() if t.kind == "guide")
    assert problem(say(Terminal(started.app, started.clock, guide), number_of(PERSON))) == (403, "terminal.kind")
    session = said(window)
    for path in (PHOTO, TEMPLATE, DOCUMENT):
        assert answer(terminal, path, session) == (403, "session.level")
    assert problem(check(terminal, session.token)) == (403, "session.level")


def test_a_phone_is_no_way_to_the_registers_photograph_not_even_at_a_window(terminal: Terminal) -> None:
    session = session_by_phone(terminal)
    window = Terminal(terminal.app, terminal.clock, "JA-CK-B05")
    for path in (PHOTO, TEMPLATE, DOCUMENT):
        assert answer(window, path, session) == (403, "session.level")
    assert problem(check(window, session.token)) == (403, "session.level")


_OPEN = {("GET", PHOTO), ("GET", "/v1/me/face-template"), ("POST", "/v1/face-checks")}
_PARTS = {"number": "420102202611230000001", "credit_code": "91420102MA00TAMP3M", "service": "GA-JZCX-2222"}
_QUERIES = {"business": BUSINESS, "service": "RS-LHJY-0001"}
_BODIES: dict[str, object] = {"POST /v1/phone-codes": {"purpose": "contact", "phone": "13800000001"}}


def _of_a_person() -> list[tuple[str, str, str]]:
    """All operations that ask for a session's level: method, path as described, and as it is called."""
    found = []
    for path, operations in interface(demo=True).openapi()["paths"].items():
        for method, operation in operations.items():
            refused = operation["responses"].get("403", {}).get("content", {}).get("application/problem+json", {})
            if "session.level" not in refused.get("examples", {}) or (method.upper(), path) in _OPEN:
                continue
            wanted = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query" and p.get("required")]
            query = "&".join(f"{name}={_QUERIES[name]}" for name in wanted)
            called = path.replace("grants/{number}", "grants/2026000013")
            called = re.sub(r"{(\w+)}", lambda part: _PARTS.get(part[1], str(uuid.UUID(int=0))), called)
            found.append((method.upper(), path, f"{called}?{query}" if query else called))
    return found


def test_a_number_alone_opens_nothing_else_of_the_whole_interface(window: Terminal) -> None:
    session, operations = said(window), _of_a_person()
    opened = {}
    for method, path, called in operations:
        name = f"{method} {path}"
        body = _BODIES.get(name, recorded().get(name, {}).get("request"))
        told = problem(window.call(method, called, body, token=session.token))
        if told != (403, "session.level"):
            opened[name] = told
    # It takes a code by its id and no session; that id is nobody's.
    assert opened == {"POST /v1/phone-codes/{code_id}/verification": (404, "code.not-found")}
    assert len(operations) > 60


# ---- whose


def test_a_number_that_cant_be_one_is_refused(window: Terminal) -> None:
    wrong = number_of(PERSON)[:-1] + ("0" if number_of(PERSON)[-1] != "0" else "1")
    assert problem(say(window, wrong)) == (422, "identification.invalid-number")
    assert problem(say(window, "")) == (422, "identification.invalid-number")


def test_a_number_is_taken_as_people_say_it(window: Terminal) -> None:
    assert right(say(window, f" {number_of('lost-social-card').lower()} ")).json()["standing"] == "ok"


def test_a_number_the_platform_does_not_know_is_said_to_be_unknown(window: Terminal) -> None:
    session = said(window, "unknown-person")
    assert (session.level, session.standing, session.phone) == (0, "unknown", "")
    assert answer(window, PHOTO, session) == (403, "card.unknown-person")
    assert answer(window, TEMPLATE, session) == (403, "card.unknown-person")
    assert problem(check(window, session.token)) == (403, "card.unknown-person")


@pytest.mark.parametrize(
    ("citizen", "kind", "standing", "code"),
    [
        ("deceased", "resident-card", "deceased", "card.quiet"),
        ("expired-card", "resident-card", "expired", "card.expired"),
        ("foreigner-2023", "foreigner-card-2023", "window-only", "card.window-only"),
    ],
)
def test_a_face_makes_no_document_good_that_has_ended(
    window: Terminal, citizen: str, kind: str, standing: str, code: str
) -> None:
    session = said(window, citizen, kind=kind)
    assert (session.level, session.standing, session.phone) == (0, standing, "")
    for path in (PHOTO, TEMPLATE):
        assert answer(window, path, session) == (403, code)
    assert problem(check(window, session.token)) == (403, code)


def test_who_lost_their_card_is_served_without_it(window: Terminal) -> None:
    session = said(window, "reported-lost")
    assert session.standing == "ok"
    assert answer(window, PHOTO, session) == (200, "")
    assert right(check(window, session.token)).json()["level"] == 2
    assert window.get(DOCUMENT, session.token)["name"] == "宋今朝"


def test_who_has_another_document_says_its_number(window: Terminal) -> None:
    session = said(window, "taiwan", kind="hmt-residence-card")
    right(check(window, session.token))
    assert window.get(DOCUMENT, session.token)["kind"] == "hmt-residence-card"


@pytest.mark.parametrize("child", ["child-of-6", "pupil"])
def test_no_face_of_a_child_is_compared_by_number(window: Terminal, started: Started, child: str) -> None:
    def keep(db: Db) -> None:
        db.add(PhotoRow(person_id=person_id(child), jpeg=JPEG))
        db.add(FaceTemplateRow(person_id=person_id(child), model=MODEL, numbers=bytes(512)))

    started.app.state.platform.database.write(keep)
    session = said(window, child)
    for path in (PHOTO, TEMPLATE):
        assert answer(window, path, session) == (403, "face.guardian")
    assert problem(check(window, session.token)) == (403, "face.guardian")
    assert level(window, session) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"consent": "1"}, {"consent": None}, {"kind": "passport"}, {"number": "1" * 41}, {"name": "张望舒"}, {"level": 2}],
)
def test_without_a_consent_or_with_more_than_a_number_nothing_is_opened(
    window: Terminal, started: Started, wrong: dict[str, Any]
) -> None:
    refused = say(window, **{"number": number_of(PERSON)} | wrong)
    assert problem(refused) == (422, "request.invalid")
    with started.app.state.platform.database.read() as db:
        assert not list(db.scalars(select(SessionRow).where(SessionRow.terminal == window.id)))


# ---- what the register keeps


def test_the_registers_template_is_given_in_the_numbers_it_was_kept_in(window: Terminal) -> None:
    kept = window.get(TEMPLATE, said(window).token)
    assert kept["model"] == MODEL
    assert len(kept["numbers"]) == 128
    assert 0.8 < sum(n * n for n in kept["numbers"]) ** 0.5 < 2  # of about unit length: read the right way round


@pytest.mark.parametrize("model", ["sface-000000000000", "", "x' OR '1'='1", MODEL.upper()])
def test_a_template_of_another_model_is_none_and_the_photograph_will_do(window: Terminal, model: str) -> None:
    session = said(window)
    assert answer(window, f"/v1/me/face-template?model={model}", session) == (404, "template.none")
    assert right(window.call("GET", PHOTO, token=session.token)).content.startswith(b"\xff\xd8\xff")


def test_who_has_a_photograph_only_is_compared_with_that(window: Terminal) -> None:
    session = said(window, "mother")
    assert answer(window, TEMPLATE, session) == (404, "template.none")
    photo = right(window.call("GET", PHOTO, token=session.token))
    assert photo.content.startswith(b"\xff\xd8\xff")
    assert (photo.headers["content-type"], photo.headers["cache-control"]) == ("image/jpeg", "no-store")


def test_who_has_neither_is_told_so(window: Terminal) -> None:
    session = said(window, "elder-85")
    assert answer(window, TEMPLATE, session) == (404, "template.none")
    assert answer(window, PHOTO, session) == (404, "photo.none")


def test_a_template_goes_to_who_showed_a_card_too(terminal: Terminal) -> None:
    session = terminal.identify(PERSON)
    assert terminal.get(TEMPLATE, session.token)["model"] == MODEL
    assert terminal.get(DOCUMENT, session.token)["number"] == number_of(PERSON)


def test_a_start_keeps_every_photograph_once_and_no_template_of_an_earlier_model(started: Started) -> None:
    from server_stub.demo.loader import refresh

    database, faces = started.app.state.platform.database, register_faces()
    database.write(lambda db: db.add(FaceTemplateRow(person_id=person_id(PERSON), model="old-1", numbers=bytes(512))))
    refresh(started.app.state.platform)
    citizens = [c for c in load_citizens(MONDAY.date()) if c.person and c.face]
    with database.read() as db:
        photos = {row.person_id: row.jpeg for row in db.scalars(select(PhotoRow))}
        templates = {(row.person_id, row.model): row.numbers for row in db.scalars(select(FaceTemplateRow))}
    assert photos == {person_id(c.key): faces.photos[c.face] for c in citizens}
    assert templates == {
        (person_id(key), MODEL): faces.templates[face]
        for key, face in (("worker-gaps", "obama-1"), ("home-owner", "astronaut"), ("turning-65", "biden-2"))
    }
