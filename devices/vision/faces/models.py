"""What a face model is, whichever files it is made of, and how the operator's choice is loaded.

Without a choice: dlib with the files of the package face_recognition_models. Anybody's templates carry the model's
name, and those of different names are never compared.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from devices.vision.faces.geometry import Points
from devices.vision.faces.looks import Face, Picture, Template

LARGEST = 512 << 20
"""Bytes of a model file; SFace has 39 million, the largest ArcFace 260 million."""

_DIGITS = 12


class EmbedderKind(StrEnum):
    """How an ONNX embedder wants its picture."""

    SFACE = "sface"  # OpenCV's: 112 × 112, its own scaling inside; 128 floats
    ARCFACE = "arcface"  # insightface's: 112 × 112, red green blue, -1 … 1; 512 floats


@dataclass(frozen=True)
class ModelSettings:
    """Files that the operator names; empty: dlib's.

    `detector`: YuNet as ONNX. `embedder`: SFace or ArcFace as ONNX; `kind`: which of them it is, needed where its
    templates have neither 128 nor 512 floats. `landmarks`: 68 points in iBUG's order, as dlib's .dat, or as ONNX that
    takes 1 × 3 × S × S (red, green, blue, 0 … 1; the face's box, squared) and gives 136 floats, x and y of each point
    as shares of that picture.
    """

    detector: Path | None = None
    embedder: Path | None = None
    kind: EmbedderKind | None = None
    landmarks: Path | None = None


class ModelFault(StrEnum):
    """What is wrong with a named file."""

    MISSING = "missing"
    UNREADABLE = "unreadable"  # cut, garbled, or of a format nobody here reads
    OTHER = "other"  # a model, but not of the kind that was expected


class ModelError(Exception):
    """A file can't be used as the model it is named for. `file`: which; `expected`: what it should have been."""

    def __init__(self, fault: ModelFault, file: Path, expected: str) -> None:
        super().__init__(f"{file}: {fault}; expected: {expected}")
        self.fault, self.file, self.expected = fault, file, expected


class FaceModel(Protocol):
    """Finds faces and makes templates. All methods may be called from several threads, but take turns."""

    @property
    def name(self) -> str:
        """Kind and digest of the weights: templates of another name are not comparable with these."""

    @property
    def length(self) -> int:
        """Floats of a template."""

    def find(self, picture: Picture) -> list[Face]:
        """All faces of a photograph of any size, the most prominent first; slow and thorough, but of bounded time."""

    def detect(self, picture: Picture) -> list[Face]:
        """The faces of a small picture (grey or colour) as it is, from about `smallest` pixels on. One with a score
        below 0 is doubtful: something in the pattern is not as in a face.
        """

    @property
    def smallest(self) -> int:
        """Pixels of the smallest face that `detect` finds surely."""

    def points(self, picture: Picture, box: tuple[int, int, int, int]) -> Points:
        """The 68 landmarks of the face in this box of a picture of any size: 68 × 2, iBUG order, in its pixels."""

    def embed(self, picture: Picture, face: Face) -> Template:
        """The template of this face of a colour picture."""


def load_model(settings: ModelSettings | None = None) -> FaceModel:
    """The model that is set; raises ModelError."""
    from devices.vision.faces.assembled import assembled

    return assembled(settings or ModelSettings())


def contents(file: Path, expected: str) -> bytes:
    """A model file's bytes; raises ModelError where there is none, or one too large to be a model."""
    try:
        if file.stat().st_size > LARGEST:
            raise ModelError(ModelFault.OTHER, file, expected)
        return file.read_bytes()
    except OSError:
        raise ModelError(ModelFault.MISSING, file, expected) from None


def digest(*parts: bytes) -> str:
    """Short and sure to differ for other weights."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:_DIGITS]
