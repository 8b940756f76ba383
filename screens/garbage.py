"""Garbage is collected between events in the screen's thread, never in the middle of one nor in another thread.

Python collects wherever the count of new objects happens to be full: in a thread of a device, to which Qt's objects
don't belong, or while an event of an object is handled that is garbage itself (PySide makes its dictionary for the
first event). Both delete it while Qt uses it, and the program crashes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


def collect_due() -> None:
    """Collects what Python's own counts say is due. Call it where no event is being handled."""
    counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, limit) in enumerate(counted) if 0 < limit < count]
    if due:
        gc.collect(max(due))


class Collector(QObject):
    """From its making on Python collects nothing by itself; from `start` on it looks each second, in its thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_due)

    def start(self) -> None:
        """Begins to look."""
        self._timer.start()
