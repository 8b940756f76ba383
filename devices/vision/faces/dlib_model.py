"""dlib's parts of a face model: HOG detector, landmarks, embedding. Their files come with face_recognition_models.

The package itself is not imported: it asks for pkg_resources, and face_recognition loads each model twice over.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path

import dlib
import numpy as np

from devices.vision.faces.dlib_file import SIDE, NotThisNetwork
from devices.vision.faces.geometry import Box, Cut, Points, colour, cut, grown, width, within
from devices.vision.faces.looks import Face, Picture, Template
from devices.vision.faces.models import ModelError, ModelFault, contents, digest
from devices.vision.faces.network import FaceNetwork

_PACKAGE = "face_recognition_models"
_NETWORK = "dlib_face_recognition_resnet_model_v1.dat"
_FIVE = "shape_predictor_5_face_landmarks.dat"
_SIXTY_EIGHT = "shape_predictor_68_face_landmarks.dat"

DOUBTFUL = -0.6
"""The least score that is told: above 0.9 are portraits, at -0.6 to 0.2 the same with a mask, below patterns."""

LANDMARKS = 68
_ALIGNMENT = 5
_HOG_WINDOW = 80  # pixels: what dlib's detector was trained on
_MARKED = 200.0  # pixels of a face that is marked: the trees compare single pixels, more of them tell no more
_AROUND = 0.5  # of a box's width on each side: faces reach beyond their box, and chips beyond faces
_CHIP_PADDING = 0.25  # as compute_face_descriptor has it; other templates would not be comparable
_CHIP_AROUND = 1.0


def file_of_dlib(name: str) -> Path:
    """Where a model file of face_recognition_models lies; raises ModelError where the package is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ModelError(ModelFault.MISSING, Path(name), f"a file of the package {_PACKAGE}")
    return Path(folders[0]) / "models" / name


class HogDetector:
    """dlib's frontal detector. It finds faces of 80 pixels in the picture as it is, and somewhat smaller ones."""

    smallest = _HOG_WINDOW

    def __init__(self) -> None:
        self._detector = dlib.get_frontal_face_detector()
        self._turn = threading.Lock()

    def detect(self, picture: Picture) -> list[Face]:
        """The faces of the picture as it is, doubtful ones too; grey takes two thirds of the time of colour."""
        with self._turn:
            boxes, scores, _ = self._detector.run(picture, 0, DOUBTFUL)
        found = [(one.left(), one.top(), one.right() + 1, one.bottom() + 1) for one in boxes]
        return [Face(within(box, picture), score=float(score)) for box, score in zip(found, scores, strict=True)]

    def five(self, picture: Picture, box: Box) -> Points | None:
        """It knows boxes only."""
        return None


class DlibMarker:
    """Landmarks by an ensemble of regression trees."""

    def __init__(self, file: Path | None = None) -> None:
        """`file`: a shape predictor with 68 points; raises ModelError."""
        file = file or file_of_dlib(_SIXTY_EIGHT)
        self._predictor = _predictor(file, LANDMARKS)

    def mark(self, picture: Picture, box: Box) -> Points:
        """68 × 2, in the picture's pixels."""
        part = cut(picture, grown(box, _AROUND), min(1.0, _MARKED / width(box)), light=True)
        shape = self._predictor(part.picture, _rectangle(part, box))
        return part.to_frame([(point.x, point.y) for point in shape.parts()])


class DlibEmbedder:
    """dlib's ResNet on a face aligned by five points of dlib's own, which are free of others' terms."""

    length = 128

    def __init__(self) -> None:
        """Raises ModelError."""
        network, five = file_of_dlib(_NETWORK), file_of_dlib(_FIVE)
        data = contents(network, "dlib's face network")
        try:
            self._network = FaceNetwork(data)
        except NotThisNetwork:
            raise ModelError(ModelFault.UNREADABLE, network, "dlib's face network") from None
        self._predictor = _predictor(five, _ALIGNMENT)
        self.name = f"dlib-{digest(data, contents(five, 'dlib landmarks'))}"

    def embed(self, picture: Picture, box: Box) -> Template:
        """128 floats."""
        return self._network.templates([self.chip(picture, box)])[0]

    def chip(self, picture: Picture, box: Box) -> Picture:
        """The face upright, SIDE × SIDE pixels, red green blue, as dlib itself would cut it from the whole picture."""
        part = cut(picture, grown(box, _CHIP_AROUND))
        colours = np.ascontiguousarray(colour(part.picture)[:, :, ::-1])
        shape = self._predictor(colours, _rectangle(part, box))
        chip: Picture = dlib.get_face_chip(colours, shape, size=SIDE, padding=_CHIP_PADDING)
        return chip


def _predictor(file: Path, points: int) -> dlib.shape_predictor:
    expected = f"a dlib shape predictor with {points} points"
    if not file.is_file():
        raise ModelError(ModelFault.MISSING, file, expected)
    try:
        predictor = dlib.shape_predictor(str(file))
        found = predictor(np.zeros((_HOG_WINDOW, _HOG_WINDOW), np.uint8), dlib.rectangle(10, 10, 69, 69)).num_parts
    except (RuntimeError, MemoryError):
        raise ModelError(ModelFault.UNREADABLE, file, expected) from None
    if found != points:
        raise ModelError(ModelFault.OTHER, file, expected)
    return predictor


def _rectangle(part: Cut, box: Box) -> dlib.rectangle:
    """A box of the frame in the cut; dlib's right and bottom pixels are within."""
    left, top, right, bottom = (round(side) for side in part.from_frame(box))
    return dlib.rectangle(left, top, right - 1, bottom - 1)
