"""What pictures are here: arrays of bytes, blue-green-red as OpenCV has them."""

from __future__ import annotations

from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""Height × width × 3 (blue, green, red), or height × width where it is grey."""

Corners = npt.NDArray[np.float32]
"""4 × 2: upper left, upper right, lower right, lower left, in pixels."""

SMALLEST, LARGEST = (320, 240), (8192, 8192)  # pixels, width and height; 8K cameras are within


class NoPicture(Enum):
    """Why something is no frame to work with."""

    FORMAT = "format"
    SIZE = "size"


def as_picture(frame: object, smallest: tuple[int, int] = SMALLEST) -> Picture | NoPicture:
    """A camera's frame as blue-green-red, whether it came grey, with alpha, or with 16 bits."""
    if not isinstance(frame, np.ndarray) or frame.ndim not in (2, 3):
        return NoPicture.FORMAT
    height, width = frame.shape[:2]
    if not (smallest[0] <= width <= LARGEST[0] and smallest[1] <= height <= LARGEST[1]):
        return NoPicture.SIZE
    if frame.dtype == np.uint16:
        frame = (frame >> 8).astype(np.uint8)
    if frame.dtype != np.uint8:
        return NoPicture.FORMAT
    channels = 1 if frame.ndim == 2 else frame.shape[2]
    if channels == 3:
        return frame
    ways = {1: cv2.COLOR_GRAY2BGR, 4: cv2.COLOR_BGRA2BGR}
    if channels not in ways:
        return NoPicture.FORMAT
    picture: Picture = cv2.cvtColor(frame, ways[channels])
    return picture


def shrunk(picture: Picture, longest: int) -> tuple[Picture, float]:
    """The picture with no side longer than this, and by how much it was made smaller (1: not at all)."""
    height, width = picture.shape[:2]
    scale = min(1.0, longest / max(height, width))
    if scale == 1.0:
        return picture, 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA), scale
