"""What a person is told so that their face is seen well: each advice has a measured reason and its threshold here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from devices.face_ports import FaceAdvice
from devices.vision.faces.geometry import Box, centre, width
from devices.vision.faces.quality import Measured

NEAR_SHARE, NEAR_PIXELS = 0.165, 120
"""A face is at least so much of the frame's shorter side wide, and so many pixels: smaller ones are lost between two
searches, and a template of fewer pixels is made of guesses."""

FAR_SHARE = 0.52
"""At most so much of the shorter side: a larger one does not fit in when its head is turned, and the lens bends it."""

ASIDE = 0.24
"""The face's middle is at most so much of the frame's width beside its middle: the oval of the page ends there."""

ABOVE = 0.30
"""The same up and down: people are of different heights."""

DARK, BRIGHT = 45.0, 228.0
"""A face's median light: below, a portrait's noise is as strong as its features; above, these are burnt out."""

BLOWN = 0.25
"""Share of a face that is white: portraits in good light have at most 0.1, with a lamp on them 0.3 and more."""

COVERED_EYES = 0.40
"""Light about the eyes as a share of the cheeks': 0.55 to 1.0 without glasses, in deep shadow too; sunglasses drawn on
the same portraits 0.1 to 0.5. Clear glasses change nothing."""

COVERED_MOUTH = 22.0
"""How far the lower face's colour is from the upper one's, in CIE a* and b*: 1 to 13 without a mask, in warm and cold
light too; white, blue and black masks drawn on the same portraits 31 to 56. A beard has the skin's hue."""

TURNED_ASIDE, TURNED_UP = 22.0, 35.0
"""Degrees: further aside one cheek hides what a card's photo shows. Up and down differs by 30 between portraits of
people who look at the camera, since noses do: only much more is a reason."""

MOVED = 1.1
"""Widths of the face a second: at 1/30 s of exposure the picture is smeared over 4 % of a face."""

BLURRED = 6.0
"""See `Measured.sharpness`: portraits smeared over 8 % of their width have 3 to 9, out of focus by 3 % 2 to 5."""

OTHER_SHARE = 0.5
"""Somebody else counts as standing at the terminal from so much of the person's own width on: at twice the distance
people wait in line, and that is no reason to send anybody away."""

HELD = 0.08
"""An advice that was given stays until its reason is gone by so much more, or the page would flicker."""


@dataclass(frozen=True)
class Seen:
    """What the advice is about. `size`: the frame's width and height; `others`: boxes of other faces; `speed`: widths
    of the face a second.
    """

    size: tuple[int, int]
    box: Box
    measured: Measured
    others: Sequence[Box] = ()
    speed: float = 0.0


def advice(seen: Seen, before: FaceAdvice = FaceAdvice.FINE) -> FaceAdvice:
    """The most urgent one: what must be put right first stands first. `before`: what was advised last."""
    for wanted, beyond in _reasons(seen):
        if beyond > (1.0 - HELD if wanted is before else 1.0):
            return wanted
    return FaceAdvice.FINE


def covered(face: Measured) -> bool:
    """Whether something hides the eyes or the mouth."""
    return face.eyes < COVERED_EYES or face.mouth > COVERED_MOUTH


def _reasons(seen: Seen) -> Sequence[tuple[FaceAdvice, float]]:
    """By how much each threshold is exceeded: above 1 is a reason."""
    face, wide = seen.measured, max(1, width(seen.box))
    shorter = min(seen.size)
    x, y = centre(seen.box)
    aside = abs(x / seen.size[0] - 0.5) / ASIDE
    above = abs(y / seen.size[1] - 0.5) / ABOVE
    others = max((width(one) for one in seen.others), default=0)
    return (
        (FaceAdvice.ALONE, others / (OTHER_SHARE * wide)),
        (FaceAdvice.TOO_DARK, DARK / max(1.0, face.light)),
        (FaceAdvice.TOO_BRIGHT, max(face.light / BRIGHT, face.blown / BLOWN)),
        (FaceAdvice.CLOSER, max(NEAR_SHARE * shorter, NEAR_PIXELS) / wide),
        (FaceAdvice.FURTHER, wide / (FAR_SHARE * shorter)),
        (FaceAdvice.MIDDLE, max(aside, above)),
        (FaceAdvice.UNCOVER, max(COVERED_EYES / max(0.01, face.eyes), face.mouth / COVERED_MOUTH)),
        (FaceAdvice.FACE_SCREEN, max(abs(face.yaw) / TURNED_ASIDE, abs(face.pitch) / TURNED_UP)),
        (FaceAdvice.HOLD_STILL, max(seen.speed / MOVED, BLURRED / max(0.01, face.sharpness))),
    )
