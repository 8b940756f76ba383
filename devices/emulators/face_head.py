"""A head in space: where each place of the likeness goes when it turns, and the way back.

The depth of a head is a dome with a nose on it; the neck gives way between head and shoulders. What the photograph does
not show, the far side of a turned head, can't come to light: turns stay below 35 degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from devices.emulators.face_motion import Pose
from devices.emulators.face_portraits import Points

_ROUNDS = 5  # of the way back; each makes the error at least half
_DOME = 0.95  # how far the middle of the face is before the ears, in eye distances
_NOSE = 0.3


@dataclass(frozen=True)
class Head:
    """Of one person, in eye distances. `chin` and `nose`: how far down they are; `half`: half the width at the ears."""

    chin: float
    nose: float
    half: float

    @staticmethod
    def of(units: Points) -> Head:
        """From the 68 points in eye distances."""
        return Head(float(units[8, 1]), float(units[30, 1]), float((units[16, 0] - units[0, 0]) / 2))

    def depth(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """How far before the plane of the ears."""
        middle = self.chin * 0.22
        out = (x / (self.half * 1.12)) ** 2 + ((y - middle) / (self.chin * 1.05)) ** 2
        dome = _DOME * np.maximum(0.0, 1 - out)
        nose = _NOSE * np.exp(-((x / 0.2) ** 2) - ((y - self.nose) / 0.28) ** 2)
        found: npt.NDArray[np.float64] = dome + nose
        return found

    def shift(self, at: Points, pose: Pose) -> Points:
        """Where places (n × 2, eye distances) go to, as a difference."""
        x, y = at[:, 0], at[:, 1]
        yaw, pitch, roll = (math.radians(angle) for angle in (pose.yaw, pose.pitch, pose.roll))
        neck, low = self.chin * 0.9, self.chin * 1.75
        goes = np.clip((low - y) / (low - neck), 0, 1)
        goes = goes * goes * (3 - 2 * goes)
        depth, pivot = self.depth(x, y), self.chin * 0.75
        dx = goes * (x * (math.cos(yaw) - 1) + depth * math.sin(yaw))
        dy = goes * ((y - pivot) * (math.cos(pitch) - 1) - (depth - 0.5) * math.sin(pitch))
        dx -= goes * (y - pivot) * math.sin(roll)
        dy += goes * x * math.sin(roll)
        shoulders = np.clip((y - self.chin) / 1.5, 0, 1)
        dy -= shoulders * 0.022 * pose.breath
        dx += pose.x * (1 - 0.45 * shoulders)
        dy += pose.y * (1 - 0.45 * shoulders)
        return np.stack([dx, dy], -1)

    def back(self, there: Points, pose: Pose) -> Points:
        """Where in the likeness places of the picture come from."""
        found = there
        for _ in range(_ROUNDS):
            found = there - self.shift(found, pose)
        return found
