"""Two photographs compared once, with all that was measured on the way: for people who try it by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from devices.face_ports import FaceAdvice, FaceVerdict
from devices.vision.faces.advice import Seen, advice
from devices.vision.faces.calibration import NO_FACE
from devices.vision.faces.deciding import Thresholds
from devices.vision.faces.looks import Face, Picture, Template
from devices.vision.faces.models import FaceModel
from devices.vision.faces.quality import measured
from devices.vision.faces.reading import PhotoTrouble, usable_file
from devices.vision.faces.templates import template_of

_T = TypeVar("_T")


@dataclass(frozen=True)
class Photo:
    """What is in a photograph. `trouble`: why there is no template; `faces`: how many were found."""

    trouble: str = ""
    faces: int = 0
    box: tuple[int, int, int, int] | None = None
    advice: FaceAdvice = FaceAdvice.NOBODY
    quality: float = 0.0
    template: Template | None = field(default=None, repr=False)


class Comparison:
    """Of two files with one model; `times`: milliseconds of each part."""

    def __init__(self, model: FaceModel, thresholds: Thresholds) -> None:
        self._model, self._thresholds = model, thresholds
        self.times: dict[str, float] = {}

    def verify(self, file_a: Path, file_b: Path) -> dict[str, object]:
        """Ready to be written as JSON; `verdict` and `distance` are null where one of them has no face."""
        photos = {"a": self.photo(file_a, "a"), "b": self.photo(file_b, "b")}
        distance, verdict = self._judged(*photos.values())
        return {
            "distance": None if distance is None else round(distance, 4),
            "verdict": None if verdict is None else verdict.value,
            "threshold": self._thresholds.accept,
            "clerk_threshold": self._thresholds.clerk,
            "model": self._model.name,
            "advice": {name: photo.advice.value for name, photo in photos.items()},
            "quality": {name: round(photo.quality, 3) for name, photo in photos.items()},
            "faces": {name: photo.faces for name, photo in photos.items()},
            "boxes": {name: photo.box for name, photo in photos.items()},
            "troubles": {name: photo.trouble for name, photo in photos.items() if photo.trouble},
            "times_ms": {name: round(spent, 1) for name, spent in self.times.items()},
        }

    def photo(self, file: Path, name: str) -> Photo:
        """The most prominent face in a file. `name`: of its times."""
        picture = self._timed(f"read_{name}", lambda: usable_file(file))
        if isinstance(picture, PhotoTrouble):
            return Photo(picture.value)
        faces = self._timed(f"find_{name}", lambda: self._model.find(picture))
        if not faces:
            return Photo(NO_FACE)
        template = self._timed(f"embed_{name}", lambda: template_of(self._model, picture, faces[0]))
        told, quality = self._timed(f"advise_{name}", lambda: self._advice(picture, faces))
        return Photo("", len(faces), faces[0].box, told, quality, template)

    def _advice(self, picture: Picture, faces: list[Face]) -> tuple[FaceAdvice, float]:
        box = faces[0].box
        found = measured(picture, box, self._model.points(picture, box))
        others = [face.box for face in faces[1:]]
        return advice(Seen((picture.shape[1], picture.shape[0]), box, found, others)), found.quality

    def _judged(self, one: Photo, other: Photo) -> tuple[float | None, FaceVerdict | None]:
        if one.template is None or other.template is None:
            return None, None
        distance = float(np.linalg.norm(one.template.astype(np.float64) - other.template))
        return distance, self._thresholds.verdict(distance)

    def _timed(self, name: str, work: Callable[[], _T]) -> _T:
        began = time.perf_counter()
        done = work()
        self.times[name] = 1000 * (time.perf_counter() - began)
        return done
