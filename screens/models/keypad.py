"""What the pages with our own keypad share: digits typed one by one, taken back, cleared."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from screens.models.base import PageModel, Showing

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class KeypadModel(PageModel):
    """`shortest` to `longest` characters. They are kept as a draft, unless the class says that they are `secret`.

    Properties that follow what is typed stand here: PySide (6.11) knows no notifying signal of a base class.
    """

    typedChanged = Signal()

    secret: ClassVar[bool] = False

    def __init__(self, showing: Showing, shortest: int, longest: int) -> None:
        super().__init__(showing)
        self._shortest, self._longest = shortest, longest
        self._typed = showing.before if isinstance(showing.before, str) and not self.secret else ""

    @Property(str, notify=typedChanged)
    def shown(self) -> str:
        """What is seen of it."""
        return self.seen(self._typed)

    @Property(int, notify=typedChanged)
    def count(self) -> int:
        """How many characters so far."""
        return len(self._typed)

    @Property(bool, notify=typedChanged)
    def enough(self) -> bool:
        """Whether it can be sent."""
        return len(self._typed) >= self._shortest

    @Slot(str)
    def digit(self, character: str) -> None:
        """One more, if there is room."""
        if len(self._typed) < self._longest:
            self.become_typed(self._typed + character)

    @Slot()
    def erase(self) -> None:
        """One less."""
        self.become_typed(self._typed[:-1])

    @Slot()
    def clear(self) -> None:
        """From the start."""
        self.become_typed("")

    @Slot()
    def send(self) -> None:
        """That is it. Nothing secret stays."""
        typed = self._typed
        if self.secret:
            self._typed = ""
        self.answer(typed)

    def seen(self, typed: str) -> str:
        """What is seen of what is typed: all of it, unless a page says otherwise."""
        return typed

    def become_typed(self, typed: str) -> None:
        """Something else is typed now. A page that has more to do with that extends it."""
        self._typed = typed
        if not self.secret:
            self.keep(typed)
        self.typedChanged.emit()
