"""Pages around paper: preview, printing, taking it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.rules.queueing import QueueNumber
from kiosk.rules.texts import Text
from kiosk.steps.step import Notice, Step


@dataclass(frozen=True)
class Preview(Notice):
    """The real pages of a document, as they will be printed: one PNG a page."""

    title: Text
    number: str
    pages: tuple[bytes, ...] = field(repr=False)
    copies: int


class Paper(Enum):
    """What lies in which slot."""

    PROOF = "proof"  # A4
    SLIP = "slip"  # ticket printer
    TICKET = "ticket"
    NOTHING = "nothing"  # only a card is to be taken


@dataclass(frozen=True)
class TakeYourPaper(Notice):
    """请取走您的证明和证件. While `card_there` the page asks for the card too and an alarm sounds."""

    paper: Paper
    copies: int = 1
    card_there: bool = False
    alarm: bool = False  # the card has been lying there for too long
    number: str = ""  # case or queue number, shown large
    query_code: str = field(default="", repr=False)


@dataclass(frozen=True)
class TakeYourTicket(Notice):
    """The queue number on the screen, while its ticket is taken; or to be noted down, where none was `printed`."""

    number: QueueNumber
    printed: bool = True


class WithoutPaper(Enum):
    """What somebody wants whose paper did not come out."""

    REPRINT = "reprint"
    HELP = "help"
    COUNTER = "counter"  # collect it there


@dataclass(frozen=True)
class NoPaper(Step[WithoutPaper]):
    """接下来怎么办? Asked where paper did not come out. Printing again is offered while `may_reprint`."""

    paper: Paper
    may_reprint: bool = True

    def read(self, given: object) -> WithoutPaper:
        """One of those offered."""
        way = WithoutPaper(given)
        if way is WithoutPaper.REPRINT and not self.may_reprint:
            raise ValueError("is not offered any more")
        return way


@dataclass(frozen=True)
class DidItComeOut(Step[bool]):
    """出纸了吗? Asked when the printer could not say."""

    paper: Paper

    def read(self, given: object) -> bool:
        """True: it came out."""
        if isinstance(given, bool):
            return given
        raise ValueError("neither yes nor no")
