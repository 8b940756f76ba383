"""Pictures from a driver's thread on their way to the screen's: of several that wait only the newest is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """`deliver` runs a call on the loop's thread; there `show` is called."""

    def __init__(self, deliver: Callable[[Callable[[], None]], None], show: Callable[[T], None]) -> None:
        self._deliver, self._show = deliver, show
        self._waiting: T | None = None

    def came(self, item: T) -> None:
        """On the driver's thread."""
        waiting, self._waiting = self._waiting is not None, item
        if not waiting:
            self._deliver(self._next)

    def forget(self) -> None:
        """What waits is not shown any more."""
        self._waiting = None

    def _next(self) -> None:
        item, self._waiting = self._waiting, None
        if item is not None:
            self._show(item)
