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
from devices.emulators.a4_programs import A4

_CANCEL_CHECK = 0.05  # seconds between looks whether a waiting job was cancelled
_STATUS_JOB = "emulator-status"
_ANNOUNCING = 10.0  # seconds in which the printer must have taken a change of its state
_SHEETS = 250


class Fault(Enum):
    """What stops the machine, with the keyword that is reported for it (RFC 8011 5.4.12)."""

    PAPER = "media-empty"
    JAM = "media-jam"
    COVER = "cover-open"  # any door of it: ippeveprinter knows no other keyword
    TONER = "toner-empty"


class Low(Enum):
    """What runs low while the machine prints on."""

    PAPER = "media-low"
    TONER = "toner-low"


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

    def media(self, sheets: int, size: str = A4) -> None:
        """Paper of a size in the trays."""

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
    low: set[Low] = field(default_factory=set)
    stale: set[Fault] = field(default_factory=set)  # said, and not so
    size: str = A4
    on: bool = True
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
            size = self._now.size
            self._changed.notify_all()
        if fault is Fault.PAPER:
            self._power.media(0 if there else _SHEETS, size)
        self._announce()

    def set_low(self, low: Low, there: bool) -> None:
        """Something runs low, or was refilled."""
        with self._changed:
            (self._now.low.add if there else self._now.low.discard)(low)
        self._announce()

    def set_stale(self, faults: set[Fault]) -> None:
        """The printer keeps saying so, and prints all the same."""
        with self._changed:
            self._now.stale = faults
        self._announce()

    def set_size(self, size: str) -> None:
        """Paper of another size in all trays."""
        with self._changed:
            self._now.size = size
        self._power.media(_SHEETS, size)

    def switch(self, on: bool) -> None:
        """The plug is pulled, whatever the machine is doing, or put back."""
        with self._changed:
            self._now.on = on
            self._changed.notify_all()
        if on:
            self.resume()
            self._power.media(_SHEETS, self._now.size)
            self._announce()
        else:
            self._power.kill_printer()

    def clear(self) -> None:
        """Everything is right again; a killed printer is started, a silent one goes on."""
        with self._changed:
            now = self._now
            for kept in (now.faults, now.low, now.stale):
                kept.clear()
            now.order, now.sheet_ms, now.size, now.on = "none", 0, A4, True
            self._changed.notify_all()
        self.resume()
        self._power.media(_SHEETS)
        self._announce()

    def _announce(self) -> None:
        """Has the printer say how it is. A job does that by itself at its end; just then the printer takes no other."""
        end = time.monotonic() + _ANNOUNCING
        while time.monotonic() < end:
            with self._changed:
                now = self._now
                if now.busy or now.silent or not now.on or Fault.PAPER in now.faults:
                    return
            if say_state(self._port, _STATUS_JOB):
                return
            time.sleep(_CANCEL_CHECK)

    def resume(self) -> None:
        """A silent printer goes on where it was, a killed one is started; other faults stay."""
        self._power.continue_printer()
        with self._changed:
            self._now.silent, self._now.on = False, True
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
                "low": sorted(low.name.lower() for low in self._now.low),
                "stale": sorted(fault.name.lower() for fault in self._now.stale),
                "size": self._now.size,
                "on": self._now.on,
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
            self._report(say, self._reported())
            return
        with self._changed:
            self._now.busy = True
        record = self._receive(job)
        try:
            record.state = self._sheets(job, record, say)
        finally:
            self._count(record)
            Path(job.file).unlink(missing_ok=True)
            self._rest(None if record.state == "lost" else say)

    def _rest(self, say: Callable[[str], None] | None) -> None:
        """The job is over. A command that came meanwhile has left it to the job to say what changed; one that comes
        between its last word and its end must not be lost either.
        """
        told: set[str] | None = None
        while True:
            with self._changed:
                now = self._reported()
                if say is None or now == told:
                    self._now.busy = False
                    self._changed.notify_all()
                    return
            self._report(say, now)
            told = now

    def _reported(self) -> set[str]:
        """The keywords of all that is so, or said to be so; of paper's end the printer knows by itself."""
        with self._changed:
            now = self._now
            return {one.value for one in (*now.faults, *now.stale, *now.low) if one is not Fault.PAPER}

    @staticmethod
    def _report(say: Callable[[str], None], now: set[str]) -> None:
        for one in (*Fault, *Low):
            if one is not Fault.PAPER:
                say(f"STATE: {'+' if one.value in now else '-'}{one.value}")

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
        told = self._reported()
        self._report(say, told)
        for sheet in range(1, record.pages * job.copies + 1):
            if not self._may_print(job, say, told):
                return self._why_not()
            with self._changed:
                record.sheets_out = sheet
            say(f"ATTR: job-impressions-completed={sheet}")
            if self._strike(sheet, say):
                return "lost"
        if not self._may_print(job, say, told):
            return self._why_not()
        record.file = self._keep(job)
        return "printed"

    def _why_not(self) -> str:
        with self._changed:
            return "cancelled" if self._now.on else "lost"

    def _may_print(self, job: JobLine, say: Callable[[str], None], told: set[str]) -> bool:
        """Waits for the sheet's time and for faults to be cleared; False if the job was cancelled meanwhile, or the
        plug pulled. What changes is said at once; `told` keeps what was.
        """
        with self._changed:
            wait_until = time.monotonic() + self._now.sheet_ms / 1000
        while True:
            with self._changed:
                faults, on = set(self._now.faults), self._now.on
                words = {one.value for one in (*faults, *self._now.stale, *self._now.low)}
            for word in told ^ words:
                say(f"STATE: {'+' if word in words else '-'}{word}")
            told ^= told ^ words
            left = wait_until - time.monotonic()
            if not on or job_is_stopping(self._port, job.id):
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
            with self._changed:
                self._now.on = False
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

    def _count(self, record: JobRecord) -> None:
        with self._changed:
            counters = self._now.counters
            counters.printed += record.state == "printed"
            counters.cancelled += record.state == "cancelled"
            self._changed.notify_all()


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
