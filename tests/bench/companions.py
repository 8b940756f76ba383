"""What runs beside a terminal to measure it: cards laid on, papers printed, the whole tour. Each fills `samples`."""

from __future__ import annotations

import asyncio
import time
from array import array
from collections.abc import Coroutine
from typing import Any

from devices.emulators.hall import Hall
from kiosk.steps.faces import FacePurpose, LookAtCamera
from kiosk.steps.hall import Waiting
from kiosk.terminal import Terminal
from kiosk.visit import Visit
from printing.ports import Done, FinishedPdf, Paper
from tests.e2e.face_visits import agrees, stands
from tests.e2e.person import Person, Seen
from tests.e2e.tour import Tour, resident_mb
from tests.e2e.visits import VISITS
from tests.e2e.walk import Walk
from tests.printing.papers import TICKET

Samples = dict[str, list[float]]

_BY_CODE = 4  # visits without a face, before those with one
_GOLDEN = 0.618034
_COARSE_CLOCK = 5  # CLOCK_REALTIME_COARSE, by which files get their times: up to one tick early
_FILE_TICK_MS = time.clock_getres(_COARSE_CLOCK) * 1000
_LOOK = 0.05  # seconds between the driver's looks: cards come at all moments between two of them


class NotMeasured(Exception):
    """Something did not happen as it must for a figure to be true."""


async def taps(program: Terminal, hall: Hall, count: int) -> Samples:
    """`ms`: from the moment the ID card lies on the reader to its holder's name drawn."""
    person, walk = await _at_the_reader(program, hall)
    samples = []
    for number in range(count):
        await person.sees("PlaceCard")
        before = (await walk.command("sdt", "state"))["counts"].get("tapped", 0)
        await asyncio.sleep(number * _GOLDEN % 1 * _LOOK)
        await walk.lays("worker-gaps")
        drawn = await _name_drawn(person)
        laid = await walk.command("sdt", "wait", event="tapped", after=before)
        samples.append(drawn - laid["ns"] / 1e6)
        await walk.lifts()
        await _reader_free(person)
        await person.touch("不是我")
    return {"ms": samples}


async def insertions(program: Terminal, hall: Hall, count: int) -> Samples:
    """`ms`: from pcscd's power on the social-security card to its holder's name drawn."""
    person, walk = await _at_the_reader(program, hall)
    card = await walk.card("worker-gaps", social=True)
    samples = []
    for _ in range(count):
        await person.sees("PlaceCard")
        before = (await walk.command("pcsc", "state"))["counts"].get("powered", 0)
        await walk.command("pcsc", "insert", card=card)
        drawn = await _name_drawn(person)
        powered = await walk.command("pcsc", "wait", event="powered", after=before)
        samples.append(drawn - powered["ns"] / 1e6)
        await walk.command("pcsc", "remove")
        await _reader_free(person)
        await person.touch("不是我")
    return {"ms": samples}


async def papers(program: Terminal, hall: Hall, count: int, pdf: bytes) -> Samples:
    """`ticket`, `a4`: from `Papers.print` to the first byte at the ticket printer, the last at the A4 printer.

    The A4 printer's moment is that of a file, so a tick of the file system's clock is added: no sample is too small.
    """
    person = Person(program)
    await _started(person)
    walk, document = Walk(person, hall), FinishedPdf(pdf)
    return {
        "ticket": [await _printed(walk, "ticket", "first_byte_ns", TICKET) for _ in range(count)],
        "a4": [_FILE_TICK_MS + await _printed(walk, "a4", "last_complete_ns", document) for _ in range(count)],
    }


async def tour(program: Terminal, hall: Hall) -> Samples:
    """All visits. `touch`: to the next page where nothing was waited for; `stall`: of the loop (ms); `rss`: MB."""
    touches = Touches()
    played = _WatchedTour(hall, list(VISITS), None)
    try:
        await played.play(program, touches.see)
    finally:
        touches.close()
    if played.failed:
        raise NotMeasured("; ".join(f"{row.visit}: {row.result}" for row in played.rows if row.result != "ok"))
    return {
        "touch": touches.samples,
        "waited": touches.waited,
        "stall": list(played.stalls),
        "rss": [played.memory_mb],
    }


async def looks(program: Terminal, hall: Hall, count: int) -> Samples:
    """A face is verified so many times. `stall`: of the loop (ms) while the page with the camera stands; `rss`: MB
    after a few visits without a face, after the second with one, and after the last.
    """
    person = Person(program)
    await _started(person)
    walk, stalls, memory = Walk(person, hall), array("d"), list[float]()
    await stands(walk, "worker-gaps")

    async def watch() -> None:
        loop, pause = asyncio.get_running_loop(), 0.005
        while True:
            before, page = loop.time(), person.seen[-1].name if person.seen else ""
            await asyncio.sleep(pause)
            if person.seen and page == LookAtCamera.__name__ == person.seen[-1].name:
                stalls.append((loop.time() - before - pause) * 1000)

    watching = asyncio.create_task(watch())
    try:
        for number in range(_BY_CODE + count):
            await walk.starts("打印证明")
            await walk.identifies("worker-gaps")
            if number < _BY_CODE:
                await walk.chooses("FaceConsent", "不用人脸")
                await walk.enters_code()
            else:
                await agrees(walk, FacePurpose.PROVE)
            await walk.chooses("ChooseProof", "退出")
            await walk.lifts()
            await person.sees("Attract")  # by then what a visit leaves is given back
            person.looks_again()
            memory.append(resident_mb())
    finally:
        watching.cancel()
    return {"stall": list(stalls), "rss": [memory[_BY_CODE - 1], memory[_BY_CODE + 1], memory[-1]]}


class Touches:
    """Tells pages that came of a touch alone from those before which a flow waited for a platform or a printer.

    Every such wait of a flow passes `Visit._with_page` (`wait_for`, `commit`); a page waited if one of them was under
    way between the touch and its first frame. What a walk replays from its journal waits for nothing and passes not.
    """

    def __init__(self) -> None:
        self.samples: list[float] = []
        self.waited: list[float] = []
        self._last_wait, self._under_way = 0.0, 0
        self._real = Visit._with_page
        setattr(Visit, "_with_page", self._counted())  # noqa: B010 - mypy: a method is not assigned

    def close(self) -> None:
        """Puts the visit's own method back."""
        setattr(Visit, "_with_page", self._real)  # noqa: B010

    def see(self, seen: Seen) -> None:
        """A page was drawn."""
        if seen.touch_ms is None:
            return
        waited = self._under_way or self._last_wait >= seen.at - seen.touch_ms / 1000
        (self.waited if waited else self.samples).append(seen.touch_ms)

    def _counted(self) -> Any:
        real = self._real

        async def with_page(visit: Visit, waiting: Waiting, work: asyncio.Future[Any]) -> Any:
            self._under_way += 1
            try:
                return await real(visit, waiting, work)
            finally:
                self._under_way -= 1
                self._last_wait = time.monotonic()

        return with_page


class _WatchedTour(Tour):
    """Keeps how long the loop was away each time, the scripted person's own work included."""

    stalls: array[float]

    async def play(self, program: Terminal, also: Any = None) -> None:
        self._also = also
        self.stalls = array("d")
        await super().play(program)

    def _shown(self, seen: Seen) -> None:
        super()._shown(seen)
        self._also(seen)

    async def _watch_loop(self) -> None:
        loop, pause = asyncio.get_running_loop(), 0.005
        while True:
            before = loop.time()
            await asyncio.sleep(pause)
            self.stalls.append((loop.time() - before - pause) * 1000)


# ---- parts


def _started(person: Person) -> Coroutine[Any, Any, object]:
    program = person.terminal
    return person.until(lambda: program.parts and program.host.preloaded or None, "end of the start", seconds=30)


async def _at_the_reader(program: Terminal, hall: Hall) -> tuple[Person, Walk]:
    person = Person(program)
    await _started(person)
    walk = Walk(person, hall)
    await walk.starts("打印证明")
    return person, walk


async def _name_drawn(person: Person) -> float:
    """Milliseconds of CLOCK_MONOTONIC at which ConfirmHolder was drawn."""
    await person.sees("ConfirmHolder")
    return next(seen.at for seen in reversed(person.seen) if seen.name == "ConfirmHolder") * 1000


async def _reader_free(person: Person) -> None:
    """Until the driver has noticed that the card is gone: the next one is then met as a first one is."""
    parts = person.terminal.parts
    assert parts
    await person.until(lambda: None if parts.desk.cards.occupied else True, "the card's lifting")


async def _printed(walk: Walk, printer: str, moment: str, paper: Paper) -> float:
    parts = walk.person.terminal.parts
    assert parts
    called = time.monotonic_ns()
    outcome = (await parts.desk.papers.print(paper, lambda page, pages: None)).outcome
    came = int((await walk.command(printer, "state"))[moment])
    took = (came - called) / 1e6
    if not isinstance(outcome, Done) or took < -_FILE_TICK_MS:
        raise NotMeasured(f"{printer}: {outcome}, {took:.1f} ms after the call")
    return took
