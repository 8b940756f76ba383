"""Driver of cameras that count presence only. It offers nothing that could tell one person from another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from devices.backoff import BackOff
from devices.ports import DeviceStatus
from devices.vision.driver import DEADLINES, VisionDriver
from devices.vision.presence.messages import Counted, report_of

SCHEMES = ("presence+v4l2", "presence+rtsp", "presence+http", "presence+https", "presence+file")


class PresenceCamera(VisionDriver):
    """See the module. `counted` hears, on the driver's thread, how many people are in view, when that changes."""

    def __init__(
        self,
        name: str,
        uri: str,
        *,
        deliver: Callable[[DeviceStatus], None],
        counted: Callable[[int], None] = lambda people: None,
        back_off: BackOff | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`uri`: as OpenCV has it, without `presence+`."""
        super().__init__(name, deliver=deliver, back_off=back_off, clock=clock)
        self._uri, self._counted = uri, counted
        self.people = 0
        self._start()

    def _program(self) -> tuple[str, Sequence[str]]:
        return "devices.vision.presence.service", [self._uri]

    def _report_of(self, wire: dict[str, Any]) -> object | None:
        return report_of(wire)

    def _began(self) -> None:
        """It counts from its start on."""

    def _is_wanted(self) -> bool:
        return True

    def _is_late(self, now: float) -> bool:
        return now - self._heard > DEADLINES["silence"]

    def _took(self, report: object) -> None:
        if isinstance(report, Counted):
            self.last_contact = time.monotonic()
            self._count(report.people)

    def _dropped(self) -> None:
        self._count(0)

    def _count(self, people: int) -> None:
        if people != self.people:
            self.people = people
            self._counted(people)
