"""Pages of the hall, before anybody is known: attract, menu, waiting, trouble, farewell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.rules.texts import Text
from kiosk.steps.step import Notice, Step, one_of

STAFF = "staff"
"""What the attract page answers when its corner was held for long: staff wants the terminal."""


@dataclass(frozen=True)
class Attract(Notice):
    """The page nobody stands before. Touch anywhere starts; see also `STAFF`."""

    hall: Text
    notice: Text = Text("")  # something staff should know, such as a resting printer
    asleep: bool = False  # dimmed, because nobody is near; a touch starts all the same

    @property
    def private(self) -> bool:
        """Nothing of anybody."""
        return False


@dataclass(frozen=True)
class Entry:
    """One entry of the menu. `resting` says why it can't be used now; empty: it can."""

    key: str
    title: Text
    about: Text
    icon: str  # printer, form, ticket, progress
    resting: Text = Text("")


@dataclass(frozen=True)
class Menu(Step[str]):
    """What this terminal can do. Answers an entry's key; a resting entry can't be answered."""

    entries: tuple[Entry, ...]
    greeting: str = ""  # masked name of a holder already known

    def read(self, given: object) -> str:
        """The key of an entry that is not resting."""
        return one_of(given, tuple(e.key for e in self.entries if not e.resting.zh))


class Doing(Enum):
    """What a waiting page is waiting for; its words stand with the page."""

    IDENTIFYING = "identifying"
    SENDING_CODE = "sending-code"
    CHECKING_CODE = "checking-code"
    LOOKING_UP = "looking-up"
    ISSUING = "issuing"
    PREPARING = "preparing"
    FILING = "filing"
    TAKING_NUMBER = "taking-number"
    PRINTING = "printing"
    CHECKING_PIN = "checking-pin"
    TESTING = "testing"
    CLERK_DECIDES = "clerk-decides"
    STARTING = "starting"


@dataclass(frozen=True)
class Waiting(Notice):
    """Something takes longer than 300 ms. `page` of `pages` where known (0: not known).

    `may_leave` is False while something is written that must not be abandoned. `trouble`: the code of a failure that
    stands in the way for the moment; empty: none.
    """

    doing: Doing
    may_leave: bool = True
    page: int = 0
    pages: int = 0
    trouble: str = ""


@dataclass(frozen=True)
class Trouble(Notice):
    """Something failed: texts of `kiosk.failures` by `code`; leads on by touch or after `seconds`."""

    code: str
    seconds: int = 30
    number: str = ""  # a case or ticket number the person should keep, if something was reached
    also: Text = Text("")  # the platform's own sentence, such as why not eligible or which hall has numbers left
    leads_home: bool = True  # False: the service goes on after this page (a slip that did not print)


class Next(Enum):
    """After a service."""

    MORE = "more"
    FINISH = "finish"


@dataclass(frozen=True)
class MoreToDo(Step[Next]):
    """还要办别的吗?"""

    def read(self, given: object) -> Next:
        """Which of the two."""
        return Next(given)
