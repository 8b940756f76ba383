"""What maintenance can do with this terminal (`kiosk.flows.maintenance.Workshop`)."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from devices.counters import Counters
from devices.ports import Watched
from kiosk import log
from kiosk.clock import Clock
from kiosk.flows.desk import Faces, Papers
from kiosk.flows.maintenance import StaffUnknown
from kiosk.maintenance import happenings
from kiosk.maintenance.lockout import Lockout
from kiosk.maintenance.results import Results
from kiosk.maintenance.self_tests import SelfTests
from kiosk.maintenance.staff import Staff, StaffFileError
from kiosk.rules.maintenance import COUNTS, KINDS, STATES, Counter, DeviceView, Happening, TestResult
from kiosk.rules.masks import Masked
from kiosk.rules.texts import Text
from printing.documents.readiness import TEST_TITLE, ReadinessData, render_readiness, render_test_page
from printing.ports import FinishedPdf, Outcome, Paper, Ticket


@dataclass(frozen=True)
class Place:
    """Which terminal this is."""

    terminal: str
    hall: Text
    software: str
    data: Path
    log_file: Path | None


class TerminalWorkshop:
    """See the module. Everything that takes long is done off the loop."""

    def __init__(
        self,
        place: Place,
        staff: Staff,
        devices: Callable[[], Sequence[tuple[Watched, Text]]],
        tests: SelfTests,
        counters: Counters,
        papers: Papers,
        clock: Clock,
        door_open: Callable[[], bool] = lambda: False,
        faces: Faces | None = None,
    ) -> None:
        self._place, self._staff, self._devices, self._tests = place, staff, devices, tests
        self._counters, self._papers, self._clock = counters, papers, clock
        self._door_open, self._faces = door_open, faces
        self._lockout = Lockout(place.data / "maintenance-lock.json")
        self._results = Results(place.data / "self-tests.json")

    # ---- login

    @property
    def anybody(self) -> bool:
        """See `Workshop`."""
        return self._staff.any

    @property
    def door_open(self) -> bool:
        """See `Workshop`."""
        return self._door_open()

    def locked(self) -> float:
        """See `Workshop`."""
        return self._lockout.left()

    async def log_in(self, number: Masked[str], pin: str) -> str:
        """See `Workshop`."""
        return await asyncio.get_running_loop().run_in_executor(None, self._log_in, number, pin)

    def _log_in(self, number: Masked[str], pin: str) -> str:
        if self._lockout.left() > 0:
            return ""
        try:
            member = self._staff.member(number, pin)
        except StaffFileError as wrong:
            raise StaffUnknown from wrong
        if member:
            self._lockout.right()
        else:
            self._lockout.wrong()
            log.write(log.MaintenanceRefused())
        return member

    # ---- devices

    def devices(self) -> tuple[DeviceView, ...]:
        """See `Workshop`."""
        return tuple(
            DeviceView(
                watched.status.device,
                watched.kind.value if watched.kind.value in KINDS else "other",
                watched.status.state.value,
                watched.status.detail,
                watched.since,
                watched.contact,
                act,
            )
            for watched, act in self._devices()
        )

    def results(self) -> Mapping[str, TestResult]:
        """See `Workshop`."""
        return self._results.all()

    async def self_test(self, device: str) -> TestResult:
        """See `Workshop`."""
        result = await self._tests.test(device)
        self._results.keep(result)
        log.write(log.SelfTested(device, result.passed))
        return result

    def counters(self) -> tuple[Counter, ...]:
        """See `Workshop`."""
        zone = self._clock.now().tzinfo
        return tuple(Counter(c.device, c.what, c.n, c.since.astimezone(zone)) for c in self._counters.all())

    def paper_changed(self, device: str, what: tuple[str, ...]) -> None:
        """See `Workshop`."""
        for each in what:
            self._counters.reset(device, each)

    def happenings(self) -> tuple[Happening, ...] | None:
        """See `Workshop`."""
        zone = self._clock.now().tzinfo
        file = self._place.log_file
        return happenings.recent(file, zone) if file and zone else None

    def faces(self) -> int | None:
        """See `Workshop`."""
        return self._faces.persons if self._faces else None

    async def wipe_faces(self) -> int:
        """See `Workshop`."""
        return await self._faces.wipe() if self._faces else 0

    # ---- paper

    async def test_print(self, kind: str) -> Outcome:
        """See `Workshop`."""
        if kind == "ticket":
            return await self._print(self._test_ticket())
        made = await self._off_loop(lambda: render_test_page(self._place.terminal, self._clock.now()))
        return await self._print(FinishedPdf(made, title=TEST_TITLE, pages=1))

    async def report(self, by: str) -> bytes:
        """See `Workshop`."""
        data = self._readiness(by)
        return await self._off_loop(lambda: render_readiness(data))

    async def print_report(self, pdf: bytes) -> Outcome:
        """See `Workshop`."""
        return await self._print(FinishedPdf(pdf, title="终端就绪报告"))

    async def save_report(self, pdf: bytes) -> str:
        """See `Workshop`."""
        file = self._place.data / "reports" / f"readiness-{self._clock.now():%Y%m%d-%H%M%S}.pdf"
        return await asyncio.get_running_loop().run_in_executor(None, _keep, file, pdf)

    def cancel_prints(self) -> None:
        """See `Workshop`."""
        self._papers.cancel_all()

    # ---- parts

    async def _print(self, paper: Paper) -> Outcome:
        return (await self._papers.print(paper, lambda page, pages: None)).outcome

    async def _off_loop(self, make: Callable[[], bytes]) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(None, make)

    def _test_ticket(self) -> Ticket:
        words = "只用于检查打印机，不能用于办事"
        return Ticket(
            hall=self._place.hall.zh,
            kind=TEST_TITLE,
            taken_at=self._clock.now(),
            number="0000",
            queue=TEST_TITLE,
            business=words,
            place="样张",
            windows="样张",
            ahead=0,
            wait_from=0,
            wait_to=0,
            bring="",
            machine_hint="",
            passed_rule="",
            token="TEST",
            closing=words,
            help="",
            hotline="",
            serial="TEST",
            terminal=self._place.terminal,
        )

    def _readiness(self, by: str) -> ReadinessData:
        devices, results = self.devices(), self.results()
        tested = [results[device.name] for device in devices if device.name in results]
        all_tested = len(tested) == len(devices) and all(result.passed for result in tested)
        return ReadinessData(
            terminal=self._place.terminal,
            hall=self._place.hall.zh,
            made_at=self._clock.now(),
            made_by=by,
            facts=(
                ("程序", self._place.software),
                ("Python", platform.python_version()),
                ("系统", platform.platform()),
            ),
            devices=tuple(
                (d.name, KINDS[d.kind].zh, f"{STATES[d.state].zh} {d.detail}".strip(), d.action.zh) for d in devices
            ),
            tests=tuple(
                (r.device, f"{r.at:%Y-%m-%d %H:%M}", "通过" if r.passed else "没有通过", r.found.zh) for r in tested
            ),
            counters=tuple(
                (c.device, COUNTS.get(c.what, Text(c.what)).zh, str(c.n), f"{c.since:%Y-%m-%d}")
                for c in self.counters()
            ),
            ready=bool(devices) and all_tested and all(device.well for device in devices),
        )


def _keep(file: Path, pdf: bytes) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pdf)
    except OSError:
        return ""
    return str(file)
