"""Where the page is: the largest convex quadrilateral with paper's proportions, on dark desks and on light ones.

Candidates come from a small picture in several ways (what differs from the desk's own colour, what is bright, what has
an edge all around); the best one's sides are then found anew in the full picture, to parts of a pixel.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from devices.vision.pictures import Corners, Picture, shrunk

SEARCH_PIXELS = 640
"""The longer side of the picture that is searched."""

SMALLEST_SHARE, LARGEST_SHARE = 0.10, 0.97
"""Of the frame: what is smaller is no page, what is larger is the frame itself."""

PROPORTIONS = (1.15, 1.75)
"""Longer side to shorter: A4 and A5 1.41, 16K 1.37, letter 1.29, a household register's leaf 1.36."""

FULLEST = 0.93
"""How much of its quadrilateral a page's outline fills at least; hands and shadows fill less."""

AT_THE_EDGE = 0.004
"""A corner this near to the frame's edge (share of its longer side) means that the page is cut off."""

_RIGHT_ANGLES = 0.5  # the largest cosine of a corner: 60 to 120 degrees, as the camera stands above the desk
_BORDER = 0.04  # the frame's edge shows the desk
_PROBES = 48  # places on each side where its edge is looked for
_INNER = 0.06  # of a side: near the corners its neighbour's edge disturbs

Mask = npt.NDArray[np.uint8]


def find_page(picture: Picture) -> Corners | None:
    """The page's corners in the picture's pixels; None where no whole page is seen."""
    small, scale = shrunk(picture, SEARCH_PIXELS)
    rough = _best(small)
    if rough is None:
        return None
    return _refined(picture, rough / scale, reach=2.5 / scale + 2)


def outline(picture: Picture) -> Corners | None:
    """The same, quickly and roughly: for the preview."""
    small, scale = shrunk(picture, SEARCH_PIXELS)
    rough = _best(small)
    return None if rough is None else (rough / scale).astype(np.float32)


def ordered(corners: npt.NDArray[np.floating]) -> Corners:
    """Clockwise, beginning at the upper left."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    around = corners[np.argsort(angles)]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0).astype(np.float32)


# ---- candidates


def _best(small: Picture) -> Corners | None:
    height, width = small.shape[:2]
    found: tuple[float, Corners] | None = None
    for mask in _masks(small):
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            quad = _quadrilateral(contour, height * width)
            if quad is None or not _plausible(quad, width, height):
                continue
            area = float(cv2.contourArea(quad))
            fit = float(cv2.contourArea(cv2.convexHull(contour))) / area
            worth = area * min(fit, 1 / fit) ** 4
            if found is None or worth > found[0]:
                found = worth, quad
    return found[1] if found else None


def _masks(small: Picture) -> Iterator[Mask]:
    """What may be a page, in white."""
    lab = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2LAB), (5, 5), 0)
    desk = _desk_colour(lab)
    apart = np.abs(lab.astype(np.int16) - desk).astype(np.float32)
    apart[..., 0] *= 0.8
    differs = np.clip(apart.sum(axis=2), 0, 255).astype(np.uint8)
    light = lab[..., 0]
    for channel in (differs, light):
        _, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield _tidy(mask)
    low, _ = cv2.threshold(differs, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, mask = cv2.threshold(differs, max(10.0, low * 0.55), 255, cv2.THRESH_BINARY)
    yield _tidy(mask)
    for strong in (90, 35):
        edges = cv2.Canny(light, strong // 2, strong)
        closed = cv2.dilate(edges, np.ones((3, 3), np.uint8))
        yield _filled(closed)


def _desk_colour(lab: Picture) -> npt.NDArray[np.int16]:
    height, width = lab.shape[:2]
    band = max(2, round(_BORDER * max(height, width)))
    sides = (lab[:band], lab[-band:], lab[:, :band], lab[:, -band:])
    rim = np.concatenate([side.reshape(-1, 3) for side in sides])
    colour: npt.NDArray[np.int16] = np.median(rim, axis=0).astype(np.int16)
    return colour


def _tidy(mask: Mask) -> Mask:
    """Without specks, and with what is written on the page filled in."""
    kernel = np.ones((5, 5), np.uint8)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
    return _filled(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, kernel))


def _filled(mask: Mask) -> Mask:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    whole: Mask = np.zeros_like(mask)
    cv2.drawContours(whole, contours, -1, 255, cv2.FILLED)
    tidy: Mask = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    return tidy


def _quadrilateral(contour: npt.NDArray[np.int32], frame: int) -> Corners | None:
    """Four corners that the outline fills; None if it has another shape, or another size than pages have."""
    hull = cv2.convexHull(contour)
    area = float(cv2.contourArea(hull))
    if not SMALLEST_SHARE * frame <= area <= LARGEST_SHARE * frame:
        return None
    if float(cv2.contourArea(contour)) < FULLEST * area:
        return None
    around = float(cv2.arcLength(hull, True))
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(hull, tolerance * around, True)
        if len(shape) == 4:
            quad = ordered(shape.reshape(4, 2))
            return quad if area >= FULLEST * float(cv2.contourArea(quad)) else None
    return None


def _plausible(quad: Corners, width: int, height: int) -> bool:
    margin = AT_THE_EDGE * max(width, height)
    low, high = quad.min(axis=0), quad.max(axis=0)
    if min(low) < margin or high[0] > width - 1 - margin or high[1] > height - 1 - margin:
        return False
    sides = np.roll(quad, -1, axis=0) - quad
    lengths = np.linalg.norm(sides, axis=1)
    if min(lengths) < 1:
        return False
    along = sides / lengths[:, None]
    if max(abs(float(a @ b)) for a, b in itertools.pairwise([*along, along[0]])) > _RIGHT_ANGLES:
        return False
    across, down = lengths[0] + lengths[2], lengths[1] + lengths[3]
    return bool(PROPORTIONS[0] <= max(across, down) / min(across, down) <= PROPORTIONS[1])


# ---- to parts of a pixel


def _refined(picture: Picture, rough: npt.NDArray[np.floating], reach: float) -> Corners:
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    lines = [_edge(grey, rough[at], rough[(at + 1) % 4], reach) for at in range(4)]
    corners = [_crossing(lines[at - 1], lines[at]) for at in range(4)]
    if any(c is None for c in corners):
        return ordered(rough)
    found = np.array(corners)
    moved = np.linalg.norm(found - rough, axis=1).max()
    return ordered(found if moved <= 3 * reach else rough)


def _edge(
    grey: Picture, start: npt.NDArray[np.floating], end: npt.NDArray[np.floating], reach: float
) -> tuple[float, float, float, float]:
    """The line (direction, point) through the strongest steps of brightness near a side."""
    along = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
    inwards = np.array([-along[1], along[0]])  # corners go clockwise
    shares = np.linspace(_INNER, 1 - _INNER, _PROBES)[:, None]
    steps = np.arange(-reach, reach + 0.5, 0.5)
    places = (start + shares * (end - start))[:, None, :] + steps[None, :, None] * inwards
    seen = cv2.remap(
        grey, places[..., 0].astype(np.float32), places[..., 1].astype(np.float32), cv2.INTER_LINEAR
    ).astype(np.float32)
    change = np.abs(np.gradient(seen, axis=1))
    best = change.argmax(axis=1)
    points = places[np.arange(_PROBES), best]
    strong = change.max(axis=1) >= 0.4 * np.median(change.max(axis=1))
    line = cv2.fitLine(points[strong].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return float(line[0]), float(line[1]), float(line[2]), float(line[3])


def _crossing(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> npt.NDArray[np.floating] | None:
    directions = np.array([[one[0], -other[0]], [one[1], -other[1]]])
    if abs(np.linalg.det(directions)) < 1e-3:
        return None
    way = np.linalg.solve(directions, np.array([other[2] - one[2], other[3] - one[3]]))
    return np.array([one[2] + way[0] * one[0], one[3] + way[0] * one[1]])
