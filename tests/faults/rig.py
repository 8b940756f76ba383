"""A running hall with its terminal: faults set and taken away, statuses as they came, and what must always hold."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from devices.emulators.control import ControlError
from devices.emulators.hall import Hall, HallError
from devices.ports import DeviceState, DeviceStatus
from kiosk.flows.desk import Papers
from kiosk.steps.hall import Trouble
from kiosk.steps.paper import Paper as Slot
from kiosk.steps.paper import TakeYourPaper, TakeYourTicket
from kiosk.terminal import Terminal
from kiosk.visit import Lobby, Patience
from tests.e2e.person import Seen
from tests.e2e.walk import Walk
from tests.faults.catalogue import EMULATORS, KILL, OTHER_CARD, PRINTERS, REVIVE, Call, Fault
from tests.faults.known import LEVERS, MENDED
from tests.faults.watcher import Watcher

RECOVERY = 5.0  # seconds after the end of a fault
TOLD = 1.0  # seconds after a fault shows on the wire
CITIZEN = "worker-gaps"
_LOOK = 0.01
_HOME = 25.0
_LEAVING = 3.0
_AWAY = (DeviceState.ABSENT, DeviceState.FAULT)
_FOREVER = Patience(idle=3600.0, warning=60.0, failure_page=3600.0, linger=3600.0)


class Wrong(AssertionError):
    """An invariant did not hold; the message says which."""


FILED, TAKEN = "filing.slip-later", "queue.ticket-later"


class Blamed(Protocol):
    """What is blamed when something doesn't hold."""

    wrong: list[str]


def number_on(step: object, code: str) -> str:
    """The number that a page hands out, on paper or (by a failure of this code) on the screen; else empty."""
    match step:
        case TakeYourPaper(number=number) if code == FILED:
            return number
        case TakeYourTicket(number=number) if code == TAKEN:
            return number.number
        case Trouble(code=shown, number=number) if shown == code:
            return number
    return ""


@dataclass
class _Marks:
    """Where logs and papers stood when a walk began."""

    log: int = 0
    errors: int = 0
    filed: int = 0
    numbers: int = 0


@dataclass
class Rig:
    """See the module. `errors`: the file that this process's standard error goes to."""

    hall: Hall
    program: Terminal
    errors: Path
    person: Watcher = field(init=False)
    walk: Walk = field(init=False)
    moments: dict[str, list[tuple[float, DeviceStatus]]] = field(default_factory=dict)
    print_asked_at: float = 0.0
    _secrets: set[str] = field(default_factory=set)  # what no page may show after the wipe
    _marks: _Marks = field(default_factory=_Marks)

    def __post_init__(self) -> None:
        self.person = Watcher(self.program)
        self.walk = Walk(self.person, self.hall)

    async def begin(self) -> None:
        """Until everything runs; from then on nothing on the screen ends by itself, so that steps stand still."""
        program = self.program
        cards = [card for citizen in await self.walk.platform("/demo/citizens") for card in citizen["cards"]]
        self._secrets = {str(card[key]) for card in cards for key in ("name", "number") if card.get(key)}
        await self.person.until(lambda: program.parts and program.host.preloaded or None, "start", seconds=60)
        assert program.parts
        program.patience = dataclasses.replace(_FOREVER)
        self._note_prints(program.parts.desk.papers)
        statuses = program.parts.statuses
        take = statuses.take

        def noted(status: DeviceStatus) -> None:
            self.moments.setdefault(status.device, []).append((time.monotonic(), status))
            take(status)

        setattr(statuses, "take", noted)  # noqa: B010 - mypy: a method is not assigned
        for device in EMULATORS:
            if not await self.comes_back(device, 20.0):
                raise Wrong(f"{device} was never ready")

    def _note_prints(self, papers: Papers) -> None:
        """A fault that was there before shows to the driver no sooner than it is asked to print."""
        printing = papers.print

        async def noted(*arguments: Any) -> Any:
            self.print_asked_at = time.monotonic()
            return await printing(*arguments)

        setattr(papers, "print", noted)  # noqa: B010 - mypy: a method is not assigned

    # ---- devices

    def status(self, device: str) -> DeviceStatus | None:
        """What the terminal knows of it."""
        assert self.program.parts
        return self.program.parts.statuses.of(device)

    def ready(self, device: str) -> bool:
        """Whether it can be used."""
        status = self.status(device)
        return status is not None and status.state not in _AWAY

    async def set(self, fault: Fault) -> float:
        """The fault is on; when it was."""
        for call in fault.on:
            await self._do(fault.device, call)
        return time.monotonic()

    async def arm(self, fault: Fault) -> None:
        """The fault will strike in the middle of the next job."""
        for call in fault.armed or fault.on:
            await self._do(fault.device, call)

    async def show_code(self) -> float:
        """A case number as a code before the scanner; when it was shown."""
        [page, *_] = [seen.step for seen in self.person.seen if isinstance(seen.step, TakeYourPaper)]
        await self.walk.command("scan", "scan", text=page.number)
        return time.monotonic()

    async def lay_card(self, fault: Fault) -> float:
        """A card on the fault's reader, as a person lays it; when it was."""
        social = fault.device == "social-card"
        card = await self.walk.card(CITIZEN, social=social)
        emulator, command = ("pcsc", "insert") if social else ("sdt", "tap")
        await self.walk.command(emulator, command, **{"card": card, **fault.known.use})
        return time.monotonic()

    async def mend(self, fault: Fault) -> float:
        """The fault is gone; when it was."""
        for call in fault.off:
            await self._do(fault.device, call)
        return time.monotonic()

    async def recovered(self, device: str, since: float) -> float:
        """Milliseconds from `since` until the device was ready. Wrong if it isn't within twice the time allowed."""
        if not await self.until(lambda: self.ready(device), since + 2 * RECOVERY - time.monotonic()):
            raise Wrong(f"{device} is not back {2 * RECOVERY:.0f} s after the fault was gone: {self.status(device)}")
        return max(0.0, self._last(device)[0] - since) * 1000

    async def comes_back(self, device: str, seconds: float) -> bool:
        """Whether it is ready within so many seconds."""
        return await self.until(lambda: self.ready(device), seconds)

    def went_away(self, device: str, since: float) -> float | None:
        """When it was away for the first time since then; None if it never was."""
        away = [at for at, status in self.moments.get(device, ()) if at >= since and status.state in _AWAY]
        return away[0] if away else None

    def _last(self, device: str) -> tuple[float, DeviceStatus]:
        return self.moments[device][-1]

    async def state(self, device: str) -> dict[str, Any]:
        """The emulator's own account."""
        return await self.walk.command(EMULATORS[device], "state")

    async def _do(self, device: str, call: Call) -> None:
        emulator = EMULATORS[device]
        if call.command == KILL:
            await self.walk.off_loop(lambda: self.hall.kill(emulator))
        elif call.command == REVIVE:
            try:
                await self.walk.off_loop(lambda: self.hall.revive(emulator))
            except HallError as missing:
                raise Wrong(str(missing)) from missing
        else:
            await self.walk.command(emulator, call.command, **await self._arguments(call))

    async def _arguments(self, call: Call) -> dict[str, Any]:
        if OTHER_CARD not in call.arguments.values():
            return dict(call.arguments)
        card = {**await self.walk.card(CITIZEN, social=True), "name": "欧阳一"}
        return {key: card if value == OTHER_CARD else value for key, value in call.arguments.items()}

    # ---- waiting

    async def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Whether it became true in time."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                return False
            await asyncio.sleep(_LOOK)
        return True

    # ---- a walk's beginning and end

    async def fresh(self) -> None:
        """Before a walk: no cards, no cases of the walks before, and marks where everything stands."""
        await self.walk.platform("/demo/reset", {})
        await self.take_cards()
        await self.walk.all_well()
        for device in EMULATORS:
            await self.comes_back(device, 2 * RECOVERY)
        self._forget_pages(await self._some_case())
        self._marks = _Marks(
            len(self._log()), self.errors.stat().st_size, await self._filed(), await self.walk.off_loop(self._numbers)
        )

    async def _some_case(self) -> Seen:
        """A page with a case that is at the platform, for the visit that looks one up by its number."""
        citizens = await self.walk.platform("/demo/citizens")
        case = next(case for citizen in citizens for case in citizen["cases"])
        page = TakeYourPaper(Slot.SLIP, number=case["number"], query_code=case["query_code"])
        return Seen(page, 0.0, None)

    def _forget_pages(self, case: Seen) -> None:
        self.person.seen[:] = [case, self.person.seen[-1]]
        self.person.looks_again()

    async def rescue(self) -> None:
        """After something went wrong: everything is put right by force, so that the next cell begins well."""
        for name, part in self.hall.parts.items():
            if part.process.poll() is not None:
                with contextlib.suppress(HallError):
                    await self.walk.off_loop(lambda name=name: self.hall.revive(name))  # type: ignore[misc]
        for device, emulator in EMULATORS.items():
            for call in (
                *MENDED[emulator],
                *(call for levers in LEVERS[emulator].values() for x in levers for call in x.off),
            ):
                with contextlib.suppress(ControlError):
                    await self._do(device, call)
        await self.take_cards()
        self.person.at_page, self.person.alert = None, False
        if self.person.page != "Attract":
            self.program.host.listener.leave()
            await self.until(lambda: self.person.page == "Attract", _HOME)
        self.person.looks_again()

    async def take_cards(self) -> None:
        """Takes all cards away, also where a reader is out of order."""
        for emulator, command in (("sdt", "lift"), ("pcsc", "remove")):
            with contextlib.suppress(ControlError):
                await self.walk.command(emulator, command)

    async def home(self) -> None:
        """As a person leaves: by 退出, with their card. Wrong where that can't be done, or something of them stays."""
        person, end = self.person, time.monotonic() + _HOME
        person.at_page, person.alert = None, False
        await self.take_cards()
        while person.page != "Attract":
            if time.monotonic() > end:
                raise Wrong(f"no way home from {person.page}: {person.controls()}")
            await self._leave()
        person.looks_again()
        self._wiped()

    async def _leave(self) -> None:
        """One touch towards the way out, where there is one now."""
        person, pages = self.person, len(self.person.seen)
        controls = person.controls()
        leave = next((name for name in ("确定退出", "退出", "办完了，退出") if name in controls), "")
        if not leave:
            await asyncio.sleep(0.1)
            return
        with contextlib.suppress(AssertionError):  # the page may change under the finger
            await person.touch(leave, seconds=1.0)
        await self.until(lambda: len(person.seen) > pages or "确定退出" in person.controls(), _LEAVING)

    def _wiped(self) -> None:
        visit = self.program.visit
        if not isinstance(visit, Lobby):
            raise Wrong("the attract page is shown within a visit")
        text = self.person.text()
        if left := sum(secret in text for secret in self._secrets):
            raise Wrong(f"{left} words of citizens are left on the screen")

    async def end(self, trials: Sequence[Blamed]) -> None:
        """A walk is over: home, and what must hold after it; blames the trials for what doesn't."""
        self.person.at_page, self.person.alert = None, False
        pages = self.person.seen[1:]
        numbers = {number_on(seen.step, TAKEN) for seen in pages} - {""}
        cases = {number_on(seen.step, FILED) for seen in pages} - {""} if self._applies(pages) else set()
        try:
            await self.home()
            await self.check(len(cases), len(numbers))
        except (Wrong, AssertionError) as wrong:
            for trial in trials:
                trial.wrong.append(str(wrong))
        if any(trial.wrong for trial in trials):
            await self.rescue()

    @staticmethod
    def _applies(pages: Sequence[Seen]) -> bool:
        """Whether it was a visit that files: only there a number on a page means a new case."""
        return any(seen.name == "Sign" for seen in pages)

    async def check(self, filed: int = 0, numbers: int = 0) -> None:
        """After a walk: no traceback, and as many cases and queue numbers as the person was told of."""
        log = self._log()
        bad = [line for line in log[self._marks.log :] if line.get("level") in ("error", "critical") or "error" in line]
        self._marks.log = len(log)
        if bad:
            raise Wrong(f"the log: {bad[0].get('message')} {bad[0].get('error', '')}")
        written = self.errors.read_bytes()[self._marks.errors :]
        self._marks.errors += len(written)
        if b"Traceback" in written:
            raise Wrong("standard error: " + written.decode(errors="replace").strip().splitlines()[-1])
        there = await self._filed() - self._marks.filed
        if there != filed:
            raise Wrong(f"{there} cases at the platform, the person was told of {filed}")
        taken = await self.walk.off_loop(self._numbers) - self._marks.numbers
        if taken != numbers:
            raise Wrong(f"{taken} queue numbers at the platform, the person was told of {numbers}")

    async def printed(self) -> dict[str, int]:
        """Papers that have come out of each printer that runs."""
        counts = {}
        for device in PRINTERS:
            with contextlib.suppress(ControlError):
                counts[device] = int((await self.state(device)).get("printed", 0))
        return counts

    # ---- parts

    def _log(self) -> list[dict[str, Any]]:
        lines = (self.hall.folder / "terminal.log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    async def _filed(self) -> int:
        citizens = await self.walk.platform("/demo/citizens")
        return sum(len(citizen["cases"]) for citizen in citizens)

    def _numbers(self) -> int:
        """Of the platform's own database: no interface lists them."""
        with contextlib.closing(sqlite3.connect(f"file:{self.hall.folder / 'hall.db'}?mode=ro", uri=True)) as database:
            return int(database.execute("select count(*) from queue_numbers").fetchone()[0])
