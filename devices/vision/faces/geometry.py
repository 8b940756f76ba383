"""Boxes, cuts and turns of the head. Boxes are left, top, right, bottom in pixels, right and bottom not included."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from devices.vision.faces.looks import Picture

Box = tuple[int, int, int, int]
Points = npt.NDArray[np.float32]

_TINY = 1e-9
_SPARSE = 4.0  # at least so many pixels are left for each wanted one before they are averaged

# A mean head in millimetres, x to the picture's right, y down, z away from the camera; beside it: the iBUG points.
# Corners of the eyes and the nose only: mouth and chin move, and a smile would count as a nod.
_HEAD_POINTS = (36, 45, 39, 42, 27, 30, 33, 31, 35)
_HEAD = np.array(
    [
        [-45, -34, 27],
        [45, -34, 27],
        [-16, -32, 25],
        [16, -32, 25],
        [0, -34, 12],
        [0, 0, 0],
        [0, 12, 13],
        [-13, 9, 16],
        [13, 9, 16],
    ],
    np.float64,
)
_HEAD_INVERSE = np.linalg.pinv(_HEAD - _HEAD.mean(axis=0))


def width(box: Box) -> int:
    """In pixels."""
    return box[2] - box[0]


def centre(box: Box) -> tuple[float, float]:
    """Across and down."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def scaled(box: Sequence[float], by: float, left: float = 0.0, top: float = 0.0) -> Box:
    """A box of a cut that was made `by` times as large and begins at `left`, `top` of the frame, in the frame."""
    x0, y0, x1, y1 = box
    return round(x0 / by + left), round(y0 / by + top), round(x1 / by + left), round(y1 / by + top)


def within(box: Box, picture: Picture) -> Box:
    """What of a box lies in the picture; at least one pixel."""
    height, wide = picture.shape[:2]
    left, top = min(max(0, box[0]), wide - 1), min(max(0, box[1]), height - 1)
    return left, top, min(max(left + 1, box[2]), wide), min(max(top + 1, box[3]), height)


def grown(box: Box, by: float) -> Box:
    """With so much of its width more on each side; not clipped to any picture."""
    more = round(width(box) * by)
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


def shared(one: Box, other: Box) -> float:
    """How much of the smaller box lies in the other, 0 to 1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across * down / max(1, smaller)


@dataclass(frozen=True)
class Cut:
    """A part of a frame, made `scale` times as large; it begins at `left`, `top` of the frame."""

    picture: Picture
    left: int
    top: int
    scale: float

    def to_frame(self, points: npt.ArrayLike) -> Points:
        """Points of the cut (n × 2) in the frame."""
        there = np.asarray(points, np.float32) / self.scale + np.array([self.left, self.top], np.float32)
        return there.astype(np.float32)

    def box_to_frame(self, box: Sequence[float]) -> Box:
        """A box of the cut in the frame."""
        return scaled(box, self.scale, self.left, self.top)

    def from_frame(self, box: Box) -> tuple[float, float, float, float]:
        """A box of the frame in the cut."""
        x0, y0, x1, y1 = box
        return (
            (x0 - self.left) * self.scale,
            (y0 - self.top) * self.scale,
            (x1 - self.left) * self.scale,
            (y1 - self.top) * self.scale,
        )


def cut(picture: Picture, box: Box, scale: float = 1.0, light: bool = False) -> Cut:
    """That part of the picture, made so many times as large; `light`: in grey. Its time is bounded by the size of the
    result: from a much larger picture single pixels are taken before any are averaged.
    """
    left, top, right, bottom = within(box, picture)
    part = picture[top:bottom, left:right]
    size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    step = max(1, int(1 / (scale * _SPARSE)))
    if step > 1:
        part = part[::step, ::step]
    if light:
        part = grey(part)
    return Cut(np.ascontiguousarray(_resized(part, size)), left, top, scale)


def _resized(picture: Picture, size: tuple[int, int]) -> Picture:
    """By whole pixels averaged first, and the rest between neighbours: a third of the time of averaging by shares."""
    high, wide = picture.shape[:2]
    whole = min(wide // size[0], high // size[1])
    if whole > 1:
        picture = picture[: high - high % whole, : wide - wide % whole]
        picture = cv2.resize(picture, (wide // whole, high // whole), interpolation=cv2.INTER_AREA)
    if picture.shape[1::-1] != size:
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)
    return picture


def colour(picture: Picture) -> Picture:
    """Blue, green, red of a picture that may be grey."""
    if picture.ndim == 3:
        return picture
    made: Picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return made


def grey(picture: Picture) -> Picture:
    """A picture's light."""
    if picture.ndim == 2:
        return picture
    made: Picture = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return made


def pose(points: Points) -> tuple[float, float]:
    """How far a head is turned, in degrees, from its 68 points: yaw (+ to the person's own left), pitch (+ down).

    The head is taken as seen from far away (scaled orthographic projection), so that two rows of its turn follow
    by least squares from the mean head above. Real heads differ from it: some degrees are always uncertain.
    """
    seen = points[list(_HEAD_POINTS)].astype(np.float64)
    rows = (_HEAD_INVERSE @ (seen - seen.mean(axis=0))).T
    across, down = (row / max(_TINY, float(np.linalg.norm(row))) for row in rows)
    away = np.cross(across, down)
    yaw = math.degrees(math.atan2(-float(across[2]), float(away[2])))
    pitch = math.degrees(math.asin(min(1.0, max(-1.0, -float(down[2])))))
    return yaw, pitch
