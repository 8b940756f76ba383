"""Page models of the pages that look at a face. Only a clerk's page has pictures of anybody but the live one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.rules.texts import Text
from kiosk.steps.faces import (
    ClerkDecides,
    FaceConsent,
    FaceDone,
    FaceNotSure,
    FaceWay,
    FaceWays,
    LookAtCamera,
    SeenFace,
)
from kiosk.steps.step import Step
from screens import face_texts
from screens.models.base import PageModel, Showing
from screens.models.mirror import MirrorPicture
from screens.pace import Pace

QML_IMPORT_NAME = "Hall.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class FaceConsentModel(PageModel):
    """Notice and consent."""

    def __init__(self, step: FaceConsent, showing: Showing) -> None:
        super().__init__(showing)
        self._purpose, self._guardian, self._step = step.purpose, step.guardian, step

    @Property(str, constant=True)
    def title(self) -> str:
        """The question."""
        return self.showing.text(face_texts.ASKED[self._purpose])

    @Property(bool, constant=True)
    def guardian(self) -> bool:
        """Whether a guardian is asked."""
        return self._guardian

    @Property(str, constant=True)
    def uses(self) -> str:
        """What for."""
        return self.showing.text(face_texts.USES_NUMBER if self._step.number else face_texts.USES[self._purpose])

    @Property(str, constant=True)
    def clerk(self) -> str:
        """What a clerk sees; empty: there is none."""
        return self.showing.text(face_texts.CLERK[self._purpose]) if self._step.clerk else ""

    @Property(str, constant=True)
    def works(self) -> str:
        """What is done."""
        return self.showing.text(face_texts.WORKS[self._purpose])

    @Property(str, constant=True)
    def kept(self) -> str:
        """For how long it is kept."""
        return self.showing.text(face_texts.KEPT[self._purpose])

    @Property(str, constant=True)
    def withdrawn(self) -> str:
        """How to withdraw."""
        return self.showing.text(face_texts.WITHDRAWN[self._purpose])


@QmlElement
class LookAtCameraModel(PageModel):
    """The person sees themselves; told, shown and said what to do.

    What is said changes at most every two seconds, the page's colour at most twice a second: once there and back in a
    second, far below the three flashes that harm (WCAG 2.2, 2.3.1).
    """

    changed = Signal()  # another try
    moved = Signal()  # the camera sees something else than before, apart from its picture
    tinted = Signal()

    SAID_EVERY_MS: ClassVar[int] = 2_000
    TINTED_EVERY_MS: ClassVar[int] = 500

    def __init__(self, step: LookAtCamera, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step
        self._seen: SeenFace | None = None
        self._picture = MirrorPicture()
        self._picture.setParent(self)
        self.said: Pace[str] = Pace(self.SAID_EVERY_MS, "", self.speaks.emit, self)
        self.tints: Pace[str] = Pace(self.TINTED_EVERY_MS, "", lambda _: self.tinted.emit(), self)

    def begin(self) -> None:
        """The page with its red light is up: only now the camera's pictures are asked for."""
        self._step.view.look(self._look)

    def become(self, step: Step[Any]) -> bool:
        """The same camera, another try."""
        if not isinstance(step, LookAtCamera) or (step.purpose, step.view) != (self._step.purpose, self._step.view):
            return False
        self._step = step
        step.view.look(self._look)
        self.changed.emit()
        return True

    @Property(MirrorPicture, constant=True)
    def picture(self) -> MirrorPicture:
        """The mirror, for the page to lay where it belongs; made here for the reason `SignModel.pad` is."""
        return self._picture

    @Property(str, constant=True)
    def kept(self) -> str:
        """For how long anything is kept."""
        return self.showing.text(face_texts.KEPT[self._step.purpose])

    @Property(int, notify=changed)
    def triesLeft(self) -> int:  # noqa: N802 - a QML name
        """How often it may be tried, with this time."""
        return self._step.tries_left

    @Property(str, notify=moved)
    def instruction(self) -> str:
        """What to do now, in large words: what is asked for, else what makes the face seen better."""
        if self._seen is None:
            return self.showing.say("正在打开摄像头", "The camera is being opened")
        challenge = self._seen.challenge
        return self.showing.text(challenge.text if challenge else self._seen.advice)

    @Property(bool, notify=moved)
    def seeing(self) -> bool:
        """Whether the camera shows anything."""
        return self._seen is not None and self._seen.width > 0

    @Property(str, notify=moved)
    def also(self) -> str:
        """What must be mended while something is asked for."""
        seen = self._seen
        return self.showing.text(seen.advice) if seen and seen.challenge and not seen.good else ""

    @Property(str, notify=moved)
    def challenge(self) -> str:
        """The key of what is asked for."""
        return self._seen.challenge.key if self._seen and self._seen.challenge else ""

    @Property(str, notify=moved)
    def mood(self) -> str:
        """How the instruction is meant: info, good or warn."""
        if self._seen is None or self._seen.challenge:
            return "info"
        return "good" if self._seen.good else "warn"

    @Property(int, notify=moved)
    def secondsLeft(self) -> int:  # noqa: N802 - a QML name
        """Whole seconds for what is asked for."""
        return _seconds(self._seen) if self._seen else 0

    @Property(int, notify=moved)
    def number(self) -> int:
        """The how manieth of what is asked for this is."""
        return min(self._seen.done + 1, self._seen.of) if self._seen else 0

    @Property(int, notify=moved)
    def of(self) -> int:
        """How many things are asked for."""
        return self._seen.of if self._seen else 0

    @Property(str, notify=tinted)
    def tint(self) -> str:
        """The colour of the page's surroundings, "" for its own."""
        return self.tints.value

    @Slot()
    def otherWay(self) -> None:  # noqa: N802 - a QML name
        """不用人脸."""
        self.answer("other-way")

    def _look(self, seen: SeenFace) -> None:
        before, self._seen = self._seen, seen
        self._picture.show(seen)
        self.tints.offer(seen.tint)
        if before is None or _told(before) != _told(seen):
            self.moved.emit()
            self.said.offer(self._sentence())

    def _sentence(self) -> str:
        parts = [part for part in (str(self.instruction), str(self.also)) if part]
        return self.showing.say("，", ". ").join(parts)


def _seconds(seen: SeenFace) -> int:
    return max(0, math.ceil(seen.left))


def _told(seen: SeenFace) -> SeenFace:
    """What the page says of it in words and numbers."""
    return replace(seen, rgb=b"", face=None, tint="", left=_seconds(seen))


@QmlElement
class FaceNotSureModel(PageModel):
    """It was not enough."""

    def __init__(self, step: FaceNotSure, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step

    @Property(str, constant=True)
    def reason(self) -> str:
        """Why, and what to do."""
        return self.showing.text(self._step.reason)

    @Property(int, constant=True)
    def triesLeft(self) -> int:  # noqa: N802 - a QML name
        """How often it may be tried again."""
        return max(0, self._step.tries_left)


_WAYS = {
    FaceWay.PHONE_CODE: (
        "phone",
        Text("手机验证码", "Code to your phone"),
        Text("发到您登记的手机，输入 6 位数字", "Sent to your registered phone; type its 6 digits"),
    ),
    FaceWay.CARD: (
        "card",
        Text("放身份证", "Identity card"),
        Text("放在屏幕下方的读卡区", "Lay it on the reader below the screen"),
    ),
    FaceWay.CLERK: (
        "desk",
        Text("找工作人员", "A member of staff"),
        Text("请到导办台，当面核对", "At the guide desk, face to face"),
    ),
}


@QmlElement
class FaceWayTile(QObject):
    """One other way."""

    def __init__(self, way: FaceWay, showing: Showing, parent: QObject) -> None:
        super().__init__(parent)
        self._key, self._showing = way.value, showing
        self._icon, self._title, self._about = _WAYS[way]

    @Property(str, constant=True)
    def key(self) -> str:
        """What is answered."""
        return self._key

    @Property(str, constant=True)
    def icon(self) -> str:
        """A name in Icons.qml."""
        return self._icon

    @Property(str, constant=True)
    def title(self) -> str:
        """Its name."""
        return self._showing.text(self._title)

    @Property(str, constant=True)
    def about(self) -> str:
        """What to do there."""
        return self._showing.text(self._about)


@QmlElement
class FaceWaysModel(PageModel):
    """The ways without a face."""

    def __init__(self, step: FaceWays, showing: Showing) -> None:
        super().__init__(showing)
        self._tiles: list[QObject] = [FaceWayTile(way, showing, self) for way in step.ways]

    @Property(list, constant=True)
    def ways(self) -> list[QObject]:
        """FaceWayTile objects, in order."""
        return self._tiles


@QmlElement
class FaceDoneModel(PageModel):
    """It was enough."""

    def __init__(self, step: FaceDone, showing: Showing) -> None:
        super().__init__(showing)
        self._purpose = step.purpose

    @Property(str, constant=True)
    def title(self) -> str:
        """What came of it."""
        return self.showing.text(face_texts.DONE[self._purpose])

    @Property(str, constant=True)
    def left(self) -> str:
        """What became of the pictures."""
        return self.showing.text(face_texts.LEFT[self._purpose])


@QmlElement
class ClerkDecidesModel(PageModel):
    """Two faces beside each other, for a clerk."""

    def __init__(self, step: ClerkDecides, showing: Showing) -> None:
        super().__init__(showing)
        self._step = step
        self._mine, self._theirs = (showing.picture(picture) if picture else "" for picture in (step.mine, step.theirs))

    @Property(str, constant=True)
    def name(self) -> str:
        """Masked."""
        return str(self._step.name)

    @Property(str, constant=True)
    def fullName(self) -> str:  # noqa: N802 - a QML name
        """For while it is held."""
        return self._step.name.reveal()

    @Property(str, constant=True)
    def mine(self) -> str:
        """The address of the live face, or "" where it is no picture."""
        return self._mine

    @Property(str, constant=True)
    def theirs(self) -> str:
        """The address of the reference, or ""."""
        return self._theirs

    @Property(float, constant=True)
    def distance(self) -> float:
        """How different they are."""
        return self._step.distance

    @Property(float, constant=True)
    def threshold(self) -> float:
        """Up to here the machine would say: the same person."""
        return self._step.threshold

    @Property(float, constant=True)
    def limit(self) -> float:
        """From here on it would say: not the same. Without such a threshold it is the first one."""
        return self._limit

    @Property(str, constant=True)
    def verdict(self) -> str:
        """What the machine thinks, in words."""
        if self._step.distance <= self._step.threshold:
            return self.showing.say("机器觉得像，但不够确定", "The machine finds them alike, but is not sure enough")
        if self._step.limit is not None and self._step.distance >= self._limit:
            return self.showing.say("机器觉得不像", "The machine finds them unlike")
        return self.showing.say("机器拿不准", "The machine is not sure")

    @property
    def _limit(self) -> float:
        return max(self._step.threshold, self._step.limit or 0.0)
