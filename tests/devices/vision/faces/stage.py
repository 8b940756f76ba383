"""Frames with the project's own portraits in them, at any place and size."""

from __future__ import annotations

import functools
from pathlib import Path

import cv2
import numpy as np

from devices.vision.faces.looks import Picture
from devices.vision.faces.models import FaceModel, load_model

PORTRAITS = Path(__file__).parents[4] / "devices" / "emulators" / "portraits"
NAMES = ("astronaut", "biden-1", "biden-2", "obama-1", "obama-2", "obama-3")
SIZE = (1920, 1080)


@functools.cache
def model() -> FaceModel:
    """dlib's, loaded once for all tests of a process."""
    return load_model()


@functools.cache
def portrait(name: str) -> Picture:
    picture = cv2.imread(str(PORTRAITS / f"{name}.jpg"))
    assert picture is not None
    picture.flags.writeable = False
    found: Picture = picture
    return found


@functools.cache
def _face_of(name: str) -> tuple[int, int, int, int]:
    return model().find(portrait(name))[0].box


def empty(size: tuple[int, int] = SIZE, seed: int = 0) -> Picture:
    """A wall, with a sensor's noise."""
    noise = np.random.default_rng(seed).normal(110, 5, (size[1] // 2, size[0] // 2, 3)).clip(0, 255).astype(np.uint8)
    wall: Picture = cv2.resize(noise, size, interpolation=cv2.INTER_NEAREST)
    return wall


def put(frame: Picture, name: str, middle: tuple[float, float], width: float) -> Picture:
    """The frame with a portrait in it whose face is `width` pixels wide and has its middle there."""
    left, top, right, bottom = _face_of(name)
    scale = width / (right - left)
    picture = cv2.resize(portrait(name), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    x = round(middle[0] - (left + right) / 2 * scale)
    y = round(middle[1] - (top + bottom) / 2 * scale)
    made = frame.copy()
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(frame.shape[1], x + picture.shape[1]), min(frame.shape[0], y + picture.shape[0])
    made[y0:y1, x0:x1] = picture[y0 - y : y1 - y, x0 - x : x1 - x]
    return made


def person(name: str = "obama-1", middle: tuple[float, float] = (960, 480), width: float = 280) -> Picture:
    """A frame of a camera of 1920 × 1080 with one person in it."""
    return put(empty(), name, middle, width)
