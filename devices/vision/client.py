"""Driver of document cameras (高拍仪): any camera OpenCV can open, in a process of its own (`devices.vision.service`).

That process may crash, hang or be killed at any moment: it is started again at once, who waited for a page hears
`GONE`, and whoever watches goes on watching.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from devices.backoff import BackOff, BackOffPolicy
from devices.cards.child import Child, NoMessage
from devices.ports import (
    CameraDetail,
    CaptureTrouble,
    DeviceState,
    DeviceStatus,
    PageNotTaken,
    PageResult,
    PageTaken,
    Preview,
)
from devices.vision.frames import Frames, new_memory
from devices.vision.messages import Looked, NotTaken, Ready, Shown, Standing, Take, Taken, Watch, report_of, to_wire

_log = logging.getLogger(__name__)

SCHEMES = ("v4l2", "rtsp", "http", "https", "file")

DEADLINES: Mapping[str, float] = {
    "start": 10.0,  # of the process, with its libraries, on a busy machine
    "take": 5.0,  # a page; the process is ended if it has none by then
    "silence": 6.0,  # of a process that is watched: it shows pictures, or tells what is wrong
    "closing": 3.0,
}
"""All waiting of this driver, in seconds."""

RESTARTS = BackOffPolicy(first=0.1, most=1.5)
"""A process that was killed is back within three seconds, its start included."""

_ENVIRONMENT = {
    "OPENCV_LOG_LEVEL": "SILENT",  # its complaints name addresses
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "1",  # seconds; a V4L2 capture takes no limit otherwise
}
_STATES = {
    CameraDetail.NONE: DeviceState.READY,
    CameraDetail.TOO_DARK: DeviceState.ATTENTION,
    CameraDetail.FROZEN: DeviceState.FAULT,
    CameraDetail.BLACK: DeviceState.FAULT,
    CameraDetail.WRONG_SIZE: DeviceState.FAULT,
    CameraDetail.DRIVER_STOPPED: DeviceState.FAULT,
}


@dataclass(eq=False)
class _Order:
    number: int
    until: float
    result: Future[PageResult] = field(default_factory=Future)


class VisionCamera:
    """A `DocumentCamera`. `deliver` is called on the driver's thread, with a status only when it changed."""

    def __init__(
        self,
        name: str,
        uri: str,
        *,
        deliver: Callable[[DeviceStatus], None],
        back_off: BackOff | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._uri, self._deliver, self._clock = uri, deliver, clock
        self._back_off = back_off or BackOff(RESTARTS)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._child: Child | None = None
        self._orders: dict[int, _Order] = {}
        self._numbers = 0
        self._seen: Callable[[Preview], None] | None = None
        self._heard = 0.0
        self._status: DeviceStatus | None = None
        self.last_contact: float | None = None
        self._memory = new_memory()
        self._frames = Frames(self._memory)
        self._thread = threading.Thread(target=self._run, name=f"camera-{name}", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process that looks, if it runs."""
        with self._lock:
            return self._child.pid if self._child else None

    def watch(self, seen: Callable[[Preview], None] | None) -> None:
        """See `DocumentCamera`."""
        with self._lock:
            self._seen = seen
            self._heard = self._clock()
            self._send(Watch(seen is not None))

    def take(self) -> Future[PageResult]:
        """See `DocumentCamera`; done within `DEADLINES["take"]`, whatever happens."""
        with self._lock:
            self._numbers += 1
            order = _Order(self._numbers, self._clock() + DEADLINES["take"])
            if self._child and not self._closing.is_set() and self._send(Take(order.number)):
                self._orders[order.number] = order
                return order.result
        order.result.set_result(PageNotTaken(self.name, CaptureTrouble.GONE))
        return order.result

    def memory(self) -> bytes:
        """What stands in the memory of the previews now: nothing, while nobody watches."""
        return self._frames.all()

    def close(self) -> None:
        """Ends the process and waits for the thread."""
        self._closing.set()
        with self._lock:
            child = self._child
        if child:
            child.hang_up()
        self._thread.join(DEADLINES["closing"])

    # ---- the thread

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self._serve()
                self._closing.wait(self._back_off.pause())
        except Exception:  # noqa: BLE001 - the thread's edge: whoever waits must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._say(CameraDetail.DRIVER_STOPPED)
        self._drop_orders()
        self._frames.wipe()
        self._frames.close()
        os.close(self._memory)

    def _serve(self) -> None:
        """One process from its start to its end."""
        arguments = [str(self._memory), self._uri]
        child = Child("devices.vision.service", arguments, pass_fds=[self._memory], environment=_ENVIRONMENT)
        hello = child.receive(DEADLINES["start"])
        if not isinstance(hello, NoMessage) and isinstance(report_of(hello), Ready):
            self._back_off.reset()
            with self._lock:
                self._child, self._heard = child, self._clock()
                if self._seen:
                    self._send(Watch(True))
            self._listen(child)
        with self._lock:
            self._child = None
        child.end(patience=0.5 if self._closing.is_set() else 0.0)
        self._drop_orders()
        if not self._closing.is_set():
            _log.warning("%s: the vision process ended", self.name)
            self._frames.wipe()
            self._say(CameraDetail.RESTARTING)

    def _listen(self, child: Child) -> None:
        while not self._closing.is_set():
            wire = child.receive(self._patience())
            if wire is NoMessage.ENDED or (wire is NoMessage.LATE and self._hangs()):
                return
            if not isinstance(wire, NoMessage):
                self._take_report(report_of(wire))

    def _patience(self) -> float:
        """How long nothing may come; short while somebody waits for a page, or watches."""
        with self._lock:
            return 0.5 if self._orders or self._seen else DEADLINES["silence"]

    def _hangs(self) -> bool:
        now = self._clock()
        with self._lock:
            late = any(order.until <= now for order in self._orders.values())
            return late or (self._seen is not None and now - self._heard > DEADLINES["silence"])

    def _take_report(self, report: object) -> None:
        self._heard = self._clock()
        match report:
            case Standing(detail=detail):
                self._say(detail)
            case Looked():
                self.last_contact = time.monotonic()
            case Shown():
                self.last_contact = time.monotonic()
                self._show(report)
            case Taken():
                page = PageTaken(self.name, report.jpeg, report.width, report.height, report.grey, report.advice)
                self._settle(report.number, page)
            case NotTaken(number=number, trouble=trouble):
                self._settle(number, PageNotTaken(self.name, trouble))

    def _show(self, shown: Shown) -> None:
        pixels = self._frames.read(shown.slot, shown.number, shown.width * shown.height * 3)
        with self._lock:
            seen = self._seen
        if pixels and seen:
            seen(Preview(self.name, shown.width, shown.height, pixels, shown.outline, shown.advice))

    def _settle(self, number: int, result: PageResult) -> None:
        with self._lock:
            order = self._orders.pop(number, None)
        if order and order.result.set_running_or_notify_cancel():
            order.result.set_result(result)

    def _drop_orders(self) -> None:
        now = self._clock()
        with self._lock:
            orders, self._orders = list(self._orders.values()), {}
        for order in orders:
            trouble = CaptureTrouble.TIMED_OUT if order.until <= now else CaptureTrouble.GONE
            if order.result.set_running_or_notify_cancel():
                order.result.set_result(PageNotTaken(self.name, trouble))

    def _send(self, order: Watch | Take) -> bool:
        return self._child is not None and self._child.send(to_wire(order))

    def _say(self, detail: CameraDetail) -> None:
        status = DeviceStatus(self.name, _STATES.get(detail, DeviceState.ABSENT), detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, status.state.value, status.detail)
            self._deliver(status)
