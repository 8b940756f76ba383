"""Page models for staff: card, PIN, lists."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from kiosk.rules.texts import Text
from kiosk.steps.maintenance import LoginTrouble, StaffCard, StaffList, StaffNumber, StaffPin, StaffRow, StaffWay
from screens.models.base import PageModel, Showing
from screens.models.keypad import KeypadModel

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

_TROUBLES = {
    LoginTrouble.NONE: Text(""),
    LoginTrouble.WRONG: Text(
        "卡和 PIN 不对，请把卡拿起来再放一次", "Card and PIN are not right; lift the card and lay it on again"
    ),
    LoginTrouble.UNREADABLE: Text("没有读到卡，请重新放一次", "The card was not read; please lay it on again"),
    LoginTrouble.NOBODY: Text(
        "这台终端没有登记维护人员（terminal.toml 的 [maintenance]）",
        "No staff is set up on this terminal ([maintenance] in terminal.toml)",
    ),
    LoginTrouble.FILE: Text(
        "维护人员名单读不出来，请联系管理员", "The list of staff can't be read; call the administrator"
    ),
}


@QmlElement
class StaffCardModel(PageModel):
    """Out of service; staff lays its card on."""

    def __init__(self, step: StaffCard, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    @Property(str, constant=True)
    def trouble(self) -> str:
        """Why it is asked once more; empty: nothing."""
        return self.showing.text(_TROUBLES[self._step.trouble])

    @Property(int, constant=True)
    def locked(self) -> int:
        """Seconds until somebody may try again, as the page came up."""
        return self._step.locked

    @Property(bool, constant=True)
    def mayType(self) -> bool:
        """Whether the number may be typed, because no reader works."""
        return self._step.may_type

    @Slot()
    def typeIt(self) -> None:
        """The number is typed."""
        self.answer(StaffWay.TYPE.value)

    @Slot()
    def leave(self) -> None:
        """恢复服务."""
        self.answer(StaffWay.LEAVE.value)


@QmlElement
class StaffKeys(KeypadModel):
    """Something secret that is typed on our own keypad. Nothing of it is kept as a draft."""

    secret = True

    def __init__(self, showing: Showing, shortest: int, longest: int, clear: int = 0) -> None:
        super().__init__(showing, shortest, longest)
        self._clear = clear

    def seen(self, typed: str) -> str:
        """The last characters at most."""
        hidden = max(0, len(typed) - self._clear)
        return "●" * hidden + typed[hidden:]

    @Slot()
    def leave(self) -> None:
        """恢复服务."""
        self.answer(StaffWay.LEAVE.value)


@QmlElement
class StaffPinModel(StaffKeys):
    """The PIN: only how many digits there are is ever seen."""

    def __init__(self, step: StaffPin, showing: Showing) -> None:
        super().__init__(showing, step.shortest, step.longest)


@QmlElement
class StaffNumberModel(StaffKeys):
    """The number of staff's card: its last four characters are seen while it is typed."""

    def __init__(self, step: StaffNumber, showing: Showing) -> None:
        super().__init__(showing, 18, 18, clear=4)


@QmlElement
class StaffLine(QObject):
    """One line of a list."""

    def __init__(self, parent: QObject, row: StaffRow, showing: Showing) -> None:
        super().__init__(parent)
        self._row, self._showing = row, showing

    @Property(str, constant=True)
    def key(self) -> str:
        """What is answered; empty: it is only read."""
        return self._row.key

    @Property(str, constant=True)
    def title(self) -> str:
        """Its name."""
        return self._showing.text(self._row.title)

    @Property(str, constant=True)
    def about(self) -> str:
        """What there is to say of it."""
        return self._showing.text(self._row.about)

    @Property(str, constant=True)
    def tag(self) -> str:
        """Its state in words."""
        return self._showing.text(self._row.tag)

    @Property(str, constant=True)
    def mark(self) -> str:
        """How the state is marked: plain, good, warn, info."""
        return self._row.mark.value

    @Property(str, constant=True)
    def icon(self) -> str:
        """A name in Icons.qml, or nothing."""
        return self._row.icon


@QmlElement
class StaffListModel(PageModel):
    """A list for staff."""

    def __init__(self, step: StaffList, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step
        self._lines: list[QObject] = [StaffLine(self, row, showing) for row in step.rows]

    @Property(str, constant=True)
    def title(self) -> str:
        """What the list is of."""
        return self.showing.text(self._step.title)

    @Property(str, constant=True)
    def about(self) -> str:
        """What can be done with it."""
        return self.showing.text(self._step.about)

    @Property(str, constant=True)
    def note(self) -> str:
        """What became of what was just done."""
        return self.showing.text(self._step.note)

    @Property(bool, constant=True)
    def noteGood(self) -> bool:  # noqa: N802 - as QML names it
        """Whether that is good news."""
        return self._step.note_good

    @Property(str, constant=True)
    def main(self) -> str:
        """The main action, or nothing."""
        return self.showing.text(self._step.main)

    @Property(bool, constant=True)
    def home(self) -> bool:
        """Whether there is nothing to go back to."""
        return self._step.home

    @Property(list, constant=True)
    def lines(self) -> list[QObject]:
        """StaffLine objects, in order."""
        return self._lines
