"""Whether the skin of a face moves as that of a head in space, or as a picture of one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, ramp
from devices.vision.faces.liveness.skin import LEAST, Numbers, Skin, Tracks

RENEWED = 3.0
"""Seconds after which new places of the skin are followed: later ones look too different."""

HEAD_NONE, HEAD_FULL = 0.65, 0.20
"""How well (squared correlation) the recovered depth of the places is that of a head. Emulated persons come to 0.65 to
0.97 within a second, flat pictures stay below 0.15, bent ones below 0.55 but for one of 40 (seeds from 1000 on)."""

CLEAR = 1.5
"""By how much the strongest common motion off the plane stands above the next before its depth means life."""

TILT_NONE, TILT_FULL = 0.008, 0.020
"""Change of proportions from which a plane has visibly been tilted: by seven and by eleven degrees."""

WENT_NONE, WENT_FULL = 0.05, 0.12
"""Of the face's size: who goes aside by a hand's breadth has turned a little too, what is carried need not have."""

APART = 0.06
"""Seconds between two frames that are weighed: in every second one of 25 a second, in each where there are fewer."""

FOLLOWED = 0.6
"""Seconds for which places must have been followed before a missing depth says anything."""

LITTLE = 0.25
"""Suspicion of a missing depth when hardly anything has moved: no sign of life, and no more than that."""

_MOST = 24  # comparisons that are weighed together
_LEAST = 6


@dataclass(frozen=True)
class Relief:
    """`head`: squared correlation of the recovered depth with a mean head's. `clear`: first over second singular value
    of the motion off the plane; a rigid body's has one only.
    """

    head: float
    clear: float


class Flatness:
    """Depth of the face as its motion shows it.

    Physical reason: views of a plane are related by a homography; a body leaves a parallax off it, in one direction at
    a time and everywhere in proportion to the depth of the place (plane and parallax: Hartley, Zisserman, *Multiple
    View Geometry*, 13.3; its rank: Irani, Anandan, ECCV 1996; for faces De Marsico et al.: *Moving Face Spoofing
    Detection via 3D Projective Invariants*, ICB 2012). So the parallax of all frames together is factored, and the
    depth found is compared with a mean head's. A bent sheet has a depth too, though hardly a head's; a reflection has
    none. Eyes and mouth are left out: they move in a mask with holes as well. Value: squared correlation with a head's
    depth. While nothing has turned or gone aside, nothing is known.
    """

    name = "flatness"

    def __init__(self) -> None:
        self._last = -APART
        self._skin: Skin | None = None
        self._start = np.zeros(2)
        self._off: deque[Numbers] = deque(maxlen=_MOST)
        self._tilt = self._went = 0.0
        self._now: Cue | None = None

    def take(self, sample: Sample) -> None:
        """Follows the places and weighs how they moved, until they have shown a head's depth.

        What has depth does not lose it; a face that turns far has other places in view.
        """
        if sample.at - self._last < APART or (self._now is not None and self._now.suspicion == 0.0):
            return
        self._last = sample.at
        if self._skin is None or sample.at - self._skin.at > RENEWED:
            self._begin(sample)
            return
        found = self._skin.found(sample)
        if found is None:
            self._skin = None
            return
        off, way = found
        self._off.append(_off_plane(self._skin, off))
        self._tilt = max(self._tilt, stretch(way, self._skin.places.mean(axis=0)))
        aside = float(np.hypot(*(sample.points[27:36].mean(axis=0) - self._start)))
        self._went = max(self._went, aside / (sample.box[3] - sample.box[1]))
        self._now = self._measured(self._skin, sample.at - self._skin.at) or self._now

    def cue(self) -> Cue | None:
        """Known once something has turned, or gone aside."""
        return self._now

    def _begin(self, sample: Sample) -> None:
        self._skin = Skin.of(sample)
        self._off.clear()
        self._tilt = self._went = 0.0
        self._start = sample.points[27:36].mean(axis=0)

    def _measured(self, skin: Skin, followed: float) -> Cue | None:
        if len(self._off) < _LEAST:
            return None
        moves = np.stack(self._off)[:, skin.alive]
        relief = relief_of(moves, skin.places[skin.alive], skin.depths[skin.alive])
        flat = ramp(relief.head, HEAD_NONE, HEAD_FULL)
        if flat == 0.0:
            return Cue(self.name, round(relief.head, 3), 0.0) if relief.clear >= CLEAR else None
        moved = max(ramp(self._tilt, TILT_NONE, TILT_FULL), ramp(self._went, WENT_NONE, WENT_FULL))
        if followed < FOLLOWED or moved == 0.0:
            return None
        return Cue(self.name, round(relief.head, 3), max(flat * moved, min(flat, LITTLE)))


def relief_of(moves: Numbers, places: Tracks, depth: Numbers) -> Relief:
    """Of motions off the plane (frames × places × 2, pixels): what their common depth has of the given one."""
    count = moves.shape[1]
    if count < LEAST:
        return Relief(0.0, 1.0)
    stacked = (moves - moves.mean(axis=0)).transpose(1, 0, 2).reshape(count, -1)  # without the first frame's own errors
    found, values, _ = np.linalg.svd(stacked, full_matrices=False)
    x, y = (places - places.mean(axis=0)).T / max(float(places.std()), 1e-6)
    plane = np.stack([np.ones_like(x), x, y], 1)
    a, b = (one - plane @ np.linalg.lstsq(plane, one, rcond=None)[0] for one in (found[:, 0], depth))
    both = float((a @ a) * (b @ b))
    head = float(a @ b) ** 2 / both if both > 1e-12 else 0.0
    return Relief(head, float(values[0] / max(values[1], 1e-9)))


def stretch(way: Numbers, at: Tracks) -> float:
    """How much a homography changes proportions there."""
    x, y = (float(one) for one in at)
    w = float(way[2] @ (x, y, 1.0))
    if not np.isfinite(way).all() or abs(w) < 1e-6:
        return 0.0
    there = (way[:2] @ (x, y, 1.0)) / w
    sizes = np.linalg.svd((way[:2, :2] - np.outer(there, way[2, :2])) / w, compute_uv=False)
    return float(sizes[0] / max(sizes[1], 1e-9) - 1.0)


def _off_plane(skin: Skin, off: Tracks) -> npt.NDArray[np.float64]:
    """For each place what no homography explains; nothing where it is lost."""
    before = skin.places[skin.alive]
    moved = np.zeros((len(skin.places), 2))
    way, _ = cv2.findHomography(before, off, 0)
    if way is not None:
        there = cv2.perspectiveTransform(before.reshape(-1, 1, 2), way).reshape(-1, 2)
        moved[skin.alive] = np.nan_to_num(off - there, posinf=0.0, neginf=0.0)
    return moved
