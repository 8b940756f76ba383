"""Pages that find out who stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.rules.checks import phone_error
from kiosk.rules.forms import FieldError
from kiosk.rules.people import Document, DocumentKind
from kiosk.rules.texts import Text
from kiosk.steps.step import NotRight, Step, digits


class CardTrouble(Enum):
    """Why no document came of a card; the page says so and asks again."""

    NONE = ""
    LIFTED = "lifted"  # taken away while it was being read
    UNREADABLE = "unreadable"  # the reader could not read it
    NO_ANSWER = "no-answer"  # the card hung
    TWO_CARDS = "two-cards"
    WRONG_READER = "wrong-reader"  # an ID card on a reader that can't read ID cards; another one here can
    HELD = "held"  # another program has the reader; it is read once that lets go
    WRONG_NUMBER = "wrong-number"  # check digit or date is impossible
    NOT_ACCEPTED = "not-accepted"  # another kind of document than this service takes
    USE_ID_CARD = "use-id-card"  # social-security card v3.0 that keeps its person to itself
    UNKNOWN_CARD = "unknown-card"  # not a document at all
    ID_READER_GONE = "id-reader-gone"  # no card was read; the other reader can be used
    SOCIAL_READER_GONE = "social-reader-gone"  # the same, the other way round
    READER_GONE = "reader-gone"  # no reader at all


class Instead(Enum):
    """What the person chose instead of the page's main way."""

    NO_CARD = "no-card"
    FACE = "face"
    RESEND = "resend"
    OTHER_WAY = "other-way"
    SKIP = "skip"


@dataclass(frozen=True)
class PlaceCard(Step[Document | Instead]):
    """请放置身份证. Ends by a card (until), by 没带证件, or by 刷脸 where `face` offers it."""

    accepted: tuple[DocumentKind, ...]
    trouble: CardTrouble = CardTrouble.NONE
    face: bool = False

    def read(self, given: object) -> Document | Instead:
        """A document from the reader, or "no-card" from the page, or "face" where it is offered."""
        if isinstance(given, Document):
            return given
        if self.face and given == Instead.FACE.value:
            return Instead.FACE
        if given == Instead.NO_CARD.value:
            return Instead.NO_CARD
        raise ValueError("neither a document nor a way")


@dataclass(frozen=True)
class ConfirmHolder(Step[bool]):
    """您的姓名已显示，请核对: masked, in full only while touched. True: it is me.

    Where the document has no `photo` the page says that it can't be shown here.
    """

    document: Document

    def read(self, given: object) -> bool:
        """True or False."""
        if isinstance(given, bool):
            return given
        raise ValueError("neither yes nor no")


@dataclass(frozen=True)
class EnterCode(Step[str | Instead]):
    """The code sent to a phone. `phone` is masked; `wrong` after a code that was not right."""

    phone: str
    for_what: Text
    length: int = 6
    wrong: bool = False
    tries_left: int = 3
    sent: int = 1  # how many codes were sent: a new one makes a new page

    def read(self, given: object) -> str | Instead:
        """The digits, or "resend", or "other-way"."""
        if given in (Instead.RESEND.value, Instead.OTHER_WAY.value):
            return Instead(given)
        return digits(given, self.length, self.length)

    @property
    def remembered_as(self) -> object:
        """A code is never suggested again."""
        return None


class Ask(Enum):
    """What a keypad page asks for; words and grouping stand with the page."""

    PHONE = "phone"
    CASE_NUMBER = "case-number"
    QUERY_CODE = "query-code"


class Scan(Enum):
    """Whether a scanner may bring the number, and what the last code was."""

    NONE = ""  # there is no scanner, or none for this
    OFFERED = "offered"
    NO_NUMBER = "no-number"  # a code in which no such number stands
    NOT_READ = "not-read"  # a code that is refused: too long, no text, control characters


@dataclass(frozen=True)
class EnterNumber(Step[str | Instead]):
    """Digits typed on our own keypad. `may_skip` offers 跳过."""

    ask: Ask
    shortest: int
    longest: int
    may_skip: bool = False
    wrong: bool = False
    scan: Scan = field(default=Scan.NONE, compare=False)  # the same question all the same

    def read(self, given: object) -> str | Instead:
        """The digits, or "skip" where it is offered."""
        if self.may_skip and given == Instead.SKIP.value:
            return Instead.SKIP
        number = digits(given, 0, self.longest)
        if len(number) < self.shortest:
            short = Text(f"还差 {self.shortest - len(number)} 位数字", f"{self.shortest - len(number)} more digits")
            raise NotRight((FieldError("", short),))
        if self.ask is Ask.PHONE and (wrong := phone_error(number)):
            raise NotRight((FieldError("", wrong),))
        return number
