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
from tests.devices.cards.people import RESIDENT, SOCIAL
from tests.devices.running import emulator
from tests.devices.ticket_rig import ticket_printer
from tests.printing.a4_rig import a4_printer

TAPS = 10_000
INSERTIONS = 100
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
        used, woken, began = _used(children), _woken(children), time.monotonic()
        threading.Event().wait(_REST)
        seconds = time.monotonic() - began
        share = 100 * (_used(children) - used) / seconds
        rates = {name: (count - woken[name]) / seconds for name, count in _woken(children).items() if name in woken}
        told = len(hub.watched())
    note = f"{_REST:.0f} s; two SDT, PC/SC with its child, scanner, ticket and A4 printer"
    each = ", ".join(f"{name} {rate:.1f}" for name, rate in sorted(rates.items()))
    return [
        Figure(f"{told} 台设备空闲 · {told} devices at rest", round(share, 2), "%", 1, note=note),
        Figure("每线程唤醒, 最多 · wake-ups of the busiest thread", round(max(rates.values()), 1), "/s", 10, note=each),
    ]


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
    return _left(f"{TAPS} 次放卡 · {TAPS} card taps", before, after, seconds / TAPS)


def insertions(folder: Path) -> list[Figure]:
    """The same with a card in a PC/SC reader, its child included; pcscd looks at its slots each 400 ms, so fewer."""
    with emulator("pcsc", folder / "control", ["--slot", "any"]) as control:
        reader = PcscReader("social", str(control.send("state")["slot"]), deliver=lambda _: None)

        def insert() -> None:
            wanted = reader.read_next()
            control.send("insert", card=SOCIAL)
            if not isinstance(wanted.result(_SOON), CardRead):
                raise RuntimeError("a card was not read")
            lifted = reader.lifted()
            control.send("remove")
            lifted.result(_SOON)

        try:
            for _ in range(INSERTIONS // 10):
                insert()
            before, began = _held(reader.child), time.monotonic()
            for _ in range(INSERTIONS):
                insert()
            seconds, after = time.monotonic() - began, _held(reader.child)
        finally:
            reader.close()
    return _left(f"{INSERTIONS} 次插卡 · {INSERTIONS} cards inserted", before, after, seconds / INSERTIONS)


def _left(name: str, before: tuple[int, int, int], after: tuple[int, int, int], each: float) -> list[Figure]:
    grown = [late - early for early, late in zip(before, after, strict=True)]
    return [
        Figure(f"{name}: memory", round(grown[0] / 1024, 2), "MB", 2, note=f"{each * 1000:.1f} ms each"),
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


def _woken(children: list[int]) -> dict[str, int]:
    """How often each thread has given its core away of its own accord: each driver's own, and those of its children.

    A look at an SDT reader (each second at rest) or a printer (each five) is a write and a wait or two.
    """
    mine = {str(thread.native_id): thread.name for thread in threading.enumerate() if thread.name != "MainThread"}
    woken = {}
    for pid in (os.getpid(), *children):
        for task in Path(f"/proc/{pid}/task").iterdir():
            name = mine.get(task.name, "") if pid == os.getpid() else f"child-{task.name}"
            if name:
                lines = (task / "status").read_text().splitlines()
                woken[name] = next(int(line.split()[1]) for line in lines if line.startswith("voluntary"))
    return woken


def _held(*children: int | None) -> tuple[int, int, int]:
    """Memory in KB, threads, file handles, of this process and of these together."""
    gc.collect()
    held = [_held_by(str(pid)) for pid in ("self", *children) if pid is not None]
    return sum(each[0] for each in held), sum(each[1] for each in held), sum(each[2] for each in held)


def _held_by(pid: str) -> tuple[int, int, int]:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]), int(status["Threads"]), len(list(Path(f"/proc/{pid}/fd").iterdir()))
