"""Pages of 查进度."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.rules.cases import CaseView
from kiosk.steps.step import Step, one_of


@dataclass(frozen=True)
class ChooseCase(Step[CaseView]):
    """我的办件: own cases, newest first; an empty list is a page of its own ("没有办件")."""

    cases: tuple[CaseView, ...]

    def read(self, given: object) -> CaseView:
        """The case of that number."""
        key = one_of(given, tuple(c.number for c in self.cases))
        return next(c for c in self.cases if c.number == key)


class CaseAnswer(Enum):
    """What to do after a case was seen."""

    SEEN = ""
    SLIP = "slip"  # 补打回执


@dataclass(frozen=True)
class ShowCase(Step[CaseAnswer]):
    """One case with its states. `masked` when it was found by number instead of by card.

    `slip_printable`: whether its slip can be printed once more, here and now.
    """

    case: CaseView
    masked: bool
    slip_printable: bool = False

    def read(self, given: object) -> CaseAnswer:
        """Which of the two."""
        answer = CaseAnswer(given)
        if answer is CaseAnswer.SLIP and not self.slip_printable:
            raise ValueError("no slip is offered")
        return answer
