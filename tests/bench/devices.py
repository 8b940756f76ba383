"""What the devices cost: six of them at rest, and ten thousand cards in a row."""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from devices.cards.pcsc import PcscReader
from devices.cards.sdt import Pace, SdtReader
from devices.cards.sdt_transport import SerialTransport
from devices.hub import Hub
from devices.ports import CardRead, DeviceState, DeviceStatus
from devices.scanning.serial_scanner import SerialScanner
from printing.printers.escpos import TicketPrinter, link_for
from printing.printers.ipp import IppPrinter
from tests.bench.figures import Figure
from tests.devices.cards.people import RESIDENT
from tests.devices.running import emulator
from tests.devices.ticket_rig import ticket_printer
from tests.printing.a4_rig import a4_printer

TAPS = 10_000
_REST = 20.0
_SOON = 30.0
_DEVICES = 6
_TICKS = os.sysconf("SC_CLK_TCK")


def at_rest(folder: Path) -> list[Figure]:
    """The share of one core that the hub, its drivers and their children take while nobody is there."""
    with _hub(folder) as (hub, readers, statuses):
        waiting = {f"device-{number}" for number in range(_DEVICES)}
        while waiting:
            status = statuses.get(timeout=_SOON)
            if status.state is DeviceState.READY:
                waiting.discard(status.device)
        children = [reader.child for reader in readers if isinstance(reader, PcscReader) and reader.child]
        before, began = _used(children), time.monotonic()
        threading.Event().wait(_REST)
        share = 100 * (_used(children) - before) / (time.monotonic() - began)
        told = len(hub.watched())
    note = f"{_REST:.0f} s; two SDT, PC/SC with its child, scanner, ticket and A4 printer"
    return [Figure(f"{told} 台设备空闲 · {told} devices at rest", round(share, 2), "%", 1, note=note)]


def taps(folder: Path) -> list[Figure]:
    """One card after another, as fast as reader and driver can: what stays behind."""
    with emulator("sdt", folder / "control", ["--link", str(folder / "tty")]) as control:
        reader = SdtReader(
            "id", SerialTransport(str(folder / "tty"), 115200), deliver=lambda _: None, pace=Pace(0.001, 0.001, 0.01)
        )

        def tap() -> None:
            wanted = reader.read_next()
            control.send("tap", card=RESIDENT)
            if not isinstance(wanted.result(_SOON), CardRead):
                raise RuntimeError("a card was not read")
            lifted = reader.lifted()
            control.send("lift")
            lifted.result(_SOON)

        try:
            for _ in range(TAPS // 20):  # what is kept once is no leak
                tap()
            before, began = _held(), time.monotonic()
            for _ in range(TAPS):
                tap()
            seconds, after = time.monotonic() - began, _held()
        finally:
            reader.close()
    grown = [late - early for early, late in zip(before, after, strict=True)]
    name = f"{TAPS} 次放卡 · {TAPS} card taps"
    return [
        Figure(f"{name}: memory", round(grown[0] / 1024, 2), "MB", 2, note=f"{seconds / TAPS * 1000:.1f} ms each"),
        Figure(f"{name}: threads and file handles", float(grown[1] + grown[2]), "", 0),
    ]


@contextlib.contextmanager
def _hub(folder: Path) -> Iterator[tuple[Hub, list[object], queue.Queue[DeviceStatus]]]:
    statuses: queue.Queue[DeviceStatus] = queue.Queue()
    hub = Hub(statuses.put)
    with contextlib.ExitStack() as parts:
        lines: list[str] = []
        for kind in ("sdt", "sdt", "scan"):
            place = folder / f"line-{len(lines)}"
            parts.enter_context(emulator(kind, place.with_suffix(".sock"), ["--link", str(place)]))
            lines.append(str(place))
        slot = parts.enter_context(emulator("pcsc", folder / "pcsc.sock", ["--slot", "any"])).send("state")["slot"]
        ticket = parts.enter_context(ticket_printer(folder)).tcp
        a4 = parts.enter_context(a4_printer()).uri
        parts.callback(hub.close)
        told = hub.deliver
        starts: list[Callable[[str], object]] = [
            lambda name: hub.open(SdtReader(name, SerialTransport(lines[0], 115200), deliver=told)),
            lambda name: hub.open(SdtReader(name, SerialTransport(lines[1], 115200), deliver=told)),
            lambda name: hub.open(SerialScanner(name, SerialTransport(lines[2], 9600), deliver=told)),
            lambda name: hub.open(PcscReader(name, str(slot), deliver=told)),
            lambda name: hub.open(TicketPrinter(name, link_for(ticket), told)),
            lambda name: hub.open(IppPrinter(name, a4, lambda e: told(e) if isinstance(e, DeviceStatus) else None)),
        ]
        yield hub, [start(f"device-{number}") for number, start in enumerate(starts)], statuses


def _used(children: list[int]) -> float:
    """Seconds of processor time of this process and of these."""
    total = time.process_time()
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def _held() -> tuple[int, int, int]:
    """Memory in KB, threads, file handles."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    [memory] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(memory), threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
