"""Which presses reach a page: none that began before the page was drawn or within 300 ms after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QEventPoint, QTouchEvent
from PySide6.QtQuick import QQuickWindow

QUIET_SECONDS = 0.3

_PRESSES = {QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}
_ENDS = {QEvent.Type.TouchEnd, QEvent.Type.TouchCancel, QEvent.Type.MouseButtonRelease}
_POINTER = _PRESSES | _ENDS | {QEvent.Type.TouchUpdate, QEvent.Type.MouseMove}


class Presses(QObject):
    """Watches a window's presses. `hold_back()` when something new comes up, `drawn()` when it is on the glass."""

    def __init__(self, window: QQuickWindow, now: Callable[[], float], touched: Callable[[], None]) -> None:
        super().__init__()
        self._now, self._touched = now, touched
        self._open_from: float | None = None  # None: what is to be touched has not been drawn yet
        self._swallowing = False
        self.last_at = now()  # the last press or release, on the same clock
        window.installEventFilter(self)

    def hold_back(self) -> None:
        """Something else is to be drawn: what is pressed now is not meant for it."""
        self._open_from = None

    def drawn(self) -> None:
        """It is on the glass."""
        if self._open_from is None:
            self._open_from = self._now() + QUIET_SECONDS

    def key_counts(self) -> bool:
        """A key was pressed: whether what is on the glass now is what it was meant for."""
        self.last_at = self._now()
        self._touched()
        return self._open_from is not None and self.last_at >= self._open_from

    def eventFilter(self, window: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Called by Qt for every event of the window. True: the event goes no further."""
        kind = event.type()
        if kind not in _POINTER:
            return False
        if kind in _PRESSES or _has_new_point(event):
            self.last_at = self._now()
            self._swallowing = self._open_from is None or self.last_at < self._open_from
            self._touched()
        swallowed = self._swallowing
        if kind in _ENDS:
            self.last_at = self._now()
            self._swallowing = False
        return swallowed


def _has_new_point(event: QEvent) -> bool:
    """Whether another finger came down beside one that rests on the glass."""
    return isinstance(event, QTouchEvent) and any(p.state() == QEventPoint.State.Pressed for p in event.points())
