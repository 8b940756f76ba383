"""What is known of one frame with a person in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from devices.face_ports import FaceAdvice

Picture = npt.NDArray[np.uint8]  # height × width × 3, blue green red, as OpenCV gives it
Template = npt.NDArray[np.float32]  # one embedding, length by model (dlib: 128)


@dataclass(frozen=True)
class Face:
    """One face: box in pixels of the full frame (left, top, right, bottom), 68 landmarks (68 × 2, float32, iBUG order)
    or None.
    """

    box: tuple[int, int, int, int]
    points: npt.NDArray[np.float32] | None = field(default=None, repr=False)
    score: float = 0.0


@dataclass(frozen=True)
class Look:
    """A frame at `at` seconds (monotonic) and the person nearest the middle; `others`: how many other faces were seen
    (never embedded). `person` is another number as soon as it may be somebody else: after the face was lost, or when
    somebody else stands nearer the middle. What was shown by one number says nothing of another.
    """

    at: float
    picture: Picture = field(repr=False)
    face: Face | None = None
    others: int = 0
    advice: FaceAdvice = FaceAdvice.NOBODY
    quality: float = 0.0  # 0 … 1, for choosing the best frames
    yaw: float = 0.0  # degrees, + = the person's own left
    pitch: float = 0.0  # degrees, + = down
    person: int = 0
