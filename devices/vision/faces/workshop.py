"""What the process for faces works with, put together from its settings."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np

from devices.vision.faces.finder import Finder
from devices.vision.faces.judging import TodaysJudge
from devices.vision.faces.liveness import Liveness
from devices.vision.faces.looks import Face
from devices.vision.faces.messages import Compare, Setup
from devices.vision.faces.models import EmbedderKind, FaceModel, ModelSettings, load_model
from devices.vision.faces.session import Comparison, Reference, Tools
from devices.vision.faces.today import Today

_FRAME = (1080, 1920, 3)


def model_of(setup: Setup) -> FaceModel:
    """The face model that the settings name. ModelError where a file can't be used."""
    kind = EmbedderKind(setup.kind) if setup.kind else None
    files = [Path(file).expanduser() if file else None for file in (setup.detector, setup.embedder, setup.landmarks)]
    detector, embedder, landmarks = files
    return load_model(ModelSettings(detector, embedder, kind, landmarks))


class Workshop:
    """Model, gallery, thresholds and clock of one process."""

    def __init__(self, setup: Setup, model: FaceModel, today: Today, clock: Callable[[], float]) -> None:
        self._setup, self.model, self.today, self.clock = setup, model, today, clock
        self._judge = TodaysJudge(setup, model.name, today)
        self._chance = random.SystemRandom()  # nobody shall know the next challenge

    def comparison(self, wanted: Compare, reference: Reference | None) -> Comparison:
        """A new one."""

        def liveness() -> Liveness:
            return Liveness(wanted.challenges, self._chance, self.clock, tinting=self._setup.tinting)

        return Comparison(wanted, reference, Tools(self.model, liveness, self._judge, self.clock))

    def warm_up(self) -> None:
        """What is slow the first time is done before anybody stands here: a grey frame is searched and embedded."""
        frame = np.full(_FRAME, 96, np.uint8)
        Finder(self.model).look(frame, 0.0)
        box = (800, 400, 1100, 700)
        points = self.model.points(frame, box)
        self.model.embed(frame, Face(box, points))
