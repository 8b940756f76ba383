"""How well a face can be seen: measured on the face brought to one width, so that cameras of any size compare."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from devices.vision.faces.geometry import Box, Cut, Points, cut, grey, grown, pose, width
from devices.vision.faces.looks import Picture

SIDE = 112.0
"""Pixels that a face is wide when it is measured."""

_AROUND = 0.25  # of its width: the chin and the brows reach beyond a box

ENOUGH_WIDTH = 150.0
"""Pixels: dlib's network looks at 150 of them, and a face's box is about as wide as what they show."""

ENOUGH_SHARPNESS = 20.0
"""See `Measured.sharpness`: portraits in the public domain have 22 to 80 at faces of 150 to 400 pixels; out of focus by
1.5 % of the face's width 4 to 18, smeared over 4 % of it 7 to 28, over 8 % 3 to 9."""

TURNED = 40.0
"""Degrees at which a face is worth nothing for a comparison: one eye is then nearly hidden."""

UNSURE = 0.5
"""What a degree up or down counts beside one aside: noses differ."""

BEST_LIGHT, LIGHT_WIDTH = 135.0, 95.0
"""The face's median light that is best, and how far from it a picture is worth nothing."""

_WHITE = 250
_BENT = np.array([[1, -2, 1]], np.float32)
_CONTRAST, _FLAT = 50.0, 12.0
_EYES = (slice(36, 42), slice(42, 48))
_LENS = 1.8  # times an eye's outline: as much as glasses cover, and mostly skin where there are none
_CHEEKS = ((1, 2, 3, 31), (13, 14, 15, 35))
_BETWEEN_EYES = (21, 22, 42, 28, 39)
_BELOW_NOSE = (4, 5, 6, 7, 8, 9, 10, 11, 12, 33)


@dataclass(frozen=True)
class Measured:
    """Of one face. `light`: median, 0 to 255; `blown`: share of pixels that are white; `sharpness`: mean square of the
    second derivative, across or down, whichever is less, for a contrast of 50; `eyes`: the light about them as a share
    of the cheeks'; `mouth`: how far the colour of the lower face is from that between the eyes, in steps of CIE a* and
    b*; `yaw`, `pitch`: degrees.
    """

    width: int
    light: float
    blown: float
    sharpness: float
    eyes: float
    mouth: float
    yaw: float
    pitch: float

    @property
    def quality(self) -> float:
        """0 to 1: what a comparison may expect of this picture; each failing alone can make it 0."""
        size = min(1.0, self.width / ENOUGH_WIDTH)
        sharp = min(1.0, self.sharpness / ENOUGH_SHARPNESS)
        turn = max(0.0, 1 - np.hypot(self.yaw, UNSURE * self.pitch) / TURNED)
        light = max(0.0, 1 - (abs(self.light - BEST_LIGHT) / LIGHT_WIDTH) ** 2) * (1 - self.blown)
        return float(size * sharp * turn * light)


def measured(picture: Picture, box: Box, points: Points) -> Measured:
    """The face in this box of a colour picture of any size."""
    part = cut(picture, grown(box, _AROUND), SIDE / width(box))
    left, top, right, bottom = (round(side) for side in part.from_frame(box))
    light = grey(part.picture)
    inner = light[max(0, top) : bottom, max(0, left) : right]
    eyes, mouth = _covered(part, points)
    yaw, pitch = pose(points)
    return Measured(
        width(box), float(np.median(inner)), float((inner >= _WHITE).mean()), _sharpness(inner), eyes, mouth, yaw, pitch
    )


def _sharpness(light: Picture) -> float:
    smooth = cv2.GaussianBlur(light, (3, 3), 0.8).astype(np.float32)  # a sensor's noise is no sharpness
    contrast = max(_FLAT, float(smooth.std()))
    bent = (cv2.filter2D(smooth, cv2.CV_32F, kernel) for kernel in (_BENT, _BENT.T))  # a moving picture is smeared
    return min(float((one**2).mean()) for one in bent) * (_CONTRAST / contrast) ** 2  # one way, and sharp the other


def _covered(part: Cut, points: Points) -> tuple[float, float]:
    """Light about the eyes as a share of the cheeks', and how far the lower face's colour is from the upper one's."""
    there = (points - (part.left, part.top)) * part.scale
    lab = cv2.cvtColor(part.picture, cv2.COLOR_BGR2LAB)
    cheeks = _mean(lab, [there[list(one)] for one in _CHEEKS])
    eyes = _mean(lab, [_widened(there[one]) for one in _EYES])
    upper, lower = (_mean(lab, [there[list(one)]]) for one in (_BETWEEN_EYES, _BELOW_NOSE))
    return float(eyes[0] / max(1.0, cheeks[0])), float(np.hypot(*(upper - lower)[1:]))


def _widened(outline: Points) -> Points:
    middle = outline.mean(axis=0)
    way = np.array([_LENS, 2 * _LENS], np.float32)  # an open eye is half as high as glasses are
    return np.asarray(middle + (outline - middle) * way, np.float32)


def _mean(lab: Picture, hulls: list[Points]) -> Points:
    mask = np.zeros(lab.shape[:2], np.uint8)
    for hull in hulls:
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(hull).astype(np.int32)), 255)
    return np.asarray(cv2.mean(lab, mask)[:3], np.float32)
