"""Keys of a scanner that passes for a keyboard, taken out of the stream of keys before any field sees them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent

_SINKS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HeldKey:
    """A key that is held back, and for whom it was."""

    def __init__(self, receiver: QObject, event: QKeyEvent) -> None:
        self.receiver, self.event = receiver, event.clone()


class Keys(Protocol):
    """Tells a scanner's keys from a person's (`devices.scanning.wedge.Gatherer`, wrapped by the terminal)."""

    def key(self, key: HeldKey, text: str, at: float) -> Sequence[HeldKey]:
        """The keys of a person that may go on now, in order."""

    def expire(self, at: float) -> Sequence[HeldKey]:
        """The same, when no key came for a moment."""

    @property
    def holds(self) -> bool:
        """Whether keys are held back."""


class KeyWedge(QObject):
    """An event filter for the application. `gap` is how long a key is held back, in seconds."""

    def __init__(self, keys: Keys, gap: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._keys, self._clock = keys, clock
        self._handing_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(gap * 1000) + 5)
        self._timer.timeout.connect(self._expire)

    def install(self) -> None:
        """From now on every key of the application passes here."""
        application = QCoreApplication.instance()
        if application is None:
            raise RuntimeError("there is no application yet")
        application.installEventFilter(self)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """True for a key that is held back, or was a scanner's."""
        if self._handing_on or event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not receiver.isWindowType():  # Qt brings a key to the window first, and from there to the item
            return False
        if event.modifiers() & _SINKS or event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock):
            return False
        text = "\r" if event.key() in _ENTERS else event.text()
        self._hand_on(self._keys.key(HeldKey(receiver, event), text, self._clock()))
        if self._keys.holds:
            self._timer.start()
        return True

    @Slot()
    def _expire(self) -> None:
        self._hand_on(self._keys.expire(self._clock()))
        if self._keys.holds:
            self._timer.start()

    def _hand_on(self, keys: Sequence[HeldKey]) -> None:
        self._handing_on = True
        try:
            for held in keys:
                QCoreApplication.sendEvent(held.receiver, held.event)
        finally:
            self._handing_on = False
