"""One frame as the cues see it, and crops of it that several of them need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from devices.face_ports import Cue
from devices.vision.faces.liveness.shape import Points, Shape, shape_of
from devices.vision.faces.looks import Look, Picture

Grey = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]

SMALLEST = 48
"""Pixels: a smaller face shows none of what the cues look for."""


@dataclass(frozen=True)
class Sample:
    """A face in a frame. `box`: left, top, right, bottom, inside the frame. `tint`: what our own screen showed then.
    `person`: another number as soon as it may be somebody else."""

    at: float
    picture: Picture = field(repr=False)
    points: Points = field(repr=False)
    box: Box
    shape: Shape
    tint: str = ""
    person: int = 0


class Watch(Protocol):
    """One cue, fed frame by frame."""

    def take(self, sample: Sample) -> None:
        """Looks at one more frame."""

    def cue(self) -> Cue | None:
        """What is known by now; None: nothing yet."""


def sample_of(look: Look, tint: str = "") -> Sample | None:
    """What a look offers the cues; None without a face, without landmarks, or where it is too small."""
    if look.face is None or look.face.points is None or look.picture.ndim != 3 or look.picture.shape[2] != 3:
        return None
    shape = shape_of(look.face.points, look.at)
    height, width = look.picture.shape[:2]
    left, top, right, bottom = look.face.box
    box = (max(0, left), max(0, top), min(width, right), min(height, bottom))
    if shape is None or box[2] - box[0] < SMALLEST or box[3] - box[1] < SMALLEST:
        return None
    return Sample(look.at, look.picture, look.face.points.astype(np.float64), box, shape, tint, look.person)


def around(sample: Sample, wider: float) -> Box:
    """The face's box made wider on each side by this share of its size, inside the frame."""
    left, top, right, bottom = sample.box
    more_x, more_y = round((right - left) * wider), round((bottom - top) * wider)
    height, width = sample.picture.shape[:2]
    return max(0, left - more_x), max(0, top - more_y), min(width, right + more_x), min(height, bottom + more_y)


def grey_of(picture: Picture) -> Grey:
    """Luminance of a colour crop."""
    grey: Grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_BGR2GRAY)
    return grey


def ramp(value: float, none: float, full: float) -> float:
    """0 at `none` and before, 1 at `full` and beyond, straight between; `full` may be the smaller one."""
    return float(min(1.0, max(0.0, (value - none) / (full - none))))
