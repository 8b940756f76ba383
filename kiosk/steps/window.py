"""Pages of a window: the clerk's own screen, and what the citizen's screen beside it shows while nobody is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from kiosk.rules.faces import GUARDED_UNTIL, may_be_asked
from kiosk.rules.forms import FieldError
from kiosk.rules.id_number import birth, is_valid
from kiosk.rules.masks import Masked, masked_number
from kiosk.rules.people import Holder
from kiosk.rules.texts import Text
from kiosk.steps.hall import Entry
from kiosk.steps.step import Notice, NotRight, Step, only

_NOT_A_NUMBER = Text("号码不对，请核对 18 位", "Not an ID number; please check all 18 characters")
_GUARDED = Text(
    f"未满 {GUARDED_UNTIL} 周岁，不用人脸，请查验证件和监护人",
    f"Under {GUARDED_UNTIL}: no face; please look at the papers and the guardian",
)


class ClerkWay(Enum):
    """How a clerk finds out who stands opposite."""

    FACE = "face"  # among today's check-ins at this window
    NUMBER = "number"  # the number they say, and their face
    CARD = "card"  # their card, and their face or the code on their phone
    FORGET = "forget"  # 撤回人脸同意, by their card


@dataclass(frozen=True)
class ClerkTask:
    """What the clerk chose; `number` with NUMBER."""

    way: ClerkWay
    number: Masked[str] | None = None


class _ForStaff:
    """Mixed into steps of the clerk's own screen; nothing of one person is suggested for the next."""

    @property
    def for_staff(self) -> bool:
        """No citizen's screen shows it."""
        return True

    @property
    def remembered_as(self) -> object:
        """Never kept."""
        return None


@dataclass(frozen=True)
class ClerkDesk(_ForStaff, Step[ClerkTask]):
    """Between two people. `entries` are `ClerkWay`s; `kept`: how many are known here today by their face.

    `filing_due`: so many that they must be filed. `today`: of the hall, for who is a child. `notice`: what staff should
    know of this terminal; empty: all is well.
    """

    entries: tuple[Entry, ...]
    today: dt.date
    kept: int = 0
    filing_due: bool = False
    notice: Text = Text("")

    def read(self, given: object) -> ClerkTask:
        """A way's key, with NUMBER as `{"number": "…"}`; NotRight for a number that is none, or a child's."""
        open_now = {entry.key for entry in self.entries if not entry.resting.zh}
        number = given.get("number") if isinstance(given, dict) else None
        way = ClerkWay.NUMBER if isinstance(given, dict) else ClerkWay(given)
        if way.value not in open_now:
            raise ValueError("not offered")
        if way is not ClerkWay.NUMBER:
            return ClerkTask(way)
        typed = number.strip().upper() if isinstance(number, str) else ""
        if not is_valid(typed):
            raise NotRight((FieldError("number", _NOT_A_NUMBER),))
        if not may_be_asked(birth(typed), self.today):
            raise NotRight((FieldError("number", _GUARDED),))
        return ClerkTask(way, masked_number(typed))


class Beside(Enum):
    """How watching the person opposite ended."""

    STOP = "stop"
    NEXT = "next"  # 下一位
    NEWS = "news"  # they are somewhere else, ask something, or are done; no clerk answers this


@dataclass(frozen=True)
class CitizenActs(_ForStaff, Step[Beside]):
    """The person opposite does something at their screen. `task`: what for; `doing`: what they see now."""

    task: Text
    doing: Text

    def read(self, given: object) -> Beside:
        """Only 停止 can be pressed."""
        return only(given, Beside.STOP)


class HowKnown(Enum):
    """What says that it is them."""

    FACE = "face"  # the machine is sure
    CLERK = "clerk"  # it was not, and the clerk was
    CODE = "code"  # nobody's face was compared: a card, and the code on a phone


@dataclass(frozen=True)
class HolderKnown(_ForStaff, Step[Beside]):
    """Who it is, for the clerk. `doing`: what they still see on their screen; empty: nothing any more."""

    holder: Holder
    how: HowKnown
    doing: Text = Text("")

    def read(self, given: object) -> Beside:
        """Only 下一位 can be pressed."""
        return only(given, Beside.NEXT)


@dataclass(frozen=True)
class ClerkReads(_ForStaff, Notice):
    """How it ended without anybody known: what is so, `why`, and what the clerk can do `now`. `good`: as was wanted."""

    title: Text
    why: Text
    now: Text
    good: bool = False


@dataclass(frozen=True)
class AtTheWindow(Notice):
    """The citizen's screen while the clerk asks nothing of them."""

    hall: Text

    @property
    def private(self) -> bool:
        """Nothing of anybody."""
        return False
