"""Straight edges that frame a face and move with it: a sheet of paper, a telephone, a tablet."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Box, Sample, around, grey_of, ramp

WIDER = 1.1
"""How far around the face edges are looked for, in its sizes: a picture held up shows little more than a head."""

LONG = 0.55
"""An edge is at least so long, in heights of the face: no ear, collar or strand of hair is, and as straight."""

SLANT = 14.0
"""Degrees by which an edge may lean against the upright, or the level, of the face itself."""

MOVED = 0.035
"""Of the face's size: so far it must have moved before what moves with it can be told from what stands behind it."""

FOLLOWS = 0.35
"""Share of the face's way that an edge which is not tied to it stays behind at least."""

OVER = 0.6
"""Share of the face's whole way over which an edge must have kept its distance."""

ENOUGH = 0.6
"""Share of the frames in which an edge that is there is found."""

SIDES_NONE, SIDES_FULL = 0.8, 1.8
"""Sides of the face with such an edge. One may be a strap or a door's frame passed by, two frame the face. Emulated
persons: 0 to 0.3; sheets, telephones and tablets: 1 to 4 within a second (seeds from 1000 on)."""

_PIXELS = 220  # the longer side of the searched region, after shrinking
_EVERY = 3  # frames
_KEPT = 24
_LEAST = 4


@dataclass(frozen=True)
class Edge:
    """`side`: 0 left, 1 top, 2 right, 3 bottom of the face; `at`: its place across, in pixels of the frame."""

    side: int
    at: float


@dataclass(frozen=True)
class _Seen:
    middle: tuple[float, float]
    size: float
    edges: tuple[Edge, ...]


class Bezel:
    """Edges on several sides that keep their distance from the face while both move.

    Physical reason: a presented picture ends somewhere, and its end is rigidly tied to it; a background stays behind
    when the head moves (Komulainen, Hadid, Pietikainen: *Context Based Face Anti-Spoofing*, BTAS 2013). Value: the
    mean number of sides with such an edge. Nothing is known before the face has moved; an edge outside the camera's
    view shows nothing, so that 0 alone does not mean alive.
    """

    name = "bezel"

    def __init__(self) -> None:
        self._count = 0
        self._seen: deque[_Seen] = deque(maxlen=_KEPT)
        self._now: Cue | None = None

    def take(self, sample: Sample) -> None:
        """Every third frame."""
        self._count += 1
        if self._count % _EVERY:
            return
        x, y = sample.points[27:48].mean(axis=0)
        size = float(sample.box[3] - sample.box[1])
        self._seen.append(_Seen((float(x), float(y)), size, edges_of(sample)))
        self._now = self._measured() if len(self._seen) >= _LEAST else None

    def cue(self) -> Cue | None:
        """Known once the face has moved."""
        return self._now

    def _measured(self) -> Cue | None:
        sides = [_tied(list(self._seen), side) for side in range(4)]
        if all(side is None for side in sides):
            return None
        value = sum(side or 0.0 for side in sides)
        return Cue(self.name, round(value, 2), ramp(value, SIDES_NONE, SIDES_FULL))


def edges_of(sample: Sample) -> tuple[Edge, ...]:
    """Long straight edges beside, above and below the face."""
    region = around(sample, WIDER)
    left, top, right, bottom = region
    step = max(1, -(-max(right - left, bottom - top) // _PIXELS))
    grey = grey_of(sample.picture[top:bottom:step, left:right:step])
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    marks = cv2.Canny(smooth, 40, 100)
    tall = (sample.box[3] - sample.box[1]) / step
    lines = cv2.HoughLinesP(marks, 1, np.pi / 180, round(tall * 0.3), minLineLength=tall * LONG, maxLineGap=tall * 0.06)
    if lines is None:
        return ()
    found = (_edge(line, sample, region, step) for line in lines.reshape(-1, 4).astype(np.float64)[:60])
    return tuple(edge for edge in found if edge is not None)


def _edge(line: npt.NDArray[np.float64], sample: Sample, region: Box, step: int) -> Edge | None:
    """Which side of the face it is on; None where it crosses the face or leans."""
    eyes = sample.points[45] - sample.points[36]
    roll = np.degrees(np.arctan2(eyes[1], eyes[0]))
    a, b = line[:2] * step + region[:2], line[2:] * step + region[:2]
    angle = (np.degrees(np.arctan2(b[1] - a[1], b[0] - a[0])) - roll + 90) % 180 - 90
    x, y = (a + b) / 2
    face_left, face_right = sample.points[:17, 0].min(), sample.points[:17, 0].max()
    face_bottom, brows = sample.points[8, 1], sample.points[17:27, 1].min()
    top = brows - 0.35 * (face_bottom - brows)
    if abs(angle) > 90 - SLANT:
        if max(a[1], b[1]) < top or min(a[1], b[1]) > face_bottom:
            return None
        return Edge(0, float(x)) if x < face_left else Edge(2, float(x)) if x > face_right else None
    if abs(angle) < SLANT:
        if max(a[0], b[0]) < face_left or min(a[0], b[0]) > face_right:
            return None
        return Edge(1, float(y)) if y < top else Edge(3, float(y)) if y > face_bottom else None
    return None


def _tied(seen: list[_Seen], side: int) -> float | None:
    """The share of frames in which an edge on this side kept its distance; None while the face has not moved so."""
    places = np.array([one.middle[side % 2] for one in seen])
    size = float(np.median([one.size for one in seen]))
    way = float(places.max() - places.min())
    if way < MOVED * size:
        return None
    on_side = ((frame, edge) for frame, one in enumerate(seen) for edge in one.edges if edge.side == side)
    rows = [(frame, edge.at - places[frame]) for frame, edge in on_side]
    if not rows:
        return 0.0
    frames, gaps = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    best = 0.0
    for gap in np.unique(np.round(gaps / (FOLLOWS * way / 2))) * (FOLLOWS * way / 2):
        with_it = np.unique(frames[np.abs(gaps - gap) <= FOLLOWS * way / 2])
        moved = float(places[with_it].max() - places[with_it].min()) if len(with_it) else 0.0
        if moved >= OVER * way:
            best = max(best, len(with_it) / len(seen))
    return min(1.0, best / ENOUGH)
