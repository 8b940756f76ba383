"""A letter is photographed under the camera and reaches the case: real flow, vision process, emulator and platforms."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sqlite3
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdf
import pytest

from devices.emulators.cards import words
from devices.emulators.control import Control
from devices.emulators.hall import Hall
from devices.ports import CardKind, CardRead, CardText, DeviceStatus
from devices.vision.client import VisionCamera
from devices.vision.pdf import MOST_PAGES
from kiosk.adapters import DeskCamera, Statuses
from kiosk.clock import HallClock
from kiosk.flows.apply import apply
from kiosk.flows.desk import CitizenVisit, Desk
from kiosk.outbox import Outbox
from kiosk.parts import pdf_of_pages
from kiosk.platforms import Platforms
from kiosk.platforms.client import Client
from kiosk.platforms.signing import Identity
from kiosk.rules.forms import FieldError, FieldKind, Source
from kiosk.rules.texts import Text
from kiosk.steps.choices import AskQuestion
from kiosk.steps.filing import FillSection, Review, ShowGuide, Sign
from kiosk.steps.hall import Trouble, Waiting
from kiosk.steps.identity import ConfirmHolder, EnterCode, PlaceCard
from kiosk.steps.paper import TakeYourPaper
from kiosk.steps.scanning import ScanPages, Seen
from kiosk.steps.step import Step
from kiosk.visit import End
from tests.kiosk.recorders import RecordedCards, RecordedPapers

pytestmark = pytest.mark.e2e

_SERVICE = "RS-DAZC-1405"  # sending a personnel file elsewhere: the letter must be given now
_TYPED = {FieldKind.PHONE: "13800000009", FieldKind.TEXT: "武汉样例单位一号楼二层", FieldKind.CONSENT: "yes"}
_PATIENCE = 120.0  # seconds; of a machine that has other work too


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The platforms and the camera."""
    with Hall(tmp_path_factory.mktemp("hall"), ("platform", "camera")) as hall:
        yield hall


def _demo(hall: Hall, path: str) -> Any:
    with urllib.request.urlopen(hall.url + path, timeout=10) as answer:
        return json.load(answer)


@dataclass
class Citizen:
    """A screen with a citizen before it who knows what to do at each page; at the camera by what it shows."""

    hall: Hall
    cards: RecordedCards
    scanning: Iterator[str]
    at_scan: Callable[[str], None] = lambda answer: None
    visit: CitizenVisit | None = None
    shown: list[Step[Any]] = field(default_factory=list)
    _told: int = 0

    def show(self, step: Step[Any], before: object | None, can_go_back: bool) -> None:
        self.shown.append(step)
        if not isinstance(step, Waiting):
            asyncio.get_running_loop().call_soon(self._do, step)

    def _do(self, step: Step[Any]) -> None:
        match step:
            case AskQuestion(question=question):
                self._answer(step, question.options[0].key)
            case ShowGuide():
                self._answer(step, "start")
            case PlaceCard():
                self.cards.lay(CardRead("id-card", self._card()))
            case ConfirmHolder():
                self._answer(step, True)
            case EnterCode():
                self._answer(step, self._code())
            case FillSection():
                self._answer(step, self._form(step))
            case Review():
                self._answer(step, "right")
            case ScanPages(busy=False):
                self._scan(step)
            case Sign():
                self._answer(step, [[[0.0, 0.0, 0], [40.0, 0.0, 200], [40.0, 10.0, 300]]])
            case TakeYourPaper():
                self.cards.taken.set()
                self._answer(step, "")
            case Trouble():
                self._answer(step, "")

    def _answer(self, step: Step[Any], given: object) -> None:
        assert self.visit
        self.visit.answer(step, given)

    def _scan(self, step: ScanPages) -> None:
        """The next thing of the script; a picture is taken once the camera says that all is well, if need be again."""
        answer = "take" if step.trouble.zh and not step.shot else next(self.scanning)
        self.at_scan(answer)
        if step.shot or answer != "take":
            self._answer(step, answer)
            return

        def seen(seen: Seen) -> None:
            if seen.good:
                self._answer(step, "take")

        step.view.look(seen)

    def _card(self) -> CardText:
        [card] = [
            card
            for citizen in _demo(self.hall, "/demo/citizens")
            if citizen["key"] == "worker-gaps"
            for card in citizen["cards"]
            if card["kind"] == "resident"
        ]
        known = {key: value for key, value in words(card).items() if key in CardText.__dataclass_fields__}
        return CardText(**known | {"kind": CardKind.RESIDENT})  # type: ignore[arg-type]

    def _code(self) -> str:
        coded = [m for m in _demo(self.hall, f"/demo/messages?after={self._told}") if m.get("code")]
        self._told = coded[-1]["id"]
        return str(coded[-1]["code"])

    def _form(self, step: FillSection) -> dict[str, str]:
        asked = [f for f in step.fields if f.source is Source.PERSON]
        return {f.key: f.options[0].key if f.options else _TYPED.get(f.kind, "20270630") for f in asked}

    def put_right(self, step: Step[Any], errors: tuple[FieldError, ...]) -> None:
        raise AssertionError(f"wrong: {[(e.field, e.text.zh) for e in errors]}")

    def warn_idle(self, seconds_left: float | None) -> None:
        """Nobody is idle here."""

    def wipe(self) -> None:
        """Nothing is kept."""


async def _files(hall: Hall, folder: Path, citizen: Citizen, camera: Callable[..., VisionCamera]) -> End:
    client = Client(hall.url, Identity("JA-ZZ-03", folder / "key", "demo"))
    loop, statuses = asyncio.get_running_loop(), Statuses()

    def deliver(call: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(call)

    driver = camera(deliver=lambda status: loop.call_soon_threadsafe(told, status))
    desk_camera = DeskCamera(driver, pdf_of_pages, MOST_PAGES, statuses, deliver)

    def told(status: DeviceStatus) -> None:
        statuses.take(status)
        desk_camera.changed(status)

    outbox = Outbox(folder / "outbox.db", client)
    hall_name = Text("大厅", "Hall")
    papers = RecordedPapers()
    platforms, clock, news = Platforms(client), HallClock(), statuses.news
    desk = Desk(
        *("JA-ZZ-03", hall_name, platforms, citizen.cards, papers, outbox, outbox, clock, news),
        camera=desk_camera,
    )
    citizen.visit = CitizenVisit(citizen, desk)

    async def flow(visit: CitizenVisit) -> None:
        await apply(visit, _SERVICE)

    try:
        async with asyncio.timeout(_PATIENCE):
            return await citizen.visit.run(flow)
    finally:
        await loop.run_in_executor(None, driver.close)
        client.close()
        outbox.close()


def _stored(hall: Hall) -> list[tuple[str, str, bytes]]:
    with sqlite3.connect(hall.folder / "hall.db") as database:
        return database.execute("SELECT material, media_type, content FROM case_files ORDER BY at").fetchall()


def test_two_pages_of_a_letter_reach_the_case_although_the_vision_process_is_killed_between_them(
    hall: Hall, tmp_path: Path
) -> None:
    drivers: list[VisionCamera] = []

    def camera(deliver: Callable[[DeviceStatus], None]) -> VisionCamera:
        drivers.append(VisionCamera("document", hall.parts["camera"].endpoint, deliver=deliver))
        return drivers[0]

    def at_scan(answer: str) -> None:
        if answer == "next":
            Control(hall.folder / "camera.sock", _PATIENCE).send("next")
            assert drivers[0].pid
            os.kill(drivers[0].pid, signal.SIGKILL)

    async def main() -> End:
        citizen = Citizen(hall, RecordedCards(), iter(["take", "turn", "next", "take", "done"]), at_scan)
        end = await _files(hall, tmp_path, citizen, camera)
        assert [type(s).__name__ for s in citizen.shown if isinstance(s, Trouble)] == []
        return end

    assert asyncio.run(main()) is End.DONE
    [(material, kind, content)] = _stored(hall)
    assert (material, kind) == ("transfer-letter", "application/pdf")
    read = pypdf.PdfReader(io.BytesIO(content))
    assert [page.rotation for page in read.pages] == [90, 0]
    assert len(content) <= 2 * 300_000
