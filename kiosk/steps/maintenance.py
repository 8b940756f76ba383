"""Pages for staff: card, PIN, and lists from which something is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.rules.masks import Masked, masked_number
from kiosk.rules.texts import Text
from kiosk.steps.step import Step, digits, one_of


class StaffWay(Enum):
    """What staff did instead of what the page asks for."""

    LEAVE = "leave"  # 恢复服务
    TYPE = "type"  # no reader works: the number is typed


class LoginTrouble(Enum):
    """Why the page asks once more."""

    NONE = ""
    WRONG = "wrong"  # card and PIN don't belong together, or are nobody's
    UNREADABLE = "unreadable"
    NOBODY = "nobody"  # no staff is set up on this terminal
    FILE = "file"  # the list of staff can't be read


@dataclass(frozen=True)
class StaffCard(Step["Masked[str] | StaffWay"]):
    """暂停服务，维护中: citizens read that; staff lays its card on. `locked`: seconds until somebody may try again.

    `may_type`: no reader can be used and the door was opened with its key, so the card's number may be typed.
    """

    trouble: LoginTrouble = LoginTrouble.NONE
    locked: int = 0
    may_type: bool = False

    def read(self, given: object) -> Masked[str] | StaffWay:
        """A number from a reader, or "leave" or (where it is offered) "type" from the page."""
        if isinstance(given, Masked):
            return given
        way = StaffWay(given)
        if way is StaffWay.TYPE and not self.may_type:
            raise ValueError("typing is not offered")
        return way

    @property
    def remembered_as(self) -> object:
        """A card is never suggested."""
        return None


@dataclass(frozen=True)
class StaffNumber(Step["Masked[str] | StaffWay"]):
    """The number of the card, where no reader can read it."""

    def read(self, given: object) -> Masked[str] | StaffWay:
        """18 characters of a resident's number, or "leave"."""
        if given == StaffWay.LEAVE.value:
            return StaffWay.LEAVE
        return masked_number(digits(given, 18, 18, "X"))

    @property
    def remembered_as(self) -> object:
        """A number is never suggested."""
        return None


@dataclass(frozen=True)
class StaffPin(Step["str | StaffWay"]):
    """The PIN, on our own keypad, never shown."""

    shortest: int = 6
    longest: int = 12

    def read(self, given: object) -> str | StaffWay:
        """Digits, or "leave"."""
        if given == StaffWay.LEAVE.value:
            return StaffWay.LEAVE
        return digits(given, self.shortest, self.longest)

    @property
    def remembered_as(self) -> object:
        """A PIN is never suggested."""
        return None


class Mark(Enum):
    """How a line of a list is marked; a sign beside the words, never colour alone."""

    NONE = "plain"
    GOOD = "good"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True)
class StaffRow:
    """A line: what is answered when it is touched ("": it is only read), and what it says."""

    key: str
    title: Text
    about: Text = Text("")
    tag: Text = Text("")
    mark: Mark = Mark.NONE
    icon: str = ""


@dataclass(frozen=True)
class StaffList(Step[str]):
    """A list for staff. Answers a row's key, `main` with "main", 上一步 and 恢复服务 with "back" and "leave".

    `note` stands above the list, such as what became of what was just done.
    """

    title: Text
    about: Text
    rows: tuple[StaffRow, ...]
    main: Text = Text("")
    note: Text = Text("")
    note_good: bool = True
    home: bool = False  # the first of the pages: there is nothing to go back to

    def read(self, given: object) -> str:
        """One of them."""
        ways = ("leave",) if self.home else ("leave", "back")
        return one_of(given, (*ways, *(["main"] if self.main.zh else []), *(row.key for row in self.rows if row.key)))

    @property
    def remembered_as(self) -> object:
        """Nothing is suggested."""
        return None
