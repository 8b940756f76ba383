"""What a camera for faces offers the terminal: typed requests and results. No picture of anybody crosses here but the
preview on the person's own screen and, for a clerk who must decide, two faces side by side for as long as the visit.

Distances are Euclidean between unit-like templates of one model; smaller is more alike. Shares are of width and height.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class FaceAdvice(StrEnum):
    """What a person can do so that their face is seen well."""

    FINE = "fine"
    NOBODY = "nobody"
    CLOSER = "closer"  # 请靠近一点
    FURTHER = "further"  # 请退后一点
    FACE_SCREEN = "face-screen"  # 请正对屏幕
    MIDDLE = "middle"  # 请站到中间
    TOO_DARK = "too-dark"  # 光线太暗
    TOO_BRIGHT = "too-bright"
    UNCOVER = "uncover"  # 请摘下口罩、墨镜
    ALONE = "alone"  # 请一人操作
    HOLD_STILL = "hold-still"


class Challenge(StrEnum):
    """What a person is asked to do, drawn by lot."""

    BLINK = "blink"
    TURN_LEFT = "turn-left"  # their own left
    TURN_RIGHT = "turn-right"
    OPEN_MOUTH = "open-mouth"


@dataclass(frozen=True)
class FaceSeen:
    """What the camera sees now: `width` × `height` pixels of red, green, blue, mirrored. `face`: left, top, width and
    height as shares; None where none is seen. `challenge`: what is asked now, with `left` seconds for it; `done` of
    `of` challenges were met. `tint`: the colour our own screen must show now ("" none, else "#rrggbb").
    """

    camera: str
    width: int
    height: int
    rgb: bytes = field(repr=False)
    face: tuple[float, float, float, float] | None = None
    advice: FaceAdvice = FaceAdvice.NOBODY
    challenge: Challenge | None = None
    left: float = 0.0
    done: int = 0
    of: int = 0
    tint: str = ""


class FaceTask(StrEnum):
    """What a face is wanted for."""

    VERIFY = "verify"  # 1:1 against a reference
    IDENTIFY = "identify"  # 1:N among today's consenting check-ins of this hall
    ENROL = "enrol"  # becomes one of them


@dataclass(frozen=True)
class FaceRequest:
    """`consent`: the number of the consent under which the camera may look; without one nothing is looked at.

    `photo`: an encoded picture (PNG, JPEG) with the face to compare with; `template`: the same as the platform keeps
    it, of the model `template_model`. One of them for VERIFY and for ENROL (only who is like it is enrolled), none for
    IDENTIFY. `person`: opaque reference of who is enrolled. `challenges`: how many must be met; 0: passive cues alone.
    `for_clerk`: a clerk waits for the result, who may look at both faces where it is UNSURE.
    """

    task: FaceTask
    consent: str
    photo: bytes = field(default=b"", repr=False)
    template: tuple[float, ...] = field(default=(), repr=False)
    template_model: str = ""
    person: str = field(default="", repr=False)
    challenges: int = 1
    for_clerk: bool = False


class FaceVerdict(StrEnum):
    """How a comparison ended."""

    ACCEPTED = "accepted"
    UNSURE = "unsure"  # a clerk decides; never at an unattended terminal
    NO_MATCH = "no-match"
    NOT_LIVE = "not-live"  # a picture, a screen or a mask; or the challenge was not met
    ENROLLED = "enrolled"


class FaceTrouble(StrEnum):
    """Why there was no comparison."""

    NO_CONSENT = "no-consent"
    NO_FACE = "no-face"  # nobody was seen well enough in time
    SEVERAL = "several"  # more than one person all the time
    NO_REFERENCE = "no-reference"  # no usable face in the photo to compare with
    BAD_REFERENCE = "bad-reference"  # a photo that can't be decoded, a template of another model or length
    TIMED_OUT = "timed-out"
    DARK = "dark"
    NO_PICTURE = "no-picture"  # the camera gives none, or a black or frozen one
    GALLERY_CLOSED = "gallery-closed"  # expired, full, or not to be trusted
    GONE = "gone"  # the process that looks ended meanwhile; it is being started again


@dataclass(frozen=True)
class Cue:
    """One sign of life or of a fake, each with its measured value. `suspicion`: 0 (alive) to 1 (fake)."""

    name: str
    value: float
    suspicion: float


@dataclass(frozen=True)
class FaceCompared:
    """How it ended. `person`: who was found (IDENTIFY). `margin`: by how much the second best is further away.

    Up to the distance `threshold` it is accepted, beyond `limit` it is no match. `model`: of the templates.
    `mine` and `theirs`: JPEGs of the live face and of the reference (VERIFY), only where the verdict is UNSURE and the
    request came from a clerk's desk.
    """

    camera: str
    verdict: FaceVerdict
    distance: float = 0.0
    threshold: float = 0.0
    limit: float = 0.0
    margin: float = 0.0
    frames: int = 0
    milliseconds: float = 0.0
    person: str = field(default="", repr=False)
    cues: tuple[Cue, ...] = ()
    model: str = ""
    mine: bytes = field(default=b"", repr=False)
    theirs: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class FaceNotCompared:
    """There was no comparison."""

    camera: str
    trouble: FaceTrouble
    advice: FaceAdvice = FaceAdvice.FINE


FaceResult = FaceCompared | FaceNotCompared


@dataclass(frozen=True)
class GalleryState:
    """Today's gallery: how many persons, of which model, until when; `filing_due`: at 100,000 the law asks for more."""

    persons: int
    model: str
    expires: dt.datetime | None
    filing_due: bool = False


class FaceCamera(Protocol):
    """One camera for faces. All methods may be called from any thread and return at once."""

    @property
    def name(self) -> str:
        """The device's name from the settings."""

    def compare(self, request: FaceRequest, seen: Callable[[FaceSeen], None]) -> Future[FaceResult]:
        """Looks until there is a result; `seen` is called on the driver's thread with each picture meanwhile.

        Cancel the future when it is no longer wanted: then the camera sees nobody any more.
        """

    def gallery(self) -> Future[GalleryState]:
        """Today's gallery now."""

    def wipe(self) -> Future[GalleryState]:
        """Forgets all of today's persons, on disk too."""

    def forget(self, person: str) -> Future[GalleryState]:
        """Forgets one of them, who has withdrawn their consent."""

    def close(self) -> None:
        """Stops the driver; waits for its thread and its process."""
