"""`python -m tests.devices.make_recordings`: makes the recordings that tests replay, from drivers and emulators.

Run by hand, after a protocol's driver asks for something new; the result is committed.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from devices.cards.pcsc import PcscReader
from devices.cards.sdt import SdtReader
from devices.cards.sdt_transport import SerialTransport
from devices.ports import DeviceState, DeviceStatus
from devices.recording import Tape
from printing.printers.escpos import TicketPrinter, link_for, warm_up
from printing.printers.taped import TapedLink
from tests.devices.cards.people import RESIDENT, SOCIAL
from tests.devices.running import emulator
from tests.devices.ticket_rig import ticket_printer
from tests.printing.papers import TICKET

FOLDER = Path(__file__).parent / "recordings"
SOON = 20.0


class _Ready:
    """Waits for a device's first READY."""

    def __init__(self) -> None:
        self._there = threading.Event()

    def __call__(self, status: DeviceStatus) -> None:
        if status.state is DeviceState.READY:
            self._there.set()

    def wait(self) -> None:
        """Until then."""
        if not self._there.wait(SOON):
            raise TimeoutError


def sdt_read(folder: Path, file: Path) -> None:
    """An ID card is laid on, read and lifted; the first answer to READ has a bad checksum."""
    with emulator("sdt", folder / "sdt.sock", ["--link", str(folder / "tty"), "--paced"]) as control:
        tape, ready = Tape(file, "sdt"), _Ready()
        reader = SdtReader("id", SerialTransport(str(folder / "tty"), 115200, tape), deliver=ready)
        ready.wait()
        control.send("fault", kind="checksum", on="read")
        wanted = reader.read_next()
        control.send("tap", card={**RESIDENT, "newest_address": "湖北省武汉市江汉区新华路3号"})
        wanted.result(SOON)
        lifted = reader.lifted()
        control.send("lift")
        lifted.result(SOON)
        reader.close()
        tape.close()


def pcsc_read(folder: Path, file: Path) -> None:
    """A social-security card is put in and read."""
    with emulator("pcsc", folder / "pcsc.sock", ["--slot", "any"]) as control:
        ready = _Ready()
        reader = PcscReader("ssc", control.send("state")["slot"], deliver=ready, tape=str(file))
        ready.wait()
        wanted = reader.read_next()
        control.send("insert", card=SOCIAL)
        wanted.result(SOON)
        reader.close()


def ticket_with_fault(folder: Path, file: Path) -> None:
    """A ticket whose paper ends in the middle."""
    with ticket_printer(folder) as rig:
        tape, ready = Tape(file, "escpos"), _Ready()
        printer = TicketPrinter("ticket", TapedLink(link_for(rig.tcp), tape), ready)
        ready.wait()
        rig.control.send("paper_out_after", lines=8)
        printer.print(TICKET).result(SOON)
        printer.close()
        tape.close()


RECORDINGS: dict[str, Callable[[Path, Path], None]] = {
    "sdt-read.jsonl": sdt_read,
    "pcsc-read.jsonl": pcsc_read,
    "ticket-paper-out.jsonl": ticket_with_fault,
}


def main() -> None:
    """Makes all of them."""
    warm_up()
    FOLDER.mkdir(exist_ok=True)
    for name, make in RECORDINGS.items():
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), FOLDER / name)


if __name__ == "__main__":
    main()
