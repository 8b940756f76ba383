"""The emulated machine: its faults, the sheets it puts out, and what it remembers of each job."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from devices.emulators.a4_ipp import job_is_stopping, printer_is_idle, say_state

_CANCEL_CHECK = 0.05  # seconds between looks whether a waiting job was cancelled
_STATUS_JOB = "emulator-status"
_SHEETS = 250


class Fault(Enum):
    """What stops the machine, with the keyword that is reported for it (RFC 8011 5.4.12)."""

    PAPER = "media-empty"
    JAM = "media-jam"
    COVER = "cover-open"
    TONER = "toner-empty"


_ORDERS = ("none", "slow", "out-mid-job", "die", "hang")


@dataclass(frozen=True)
class JobLine:
    """A job as the print command reports it."""

    file: str
    id: int
    name: str
    copies: int
    media: str


@dataclass
class JobRecord:
    """What became of a job. `complete_ns`: CLOCK_MONOTONIC when the document's last byte was there."""

    id: int
    name: str
    copies: int
    media: str
    pages: int
    complete_ns: int
    state: str = "printing"
    sheets_out: int = 0
    file: str = ""


class Power(Protocol):
    """What the machine can do with its own programs."""

    def media(self, sheets: int) -> None:
        """Paper in the trays."""

    def kill_printer(self) -> None:
        """Pulls the plug."""

    def stop_printer(self) -> None:
        """Falls silent."""

    def continue_printer(self) -> None:
        """Goes on or starts again."""


@dataclass
class _Counters:
    printed: int = 0
    receiving: int = 0
    cancelled: int = 0


@dataclass
class _Shared:
    """Everything that threads share, under one condition."""

    faults: set[Fault] = field(default_factory=set)
    order: str = "none"
    sheet_ms: int = 0
    records: list[JobRecord] = field(default_factory=list)
    counters: _Counters = field(default_factory=_Counters)
    last_complete_ns: int = 0
    busy: bool = False
    silent: bool = False


class Machine:
    """Prints jobs into a folder; commands and jobs come from different threads."""

    def __init__(self, out: Path, port: int, power: Power) -> None:
        self._out = out
        self._port = port
        self._power = power
        self._changed = threading.Condition()
        self._now = _Shared()
        self._number = max((int(file.stem) for file in out.glob("[0-9]*.pdf") if file.stem.isdigit()), default=0)

    # ---- commands

    def set_fault(self, fault: Fault, there: bool) -> None:
        """Makes or clears a fault; the printer reports it, also at rest."""
        with self._changed:
            (self._now.faults.add if there else self._now.faults.discard)(fault)
            busy = self._now.busy
            self._changed.notify_all()
        if fault is Fault.PAPER:
            self._power.media(0 if there else _SHEETS)
        elif not busy and not self._paper_is_out():
            say_state(self._port, _STATUS_JOB)

    def clear(self) -> None:
        """Everything is right again; a killed printer is started, a silent one goes on."""
        with self._changed:
            self._now.faults.clear()
            self._now.order, self._now.sheet_ms = "none", 0
            busy = self._now.busy
            self._changed.notify_all()
        self.resume()
        self._power.media(_SHEETS)
        if not busy:
            say_state(self._port, _STATUS_JOB)

    def resume(self) -> None:
        """A silent printer goes on where it was, a killed one is started; other faults stay."""
        self._power.continue_printer()
        with self._changed:
            self._now.silent = False
            self._changed.notify_all()

    def order(self, kind: str, ms: int) -> None:
        """A fault for the jobs to come: `out-mid-job`, `die`, `hang` strike the next one after its first sheet."""
        if kind not in _ORDERS:
            raise ValueError(f"kind must be one of {', '.join(_ORDERS)}")
        with self._changed:
            if kind == "slow":
                self._now.sheet_ms = ms
            else:
                self._now.order = kind
                self._now.sheet_ms = 0 if kind == "none" else ms or self._now.sheet_ms
            self._changed.notify_all()

    def state(self) -> Mapping[str, Any]:
        """Faults, counters, and CLOCK_MONOTONIC (ns) when the last document's last byte was there."""
        with self._changed:
            return {
                "faults": sorted(fault.name.lower() for fault in self._now.faults),
                "order": self._now.order,
                "busy": self._now.busy,
                "silent": self._now.silent,
                "last_complete_ns": self._now.last_complete_ns,
                **asdict(self._now.counters),
            }

    def jobs(self) -> Mapping[str, Any]:
        """All jobs, oldest first."""
        with self._changed:
            return {"jobs": [asdict(record) for record in self._now.records]}

    def wait(self, event: str, after: int, seconds: float) -> int:
        """Waits until more than `after` of the event happened; their number then. ValueError if it takes too long."""
        if event not in asdict(_Counters()):
            raise ValueError(f"event must be one of {', '.join(asdict(_Counters()))}")
        with self._changed:
            if not self._changed.wait_for(lambda: getattr(self._now.counters, event) > after, seconds):
                raise ValueError(f"no {event} after {after} within {seconds} s")
            return int(getattr(self._now.counters, event))

    def idle(self, seconds: float) -> None:
        """Waits until the printer has no job in hand; ValueError if it takes too long."""
        end = time.monotonic() + seconds
        while not printer_is_idle(self._port):
            if time.monotonic() > end:
                raise ValueError(f"still busy after {seconds} s")
            time.sleep(_CANCEL_CHECK)

    # ---- jobs

    def run(self, job: JobLine, say: Callable[[str], None]) -> None:
        """Prints a job sheet by sheet; `say` takes lines for ippeveprinter."""
        if job.name == _STATUS_JOB:
            self._report(say)
            return
        with self._changed:
            self._now.busy = True
        record = self._receive(job)
        try:
            record.state = self._sheets(job, record, say)
        finally:
            self._finish(record)
            Path(job.file).unlink(missing_ok=True)
        if record.state != "lost":
            self._report(say)  # a command that came as the job ended has left it to the job to say what changed

    def _report(self, say: Callable[[str], None]) -> None:
        with self._changed:
            faults = set(self._now.faults)
        for fault in Fault:
            if fault is not Fault.PAPER:
                say(f"STATE: {'+' if fault in faults else '-'}{fault.value}")

    def _receive(self, job: JobLine) -> JobRecord:
        file = Path(job.file)
        complete = time.monotonic_ns() - (time.time_ns() - file.stat().st_mtime_ns)
        record = JobRecord(job.id, job.name, job.copies, job.media, _pages(file), complete)
        with self._changed:
            self._now.records.append(record)
            self._now.last_complete_ns = complete
            self._now.counters.receiving += 1
            self._changed.notify_all()
        return record

    def _sheets(self, job: JobLine, record: JobRecord, say: Callable[[str], None]) -> str:
        """How it ended: `printed`, `cancelled` or `lost` (the plug was pulled)."""
        for sheet in range(1, record.pages * job.copies + 1):
            if not self._may_print(job, say):
                return "cancelled"
            with self._changed:
                record.sheets_out = sheet
            say(f"ATTR: job-impressions-completed={sheet}")
            if self._strike(sheet, say):
                return "lost"
        if not self._may_print(job, say):
            return "cancelled"
        record.file = self._keep(job)
        return "printed"

    def _may_print(self, job: JobLine, say: Callable[[str], None]) -> bool:
        """Waits for the sheet's time and for faults to be cleared; False if the job was cancelled meanwhile."""
        with self._changed:
            wait_until = time.monotonic() + self._now.sheet_ms / 1000
        told: set[Fault] = set()
        while True:
            with self._changed:
                faults = set(self._now.faults)
            for fault in told ^ faults:
                say(f"STATE: {'+' if fault in faults else '-'}{fault.value}")
            told = faults
            left = wait_until - time.monotonic()
            if job_is_stopping(self._port, job.id):
                return False
            if not faults and left <= 0:
                return True
            with self._changed:
                self._changed.wait(_CANCEL_CHECK if faults else min(_CANCEL_CHECK, left))

    def _strike(self, sheet: int, say: Callable[[str], None]) -> bool:
        """The ordered fault, after the first sheet; True if the job is lost by it."""
        with self._changed:
            order = self._now.order
            if sheet != 1 or order == "none":
                return False
            self._now.order = "none"
        if order == "out-mid-job":
            with self._changed:
                self._now.faults.add(Fault.PAPER)
        elif order == "die":
            self._power.kill_printer()
            return True
        elif order == "hang":
            self._power.stop_printer()
            with self._changed:
                self._now.silent = True
                self._changed.notify_all()
                self._changed.wait_for(lambda: not self._now.silent)
        return False

    def _keep(self, job: JobLine) -> str:
        self._number += 1
        kept = self._out / f"{self._number:04}.pdf"
        shutil.copyfile(job.file, kept)
        _picture(kept)
        return kept.name

    def _finish(self, record: JobRecord) -> None:
        with self._changed:
            self._now.busy = False
            counters = self._now.counters
            counters.printed += record.state == "printed"
            counters.cancelled += record.state == "cancelled"
            self._changed.notify_all()

    def _paper_is_out(self) -> bool:
        with self._changed:
            return Fault.PAPER in self._now.faults


def _pages(file: Path) -> int:
    """Pages of a PDF; 1 for what can't be read (it is printed as it is)."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError:
        return 1
    try:
        return max(1, len(document))
    finally:
        document.close()


def _picture(file: Path) -> None:
    """The first page beside the document, for whoever shows what was printed."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError:
        return
    try:
        document[0].render(scale=1.5).to_pil().save(file.with_suffix(".png"), "PNG", compress_level=1)
    finally:
        document.close()
