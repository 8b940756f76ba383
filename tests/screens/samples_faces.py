"""Sample steps that look at a face. The person is a portrait in the public domain, as in the emulated camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

from kiosk.rules.face_words import ADVICE, CHALLENGES
from kiosk.rules.masks import masked_name
from kiosk.rules.people import DocumentKind
from kiosk.rules.texts import Text
from kiosk.steps.faces import (
    ClerkDecides,
    FaceChallenge,
    FaceConsent,
    FaceDone,
    FaceNotSure,
    FacePurpose,
    FaceWay,
    FaceWays,
    LookAtCamera,
    SeenFace,
)
from kiosk.steps.identity import PlaceCard
from tests.screens.sample import Sample

PORTRAITS = Path(str(files("devices.emulators"))) / "portraits"
SIZE = (960, 540)


@cache
def mirrored() -> bytes:
    """Somebody before the camera, as a mirror shows them: pixels of red, green, blue."""
    portrait = ImageOps.mirror(Image.open(PORTRAITS / "astronaut.jpg").convert("RGB"))
    picture = portrait.resize(SIZE).filter(ImageFilter.GaussianBlur(40))
    side = SIZE[1] * 2
    person = portrait.resize((side, side))  # as near as one stands before a terminal
    picture.paste(person, (SIZE[0] // 2 - round(side * 0.57), -40))
    return picture.tobytes()


class Mirror:
    """A `FaceView` that shows one picture."""

    def __init__(self, seen: SeenFace) -> None:
        self.seen = seen

    def look(self, seen: Callable[[SeenFace], None] | None) -> None:
        """At once, as a camera would a little later."""
        if seen:
            seen(self.seen)


def sees(advice: str = "fine", challenge: str = "", **more: object) -> SeenFace:
    """What the camera sees: advice and challenge by their keys."""
    asked = FaceChallenge(challenge, CHALLENGES[challenge]) if challenge else None
    seen = SeenFace(ADVICE[advice], advice == "fine", *SIZE, mirrored(), (0.4, 0.1, 0.2, 0.5), asked)
    return replace(seen, **more)  # type: ignore[arg-type]


def look(seen: SeenFace, tries_left: int = 3) -> LookAtCamera:
    """The page with that picture."""
    return LookAtCamera(Mirror(seen), FacePurpose.PROVE, tries_left)


def clerk(distance: float, limit: float | None = 0.6) -> ClerkDecides:
    """Two pictures of the same man, taken years apart."""
    mine, theirs = ((PORTRAITS / f"obama-{number}.jpg").read_bytes() for number in (2, 1))
    return ClerkDecides(masked_name("欧阳小明"), mine, theirs, distance, 0.5, limit)


_GONE = Text("摄像头暂时没有画面，正在恢复", "The camera shows nothing for the moment; it is coming back")
_DARK = Text("光线太暗，没有看清您的脸。请换个位置再试", "It was too dark to see your face. Please move and try again")
_NOT_MET = Text("没有看到您眨眼", "We did not see you blink")

FACE_SAMPLES = (
    Sample("face-consent", FaceConsent(FacePurpose.PROVE), can_go_back=True),
    Sample("face-consent-today", FaceConsent(FacePurpose.TODAY)),
    Sample("face-consent-find", FaceConsent(FacePurpose.FIND), can_go_back=True),
    Sample("face-consent-guardian", FaceConsent(FacePurpose.PROVE, guardian=True), can_go_back=True),
    Sample("face-look", look(sees())),
    Sample("face-look-advice", look(sees("uncover"), 1)),
    Sample("face-look-blink", look(sees("fine", "blink", left=6.4, of=1))),
    Sample("face-look-left", look(sees("closer", "turn-left", left=7.9, done=1, of=2))),
    Sample("face-look-right", look(sees("fine", "turn-right", left=3.0, of=2, tint="#ff0000"))),
    Sample("face-look-mouth", look(sees("fine", "open-mouth", left=1.2, done=2, of=3, tint="#00a0ff"))),
    Sample("face-look-gone", look(SeenFace(_GONE))),
    Sample("face-not-sure", FaceNotSure(_DARK, 2)),
    Sample("face-not-sure-last", FaceNotSure(_NOT_MET, 0)),
    Sample("face-ways", FaceWays(tuple(FaceWay))),
    Sample("face-ways-two", FaceWays((FaceWay.PHONE_CODE, FaceWay.CLERK))),
    Sample("face-done", FaceDone(FacePurpose.PROVE)),
    Sample("face-done-today", FaceDone(FacePurpose.TODAY)),
    Sample("clerk-decides", clerk(0.54)),
    Sample("clerk-decides-alike", clerk(0.46)),
    Sample("clerk-decides-no-limit", clerk(0.63, None)),
    Sample("place-card-face", PlaceCard(tuple(DocumentKind)[:3], face=True), can_go_back=True),
)
