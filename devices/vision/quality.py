"""How good a page's picture is, and what the person can do about it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from devices.ports import Advice
from devices.vision.pictures import Corners, Picture, shrunk

SHARP_ENOUGH = 90.0
"""Variance of the Laplacian on the page, scaled to `MEASURED_PIXELS` and to full contrast."""

GLARE_SHARE = 0.006
"""Of the page: more than this is saturated in one spot and whiter than the paper around it."""

SATURATED = 247
"""Brightness from which a pixel shows the lamp and no longer the paper."""

BRIGHTER_THAN_PAPER = 12
"""By how much a reflection outshines the paper; white paper in good light is no reflection."""

LIGHT_ENOUGH = 85.0
"""Brightness of the paper (its 80th percentile); below that text drowns in the sensor's noise."""

BLACK = 14.0
"""A frame whose 95th percentile is below this is covered, or has no light at all."""

DIM = 38.0
"""A frame whose 95th percentile is below this is too dark to find a page in."""

EDGELESS = 0.03
"""Mean difference of neighbours in a frame shrunk to `_BLANK_SIZE` pixels, as a share of its brightness: a hall has
edges wherever one looks, in bad light too (0.1 and more); a hand or frost before the lens leaves slow shades (0.01)."""

MEASURED_PIXELS = 900  # the page's longer side when its sharpness is measured
_TILE = 24  # pixels; smaller than the gaps between paragraphs and the margins
_BLANK_SIZE = (48, 27)
_INWARDS = 0.03  # of the page; its edge is sharp against any desk


@dataclass(frozen=True)
class Quality:
    """What was measured. `advice` is FINE or the first thing to mend."""

    sharpness: float
    glare: float
    light: float
    advice: Advice


def judged(page: Picture) -> Quality:
    """The quality of a page that was cut out and straightened."""
    grey = _inner(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY) if page.ndim == 3 else page)
    small, _ = shrunk(grey, MEASURED_PIXELS)
    light = float(np.percentile(small, 80))
    glare = _glare(small)
    sharpness = _sharpness(small)
    advice = Advice.FINE
    if light < LIGHT_ENOUGH:
        advice = Advice.DARK
    elif glare > GLARE_SHARE:
        advice = Advice.GLARE
    elif sharpness < SHARP_ENOUGH:
        advice = Advice.BLUR
    return Quality(sharpness, glare, light, advice)


def quick_look(picture: Picture, corners: Corners | None) -> Advice:
    """Advice for the preview: the page is cut out roughly."""
    if brightness(picture) < DIM:
        return Advice.DARK
    if corners is None:
        return Advice.NO_PAGE
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    long, short = max(sides[0], sides[1]), min(sides[0], sides[1])
    height, width = MEASURED_PIXELS, max(1, round(MEASURED_PIXELS * float(short / long)))
    if sides[0] > sides[1]:
        width, height = height, width
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return judged(cv2.warpPerspective(grey, way, (width, height), flags=cv2.INTER_LINEAR)).advice


def brightness(picture: Picture) -> float:
    """The 95th percentile of a frame: a black frame may have a hot pixel or two."""
    return float(np.percentile(picture[::8, ::8], 95))


def is_blank(picture: Picture) -> bool:
    """Whether nothing is to be seen in a frame but slow shades: its lens is covered."""
    small = cv2.resize(picture, _BLANK_SIZE, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    across, down = np.abs(np.diff(grey, axis=1)).mean(), np.abs(np.diff(grey, axis=0)).mean()
    return float(across + down) < EDGELESS * brightness(picture)


def _inner(grey: Picture) -> Picture:
    height, width = grey.shape[:2]
    rim = max(1, round(_INWARDS * max(height, width)))
    inner: Picture = grey[rim:-rim, rim:-rim]
    return inner if inner.size else grey


def _sharpness(grey: Picture) -> float:
    """Of the ink's edges: noise is smoothed away first, and dim pages are not called blurred for being dim."""
    low, high = np.percentile(grey, (1, 90))
    contrast = max(30.0, float(high - low))
    smooth = cv2.GaussianBlur(grey, (3, 3), 0.8).astype(np.float32) * (200.0 / contrast)
    squares = cv2.Laplacian(smooth, cv2.CV_32F) ** 2
    tiles = cv2.boxFilter(squares, -1, (_TILE, _TILE))[_TILE::_TILE, _TILE::_TILE]
    noise = float(np.percentile(tiles, 15)) if tiles.size else 0.0  # of the empty paper, where nothing is written
    return max(0.0, float(squares.mean()) - noise)


def _glare(grey: Picture) -> float:
    """The share of the page under the largest spot that shines."""
    paper = float(np.median(grey))
    if paper > SATURATED - BRIGHTER_THAN_PAPER:
        return 0.0
    spots = cv2.morphologyEx(
        (cv2.blur(grey, (5, 5)) >= SATURATED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(spots)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return float(areas.max()) / grey.size if len(areas) else 0.0
