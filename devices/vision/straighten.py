"""From a frame with a page in it to the page alone: perspective out, text level, at a resolution for paper."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from devices.vision.pictures import Corners, Picture, shrunk

A4_INCHES = (8.268, 11.693)
LEAST_DPI, MOST_DPI = 150, 200
"""A page is made this fine: no finer than the camera saw it, within these."""

A4_NEAR = 0.08
"""Proportions this near to A4's are A4's: the perspective hides them a little."""

MOST_SKEW = 4.0
"""Degrees; text that leans more than this leans on purpose."""

LEAST_SKEW = 0.15
"""Degrees; less is not seen, and turning costs sharpness."""

_TRIM = 3.0  # pixels of the frame; the desk and the paper's shadow end there
_LONGEST_FOR_SKEW = 700  # pixels; the lines of text are still apart
_SURE = 1.05  # by how much lines stand out better when turned, for the turn to be believed


def straightened(picture: Picture, corners: Corners) -> Picture:
    """The page alone, upright or lying as it lies in the frame."""
    corners = corners + _TRIM * _towards_middle(corners)
    width, height = _size(corners)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    page = cv2.warpPerspective(picture, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return levelled(page)


def levelled(page: Picture) -> Picture:
    """With its lines of text level."""
    lean = skew(page)
    if abs(lean) < LEAST_SKEW:
        return page
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0)
    turned: Picture = cv2.warpAffine(
        page, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return turned


def skew(page: Picture) -> float:
    """By how many degrees its lines must be turned (anticlockwise) to be level; 0 where no lines stand out."""
    small, _ = shrunk(page, _LONGEST_FOR_SKEW)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    rim = max(4, round(0.04 * max(ink.shape)))
    ink = ink[rim:-rim, rim:-rim]
    ys, xs = np.nonzero(ink)
    if not 200 < len(xs) < 0.4 * ink.size:
        return 0.0
    level = max(_standing_out(xs, ys, 0.0), _standing_out(ys, xs, 0.0))
    best = max(
        (
            (_standing_out(a, b, sign * angle), angle)
            for a, b, sign in ((xs, ys, 1), (ys, xs, -1))
            for angle in _tries()
        ),
        key=lambda found: found[0],
    )
    return best[1] if best[0] > _SURE * level else 0.0


def _tries() -> list[float]:
    return [float(angle) for angle in np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.2)]


def _standing_out(along: npt.NDArray[np.int64], across: npt.NDArray[np.int64], degrees: float) -> float:
    """How unevenly ink lies over the rows once turned: lines and the gaps between them."""
    rows = np.cos(math.radians(degrees)) * across - np.sin(math.radians(degrees)) * along
    counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float((np.diff(counts) ** 2).sum())


def _towards_middle(corners: Corners) -> Corners:
    way = corners.mean(axis=0) - corners
    inwards: Corners = way / np.linalg.norm(way, axis=1)[:, None]
    return inwards


def _size(corners: Corners) -> tuple[int, int]:
    """Width and height in pixels of the page to be made."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    across, down = float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2
    ratio = max(across, down) / min(across, down)
    if abs(ratio / math.sqrt(2) - 1) < A4_NEAR:
        ratio = math.sqrt(2)
    dpi = min(MOST_DPI, max(LEAST_DPI, max(across, down) / A4_INCHES[1]))
    long = round(dpi * A4_INCHES[1])
    short = round(long / ratio)
    return (long, short) if across > down else (short, long)
