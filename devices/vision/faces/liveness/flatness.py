"""Whether the skin of a face moves as that of a body in space, or as a flat picture of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Box, Grey, Sample, around, grey_of, ramp

RENEWED = 3.0
"""Seconds after which new places of the skin are followed: later ones look too different."""

DEEP_NONE, DEEP_FULL = 2.6, 1.7
"""Motion off any plane, in units of what the tracking itself is unsure of: below is noise alone, above is parallax."""

TILT = 0.012
"""Change of the flat figure's own proportions from which a plane has visibly been tilted: by some ten degrees."""

AROUND = 0.35
"""Of the face's size, around it: as far as the crop reaches in which the places are followed."""

_EVERY = 2  # frames
_MOST, _LEAST = 70, 16  # places
_FRESH = 3  # comparisons right after choosing the places tell how sure the tracking is
_SURE = 0.06  # pixels; no tracking is better
_TOGETHER = 5  # comparisons whose median is told
_WINDOW = (17, 17)
_BACK = 0.4  # pixels by which the way forth and back may differ

Tracks = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Motion:
    """`depth`: root mean square motion off any plane, pixels; `tilt`: how much the flat figure was stretched."""

    depth: float
    tilt: float


class Flatness:
    """Residual of a homography between places of the skin then and now, beside what the tracking is unsure of.

    Physical reason: views of a plane are related by a homography, those of a body are not: nose, cheeks and forehead
    are at different depths and move apart when the head turns (Hartley, Zisserman: *Multiple View Geometry*, ch. 13;
    for faces De Marsico et al.: *Moving Face Spoofing Detection via 3D Projective Invariants*, ICB 2012). Eyes and
    mouth are left out: they move in a mask with holes too. Value: the residual in units of the tracking's own
    uncertainty. While neither head nor picture has turned, nothing is known.
    """

    name = "flatness"

    def __init__(self) -> None:
        self._count = 0
        self._reference: _Reference | None = None
        self._recent: deque[tuple[float, float]] = deque(maxlen=_TOGETHER)
        self._now: Cue | None = None

    def take(self, sample: Sample) -> None:
        """Follows the places: in each frame until it is known how surely, then in every second."""
        self._count += 1
        settled = self._reference is not None and self._reference.unsure is not None
        if settled and self._count % _EVERY:
            return
        if self._reference is None or sample.at - self._reference.at > RENEWED:
            self._reference = _Reference.of(sample)
            return
        motion = self._reference.motion(sample)
        if motion is None:
            self._reference = None
            return
        unsure = self._reference.unsure
        if unsure is None:
            return
        self._recent.append((motion.depth / unsure, motion.tilt))
        self._now = self._measured() or self._now

    def cue(self) -> Cue | None:
        """Known once something has turned: body or plane."""
        return self._now

    def _measured(self) -> Cue | None:
        if len(self._recent) < _TOGETHER:
            return None
        ratio, tilt = (float(one) for one in np.median(self._recent, axis=0))
        flat = ramp(ratio, DEEP_NONE, DEEP_FULL)
        if flat > 0.0 and tilt < TILT:
            return None
        return Cue(self.name, round(ratio, 2), flat)


class _Reference:
    """Places of the skin in a frame, and how surely they can be found again."""

    def __init__(self, sample: Sample, region: Box, grey: Grey, places: Tracks) -> None:
        self.at = sample.at
        self._grey = grey
        self._places = places
        self._corner = np.array(region[:2])
        self._nose = sample.points[27:36].mean(axis=0)
        self._now = places.copy()
        self._last_corner = self._corner
        self._alive = np.ones(len(places), bool)
        self._first: list[float] = []

    @staticmethod
    def of(sample: Sample) -> _Reference | None:
        """None where the skin shows too little to follow."""
        region = around(sample, AROUND)
        grey = grey_of(sample.picture[region[1] : region[3], region[0] : region[2]])
        places = cv2.goodFeaturesToTrack(grey, _MOST, 0.01, 7, mask=_skin(sample, region), blockSize=7)
        if places is None or len(places) < _LEAST:
            return None
        return _Reference(sample, region, grey, places.reshape(-1, 2))

    @property
    def unsure(self) -> float | None:
        """Pixels; None until it is known."""
        return max(_SURE, float(np.median(self._first))) if len(self._first) >= _FRESH else None

    def motion(self, sample: Sample) -> Motion | None:
        """Since the first frame; None where too many places were lost."""
        grey, corner = self._crop(sample)
        guess = (self._now + (self._last_corner - corner)).astype(np.float32)
        now, found = _followed(self._grey, grey, self._places, guess)
        back, again = _followed(grey, self._grey, now, self._places.copy())
        self._alive &= found & again & (np.hypot(*(back - self._places).T) < _BACK)
        self._now, self._last_corner = now, corner
        if self._alive.sum() < _LEAST:
            return None
        motion = motion_between(self._places[self._alive], now[self._alive])
        if len(self._first) < _FRESH:
            self._first.append(motion.depth)
        return motion

    def _crop(self, sample: Sample) -> tuple[Grey, npt.NDArray[np.int64]]:
        """Of the first crop's size, moved along with the nose, and where it lies."""
        height, width = self._grey.shape
        whole = np.array([sample.picture.shape[1] - width, sample.picture.shape[0] - height])
        moved = np.round(sample.points[27:36].mean(axis=0) - self._nose).astype(int)
        x, y = (int(one) for one in np.clip(self._corner + moved, 0, np.maximum(whole, 0)))
        return grey_of(sample.picture[y : y + height, x : x + width]), np.array([x, y])


def _followed(a: Grey, b: Grey, places: Tracks, guess: Tracks) -> tuple[Tracks, npt.NDArray[np.bool_]]:
    """Where places of one crop are in the other (Lucas, Kanade; in three sizes), and which were found."""
    if a.shape != b.shape:
        return guess, np.zeros(len(guess), bool)
    flags = cv2.OPTFLOW_USE_INITIAL_FLOW
    now, found, _ = cv2.calcOpticalFlowPyrLK(a, b, places, guess, winSize=_WINDOW, maxLevel=2, flags=flags)
    return now, found.ravel() == 1


def motion_between(before: Tracks, now: Tracks) -> Motion:
    """What a homography leaves unexplained, and how much it stretches."""
    way, _ = cv2.findHomography(before, now, 0)
    if way is None:
        return Motion(0.0, 0.0)
    there = cv2.perspectiveTransform(before.reshape(-1, 1, 2), way).reshape(-1, 2)
    rest = np.hypot(*(now - there).T)
    affine = cv2.estimateAffine2D(before, now, method=cv2.LMEDS)[0]
    if affine is None:
        return Motion(0.0, 0.0)
    stretch = np.linalg.svd(affine[:, :2], compute_uv=False)
    return Motion(float(np.sqrt((rest**2).mean())), float(stretch[0] / max(stretch[1], 1e-9) - 1.0))


def _skin(sample: Sample, region: Box) -> Grey:
    """Face and forehead in white, without eyes and mouth."""
    p = sample.points - region[:2]
    mask: Grey = np.zeros((region[3] - region[1], region[2] - region[0]), np.uint8)
    up = 0.6 * (p[27] - p[8])
    outline = np.concatenate([p[:17], p[[26, 24, 19, 17]] + up * 0.5])
    cv2.fillPoly(mask, [cv2.convexHull(outline.astype(np.int32))], 255)
    wide = float(np.hypot(*(p[45] - p[36])))
    for part in (slice(36, 42), slice(42, 48), slice(48, 60)):
        middle = p[part].mean(axis=0)
        larger = middle + (p[part] - middle) * 1.35
        cv2.fillPoly(mask, [cv2.convexHull(larger.astype(np.int32))], 0)
    rim = max(3, round(wide * 0.06)) | 1
    eroded: Grey = cv2.erode(mask, np.ones((rim, rim), np.uint8))
    return eroded
