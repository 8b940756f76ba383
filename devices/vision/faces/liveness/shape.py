"""What 68 landmarks (iBUG order) say of a face's expression and pose, in measures that need no camera calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""68 × 2, pixels, x to the right and y downwards, of a picture that is not mirrored."""

NOSE_DEPTH = 0.9
"""How far the tip of the nose stands before the line between the outer corners of the eyes, in halves of that line.

About 40 mm to 44 mm: means of head-and-face anthropometry (Farkas, *Anthropometry of the Head and Face*, 1994).
"""

SMALLEST_EYES = 8.0
"""Pixels between the outer corners of the eyes: below that no measure means anything."""

_RIGHT_EYE, _LEFT_EYE = slice(36, 42), slice(42, 48)  # the person's own
_RIGHT_CORNER, _LEFT_CORNER = 36, 45
_BRIDGE, _TIP, _BASE = 27, 30, 33
_INNER_LIPS = ((61, 67), (62, 66), (63, 65))


@dataclass(frozen=True)
class Shape:
    """`eyes`: mean eye aspect ratio, open ≈ 0.3 (Soukupová, Čech: *Real-Time Eye Blink Detection using Facial
    Landmarks*, CVWW 2016). `mouth`: height of the opening in lengths of the nose. `yaw`: degrees, + to the person's
    own left. `tall`: length of the nose in distances of the outer corners of the eyes; tilting changes it.
    """

    at: float
    eyes: float
    mouth: float
    yaw: float
    tall: float


def shape_of(points: npt.NDArray[np.floating], at: float) -> Shape | None:
    """The measures; None where the landmarks are no face: not 68, not finite, or all in a heap."""
    if points.shape != (68, 2) or not np.isfinite(points).all() or np.abs(points).max() > 1e6:
        return None
    p = points.astype(np.float64)
    across = p[_LEFT_CORNER] - p[_RIGHT_CORNER]
    wide = float(np.hypot(*across))
    long = float(np.hypot(*(p[_BASE] - p[_BRIDGE])))
    if wide < SMALLEST_EYES or long < SMALLEST_EYES / 4:
        return None
    middle = (p[_LEFT_CORNER] + p[_RIGHT_CORNER]) / 2
    aside = float((p[_TIP] - middle) @ across) / wide / (wide / 2)
    lips = sum(float(np.hypot(*(p[low] - p[high]))) for high, low in _INNER_LIPS) / len(_INNER_LIPS)
    eyes = (_aspect(p[_RIGHT_EYE]) + _aspect(p[_LEFT_EYE])) / 2
    return Shape(at, eyes, lips / long, math.degrees(math.atan(aside / NOSE_DEPTH)), long / wide)


def middle_of(shapes: Sequence[Shape]) -> Shape:
    """The median of each measure, at the last one's time; there must be one at least."""
    eyes, mouth, yaw, tall = np.median([(s.eyes, s.mouth, s.yaw, s.tall) for s in shapes], axis=0)
    return Shape(shapes[-1].at, float(eyes), float(mouth), float(yaw), float(tall))


def _aspect(eye: Points) -> float:
    wide = max(float(np.hypot(*(eye[0] - eye[3]))), 1e-6)
    return float(np.hypot(*(eye[1] - eye[5])) + np.hypot(*(eye[2] - eye[4]))) / (2 * wide)
