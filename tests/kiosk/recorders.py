"""Stand-ins behind the ports of flows: a scripted person, and platforms, cards and papers that record.

Platforms are recorded below their typed client, so that every flow test also decodes real answers.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import msgspec

from devices.face_ports import FaceRequest, FaceResult
from devices.ports import CardFailed, CardKind, CardRead, CardResult, CardText, PageResult, ReadTrouble
from kiosk.failures import Failure
from kiosk.flows.desk import (
    CardsFor,
    CitizenVisit,
    Desk,
    Faces,
    NoFaces,
    NoPageCamera,
    PageCamera,
    Printed,
    ScannedPage,
)
from kiosk.platforms import Platforms
from kiosk.platforms.cases import GivenMaterial
from kiosk.platforms.client import Client
from kiosk.platforms.printouts import Printout
from kiosk.rules.cases import SlipData
from kiosk.rules.faces import FaceFact
from kiosk.rules.forms import FieldError
from kiosk.rules.people import Session
from kiosk.rules.texts import Text
from kiosk.steps.faces import SeenFace
from kiosk.steps.hall import Waiting
from kiosk.steps.scanning import Seen
from kiosk.steps.step import Step
from kiosk.visit import End
from printing.ports import Done, Outcome, Paper

R = TypeVar("R")

WANG = CardText(CardKind.RESIDENT, "王小明", "420102198506150026", sex="2", nation="01", birth="19850615")


Script = Sequence[tuple[type[Step[Any]], object]]


class Silence:
    """The person does nothing."""


class Leave:
    """The person presses 退出."""


@dataclass
class GoBack:
    """The person presses 上一步, with what is filled in so far."""

    draft: object | None = None


@dataclass
class LayCard:
    """The person lays a card on the reader."""

    result: CardResult = field(default_factory=lambda: CardRead("id-card", WANG))


@dataclass
class Person:
    """A screen with a scripted person before it: what they do at which page, in order."""

    script: list[tuple[type[Step[Any]], object]]
    shown: list[Step[Any]] = field(default_factory=list)
    before: list[object | None] = field(default_factory=list)
    errors: list[tuple[FieldError, ...]] = field(default_factory=list)
    warned: list[float | None] = field(default_factory=list)
    wiped: int = 0
    visit: CitizenVisit | None = None
    cards: RecordedCards | None = None

    def show(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        self.shown.append(step)
        self.before.append(before)
        if isinstance(step, Waiting) and not (self.script and self.script[0][0] is Waiting):
            return
        if not self.script:
            raise AssertionError(f"nothing is scripted for {step}")
        expected, action = self.script.pop(0)
        assert type(step) is expected, f"expected {expected.__name__}, shown {step}"
        asyncio.get_running_loop().call_soon(self._do, step, action)

    def _do(self, step: Step[Any], action: object) -> None:
        assert self.visit
        match action:
            case Silence():
                return
            case Leave():
                self.visit.end(End.LEFT)
            case GoBack(draft):
                self.visit.touched()
                self.visit.back(step, draft)
            case LayCard(result):
                assert self.cards
                self.cards.lay(result)
            case _:
                self.visit.touched()
                self.visit.answer(step, action(step) if callable(action) else action)

    def put_right(self, step: Step[Any], errors: tuple[FieldError, ...]) -> None:
        self.errors.append(errors)
        _, action = self.script.pop(0)
        asyncio.get_running_loop().call_soon(self._do, step, action)

    def warn_idle(self, seconds_left: float | None) -> None:
        self.warned.append(seconds_left)

    def wipe(self) -> None:
        self.wiped += 1

    def pages(self) -> list[str]:
        """Names of the pages shown, without waiting pages."""
        return [type(s).__name__ for s in self.shown if not isinstance(s, Waiting)]


class RecordedCards:
    """One reader. A card that is laid on stays until `take`."""

    def __init__(self, available: bool = True) -> None:
        self.available = available
        self.reads_id_cards = True
        self.gone: frozenset[CardsFor] = frozenset()
        self.occupied = False
        self.taken = asyncio.Event()
        self._laid: asyncio.Queue[CardResult] = asyncio.Queue()

    async def read(self) -> CardResult:
        result = await self._laid.get()
        gone = (ReadTrouble.LIFTED, ReadTrouble.READER_GONE)
        self.occupied = isinstance(result, CardRead) or result.trouble not in gone
        self.taken.clear()
        return result

    async def lifted(self) -> None:
        await self.taken.wait()
        self.occupied = False

    def lay(self, result: CardResult) -> None:
        self._laid.put_nowait(result)


class RecordedPapers:
    """Printers that end as told."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.printed: list[Paper] = []
        self.resting_kinds: dict[type[Paper], str] = {}
        self.cancelled = 0

    def resting(self, paper: type[Paper]) -> str:
        return self.resting_kinds.get(paper, "")

    async def print(
        self, paper: Paper, progress: Callable[[int, int], None], troubled: Callable[[str], None] | None = None
    ) -> Printed:
        self.printed.append(paper)
        return Printed(self.outcomes.pop(0) if self.outcomes else Done(), "printer", 1)

    async def previews(self, pdf: bytes) -> tuple[bytes, ...]:
        return (b"\x89PNG",)

    def cancel_all(self) -> None:
        self.cancelled += 1


class RecordedCamera:
    """A document camera that gives the results it was told, one after another."""

    def __init__(self, *results: PageResult, available: bool = True) -> None:
        self.results, self.available = list(results), available
        self.most_pages = 12
        self.looked: list[bool] = []
        self.documents: list[tuple[ScannedPage, ...]] = []
        self.wait: asyncio.Event | None = None

    @property
    def view(self) -> RecordedCamera:
        return self

    def look(self, seen: Callable[[Seen], None] | None) -> None:
        self.looked.append(seen is not None)

    async def take(self) -> PageResult:
        if self.wait:
            await self.wait.wait()
        return self.results.pop(0)

    def document(self, pages: Sequence[ScannedPage]) -> bytes:
        self.documents.append(tuple(pages))
        return b"%PDF-" + b"".join(page.taken.jpeg for page in pages)


class RecordedFaces:
    """A camera for faces that gives the results it was told, one after another; then it looks on."""

    def __init__(
        self, *results: FaceResult, available: bool = True, keeps: bool = False, persons: int = 0, challenges: int = 1
    ) -> None:
        self.results, self.available, self.keeps, self.persons = list(results), available, keeps, persons
        self.challenges, self.model = challenges, "dlib-1"
        self.requests: list[FaceRequest] = []
        self.looked: list[bool] = []
        self.forgotten: list[str] = []
        self.cancelled = 0

    @property
    def resting(self) -> Text:
        return Text("") if self.available else Text("没有画面", "No picture")

    @property
    def view(self) -> RecordedFaces:
        return self

    def look(self, seen: Callable[[SeenFace], None] | None) -> None:
        self.looked.append(seen is not None)

    async def compare(self, request: FaceRequest) -> FaceResult:
        self.requests.append(request)
        if self.results:
            return self.results.pop(0)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        raise AssertionError("nobody ends this")

    async def forget(self, person: str) -> None:
        self.forgotten.append(person)

    async def wipe(self) -> int:
        self.persons = 0
        return 0


@dataclass
class RecordedFaceFacts:
    """What the platform is to be told of faces."""

    facts: list[FaceFact] = field(default_factory=list)

    async def checked(self, fact: FaceFact) -> None:
        self.facts.append(fact)


@dataclass
class RecordedPrintouts:
    """What the platform was told of paper."""

    facts: list[Printout] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)

    async def printed(self, printout: Printout) -> None:
        self.facts.append(printout)

    async def answered(self, printout: str, said: str) -> None:
        self.answers.append((printout, said))


class RecordedFiling:
    """Signs at once, through the recorded client."""

    def __init__(self, client: RecordedClient) -> None:
        self.client = client

    async def sign(
        self, session: Session, number: str, materials: tuple[GivenMaterial, ...], digest: str, strokes: str
    ) -> SlipData:
        self.client.given = {m.key: m.given for m in materials}
        body = {"digest": digest, "strokes": strokes}
        return await self.client.write("PUT", f"/v1/cases/{number}/signature", body, SlipData, token=session.token)


@dataclass
class RecordedClient:
    """Answers as JSON, by method and path; a Failure is raised, a callable is asked with the body."""

    answers: dict[str, object]
    calls: list[tuple[str, Any]] = field(default_factory=list)
    given: dict[str, int] = field(default_factory=dict)  # copies of each material, as they were filed
    seconds: float = 0.0

    async def get(self, path: str, type_: type[R], *, token: str = "") -> R:
        return msgspec.convert(await self._answer("GET", path, None), type_, strict=False)

    async def get_bytes(self, path: str, *, token: str = "") -> bytes:
        return cast(bytes, await self._answer("GET", path, None))

    async def write(self, method: str, path: str, body: object, type_: type[R], *, token: str = "", key: str = "") -> R:
        answer = await self._answer(method, path, msgspec.to_builtins(body))
        return msgspec.convert(answer, type_, strict=False)

    async def _answer(self, method: str, path: str, body: object) -> object:
        self.calls.append((f"{method} {path}", body))
        if self.seconds:
            await asyncio.sleep(self.seconds)
        answer = self.answers[f"{method} {path}"]
        if isinstance(answer, list) and answer and isinstance(answer[0], Turns):
            answer = answer[0].next()
        if isinstance(answer, Failure):
            raise answer
        return answer(body) if callable(answer) else answer

    def bodies(self, call: str) -> list[Any]:
        return [body for what, body in self.calls if what == call]


@dataclass
class Turns:
    """A different answer each time; the last one stays."""

    answers: list[object]

    def next(self) -> object:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Noon:
    """Always 2026-11-21, 12:00 in Wuhan."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def session(level: int = 2, standing: str = "ok", phone: str = "138****5678") -> dict[str, object]:
    return {"token": "t", "level": level, "standing": standing, "phone": phone}


def rig(
    script: Script,
    answers: dict[str, object],
    *outcomes: Outcome,
    camera: PageCamera | None = None,
    faces: Faces | None = None,
) -> tuple[CitizenVisit, Person, RecordedClient, RecordedPapers, RecordedCards]:
    """A visit with everything recorded."""
    client = RecordedClient(answers)
    cards, papers = RecordedCards(), RecordedPapers(*outcomes)
    platforms = Platforms(cast(Client, client))
    filing, printouts, never = RecordedFiling(client), RecordedPrintouts(), asyncio.Event().wait
    desk = Desk(
        *("JA-ZZ-03", Text("大厅", "Hall"), platforms, cards, papers, filing, printouts, Noon(), never),
        camera=camera or NoPageCamera(),
        faces=faces or NoFaces(),
        face_facts=RecordedFaceFacts(),
    )
    person = Person(list(script), cards=cards)
    visit = CitizenVisit(person, desk)
    person.visit = visit
    return visit, person, client, papers, cards


def failed(trouble: ReadTrouble) -> LayCard:
    return LayCard(CardFailed("id-card", trouble))


def pdf() -> bytes:
    return base64.b64decode("JVBERi0xLjQK")
