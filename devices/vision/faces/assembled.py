"""A face model put together from a detector, landmarks and an embedder, whoever made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from devices.vision.faces.dlib_model import DlibEmbedder, DlibMarker, HogDetector
from devices.vision.faces.geometry import Box, Points, cut, scaled, width, within
from devices.vision.faces.looks import Face, Picture, Template
from devices.vision.faces.models import ModelSettings, digest
from devices.vision.faces.onnx_models import OnnxEmbedder, OnnxMarker, YuNet, five_of

LEAST, MOST = 480, 1600
"""Pixels of a photograph's longer side when it is searched: smaller ones are enlarged (a card's photo has 126), larger
ones made smaller (a face that then has less than 80 pixels is too small a part of a photograph to be its subject)."""

_AGAIN = 2.0  # a photograph without a face is searched once more, so many times as large
_DOUBTED = 0.1
_ENLARGED = 4.0  # at most: beyond that there is nothing in the pixels


class Detector(Protocol):
    """Finds faces in a picture as it is."""

    @property
    def smallest(self) -> int:
        """Pixels."""

    def detect(self, picture: Picture) -> list[Face]:
        """In any order."""

    def five(self, picture: Picture, box: Box) -> Points | None:
        """Eyes, nose and corners of the mouth, from a detector that knows them."""


class Marker(Protocol):
    """Finds the 68 points."""

    def mark(self, picture: Picture, box: Box) -> Points:
        """Of the face in this box."""


@dataclass(frozen=True)
class Assembled:
    """See FaceModel, which this is."""

    detector: Detector
    marker: Marker
    embedder: DlibEmbedder | OnnxEmbedder
    name: str

    @property
    def length(self) -> int:
        """Floats of a template."""
        return self.embedder.length

    @property
    def smallest(self) -> int:
        """Pixels of the smallest face that `detect` finds surely."""
        return self.detector.smallest

    def detect(self, picture: Picture) -> list[Face]:
        """See FaceModel."""
        return self.detector.detect(picture)

    def find(self, picture: Picture) -> list[Face]:
        """See FaceModel."""
        longer = max(picture.shape[:2])
        scale = min(_ENLARGED, max(LEAST / longer, min(1.0, MOST / longer)))
        return self._found(picture, scale) or self._found(picture, min(_ENLARGED, scale * _AGAIN))

    def _found(self, picture: Picture, scale: float) -> list[Face]:
        high, wide = picture.shape[:2]
        whole = cut(picture, (0, 0, wide, high), scale)
        faces = [
            Face(within(scaled(face.box, scale), picture), score=face.score)
            for face in self.detect(whole.picture)
            if face.score >= 0
        ]
        return sorted(faces, key=_prominence, reverse=True)

    def points(self, picture: Picture, box: Box) -> Points:
        """See FaceModel."""
        return self.marker.mark(picture, box)

    def embed(self, picture: Picture, face: Face) -> Template:
        """See FaceModel."""
        if isinstance(self.embedder, DlibEmbedder):
            return self.embedder.embed(picture, face.box)
        five = self.detector.five(picture, face.box)
        if five is None:
            five = five_of(face.points if face.points is not None else self.points(picture, face.box))
        return self.embedder.embed(picture, five)


def _prominence(face: Face) -> float:
    """Its width; of a face that the detector doubts, less."""
    return width(face.box) * min(1.0, max(_DOUBTED, face.score))


def assembled(settings: ModelSettings) -> Assembled:
    """The parts that are set, dlib's for the others; raises ModelError."""
    detector = YuNet(settings.detector) if settings.detector else HogDetector()
    embedder = OnnxEmbedder(settings.embedder, settings.kind) if settings.embedder else DlibEmbedder()
    marker = _marker(settings)
    return Assembled(detector, marker, embedder, _name(detector, embedder, settings))


def _marker(settings: ModelSettings) -> Marker:
    if settings.landmarks and settings.landmarks.suffix.lower() == ".onnx":
        return OnnxMarker(settings.landmarks)
    return DlibMarker(settings.landmarks)


def _name(detector: Detector, embedder: DlibEmbedder | OnnxEmbedder, settings: ModelSettings) -> str:
    """dlib aligns by points of its own. Others align by the detector's points, or by the landmarks: then those count
    among the weights, since templates of differently aligned faces are not comparable.
    """
    if isinstance(embedder, DlibEmbedder):
        return embedder.name
    if isinstance(detector, YuNet):
        return f"{embedder.name}-{detector.digest}"
    marks = settings.landmarks.read_bytes() if settings.landmarks else b"dlib 68"
    return f"{embedder.name}-{digest(marks)}"
