"""Taking pictures of a paper under the document camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from kiosk.rules.texts import Text
from kiosk.steps.step import Step


@dataclass(frozen=True)
class Seen:
    """What the camera sees now: `width` × `height` pixels of red, green, blue; none where it shows nothing.

    `outline` are the found page's corners as shares of width and height. `good`: nothing is to be mended.
    """

    advice: Text
    good: bool = False
    width: int = 0
    height: int = 0
    rgb: bytes = field(default=b"", repr=False)
    outline: tuple[tuple[float, float], ...] = ()


class LiveView(Protocol):
    """What a camera sees, as long as somebody looks."""

    def look(self, seen: Callable[[Seen], None] | None) -> None:
        """`seen` is called on the screen's thread with each picture from now on; None: no longer."""


class ScanAnswer(Enum):
    """What to do next."""

    TAKE = "take"
    TAKEN = "taken"  # the picture is there, or failed; no person answers this
    AGAIN = "again"
    TURN = "turn"  # by a quarter
    NEXT = "next"
    DONE = "done"
    LATER = "later"


@dataclass(frozen=True)
class ScanPages(Step[ScanAnswer]):
    """One material, page by page. Without a `shot` the page is live; with one it asks whether that is good.

    `kept`: how many were taken so far, without the shot; `trouble`: why the last one was not taken, or how the shot
    could be better. `busy`: the picture is being taken.
    """

    material: Text
    view: LiveView = field(repr=False, compare=False)
    kept: int = 0
    most: int = 12
    shot: bytes = field(default=b"", repr=False)
    quarters: int = 0
    trouble: Text = Text("")
    busy: bool = False

    def read(self, given: object) -> ScanAnswer:
        """What the person pressed, if it fits what the page shows."""
        answer = ScanAnswer(given)
        if answer not in self.answers:
            raise ValueError("not now")
        return answer

    @property
    def answers(self) -> tuple[ScanAnswer, ...]:
        """What may be pressed now."""
        if self.busy:
            return (ScanAnswer.LATER,)
        if self.shot:
            more = (ScanAnswer.NEXT,) if self.kept + 1 < self.most else ()
            return (ScanAnswer.AGAIN, ScanAnswer.TURN, *more, ScanAnswer.DONE)
        return (ScanAnswer.TAKE, ScanAnswer.LATER, *((ScanAnswer.DONE,) if self.kept else ()))

    @property
    def remembered_as(self) -> object:
        """Nothing of a picture is kept as a suggestion."""
        return None
