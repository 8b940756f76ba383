"""Whether the skin of a face moves as that of a head in space, or as a picture of one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, ramp
from devices.vision.faces.liveness.skin import Numbers, Skin, Tracks

RENEWED = 3.0
"""Seconds after which new places of the skin are followed: later ones look too different."""

HEAD_NONE, HEAD_FULL = 0.45, 0.25
"""Share of the motion off a plane that a head's depth explains."""

OFF = 2.0
"""Motion off a plane, in units of what the tracking is unsure of: from there on something bends or shines."""

TILT = 0.012
"""Change of proportions from which a plane has visibly been tilted: by some ten degrees."""

WENT = 0.04
"""Of the face's size: a head that goes aside so far has turned a little too; a picture that is carried has not."""

_EVERY = 2  # frames
_FRESH = 3  # comparisons right after choosing the places tell how sure the tracking is
_SURE = 0.06  # pixels; no tracking is better
_TOGETHER = 14  # comparisons that are told together
_LEAST = 3
_ROUNDS = 4  # of weighing down what fits badly


@dataclass(frozen=True)
class Parallax:
    """Mean squares of motion off a plane, in square pixels: what a head's depth explains of it, and the whole."""

    head: float
    whole: float


@dataclass(frozen=True)
class _Motion:
    parallax: Parallax
    tilt: float
    went: float


class Flatness:
    """How much of the skin's motion off a plane is the parallax of a head.

    Physical reason: views of a plane are related by a homography; a body leaves a parallax in proportion to the depth
    of each place (plane and parallax: Hartley, Zisserman, *Multiple View Geometry*, 13.3; for faces De Marsico et al.:
    *Moving Face Spoofing Detection via 3D Projective Invariants*, ICB 2012). A bent sheet has a depth too, though not a
    head's. Eyes and mouth are left out: they move in a mask with holes as well. Value: the share that a mean head's
    depth explains. While nothing has turned or gone aside, nothing is known.
    """

    name = "flatness"

    def __init__(self) -> None:
        self._count = 0
        self._skin: Skin | None = None
        self._at_first: list[float] = []
        self._recent: deque[_Motion] = deque(maxlen=_TOGETHER)
        self._start = np.zeros(2)
        self._now: Cue | None = None

    def take(self, sample: Sample) -> None:
        """Follows the places: in each frame until it is known how surely, then in every second."""
        self._count += 1
        if len(self._at_first) >= _FRESH and self._count % _EVERY:
            return
        if self._skin is None or sample.at - self._skin.at > RENEWED:
            self._skin, self._at_first = Skin.of(sample), []
            self._start = sample.points[27:36].mean(axis=0)
            return
        found = self._skin.found(sample)
        if found is None:
            self._skin = None
            return
        self._weigh(self._skin, sample, *found)

    def cue(self) -> Cue | None:
        """Known once something has turned, or gone aside."""
        return self._now

    def _weigh(self, skin: Skin, sample: Sample, off: Tracks, way: Numbers) -> None:
        parallax = parallax_of(skin.places[skin.alive], off, skin.depths[skin.alive])
        if len(self._at_first) < _FRESH:
            self._at_first.append(float(np.sqrt(parallax.whole)))
            return
        size = sample.box[3] - sample.box[1]
        went = float(np.hypot(*(sample.points[27:36].mean(axis=0) - self._start))) / size
        self._recent.append(_Motion(parallax, stretch(way, skin.places.mean(axis=0)), went))
        self._now = self._measured() or self._now

    def _measured(self) -> Cue | None:
        if len(self._recent) < _LEAST:
            return None
        head = sum(one.parallax.head for one in self._recent)
        whole = sum(one.parallax.whole for one in self._recent)
        share = head / max(whole, 1e-9)
        flat = ramp(share, HEAD_NONE, HEAD_FULL)
        unsure = max(_SURE, float(np.median(self._at_first)))
        moved = (
            max(one.tilt for one in self._recent) > TILT
            or np.sqrt(whole / len(self._recent)) > OFF * unsure
            or max(one.went for one in self._recent) > WENT
        )
        return Cue(self.name, round(share, 3), flat) if moved or flat == 0.0 else None


def parallax_of(before: Tracks, off: Tracks, depth: Numbers) -> Parallax:
    """How much of what no homography explains is a head's."""
    way, _ = cv2.findHomography(before, off, 0)
    if way is None:
        return Parallax(0.0, 0.0)
    there = cv2.perspectiveTransform(before.reshape(-1, 1, 2), way).reshape(-1, 2)
    left = (off - there).astype(np.float64)
    x, y = (before - before.mean(axis=0)).T / max(float(before.std()), 1e-6)
    plane = np.stack([np.ones_like(x), x, y], 1)
    return _explained(left, depth - plane @ np.linalg.lstsq(plane, depth, rcond=None)[0])


def _explained(left: Numbers, out: Numbers) -> Parallax:
    """`left`: motion, `out`: how far each place stands out of the plane.

    What fits badly weighs less and less (Huber): a reflection wandering over a print hits few places.
    """
    out = out / max(float(out.std()), 1e-6)
    weights = np.ones(len(left))
    rest, pull = left, np.zeros(2)
    for _ in range(_ROUNDS):
        pull = (weights[:, None] * left * out[:, None]).sum(axis=0) / (weights * out**2).sum()
        rest = left - out[:, None] * pull
        error = np.hypot(*rest.T)
        weights = np.minimum(1.0, 1.5 * max(float(np.median(error)), 0.02) / np.maximum(error, 1e-9))
    spread = float((weights * (rest**2).sum(axis=1)).sum() / weights.sum())
    return Parallax(float(pull @ pull), float(pull @ pull) + spread)


def stretch(way: Numbers, at: Tracks) -> float:
    """How much a homography changes proportions there."""
    x, y = (float(one) for one in at)
    w = way[2] @ (x, y, 1.0)
    there = (way[:2] @ (x, y, 1.0)) / w
    sizes = np.linalg.svd((way[:2, :2] - np.outer(there, way[2, :2])) / w, compute_uv=False)
    return float(sizes[0] / max(sizes[1], 1e-9) - 1.0)
