"""Commands to one device, done in order on its driver's thread.

A command ends in one of four ways: with its result; `NotDone.TIMED_OUT` once its time is over; `NotDone.GONE` when the
device goes away; or cancelled by whoever gave it (`Future.cancelled()`), which is not the same as timed out.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")


class NotDone(Enum):
    """Why a command has no result."""

    TIMED_OUT = "timed-out"
    GONE = "gone"


@dataclass(eq=False)
class _Order:
    work: Callable[[], Any]
    until: float
    result: Future[Any] = field(default_factory=Future)


class Fifo:
    """The queue of one driver: `put` from any thread, the rest on the driver's. `woken` hears of new commands."""

    def __init__(self, woken: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._woken, self._clock = woken, clock
        self._lock = threading.Lock()
        self._orders: deque[_Order] = deque()
        self._closed = False

    def put(self, work: Callable[[], T], seconds: float) -> Future[T | NotDone]:
        """Has `work` done once its turn comes; what has not begun within `seconds` is TIMED_OUT."""
        order = _Order(work, self._clock() + seconds)
        with self._lock:
            closed = self._closed
            if not closed:
                self._orders.append(order)
        if closed:
            order.result.set_result(NotDone.GONE)
        else:
            self._woken()
        return order.result

    def run(self) -> None:
        """Does all that waits, in order. What `work` raises goes on, after its command has become GONE."""
        self.expire()
        while (order := self._take()) is not None:
            if not order.result.set_running_or_notify_cancel():
                continue
            try:
                result = order.work()
            except BaseException:
                order.result.set_result(NotDone.GONE)
                raise
            order.result.set_result(result)

    def expire(self) -> None:
        """Ends those whose time is over, and forgets those who were cancelled."""
        now = self._clock()
        with self._lock:
            late = [order for order in self._orders if order.until <= now]
            self._orders = deque(o for o in self._orders if o.until > now and not o.result.cancelled())
        _settle(late, NotDone.TIMED_OUT)

    def left(self) -> float | None:
        """Seconds until the next one is over; None if none waits."""
        with self._lock:
            ends = [order.until for order in self._orders if not order.result.cancelled()]
        return max(0.0, min(ends) - self._clock()) if ends else None

    def close(self) -> None:
        """Ends all that wait, and all that come."""
        with self._lock:
            self._closed = True
            waiting, self._orders = list(self._orders), deque()
        _settle(waiting, NotDone.GONE)

    def _take(self) -> _Order | None:
        with self._lock:
            return self._orders.popleft() if self._orders else None


def _settle(orders: list[_Order], why: NotDone) -> None:
    for order in orders:
        if order.result.set_running_or_notify_cancel():
            order.result.set_result(why)
