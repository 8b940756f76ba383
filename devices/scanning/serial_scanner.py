"""Driver of scanners on a serial line, or a USB one that looks like it: `scan+serial:/dev/ttyACM0?baud=9600`.

Such a scanner only sends, whenever it sees a code; it can't be asked how it is. It is READY while its port is there. A
code ends with the scanner's suffix (CR, LF, both, Tab) or with a pause. The port is opened again (`BackOff`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future

from devices.backoff import BackOff
from devices.cards.sdt_transport import Transport, TransportGone
from devices.ports import CodeResult, CodeTrouble, DeviceState, DeviceStatus, ReaderDetail
from devices.scanning.awaited import Awaited
from devices.scanning.codes import CodeLines, code_result

_log = logging.getLogger(__name__)

DEADLINES: Mapping[str, float] = {
    "pause": 0.15,  # in a code: it has no suffix, and is at its end
    "look": 10.0,  # between two reads of a silent line; a line that goes away ends the read at once
    "closing": 3.0,
}
"""All waiting of this driver, in seconds."""

SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)


class SerialScanner:
    """A `CodeScanner`. `deliver` is called on the driver's thread, with a status only when it changed."""

    def __init__(
        self,
        name: str,
        transport: Transport,
        *,
        deliver: Callable[[DeviceStatus], None],
        back_off: BackOff | None = None,
    ) -> None:
        self.name = name
        self._transport, self._deliver, self._back_off = transport, deliver, back_off or BackOff()
        self._awaited = Awaited(name)
        self._closing = threading.Event()
        self._status: DeviceStatus | None = None
        self.last_contact: float | None = None
        self._thread = threading.Thread(target=self._run, name=f"scan-{name}", daemon=True)
        self._thread.start()

    def read_next(self) -> Future[CodeResult]:
        """The next code; see `CodeScanner`."""
        return self._awaited.next()

    def close(self) -> None:
        """Stops the driver and waits for its thread."""
        self._closing.set()
        self._transport.cancel()
        self._thread.join(DEADLINES["closing"])

    # ---- the thread

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self._serve()
        except Exception:  # noqa: BLE001 - the thread's edge: whoever waits must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._say(DeviceState.FAULT, ReaderDetail.DRIVER_STOPPED)
        self._transport.close()
        self._awaited.gone()

    def _serve(self) -> None:
        """The port from its opening to its end, and the pause after it."""
        why = self._transport.open()
        if not why:
            self._back_off.reset()
            self._awaited.back()
            self._say(DeviceState.READY, ReaderDetail.NONE)
            why = self._listen()
        if self._closing.is_set():
            return
        self._transport.close()
        self._say(DeviceState.ABSENT, why)
        self._awaited.gone()
        self._closing.wait(self._back_off.pause())

    def _listen(self) -> ReaderDetail:
        """Takes codes until the port goes away or the driver is to stop; why."""
        lines = CodeLines()
        try:
            while not self._closing.is_set():
                chunk = self._transport.read(DEADLINES["pause" if lines.in_code else "look"])
                if chunk:
                    self.last_contact = time.monotonic()
                for code in lines.feed(chunk) if chunk else lines.end():
                    self._take(code)
        except TransportGone:
            return ReaderDetail.UNPLUGGED
        return ReaderDetail.NONE

    def _take(self, code: str | CodeTrouble) -> None:
        if isinstance(code, CodeTrouble):
            _log.info("%s: a code was refused: %s", self.name, code.value)
        self._awaited.give(code_result(self.name, code))

    def _say(self, state: DeviceState, detail: ReaderDetail) -> None:
        status = DeviceStatus(self.name, state, detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, state.value, detail.value)
            self._deliver(status)
