"""Whether the landmarks move as those of a body in space, or as those of a flat picture."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from devices.face_ports import Cue
from devices.vision.faces.liveness.samples import Sample, ramp
from devices.vision.faces.liveness.shape import Points

WINDOW = 3.0
"""Seconds of motion that are judged together."""

DEEP_NONE, DEEP_FULL = 2.2, 1.5
"""Third over fourth singular value: below is noise alone, above is parallax."""

TILT = 0.05
"""Change of the flat figure's own proportions from which a plane has visibly been tilted."""

_RIGID = np.array([*range(27, 36), 36, 39, 42, 45])  # nose and corners of the eyes: no expression moves them much
_LEAST, _MOST = 10, 40  # frames


@dataclass(frozen=True)
class Motion:
    """`depth`: root mean square motion off any plane, in distances of the eyes; `noise`: of what no body explains;
    `tilt`: how much the best flat figure was stretched and sheared.
    """

    depth: float
    noise: float
    tilt: float


class Flatness:
    """Rank of the motion.

    Physical reason: seen from some distance, points of a rigid body move within three dimensions, points of a plane
    within two (Tomasi, Kanade: *Shape and Motion from Image Streams under Orthography*, IJCV 1992); a photo that is
    turned shows no parallax between nose and eyes (De Marsico et al.: *Moving Face Spoofing Detection via 3D
    Projective Invariants*, ICB 2012). Value: third singular value over the fourth. While neither head nor picture has
    turned, nothing is known.
    """

    name = "flatness"

    def __init__(self) -> None:
        self._frames: deque[tuple[float, Points]] = deque(maxlen=_MOST)

    def take(self, sample: Sample) -> None:
        """Keeps the rigid points, in sizes of the face."""
        while self._frames and self._frames[0][0] < sample.at - WINDOW:
            self._frames.popleft()
        rigid = sample.points[_RIGID]
        self._frames.append((sample.at, rigid - rigid.mean(axis=0)))

    def cue(self) -> Cue | None:
        """Known once something has turned: body or plane."""
        if len(self._frames) < _LEAST:
            return None
        motion = motion_of([points for _, points in self._frames])
        ratio = motion.depth / max(motion.noise, 1e-9)
        flat = ramp(ratio, DEEP_NONE, DEEP_FULL)
        if flat > 0.0 and motion.tilt < TILT:
            return None
        return Cue(self.name, round(ratio, 2), flat)


def motion_of(frames: list[Points]) -> Motion:
    """Of centred points (P × 2) of several frames, pixels."""
    size = float(np.median([np.hypot(*(p[-1] - p[-4])) for p in frames])) or 1.0
    stacked = np.concatenate([p.T for p in frames]) / size
    values = np.linalg.svd(stacked, compute_uv=False)
    scale = np.sqrt(stacked.size)
    return Motion(float(values[2] / scale), float(values[3] / scale), _tilt(frames))


def _tilt(frames: list[Points]) -> float:
    """The largest change of proportions between a middle frame's figure and the others'."""
    back = np.linalg.pinv(frames[len(frames) // 2])
    stretches = np.linalg.svd(back @ np.stack(frames), compute_uv=False)
    return float((stretches[:, 0] / np.maximum(stretches[:, 1], 1e-9)).max() - 1.0)
