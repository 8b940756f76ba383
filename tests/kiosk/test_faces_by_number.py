"""A window's terminal and the platform it talks to, over a real line: who has no card with them, by number and face."""

from __future__ import annotations

import asyncio
import datetime as dt
import uuid
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kiosk.failures import TEXTS, Failure
from kiosk.platforms import Platforms
from kiosk.platforms.client import Client
from kiosk.platforms.faces import Faces
from kiosk.platforms.signing import Identity
from kiosk.rules.faces import FaceFact, Outcome
from kiosk.rules.people import Assurance, DocumentKind, Session, Standing
from kiosk.steps.faces import FacePurpose
from server_stub.clock import HALL
from server_stub.demo.citizens import Citizen, load_citizens, register_faces
from tests.bench.chaos import Server

R = TypeVar("R")
MODEL = register_faces().model


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("platform")
    running = Server(f"sqlite:///{folder}/hall.db", folder / "server.log")
    running.start()
    yield running
    running.kill()


def faces_at(server: Server, terminal: str, folder: Path) -> Iterator[Faces]:
    client = Client(server.url, Identity(terminal, folder / "terminal.key", enrolment="demo"))
    yield Platforms(client).faces
    client.close()


@pytest.fixture(scope="module")
def faces(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faces]:
    """The client of window B05."""
    yield from faces_at(server, "JA-CK-B05", tmp_path_factory.mktemp("window"))


def citizen(key: str) -> Citizen:
    return next(one for one in load_citizens(dt.datetime.now(HALL).date()) if one.key == key)


def does(call: Coroutine[Any, Any, R]) -> R:
    async def run() -> R:
        return await call

    return asyncio.run(run())


def fails(call: Coroutine[Any, Any, Any]) -> str:
    with pytest.raises(Failure) as failed:
        does(call)
    assert failed.value.code in TEXTS  # there are words for it
    return failed.value.code


def said(faces: Faces, key: str, kind: DocumentKind = DocumentKind.RESIDENT) -> Session:
    return does(faces.by_number(citizen(key).number, str(uuid.uuid4()), kind))


def raised(faces: Faces, session: Session, outcome: Outcome = Outcome.ACCEPTED) -> Session:
    fact = FaceFact(str(uuid.uuid4()), FacePurpose.PROVE, outcome, MODEL, dt.datetime.now(HALL))
    return does(faces.raised(session, fact, str(uuid.uuid4())))


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.CLERK_SAME])
def test_who_has_no_card_is_known_by_number_and_face_and_their_document_shows_itself_to_nobody(
    faces: Faces, outcome: Outcome
) -> None:
    session = said(faces, "worker-gaps")
    assert (session.level, session.standing, session.phone) == (Assurance.NOBODY, Standing.OK, "")
    session = raised(faces, session, outcome)
    assert session.level is Assurance.CARD
    document = does(faces.document(session))
    assert (str(document.name), document.name.reveal()) == ("张**", "张望舒")
    assert document.number.reveal() == citizen("worker-gaps").number
    assert document.number.reveal() not in repr(document)
    assert (document.kind, document.birth) == (DocumentKind.RESIDENT, dt.date(1988, 6, 15))
    assert (document.reader, document.photo) == ("", b"")


def test_until_the_face_is_accepted_the_document_is_not_told(faces: Faces) -> None:
    session = raised(faces, said(faces, "worker-gaps"), Outcome.NO_MATCH)
    assert session.level is Assurance.NOBODY
    with pytest.raises(Failure, match=r"session\.level"):
        does(faces.document(session))


def test_the_registers_template_arrives_as_the_camera_wants_it(faces: Faces) -> None:
    numbers = does(faces.template(said(faces, "home-owner"), MODEL))
    assert len(numbers) == 128
    assert all(isinstance(number, float) for number in numbers)


def test_without_a_template_the_photograph_is_there_to_compare_with(faces: Faces) -> None:
    session = said(faces, "mother")
    assert fails(faces.template(session, MODEL)) == "template.none"
    assert does(faces.photo(session)) == register_faces().photos[citizen("mother").face]


def test_a_terminal_with_another_face_model_gets_no_template(faces: Faces) -> None:
    assert fails(faces.template(said(faces, "home-owner"), "my model+2&model=" + MODEL)) == "template.none"


def test_a_mistyped_number_has_words_of_its_own(faces: Faces) -> None:
    assert fails(faces.by_number("420102198806150000", str(uuid.uuid4()))) == "identification.invalid-number"


def test_a_number_of_nobody_is_said_to_be_unknown(faces: Faces) -> None:
    session = said(faces, "unknown-person")
    assert (session.level, session.standing) == (Assurance.NOBODY, Standing.UNKNOWN)
    assert fails(faces.photo(session)) == "card.unknown-person"


def test_a_child_is_not_compared(faces: Faces) -> None:
    session = said(faces, "child-of-6")
    assert fails(faces.photo(session)) == "face.guardian"
    assert fails(faces.template(session, MODEL)) == "face.guardian"


def test_who_is_not_photographed_needs_another_way(faces: Faces) -> None:
    assert fails(faces.photo(said(faces, "elder-85"))) == "photo.none"


def test_a_terminal_without_a_clerk_takes_no_number(server: Server, tmp_path: Path) -> None:
    for alone in faces_at(server, "JA-ZZ-03", tmp_path):
        assert fails(alone.by_number(citizen("worker-gaps").number, str(uuid.uuid4()))) == "terminal.kind"
