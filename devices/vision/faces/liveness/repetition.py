"""Frames that come again: of a camera looking at somebody, no two are ever the same."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, grey_of, ramp

WINDOW = 8.0
"""Seconds in which a frame is looked for again."""

NEAR_NONE, NEAR_FULL = 0.65, 0.45
"""Grey levels (median absolute) by which two frames of a face differ once its motion is taken out. Rounding to whole
levels alone leaves 0.43; a sensor's noise of one level makes 0.75, of two levels 1.25; emulated persons: 1.9 to 2.3."""

_EXACT_FULL = 0.25  # share of frames that were there before
_APART = 3  # frames; the same frame twice in a row is a slow camera
_RUN = 4  # the same frame this often in a row is no slow camera either
_LEAST = 8  # frames
_PATCH, _LEAST_PATCH = 96, 32  # pixels
_EVERY = 4  # frames
_COMPARED = 2
_BLURS = (3.0, 1.5, 0.0, 0.0)

Patch = npt.NDArray[np.float32]


class Repetition:
    """Frames that are exactly the same as earlier ones: a recording fed into the camera's place, once round its loop.

    Physical reason: photons and the sensor's read-out make each exposure's noise anew (Healey, Kondepudy: *Radiometric
    CCD Camera Calibration and Noise Estimation*, PAMI 1994), so that exact equality of distant frames does not happen.
    Value: the share of frames of the last `WINDOW` seconds that were there before.
    """

    name = "repetition"

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int, bool]] = deque()
        self._run = 0

    def take(self, sample: Sample) -> None:
        """Compares every eighth pixel of the whole frame by its hash."""
        mark = hash(sample.picture[::8, ::8].tobytes())
        while self._seen and self._seen[0][0] < sample.at - WINDOW:
            self._seen.popleft()
        before = [one for _, one, _ in self._seen]
        self._run = self._run + 1 if before and before[-1] == mark else 1
        if self._run > 1 and self._run < _RUN:
            return
        again = self._run >= _RUN or mark in before[: max(0, len(before) - _APART)]
        self._seen.append((sample.at, mark, again))

    def cue(self) -> Cue | None:
        """Known after a few frames."""
        if len(self._seen) < _LEAST:
            return None
        share = sum(again for _, _, again in self._seen) / len(self._seen)
        return Cue(self.name, round(share, 3), ramp(share, 0.0, _EXACT_FULL))


class Noise:
    """How much a face changes once its motion is taken out: at least by the sensor's noise, which stays where it is.

    Physical reason: as `Repetition`; noise belongs to the sensor, not to the face. A still that a program shifts about
    takes its noise along, and little is left but rounding. Value: median absolute difference in grey levels.
    """

    name = "noise"

    def __init__(self) -> None:
        self._count = 0
        self._before: tuple[Patch, int, int] | None = None
        self._left: deque[float] = deque(maxlen=12)

    def take(self, sample: Sample) -> None:
        """Compares every fourth frame's middle of the face with the same place in the frame after."""
        self._count += 1
        if self._count % _EVERY == 0:
            self._before = _middle(sample)
        elif self._count % _EVERY == 1 and self._before is not None:
            before, x, y = self._before
            now = _crop(sample, x, y, before.shape[0] // 2)
            if now is not None:
                self._left.append(_unexplained(before, now))

    def cue(self) -> Cue | None:
        """Known after a few comparisons."""
        if len(self._left) < _COMPARED:
            return None
        value = float(np.median(self._left))
        return Cue(self.name, round(value, 3), ramp(value, NEAR_NONE, NEAR_FULL))


def _middle(sample: Sample) -> tuple[Patch, int, int] | None:
    """A square around the nose, and where it is."""
    x, y = (int(one) for one in sample.points[30])
    half = min(_PATCH, (sample.box[2] - sample.box[0]) // 2) // 2
    patch = _crop(sample, x, y, half) if half >= _LEAST_PATCH // 2 else None
    return None if patch is None else (patch, x, y)


def _crop(sample: Sample, x: int, y: int, half: int) -> Patch | None:
    height, width = sample.picture.shape[:2]
    if x < half or y < half or x + half > width or y + half > height:
        return None
    return grey_of(sample.picture[y - half : y + half, x - half : x + half]).astype(np.float32)


def _unexplained(before: Patch, now: Patch) -> float:
    """What is left after the shift between both, and a change of light, are taken out: Lucas and Kanade's method (*An
    Iterative Image Registration Technique*, IJCAI 1981), coarse first.
    """
    rim = before.shape[0] // 6
    inner = slice(rim, -rim)
    shift, left = np.zeros(2), np.inf
    for blur in _BLURS:
        a, b = (cv2.GaussianBlur(one, (0, 0), blur) if blur else one for one in (before, now))
        way = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
        moved = cv2.warpAffine(a, way, a.shape[::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        across, down = cv2.Sobel(moved, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(moved, cv2.CV_32F, 0, 1, scale=0.125)
        planes = (across, down, moved, np.ones_like(moved))
        system = np.stack([plane[inner, inner].ravel() for plane in planes], 1)
        rest = (b - moved)[inner, inner].ravel()
        found = np.linalg.lstsq(system.T @ system + np.eye(4) * 1e-3, system.T @ rest, rcond=None)[0]
        if not blur:
            left = min(left, float(np.median(np.abs(rest - system @ found))))
        shift = np.clip(shift - found[:2], -rim, rim)
    return left
