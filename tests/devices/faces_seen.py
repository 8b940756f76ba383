"""What face_recognition (dlib) sees in a picture: the yardstick for faces that emulators draw."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import ImageFile

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its models are found by way of pkg_resources, which warns of its own end
    face_recognition: Any = importlib.import_module("face_recognition")
ImageFile.LOAD_TRUNCATED_IMAGES = False  # it sets this for the whole process, in which cut pictures are refused

Picture = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float64]

_PARTS = ("chin", "left_eyebrow", "right_eyebrow", "nose_bridge", "nose_tip", "left_eye", "right_eye")


def boxes_of(picture: Picture) -> list[Any]:
    """All faces, as dlib's rectangles (left(), top(), width(), height())."""
    return list(face_recognition.api.face_detector(np.ascontiguousarray(picture), 0))


def box_of(picture: Picture) -> tuple[int, int, int, int]:
    """The largest face (top, right, bottom, left, as face_recognition has it); ValueError where there is none."""
    found = (face_recognition.face_locations(picture, enlarged) for enlarged in (0, 1, 2))
    boxes = next((boxes for boxes in found if boxes), None)
    if not boxes:
        raise ValueError("no face")
    top, right, bottom, left = max(boxes, key=lambda box: box[2] - box[0])
    return int(top), int(right), int(bottom), int(left)


def points_of(picture: Picture) -> Numbers:
    """The 68 points of the largest face (red green blue), in the iBUG order; ValueError where there is none."""
    [parts] = face_recognition.face_landmarks(picture, [box_of(picture)])
    top, bottom = parts["top_lip"], parts["bottom_lip"]
    outer, inner = top[:7] + bottom[1:6], top[11:6:-1] + bottom[10:7:-1]
    return np.array([point for name in _PARTS for point in parts[name]] + outer + inner, float)


def template_of(picture: Picture) -> Numbers:
    """The embedding of the largest face; ValueError where there is none."""
    return np.asarray(face_recognition.face_encodings(picture, [box_of(picture)])[0], float)


def eyes_open(points: Numbers) -> float:
    """The eye aspect ratio, of both eyes."""
    return sum((_far(points, e + 1, e + 5) + _far(points, e + 2, e + 4)) / _far(points, e, e + 3) for e in (36, 42)) / 4


def mouth_open(points: Numbers) -> float:
    """Height by width of the mouth's inner edge."""
    return _far(points, 62, 66) / _far(points, 60, 64)


def turned(points: Numbers) -> float:
    """How far the nose is from the middle of the face, as a share of its width: + to the person's own left."""
    return float((points[30, 0] - (points[0, 0] + points[16, 0]) / 2) / (points[16, 0] - points[0, 0]))


def far_apart(one: Numbers, other: Numbers) -> float:
    """The distance of two embeddings; face_recognition takes those below 0.6 for the same person."""
    return float(np.linalg.norm(one - other))


def _far(points: Numbers, one: int, other: int) -> float:
    return float(np.hypot(*(points[one] - points[other])))
