"""Page models of a window: the clerk's own screen, and the citizen's beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.rules.forms import FieldError
from kiosk.rules.people import Assurance, Holder, Standing
from kiosk.rules.texts import Text
from kiosk.steps.step import Step
from kiosk.steps.window import AtTheWindow, CitizenActs, ClerkDesk, ClerkReads, ClerkWay, HolderKnown, HowKnown
from screens.models.base import PageModel, Showing
from screens.models.hall import MenuEntry
from screens.models.identity import KINDS

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

_LEVELS = {
    Assurance.CARD: Text("能办一般申报和查询；证明、不动产、公积金要身份证", "Ordinary matters; proofs need the card"),
    Assurance.CARD_AND_SECOND_PROOF: Text("能办证明、不动产、公积金", "Proofs, property and housing fund as well"),
}
_HOW = {
    HowKnown.FACE: Text("人脸核对通过", "The face was compared, and it is them"),
    HowKnown.CLERK: Text("机器拿不准，由您确认是本人", "The machine was not sure; you were"),
    HowKnown.CODE: Text(
        "刷卡加手机验证码，没有比对人脸，请看一眼本人",
        "By card and the code on a phone; no face was compared, please look at them yourself",
    ),
}
_EXPIRED = Text("证件已过有效期，请提醒换证", "The document has expired; please tell them to renew it")


@QmlElement
class ClerkDeskModel(PageModel):
    """Between two people."""

    corrected = Signal()
    changed = Signal()
    asks_before_leaving = False

    def __init__(self, step: ClerkDesk, showing: Showing) -> None:
        super().__init__(showing)
        self._step, self._error = step, ""
        self._entries: list[QObject] = [MenuEntry(entry, showing, self) for entry in step.entries]

    def become(self, step: Step[Any]) -> bool:
        """Something else rests, or more are kept: what is typed stays."""
        if not isinstance(step, ClerkDesk):
            return False
        self._step = step
        self._entries = [MenuEntry(entry, self.showing, self) for entry in step.entries]
        self.changed.emit()
        return True

    @Property(list, notify=changed)
    def ways(self) -> list[QObject]:
        """MenuEntry objects without a number, in order."""
        return [entry for entry in self._entries if entry.property("key") != ClerkWay.NUMBER.value]

    @Property(QObject, notify=changed)
    def byNumber(self) -> QObject:  # noqa: N802 - a QML name
        """The MenuEntry of the number."""
        return next(entry for entry in self._entries if entry.property("key") == ClerkWay.NUMBER.value)

    @Property(str, notify=changed)
    def notice(self) -> str:
        """What staff should know of this terminal; empty: nothing."""
        return self.showing.text(self._step.notice)

    @Property(str, notify=changed)
    def kept(self) -> str:
        """How many are known here today by their face."""
        kept = self._step.kept
        if self._step.filing_due:
            return self.showing.say(
                f"今天登记 {kept} 人，须备案，请告诉管理员", f"{kept} faces kept: tell your administrator to file it"
            )
        return self.showing.say(
            f"今天登记人脸 {kept} 人，闭厅时全部删除", f"{kept} faces kept today, all deleted at closing"
        )

    @Property(bool, notify=changed)
    def filingDue(self) -> bool:  # noqa: N802 - a QML name
        """Whether so many must be filed with the authority."""
        return self._step.filing_due

    @Property(str, notify=corrected)
    def error(self) -> str:
        """Why the number was not taken; empty: nothing is wrong."""
        return self._error

    @Slot(str)
    def choose(self, key: str) -> None:
        """A way without a number."""
        self.answer(key)

    @Slot(str)
    def number(self, typed: str) -> None:
        """The number, as the person says it."""
        self.answer({"number": typed})

    @Slot()
    def retyped(self) -> None:
        """Something else stands there now."""
        self._say("")

    def put_right(self, errors: tuple[FieldError, ...]) -> None:
        """The number was not taken."""
        self._say(self.showing.text(errors[0].text))

    def _say(self, error: str) -> None:
        if error != self._error:
            self._error = error
            self.corrected.emit()


@QmlElement
class CitizenActsModel(PageModel):
    """The person opposite does something at their screen."""

    moved = Signal()

    def __init__(self, step: CitizenActs, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    def become(self, step: Step[Any]) -> bool:
        """The same task, elsewhere on their screen."""
        if not isinstance(step, CitizenActs) or step.task != self._step.task:
            return False
        self._step = step
        self.moved.emit()
        return True

    @Property(str, constant=True)
    def task(self) -> str:
        """What for."""
        return self.showing.text(self._step.task)

    @Property(str, notify=moved)
    def doing(self) -> str:
        """What they see now."""
        return self.showing.text(self._step.doing)

    @Slot()
    def stop(self) -> None:
        """停止."""
        self.answer("stop")


@QmlElement
class HolderKnownModel(PageModel):
    """Who it is."""

    moved = Signal()

    def __init__(self, step: HolderKnown, showing: Showing) -> None:
        super().__init__(showing)
        self._holder: Holder = step.holder
        self._step = step

    def become(self, step: Step[Any]) -> bool:
        """The same person, elsewhere on their screen."""
        if not isinstance(step, HolderKnown) or step.holder is not self._holder:
            return False
        self._step = step
        self.moved.emit()
        return True

    @Property(str, constant=True)
    def kind(self) -> str:
        """What document it is."""
        return self.showing.text(KINDS[self._holder.document.kind])

    @Property(str, constant=True)
    def name(self) -> str:
        """Masked."""
        return str(self._holder.document.name)

    @Property(str, constant=True)
    def fullName(self) -> str:  # noqa: N802 - a QML name
        """While held."""
        return self._holder.document.name.reveal()

    @Property(str, constant=True)
    def number(self) -> str:
        """Masked."""
        return str(self._holder.document.number)

    @Property(str, constant=True)
    def fullNumber(self) -> str:  # noqa: N802 - a QML name
        """While held."""
        return self._holder.document.number.reveal()

    @Property(int, constant=True)
    def level(self) -> int:
        """How sure it is."""
        return int(self._holder.level)

    @Property(str, constant=True)
    def enough(self) -> str:
        """What that is enough for."""
        return self.showing.text(_LEVELS.get(self._holder.level, Text("")))

    @Property(str, constant=True)
    def how(self) -> str:
        """Who said so."""
        return self.showing.text(_HOW[self._step.how])

    @Property(bool, constant=True)
    def compared(self) -> bool:
        """Whether anybody's face was."""
        return self._step.how is not HowKnown.CODE

    @Property(str, notify=moved)
    def doing(self) -> str:
        """What they still see on their screen; empty: nothing any more."""
        return self.showing.text(self._step.doing)

    @Slot()
    def next(self) -> None:
        """下一位."""
        self.answer("next")

    @Property(str, constant=True)
    def also(self) -> str:
        """What else is to be said of the document."""
        return self.showing.text(_EXPIRED) if self._holder.session.standing is Standing.EXPIRED else ""


@QmlElement
class ClerkReadsModel(PageModel):
    """How it ended without anybody known."""

    def __init__(self, step: ClerkReads, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    @Property(str, constant=True)
    def title(self) -> str:
        """What is so."""
        return self.showing.text(self._step.title)

    @Property(str, constant=True)
    def why(self) -> str:
        """What happened."""
        return self.showing.text(self._step.why)

    @Property(str, constant=True)
    def now(self) -> str:
        """What the clerk can do."""
        return self.showing.text(self._step.now)

    @Property(bool, constant=True)
    def good(self) -> bool:
        """Whether it is as was wanted."""
        return self._step.good


@QmlElement
class AtTheWindowModel(PageModel):
    """The citizen's screen while nothing is asked of them."""

    def __init__(self, step: AtTheWindow, showing: Showing) -> None:
        super().__init__(showing)
        self._hall = showing.text(step.hall)

    @Property(str, constant=True)
    def hall(self) -> str:
        """The hall's name."""
        return self._hall
