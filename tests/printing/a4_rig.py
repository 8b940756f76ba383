"""The emulated A4 printer as a process of its own, and a driver that listens to it, for tests."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devices.backoff import BackOffPolicy
from devices.emulators.control import Control
from devices.ports import DeviceState, DeviceStatus
from printing.ports import PrintProgress
from printing.printers.ipp import IppPrinter
from printing.printers.ipp_job import IppTimes

QUICK = IppTimes(
    request=1.0,
    poll=0.05,
    rest=0.2,
    trouble=0.2,
    back_off=BackOffPolicy(0.05, most=0.2),
    grace=0.4,
    stall=0.6,
    silent=1.0,
    job=20.0,
    cancel=0.3,
)

Event = DeviceStatus | PrintProgress


@dataclass(frozen=True)
class A4Rig:
    """A running emulator: addresses of the printer and of the queue before it, its control, its paper."""

    pid: int
    uri: str
    queue_uri: str
    control: Control
    out: Path

    def jobs(self) -> list[dict[str, Any]]:
        """What became of each job, oldest first."""
        found: list[dict[str, Any]] = self.control.send("jobs")["jobs"]
        return found

    def count(self, event: str) -> int:
        """How many jobs were printed, received or cancelled so far."""
        return int(self.control.send("state")[event])

    def idle(self) -> None:
        """Until it has no job in hand: CUPS waits ten seconds where ippeveprinter is busy."""
        self.control.send("idle", seconds=10)

    def wait(self, event: str, after: int) -> None:
        """Until there are more than `after` of them."""
        self.control.send("wait", event=event, after=after, seconds=10)


@contextlib.contextmanager
def a4_printer(*arguments: str) -> Iterator[A4Rig]:
    """Starts the emulator; ends it by its own process."""
    with tempfile.TemporaryDirectory(prefix="rig-") as name:
        folder = Path(name)
        control = folder / "a4.sock"
        command = [sys.executable, "-m", "devices.emulators", "a4", "--port", "0", "--control", str(control)]
        command += ["--out", str(folder / "pages"), *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                ready = process.stdout.readline().split()
                assert ready and ready[0] == "ready", "the emulator did not start"
                queue_uri = ready[2] if len(ready) > 2 else ""
                yield A4Rig(process.pid, ready[1], queue_uri, Control(control), folder / "pages")
            finally:
                process.terminate()
                process.wait(15)


@dataclass
class Heard:
    """What a driver delivered."""

    events: list[Event] = field(default_factory=list)
    _new: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)

    def __call__(self, event: Event) -> None:
        self._new.put(event)

    def until(self, wanted: Callable[[Event], bool], seconds: float = 10.0) -> Event:
        """The next event that is wanted; queue.Empty if none comes in time."""
        end = time.monotonic() + seconds
        while True:
            event = self._new.get(timeout=max(0.001, end - time.monotonic()))
            self.events.append(event)
            if wanted(event):
                return event

    def status(self, printer: IppPrinter, state: DeviceState, detail: str = "", seconds: float = 10.0) -> None:
        """Until the printer has this status; queue.Empty if that takes too long."""
        wanted = DeviceStatus(printer.name, state, detail)
        if printer.status() != wanted:
            self.until(lambda _: printer.status() == wanted, seconds)


@contextlib.contextmanager
def driver(uri: str, times: IppTimes = QUICK, **other: Any) -> Iterator[tuple[IppPrinter, Heard]]:
    """A driver that has asked its printer once."""
    heard = Heard()
    printer = IppPrinter("a4", uri, heard, times=times, **other)
    try:
        printer.warm_up().result(20)
        yield printer, heard
    finally:
        printer.close()
