"""Page models around paper: preview, taking it, the queue number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.steps.paper import DidItComeOut, NoPaper, Paper, Preview, TakeYourPaper, TakeYourTicket
from kiosk.steps.step import Step
from screens.models.base import PageModel, Showing
from screens.sound import Tone

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1

_GROUPS = {21: (6, 8, 7), 6: (3, 3)}  # case number and query code of a case, as people read them out


@QmlElement
class PreviewModel(PageModel):
    """The real pages of a document."""

    def __init__(self, step: Preview, showing: Showing) -> None:
        super().__init__(showing)
        self._title, self._number, self._copies = showing.text(step.title), step.number, step.copies
        self._pages = [showing.picture(page) for page in step.pages]

    @Property(str, constant=True)
    def title(self) -> str:
        """What the document is called."""
        return self._title

    @Property(str, constant=True)
    def number(self) -> str:
        """Its number."""
        return self._number

    @Property(list, constant=True)
    def pages(self) -> list[str]:
        """Addresses of the pages' pictures, forgotten with the page."""
        return self._pages

    @Property(int, constant=True)
    def copies(self) -> int:
        """How many will be printed."""
        return self._copies


@QmlElement
class TakeYourPaperModel(PageModel):
    """Take the paper, and the card."""

    changed = Signal()

    def __init__(self, step: TakeYourPaper, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    def become(self, step: Step[Any]) -> bool:
        """The card was lifted, or has been lying there for too long: the same page says so."""
        if not isinstance(step, TakeYourPaper) or replace(step, card_there=False, alarm=False) != self._still():
            return False
        self._step = step
        self.changed.emit()
        return True

    def _still(self) -> TakeYourPaper:
        return replace(self._step, card_there=False, alarm=False)

    @property
    def tone(self) -> Tone | None:
        """The alarm while a card lies there for too long."""
        return Tone.ALARM if self._step.alarm else None

    @Property(str, constant=True)
    def paper(self) -> str:
        """What was printed: proof (A4), slip or ticket."""
        return self._step.paper.value

    @Property(bool, constant=True)
    def isSheet(self) -> bool:  # noqa: N802 - a QML name
        """Whether it comes out below, as A4; else from the ticket slot."""
        return self._step.paper is Paper.PROOF

    @Property(int, constant=True)
    def copies(self) -> int:
        """How many there are."""
        return self._step.copies

    @Property(bool, notify=changed)
    def cardThere(self) -> bool:  # noqa: N802 - a QML name
        """Whether the card still lies on the reader."""
        return self._step.card_there

    @Property(bool, notify=changed)
    def alarm(self) -> bool:
        """Whether the card has been lying there for too long."""
        return self._step.alarm

    @Property(str, constant=True)
    def number(self) -> str:
        """Case or queue number in groups, or ""."""
        return in_groups(self._step.number)

    @Property(str, constant=True)
    def queryCode(self) -> str:  # noqa: N802 - a QML name
        """With the number it opens the masked view of the case."""
        return in_groups(self._step.query_code)


@QmlElement
class TakeYourTicketModel(PageModel):
    """The queue number on the screen. Its texts are those of the paper ticket, in Chinese."""

    def __init__(self, step: TakeYourTicket, showing: Showing) -> None:
        super().__init__(showing)
        self._number, self._printed = step.number, step.printed
        self._taken = step.number.taken_at.strftime("%Y-%m-%d %H:%M")
        least, most = step.number.wait_from, step.number.wait_to
        between = f"{least}–{most}" if least < most else f"{most}"
        self._wait = showing.say(f"约 {between} 分钟", f"about {between} min")
        if most <= 0:
            self._wait = showing.say("现在不用等", "no waiting now")

    @Property(bool, constant=True)
    def printed(self) -> bool:
        """Whether there is a ticket to take."""
        return self._printed

    @Property(str, constant=True)
    def number(self) -> str:
        """The number that is called."""
        return self._number.number

    @Property(str, constant=True)
    def hall(self) -> str:
        """The hall."""
        return self._number.hall

    @Property(str, constant=True)
    def kind(self) -> str:
        """现场取号, 预约签到 …."""
        return self._number.kind

    @Property(str, constant=True)
    def takenAt(self) -> str:  # noqa: N802 - a QML name
        """When it was taken."""
        return self._taken

    @Property(str, constant=True)
    def queue(self) -> str:
        """The queue it stands in."""
        return self._number.queue

    @Property(str, constant=True)
    def business(self) -> str:
        """What it is for."""
        return self._number.business

    @Property(str, constant=True)
    def place(self) -> str:
        """Where to wait."""
        return self._number.place

    @Property(str, constant=True)
    def windows(self) -> str:
        """Which windows call it."""
        return self._number.windows

    @Property(int, constant=True)
    def ahead(self) -> int:
        """People before."""
        return self._number.ahead

    @Property(str, constant=True)
    def wait(self) -> str:
        """Expected wait as a range."""
        return self._wait

    @Property(str, constant=True)
    def bring(self) -> str:
        """What to have at hand."""
        return self._number.bring

    @Property(str, constant=True)
    def passedRule(self) -> str:  # noqa: N802 - a QML name
        """What happens to a number that was called in vain."""
        return self._number.passed_rule

    @Property(str, constant=True)
    def closing(self) -> str:
        """Until when numbers are served."""
        return self._number.closing


@QmlElement
class DidItComeOutModel(PageModel):
    """出纸了吗?"""

    def __init__(self, step: DidItComeOut, showing: Showing) -> None:
        super().__init__(showing)
        self._paper = step.paper

    @Property(bool, constant=True)
    def isSheet(self) -> bool:  # noqa: N802 - a QML name
        """Whether to look at the A4 tray below; else at the ticket slot."""
        return self._paper is Paper.PROOF


@QmlElement
class NoPaperModel(PageModel):
    """接下来怎么办?"""

    def __init__(self, step: NoPaper, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    @Property(bool, constant=True)
    def mayReprint(self) -> bool:  # noqa: N802 - a QML name
        """Whether printing once more is offered."""
        return self._step.may_reprint

    @Property(bool, constant=True)
    def isTicket(self) -> bool:  # noqa: N802 - a QML name
        """Whether it is a queue ticket: its number holds without paper."""
        return self._step.paper is Paper.TICKET

    @Property(bool, constant=True)
    def isMarked(self) -> bool:  # noqa: N802 - a QML name
        """Whether the second print says that it is one; the pages of a proof are its issuer's and stay as they are."""
        return self._step.paper is not Paper.PROOF


def in_groups(number: str) -> str:
    """A long number with gaps, as on the slip: 420102 20261121 0004127. Others stay as they are."""
    parts = _GROUPS.get(len(number), ()) if number.isdigit() else ()
    if not parts:
        return number
    at = 0
    groups = []
    for size in parts:
        groups.append(number[at : at + size])
        at += size
    return " ".join(groups)
