"""Pages that look at a face: consent, the camera's view of the person, how it ended, and a clerk who decides.

No page for a citizen carries a picture but the live one of whoever stands before it. Two faces beside each other are
for a clerk's screen only (`ClerkDecides`), as long as the visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from kiosk.rules.masks import Masked
from kiosk.rules.texts import Text
from kiosk.steps.step import Notice, Step, only


class FacePurpose(Enum):
    """What a face is wanted for; each has a consent of its own."""

    PROVE = "prove"  # is it the person on the card; forgotten right after
    TODAY = "today"  # to be known in this hall until it closes
    FIND = "find"  # who of today's check-ins it is; what is seen is forgotten right after


class _Fresh:
    """Mixed into steps whose answer is never suggested: nothing about a face is ticked beforehand."""

    @property
    def remembered_as(self) -> object:
        """Never kept."""
        return None


class FaceChoice(Enum):
    """What somebody answers to the question for consent."""

    AGREE = "agree"
    OTHER_WAY = "other-way"  # 不用人脸: no worse a service


@dataclass(frozen=True)
class FaceConsent(_Fresh, Step[FaceChoice]):
    """Notice and question before the camera sees anyone. `guardian`: asks the guardian of a child under 14.

    `clerk`: at a window, where a clerk sees both faces if the machine is not sure. `number`: the person has no document
    with them, and their number is sent to the register for its photograph.
    """

    purpose: FacePurpose
    guardian: bool = False
    clerk: bool = False
    number: bool = False

    def read(self, given: object) -> FaceChoice:
        """Which of the two."""
        return FaceChoice(given)


@dataclass(frozen=True)
class FaceChallenge:
    """What the person is asked to do: `key` as devices name it ("blink", "turn-left", …), and in words."""

    key: str
    text: Text


@dataclass(frozen=True)
class SeenFace:
    """What the camera sees now: `width` × `height` pixels of red, green, blue, mirrored; none where it shows nothing.

    `face`: left, top, width and height as shares of the picture; None: no face. `good`: the face is seen well.
    `left`: seconds for the challenge. `done` of `of` challenges are met. `tint`: "#rrggbb", the colour that the screen
    must show around the picture now; "": its own.
    """

    advice: Text
    good: bool = False
    width: int = 0
    height: int = 0
    rgb: bytes = field(default=b"", repr=False)
    face: tuple[float, float, float, float] | None = None
    challenge: FaceChallenge | None = None
    left: float = 0.0
    done: int = 0
    of: int = 0
    tint: str = ""


class FaceView(Protocol):
    """What a camera sees of the person before it, as long as somebody looks."""

    def look(self, seen: Callable[[SeenFace], None] | None) -> None:
        """`seen` is called on the screen's thread with each picture from now on; None: no longer."""


class FaceGiven(Enum):
    """How looking ended."""

    DONE = "done"  # there is a result, or none will come; no person answers this
    OTHER_WAY = "other-way"


@dataclass(frozen=True)
class LookAtCamera(_Fresh, Step[FaceGiven]):
    """The person sees themselves and is told what to do. Ends by a result (until) or by 不用人脸."""

    view: FaceView = field(repr=False, compare=False)
    purpose: FacePurpose
    tries_left: int

    def read(self, given: object) -> FaceGiven:
        """Only 不用人脸 can be pressed."""
        return only(given, FaceGiven.OTHER_WAY)


class FaceNext(Enum):
    """What to do after a look that did not suffice."""

    AGAIN = "again"
    OTHER_WAY = "other-way"


@dataclass(frozen=True)
class FaceNotSure(_Fresh, Step[FaceNext]):
    """It was not enough: `reason` says why and what to do. Without tries left only the other way is offered."""

    reason: Text
    tries_left: int

    def read(self, given: object) -> FaceNext:
        """Which of the two, if it is offered."""
        answer = FaceNext(given)
        if answer is FaceNext.AGAIN and self.tries_left <= 0:
            raise ValueError("no tries are left")
        return answer


class FaceWay(Enum):
    """Ways to the same service without a face."""

    PHONE_CODE = "phone-code"
    CARD = "card"
    CLERK = "clerk"


@dataclass(frozen=True)
class FaceWays(_Fresh, Step[FaceWay]):
    """Those ways that are open here and now, at least one; all the same size."""

    ways: tuple[FaceWay, ...]

    def read(self, given: object) -> FaceWay:
        """One of them."""
        way = FaceWay(given)
        if way not in self.ways:
            raise ValueError("not offered")
        return way


class ClerkSays(Enum):
    """What a clerk decides after looking at the person and at both pictures."""

    SAME = "same"
    NOT_SAME = "not-same"


@dataclass(frozen=True)
class ClerkDecides(_Fresh, Step[ClerkSays]):
    """For a clerk's screen: live face (`mine`) and reference (`theirs`), encoded pictures, beside each other.

    Smaller `distance` is more alike: up to `threshold` it would have been accepted, from `limit` on refused. A
    reference without a second threshold has no `limit`.
    """

    name: Masked[str]
    mine: bytes = field(repr=False)
    theirs: bytes = field(repr=False)
    distance: float
    threshold: float
    limit: float | None = None

    def read(self, given: object) -> ClerkSays:
        """Which of the two."""
        return ClerkSays(given)

    @property
    def for_staff(self) -> bool:
        """Another person's picture may be on it."""
        return True


@dataclass(frozen=True)
class FaceDone(Notice):
    """It was enough: the person is told, and what became of the pictures."""

    purpose: FacePurpose
