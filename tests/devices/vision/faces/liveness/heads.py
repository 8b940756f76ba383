"""68 landmarks of a head modelled in space, in millimetres, and of a flat picture of it: as a camera would see both."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_DISTANCE = 600.0  # millimetres from the camera
_FOCAL = 1500.0  # pixels


@dataclass(frozen=True)
class Pose:
    """Degrees; `blink` and `mouth` 0 to 1; `x`, `y`: millimetres aside."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    blink: float = 0.0
    mouth: float = 0.0
    x: float = 0.0
    y: float = 0.0
    nearer: float = 0.0


def in_space(pose: Pose) -> Array:
    """68 × 3: x to the image's right, y down, z towards the camera; the outer corners of the eyes at z = 0."""
    t = np.linspace(-1, 1, 17)
    jaw = np.stack([68 * np.sin(t * np.pi / 2), 105 - 105 * np.abs(t) ** 2.2, -60 + 70 * np.cos(t * np.pi / 2)], 1)
    u = np.linspace(0, 1, 5)
    right_brow = np.stack([-58 + 40 * u, -20 - 8 * np.sin(u * np.pi), 2 + 16 * u], 1)
    left_brow = right_brow[::-1] * (-1, 1, 1)
    bridge = np.stack([np.zeros(4), np.linspace(0, 33, 4), np.linspace(14, 41, 4)], 1)
    base = np.stack(
        [np.linspace(-14, 14, 5), 44 - 3 * np.abs(np.linspace(-1, 1, 5)), 28 - 8 * np.abs(np.linspace(-1, 1, 5))], 1
    )
    right_eye = _eye(-31.0, pose.blink)
    left_eye = right_eye[[3, 2, 1, 0, 5, 4]] * (-1, 1, 1)
    return np.concatenate([jaw, right_brow, left_brow, bridge, base, right_eye, left_eye, _mouth(pose.mouth)])


def seen(pose: Pose, noise: float = 0.0, rng: np.random.Generator | None = None) -> Array:
    """68 × 2 pixels of a living head."""
    return _projected(in_space(pose) @ _turn(pose).T, pose, noise, rng)


def photo(pose: Pose, still: Pose | None = None, noise: float = 0.0, rng: np.random.Generator | None = None) -> Array:
    """The same of a flat photo of the head as it looked in `still`, held as `pose` says: turned, tipped, moved."""
    flat = in_space(still or Pose()) @ _turn(still or Pose()).T
    flat[:, 2] = 0.0
    return _projected(flat @ _turn(pose).T, pose, noise, rng)


def _projected(space: Array, pose: Pose, noise: float, rng: np.random.Generator | None) -> Array:
    scale = _FOCAL / (_DISTANCE - pose.nearer - space[:, 2:])
    points = (space[:, :2] + (pose.x, pose.y)) * scale + (960.0, 540.0)
    return points if rng is None else points + rng.normal(0, noise, points.shape)


def _turn(pose: Pose) -> Array:
    a, b, c = (math.radians(one) for one in (pose.yaw, pose.pitch, pose.roll))
    yaw = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    pitch = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    roll = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    product: Array = roll @ pitch @ yaw
    return product


def _eye(middle: float, blink: float) -> Array:
    high = 4.4 * (1 - 0.75 * blink)
    offsets = [(-14, 0, 0), (-5, -high, 6), (5, -high, 8), (14, 0, 6), (5, high, 8), (-5, high, 6)]
    return np.array([(middle + x, y, z) for x, y, z in offsets], float)


def _mouth(opened: float) -> Array:
    gap = 1.0 + 22 * opened
    outer = [(-26, 0), (-16, -7), (-6, -10), (0, -9), (6, -10), (16, -7), (26, 0), (16, 8 + gap), (6, 11 + gap)]
    outer += [(0, 12 + gap), (-6, 11 + gap), (-16, 8 + gap)]
    inner = [(-20, 0), (-8, -2), (0, -2), (8, -2), (20, 0), (8, gap), (0, gap), (-8, gap)]
    return np.array([(x, y + 68, 24 - abs(x) * 0.5) for x, y in outer + inner], float)
