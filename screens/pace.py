"""Changes that come quicker than a person, or the eye, should be given them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

T = TypeVar("T")


class _Timer(QObject):
    """Qt's half: `Pace` itself can't be generic and a QObject."""

    def __init__(self, every_ms: int, elapsed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._elapsed = elapsed
        self.timer = QTimer(self, singleShot=True, interval=every_ms)
        self.timer.timeout.connect(self._fire)

    @Slot()
    def _fire(self) -> None:
        self._elapsed()


class Pace(Generic[T]):
    """Gives `through` the newest value, at most once in `every_ms`; what comes and goes in between is never given.

    `first` is what holds at the start. The clock belongs to `parent` and ends with it.
    """

    def __init__(self, every_ms: int, first: T, through: Callable[[T], None], parent: QObject) -> None:
        self.value = first
        self._newest = first
        self._through = through
        self._clock = _Timer(every_ms, self.elapse, parent)

    def offer(self, value: T) -> None:
        """Another value: given at once if nothing was given lately."""
        self._newest = value
        if not self.busy:
            self.elapse()

    @property
    def busy(self) -> bool:
        """Whether something was given lately."""
        return self._clock.timer.isActive()

    def elapse(self) -> None:
        """The time is over: what is newest by now is given. Called by the clock."""
        if self._newest != self.value:
            self.value = self._newest
            self._clock.timer.start()
            self._through(self.value)
