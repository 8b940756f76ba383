"""A hall measures its own thresholds: all pairs of a list, compared as the terminal compares, and what follows."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from devices.vision.faces.curves import Curves, Rates
from devices.vision.faces.looks import Template
from devices.vision.faces.models import FaceModel
from devices.vision.faces.pairs import Pair
from devices.vision.faces.reading import PhotoTrouble, usable_file
from devices.vision.faces.templates import template_of

NO_FACE = "no-face"
"""Beside the names of `PhotoTrouble`: the picture is right, and nobody is in it."""

WISHED_FARS = (0.01, 0.001, 0.0001)
"""For which a report names thresholds, whatever else is wished."""


@dataclass(frozen=True)
class Compared:
    """A pair's distance; infinite where one of the pictures has no face. `trouble`: why."""

    pair: Pair
    distance: float
    trouble: str = ""


@dataclass(frozen=True)
class Calibration:
    """All pairs compared with one model. `pictures`: how many different files there were, `without`: those in which no
    face was found, and why; `milliseconds`: for a picture, from the file to its template, the median.
    """

    model: str
    compared: Sequence[Compared]
    pictures: int
    without: dict[Path, str] = field(repr=False)
    milliseconds: float

    @property
    def curves(self) -> Curves:
        """Of all pairs; those without a face never match."""
        same, different = (
            np.array([one.distance for one in self.compared if one.pair.same is kind], np.float64)
            for kind in (True, False)
        )
        return Curves(same, different)

    @property
    def faces_found(self) -> int:
        """Pairs with a face in both pictures."""
        return sum(math.isfinite(one.distance) for one in self.compared)

    def worst(self, threshold: float, most: int) -> list[Compared]:
        """The pairs that are most wrong at a threshold, then those that are nearly so: half of each kind."""
        found = [one for one in self.compared if not one.trouble]
        same = sorted((one for one in found if one.pair.same), key=lambda one: -one.distance)
        different = sorted((one for one in found if not one.pair.same), key=lambda one: one.distance)
        both = same[: most // 2] + different[: most - most // 2]
        return sorted(both, key=lambda one: _rightness(one, threshold))


def calibrate(model: FaceModel, pairs: Sequence[Pair], told: Callable[[int, int], None]) -> Calibration:
    """Compares all pairs; each picture is read once. `told` hears how many pictures of how many are done."""
    files = list(dict.fromkeys(file for pair in pairs for file in (pair.file_a, pair.file_b)))
    templates: dict[Path, Template] = {}
    without: dict[Path, str] = {}
    times = []
    for number, file in enumerate(files, 1):
        began = time.perf_counter()
        found = template_in(model, file)
        times.append(1000 * (time.perf_counter() - began))
        if isinstance(found, str):
            without[file] = found
        else:
            templates[file] = found
        told(number, len(files))
    compared = [_compared(pair, templates, without) for pair in pairs]
    return Calibration(model.name, compared, len(files), without, float(np.median(times)) if times else 0.0)


def template_in(model: FaceModel, file: Path) -> Template | str:
    """Of the most prominent face in a picture; or why there is none: `NO_FACE`, or a `PhotoTrouble`."""
    picture = usable_file(file)
    if isinstance(picture, PhotoTrouble):
        return picture.value
    faces = model.find(picture)
    return template_of(model, picture, faces[0]) if faces else NO_FACE


def threshold_rows(curves: Curves, wished: float) -> list[tuple[float, Rates]]:
    """For the wished FAR, and for the usual ones: the threshold and what it does."""
    fars = sorted({wished, *WISHED_FARS}, reverse=True)
    return [(far, curves.for_far(far)) for far in fars]


def _compared(pair: Pair, templates: dict[Path, Template], without: dict[Path, str]) -> Compared:
    trouble = without.get(pair.file_a) or without.get(pair.file_b) or ""
    if trouble:
        return Compared(pair, math.inf, trouble)
    distance = float(np.linalg.norm(templates[pair.file_a].astype(np.float64) - templates[pair.file_b]))
    return Compared(pair, distance)


def _rightness(one: Compared, threshold: float) -> float:
    """By how much it is on the right side of the threshold; negative where it is wrong."""
    return threshold - one.distance if one.pair.same else one.distance - threshold
