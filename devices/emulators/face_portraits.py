"""The photographs of `portraits/` as likenesses: upright, of one size, cut out, with their 68 points.

All lengths are in eye distances (`UNIT` pixels of the likeness), counted from the middle between the eyes, x to the
right of the picture, y down. Points are those of the iBUG 300-W set.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

FOLDER = Path(__file__).with_name("portraits")
PORTRAITS = ("astronaut", "obama-1", "obama-3", "biden-1", "biden-2")
"""Those that look at the camera; persons are made of them."""

UNIT = 100.0
SIZE = (800, 1000)
EYES = (400.0, 330.0)  # where the middle between the eyes lies in a likeness
RIGHT_EYE, LEFT_EYE = slice(36, 42), slice(42, 48)

Pixels = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Likeness:
    """`rgb`: SIZE pixels; `alpha`: 255 where the person is; `points`: 68 × 2 in pixels of `rgb`."""

    rgb: Pixels
    alpha: Pixels
    points: Points

    @property
    def units(self) -> Points:
        """The points in eye distances from the middle between the eyes."""
        units: Points = (self.points - np.array(EYES)) / UNIT
        return units


@functools.cache
def _all_points() -> dict[str, list[list[float]]]:
    found: dict[str, list[list[float]]] = json.loads((FOLDER / "points.json").read_text(encoding="utf-8"))
    return found


def eyes_of(points: Points) -> tuple[Points, Points]:
    """The middles of the person's right and left eye."""
    return points[RIGHT_EYE].mean(0), points[LEFT_EYE].mean(0)


@functools.lru_cache(maxsize=8)
def likeness(portrait: str) -> Likeness:
    """ValueError for a portrait that isn't one of `PORTRAITS`."""
    if portrait not in PORTRAITS:
        raise ValueError(f"portrait {portrait!r}; known: {', '.join(PORTRAITS)}")
    points = np.array(_all_points()[portrait], float)
    right, left = eyes_of(points)
    across = left - right
    scale, turn = UNIT / math.hypot(*across), math.atan2(across[1], across[0])
    cos, sin = math.cos(turn), math.sin(turn)
    ahead = np.array([[cos, sin], [-sin, cos]]) * scale  # from the file to the likeness
    middle = (right + left) / 2
    back = np.linalg.inv(ahead)
    start = middle - back @ np.array(EYES)
    way = (back[0, 0], back[0, 1], start[0], back[1, 0], back[1, 1], start[1])
    with Image.open(FOLDER / f"{portrait}.jpg") as photo, Image.open(FOLDER / f"{portrait}.mask.png") as mask:
        rgb = _filled(photo.convert("RGB"), way)
        alpha = np.asarray(mask.transform(SIZE, Image.Transform.AFFINE, way, Image.Resampling.BICUBIC)).copy()
    _extend(rgb, alpha, photo.size, ahead, middle)
    return Likeness(rgb, alpha, (points - middle) @ ahead.T + np.array(EYES))


def _filled(photo: Image.Image, way: tuple[float, ...]) -> Pixels:
    smooth = Image.Resampling.BICUBIC
    return np.asarray(photo.transform(SIZE, Image.Transform.AFFINE, way, smooth)).copy()


def _extend(rgb: Pixels, alpha: Pixels, size: tuple[int, int], ahead: Points, middle: Points) -> None:
    """Below the photograph's last row the clothes go on as they were there."""
    corners = (np.array([[0, size[1]], [size[0], size[1]]]) - middle) @ ahead.T + np.array(EYES)
    last = int(min(corners[:, 1])) - 6
    if last >= SIZE[1]:
        return
    cloth = Image.fromarray(rgb[last - 24 : last]).filter(ImageFilter.GaussianBlur(40)).resize((SIZE[0], 1))
    there = rgb[last - 24 : last].mean(0)
    for row in range(last, SIZE[1]):
        keep = max(0.0, 1 - (row - last) / 60)
        rgb[row] = (there * keep + np.asarray(cloth)[0] * (1 - keep)).astype(np.uint8)
    alpha[last:] = alpha[last]
