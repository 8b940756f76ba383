"""Pages of 查进度."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.rules.cases import CaseView
from kiosk.steps.step import Notice, Step, one_of


@dataclass(frozen=True)
class ChooseCase(Step[CaseView]):
    """我的办件: own cases, newest first; an empty list is a page of its own ("没有办件")."""

    cases: tuple[CaseView, ...]

    def read(self, given: object) -> CaseView:
        """The case of that number."""
        key = one_of(given, tuple(c.number for c in self.cases))
        return next(c for c in self.cases if c.number == key)


@dataclass(frozen=True)
class ShowCase(Notice):
    """One case with its states. `masked` when it was found by number instead of by card."""

    case: CaseView
    masked: bool
