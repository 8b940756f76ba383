"""What the flows of a citizen's visit have at hand: the visit, with platforms, cards and papers beside it.

The ports here are what flows await; `kiosk.parts` puts real devices behind them, tests put recorders.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar

from devices.face_ports import FaceNotCompared, FaceRequest, FaceResult, FaceTrouble
from devices.ports import (
    CaptureTrouble,
    CardResult,
    CodeFailed,
    CodeResult,
    CodeTrouble,
    PageNotTaken,
    PageResult,
    PageTaken,
)
from kiosk.clock import Clock
from kiosk.platforms import Platforms
from kiosk.platforms.cases import GivenMaterial
from kiosk.platforms.printouts import Printout
from kiosk.rules.cases import SlipData
from kiosk.rules.faces import Consents, FaceFact
from kiosk.rules.faces import Outcome as FaceOutcome
from kiosk.rules.people import Holder, Session
from kiosk.rules.texts import Text
from kiosk.steps.faces import FaceView, SeenFace
from kiosk.steps.scanning import LiveView, Seen
from kiosk.steps.step import Step
from kiosk.visit import Patience, Screen, Visit
from printing.ports import Outcome, Paper

A = TypeVar("A")


class CardsFor(Enum):
    """What a reader is made for."""

    IDENTITY = "identity"
    SOCIAL_SECURITY = "social-security"


class Cards(Protocol):
    """All card readers of the terminal together."""

    @property
    def available(self) -> bool:
        """Whether any reader answers."""

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged, well or badly, still lies there."""

    @property
    def reads_id_cards(self) -> bool:
        """Whether any of them is made for ID cards (SDT) and may be used."""

    @property
    def gone(self) -> frozenset[CardsFor]:
        """For which cards there is a reader that can't be used now, and none that can."""

    async def read(self) -> CardResult:
        """The next card that is laid on; cancelling stops the quick polling."""

    async def lifted(self) -> None:
        """Returns once no card lies there."""


class Codes(Protocol):
    """All code scanners of the terminal together."""

    @property
    def available(self) -> bool:
        """Whether any scanner may be used."""

    async def read(self) -> CodeResult:
        """The next code that somebody shows; cancelling gives the scanners their rest."""


class NoCodes:
    """`Codes` of a terminal without a scanner."""

    available = False

    async def read(self) -> CodeResult:
        """At once: there is none."""
        return CodeFailed("", CodeTrouble.SCANNER_GONE)


@dataclass(frozen=True)
class ScannedPage:
    """A page as it was taken, and by how many quarters the person turned it clockwise."""

    taken: PageTaken
    quarters: int = 0


class PageCamera(Protocol):
    """The document camera (高拍仪) of the terminal."""

    @property
    def available(self) -> bool:
        """Whether there is one that may be used."""

    @property
    def most_pages(self) -> int:
        """How many pages one document may have."""

    @property
    def view(self) -> LiveView:
        """What it sees."""

    async def take(self) -> PageResult:
        """The page that lies there now."""

    def document(self, pages: Sequence[ScannedPage]) -> bytes:
        """The pages as one PDF."""


class _NoView:
    """Nothing is seen."""

    def look(self, seen: Callable[[Seen], None] | None) -> None:
        """There is nothing to show."""


class NoPageCamera:
    """`PageCamera` of a terminal without one."""

    available = False
    most_pages = 0
    view: LiveView = _NoView()

    async def take(self) -> PageResult:
        """At once: there is none."""
        return PageNotTaken("", CaptureTrouble.GONE)

    def document(self, pages: Sequence[ScannedPage]) -> bytes:
        """Nothing was taken, so nothing can be asked for."""
        raise ValueError(f"{len(pages)} pages without a camera")


class Faces(Protocol):
    """The camera for faces of the terminal."""

    @property
    def available(self) -> bool:
        """Whether there is one that may be used."""

    @property
    def resting(self) -> Text:
        """Why it may not be used now; empty: it may."""

    @property
    def keeps(self) -> bool:
        """Whether somebody may be kept among today's check-ins."""

    @property
    def persons(self) -> int:
        """How many are kept there now."""

    @property
    def challenges(self) -> int:
        """How many actions a person is asked for, as a sign of life."""

    @property
    def model(self) -> str:
        """Which face model it has, as templates name theirs; empty where it is not known."""

    @property
    def view(self) -> FaceView:
        """What it sees while somebody is compared."""

    async def compare(self, request: FaceRequest) -> FaceResult:
        """Looks until there is a result; cancelling has the camera see nobody any more."""

    async def forget(self, person: str) -> None:
        """Somebody among today's check-ins has withdrawn."""

    async def wipe(self) -> int:
        """Forgets all of today's check-ins; how many are left."""


class _NoFaceView:
    """Nothing is seen."""

    def look(self, seen: Callable[[SeenFace], None] | None) -> None:
        """There is nothing to show."""


class NoFaces:
    """`Faces` of a terminal without such a camera."""

    available = False
    resting = Text("这里没有人脸摄像头", "There is no camera for faces here")
    keeps = False
    persons = 0
    challenges = 0
    model = ""
    view: FaceView = _NoFaceView()

    async def compare(self, request: FaceRequest) -> FaceResult:
        """At once: there is none."""
        return FaceNotCompared("", FaceTrouble.GONE)

    async def forget(self, person: str) -> None:
        """Nobody is kept."""

    async def wipe(self) -> int:
        """Nobody is kept."""
        return 0


class FaceFacts(Protocol):
    """What became of looking at faces, told to the platform sooner or later."""

    async def checked(self, fact: FaceFact) -> None:
        """Consent, purpose and outcome. Returns once that is kept; never fails a visit."""


class NoFaceFacts:
    """`FaceFacts` of a terminal that looks at no face."""

    async def checked(self, fact: FaceFact) -> None:
        """There is nothing to tell without a camera."""


class Clerk(Protocol):
    """The clerk at the window where a visit happens."""

    async def ask(self, page: Step[A]) -> A:
        """Asks on the clerk's own screen; cancelling takes the page away."""


@dataclass(frozen=True)
class Printed:
    """How a print ended: on which device ("": none was there), and how many pages or tickets are out."""

    outcome: Outcome
    device: str = ""
    pages: int = 0


class Papers(Protocol):
    """The printers of the terminal together."""

    def resting(self, paper: type[Paper]) -> str:
        """Why this kind of paper can't be printed now (a reason's value), or ""."""

    async def print(
        self, paper: Paper, progress: Callable[[int, int], None], troubled: Callable[[str], None] = ...
    ) -> Printed:
        """Prints. On the loop, where the printer tells, `progress(page, pages)` is called, and `troubled(reason)` when
        something stops it on the way, or (empty) no longer does.
        """

    async def previews(self, pdf: bytes) -> tuple[bytes, ...]:
        """The pages of a finished PDF as PNG. Failure platform.broken if it isn't a PDF."""

    def cancel_all(self) -> None:
        """Nothing of this visit is printed later."""


class Filing(Protocol):
    """Signs a case so that it reaches the platform even if the line breaks now."""

    async def sign(
        self, session: Session, number: str, materials: tuple[GivenMaterial, ...], digest: str, strokes: str
    ) -> SlipData:
        """Files the case. Failure filing.kept where the platform did not confirm and the outbox goes on."""


class Printouts(Protocol):
    """What became of paper, told to the platform sooner or later."""

    async def printed(self, printout: Printout) -> None:
        """A print ended. Returns once that is kept; never fails a visit."""

    async def answered(self, printout: str, said: str) -> None:
        """What the person said of a print whose printer could not: came-out, reprint, help, counter."""


@dataclass(frozen=True)
class Desk:
    """The parts of one terminal."""

    terminal: str
    hall: Text
    platforms: Platforms
    cards: Cards
    papers: Papers
    filing: Filing
    printouts: Printouts
    clock: Clock
    news: Callable[[], Awaitable[object]]
    """Returns with the next change of any device's status."""
    codes: Codes = NoCodes()
    camera: PageCamera = NoPageCamera()
    faces: Faces = NoFaces()
    face_facts: FaceFacts = NoFaceFacts()
    closed: Callable[[], str] = lambda: ""
    """Why no visit may begin now, as a failure's code; empty: one may."""


class CitizenVisit(Visit):
    """A citizen's visit: who they are by now, and the desk."""

    def __init__(self, screen: Screen, desk: Desk, patience: Patience | None = None) -> None:
        super().__init__(screen, patience)
        self.desk = desk
        self.holder: Holder | None = None
        self.consents = Consents()
        self.clerk: Clerk | None = None  # nobody but at a window
        self.face_refused = self.asked_to_check_in = False
        self.proven: FaceOutcome | None = None  # how their face was, where it sufficed

    @property
    def platforms(self) -> Platforms:
        """The platforms' resources."""
        return self.desk.platforms

    def forget(self) -> None:
        """Also who it was, what still waits in a printer, and what the camera sees."""
        super().forget()
        self.desk.camera.view.look(None)
        self.desk.faces.view.look(None)
        self.holder = self.clerk = None
        self.proven = None
        self.consents.forget()
        self.desk.papers.cancel_all()
