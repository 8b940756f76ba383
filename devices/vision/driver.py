"""What drivers of cameras have in common: a process of its own that looks, started again at once whenever it ends.

That process may crash, hang or be killed at any moment. Who waits for something of it is told so by the driver's own
result, and whoever watches goes on watching.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from devices.backoff import BackOff, BackOffPolicy
from devices.cards.child import Child, NoMessage
from devices.ports import CameraDetail, DeviceState, DeviceStatus
from devices.vision.frames import Frames, new_memory
from devices.vision.messages import Looked, Ready, Standing

_log = logging.getLogger(__name__)

DEADLINES: Mapping[str, float] = {
    "start": 10.0,  # of the process, with its libraries and models, on a busy machine
    "silence": 6.0,  # of a process that is watched: it shows pictures, or tells what is wrong
    "tick": 0.5,  # between two looks at deadlines, while somebody waits or watches
    "closing": 3.0,
}
"""All waiting for the process itself, in seconds."""

RESTARTS = BackOffPolicy(first=0.1, most=1.5)
"""A process that was killed is back within three seconds, its start included."""

_ENVIRONMENT = {
    "OPENCV_LOG_LEVEL": "SILENT",  # its complaints name addresses
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "1",  # seconds; a V4L2 capture takes no limit otherwise
    "OMP_NUM_THREADS": "1",  # the other core is the screen's
    "OPENBLAS_NUM_THREADS": "1",
}
_STATES = {
    CameraDetail.NONE: DeviceState.READY,
    CameraDetail.TOO_DARK: DeviceState.ATTENTION,
    CameraDetail.COVERED: DeviceState.FAULT,
    CameraDetail.FROZEN: DeviceState.FAULT,
    CameraDetail.BLACK: DeviceState.FAULT,
    CameraDetail.WRONG_SIZE: DeviceState.FAULT,
    CameraDetail.MODEL: DeviceState.FAULT,
    CameraDetail.DRIVER_STOPPED: DeviceState.FAULT,
}


class VisionDriver(ABC):
    """See the module. `deliver` is called on the driver's thread, with a status only when it changed.

    A subclass calls `_start` once it is made. Its hooks run on the driver's thread; those named so with the lock held.
    """

    def __init__(
        self,
        name: str,
        *,
        deliver: Callable[[DeviceStatus], None],
        back_off: BackOff | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._deliver, self._clock = deliver, clock
        self._back_off = back_off or BackOff(RESTARTS)
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._child: Child | None = None
        self._heard = 0.0
        self._status: DeviceStatus | None = None
        self.last_contact: float | None = None
        self._memory = new_memory()
        self._frames = Frames(self._memory)
        self._thread = threading.Thread(target=self._run, name=f"camera-{name}", daemon=True)

    # ---- of each kind of camera

    @abstractmethod
    def _program(self) -> tuple[str, Sequence[str]]:
        """The process's module, and its arguments behind the memory's descriptor."""

    @abstractmethod
    def _report_of(self, wire: dict[str, Any]) -> object | None:
        """What the process says; None for what is no report."""

    @abstractmethod
    def _began(self) -> None:
        """The process is ready (lock held)."""

    @abstractmethod
    def _is_wanted(self) -> bool:
        """Whether somebody waits or watches (lock held)."""

    @abstractmethod
    def _is_late(self, now: float) -> bool:
        """Whether the process can only be hanging by now (lock held)."""

    @abstractmethod
    def _took(self, report: object) -> None:
        """A report that is of this kind of camera only."""

    @abstractmethod
    def _dropped(self) -> None:
        """The process is gone: whoever waits is told."""

    # ---- for everybody

    @property
    def pid(self) -> int | None:
        """The process that looks, if it runs."""
        with self._lock:
            return self._child.pid if self._child else None

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

    def _start(self) -> None:
        self._thread.start()

    def _order(self, wire: dict[str, Any]) -> bool:
        """Sends something to the process (lock held); False where there is none to take it."""
        return self._child is not None and not self._closing.is_set() and self._child.send(wire)

    # ---- the thread

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self._serve()
                self._closing.wait(self._back_off.pause())
        except Exception:  # noqa: BLE001 - the thread's edge: whoever waits must hear of it
            _log.exception("%s: driver stopped", self.name)
            self._say(CameraDetail.DRIVER_STOPPED)
        self._dropped()
        self._frames.wipe()
        self._frames.close()
        os.close(self._memory)

    def _serve(self) -> None:
        """One process from its start to its end."""
        module, arguments = self._program()
        child = Child(module, [str(self._memory), *arguments], pass_fds=[self._memory], environment=_ENVIRONMENT)
        if self._is_ready(child):
            self._back_off.reset()
            with self._lock:
                self._child, self._heard = child, self._clock()
                self._began()
            self._listen(child)
        with self._lock:
            self._child = None
        child.end(patience=0.5 if self._closing.is_set() else 0.0)
        self._dropped()
        if not self._closing.is_set():
            _log.warning("%s: the vision process ended", self.name)
            self._frames.wipe()
            if not self._status or self._status.detail != CameraDetail.MODEL:
                self._say(CameraDetail.RESTARTING)

    def _is_ready(self, child: Child) -> bool:
        """Waits for its first word, in pieces: the driver may be closed meanwhile."""
        deadline = time.monotonic() + DEADLINES["start"]
        while not self._closing.is_set() and time.monotonic() < deadline:
            wire = child.receive(DEADLINES["tick"])
            if wire is NoMessage.ENDED:
                return False
            if wire is NoMessage.LATE:
                continue
            report = self._report_of(wire)
            if isinstance(report, Ready):
                return True
            self._take_report(report)  # why it can't begin
        return False

    def _listen(self, child: Child) -> None:
        while not self._closing.is_set():
            wire = child.receive(self._patience())
            if wire is NoMessage.ENDED or self._hangs():
                return
            if not isinstance(wire, NoMessage):
                self._take_report(self._report_of(wire))

    def _patience(self) -> float:
        """How long nothing may come; short while somebody waits or watches."""
        with self._lock:
            return DEADLINES["tick"] if self._is_wanted() else DEADLINES["silence"]

    def _hangs(self) -> bool:
        with self._lock:
            return self._is_late(self._clock())

    def _take_report(self, report: object) -> None:
        self._heard = self._clock()
        match report:
            case Standing(detail=detail):
                self._say(detail)
            case Looked():
                self.last_contact = time.monotonic()
            case _:
                self._took(report)

    def _say(self, detail: CameraDetail) -> None:
        status = DeviceStatus(self.name, _STATES.get(detail, DeviceState.ABSENT), detail)
        if status != self._status:
            self._status = status
            _log.info("%s: %s %s", self.name, status.state.value, status.detail)
            self._deliver(status)
