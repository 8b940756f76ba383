"""Driver of document cameras (高拍仪): any camera OpenCV can open, in a process of its own (`devices.vision.service`).

Whatever becomes of that process, whoever waits for a page hears of it: `GONE`, or `TIMED_OUT` where it hung.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from devices.backoff import BackOff
from devices.ports import CaptureTrouble, DeviceStatus, PageNotTaken, PageResult, PageTaken, Preview
from devices.vision.driver import DEADLINES as DRIVER_DEADLINES
from devices.vision.driver import VisionDriver
from devices.vision.messages import NotTaken, Shown, Take, Taken, Watch, report_of
from devices.vision.wire import to_wire

SCHEMES = ("v4l2", "rtsp", "http", "https", "file")

DEADLINES: Mapping[str, float] = {
    "take": 5.0,  # a page; the process is ended if it has none by then
    **DRIVER_DEADLINES,
}
"""All waiting of this driver, in seconds."""


@dataclass(eq=False)
class _Order:
    number: int
    until: float
    result: Future[PageResult] = field(default_factory=Future)


class VisionCamera(VisionDriver):
    """A `DocumentCamera`."""

    def __init__(
        self,
        name: str,
        uri: str,
        *,
        deliver: Callable[[DeviceStatus], None],
        back_off: BackOff | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name, deliver=deliver, back_off=back_off, clock=clock)
        self._uri = uri
        self._orders: dict[int, _Order] = {}
        self._numbers = 0
        self._seen: Callable[[Preview], None] | None = None
        self._start()

    def watch(self, seen: Callable[[Preview], None] | None) -> None:
        """See `DocumentCamera`."""
        with self._lock:
            self._seen = seen
            self._heard = self._clock()
            self._order(to_wire(Watch(seen is not None)))

    def take(self) -> Future[PageResult]:
        """See `DocumentCamera`; done within `DEADLINES["take"]`, whatever happens."""
        with self._lock:
            self._numbers += 1
            order = _Order(self._numbers, self._clock() + DEADLINES["take"])
            if self._order(to_wire(Take(order.number))):
                self._orders[order.number] = order
                return order.result
        order.result.set_result(PageNotTaken(self.name, CaptureTrouble.GONE))
        return order.result

    # ---- hooks

    def _program(self) -> tuple[str, Sequence[str]]:
        return "devices.vision.service", [self._uri]

    def _report_of(self, wire: dict[str, Any]) -> object | None:
        return report_of(wire)

    def _began(self) -> None:
        if self._seen:
            self._order(to_wire(Watch(True)))

    def _is_wanted(self) -> bool:
        return bool(self._orders or self._seen)

    def _is_late(self, now: float) -> bool:
        late = any(order.until <= now for order in self._orders.values())
        return late or (self._seen is not None and now - self._heard > DEADLINES["silence"])

    def _took(self, report: object) -> None:
        match report:
            case Shown():
                self.last_contact = time.monotonic()
                self._show(report)
            case Taken():
                page = PageTaken(self.name, report.jpeg, report.width, report.height, report.grey, report.advice)
                self._settle(report.number, page)
            case NotTaken(number=number, trouble=trouble):
                self._settle(number, PageNotTaken(self.name, trouble))

    def _dropped(self) -> None:
        now = self._clock()
        with self._lock:
            orders, self._orders = list(self._orders.values()), {}
        for order in orders:
            trouble = CaptureTrouble.TIMED_OUT if order.until <= now else CaptureTrouble.GONE
            if order.result.set_running_or_notify_cancel():
                order.result.set_result(PageNotTaken(self.name, trouble))

    # ---- parts

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
