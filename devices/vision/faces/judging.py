"""Decisions with this hall's thresholds: against one reference, and among today's persons."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from devices.face_ports import GalleryState
from devices.vision.faces.deciding import Decision, Thresholds, decide_many, decide_one, thresholds_for
from devices.vision.faces.looks import Template
from devices.vision.faces.messages import Setup
from devices.vision.faces.session import Judged
from devices.vision.faces.today import Today

_SET = ("accept", "clerk", "many_accept", "many_clerk", "margin")


def thresholds_of(setup: Setup, model: str) -> Thresholds:
    """The model's own, but for those that this hall has set. ValueError where they contradict each other."""
    chosen = {name: getattr(setup, name) for name in _SET if getattr(setup, name) is not None}
    return dataclasses.replace(thresholds_for(model), **chosen)


class TodaysJudge:
    """`devices.vision.faces.session.Judge` over today's gallery."""

    def __init__(self, setup: Setup, model: str, today: Today) -> None:
        self._thresholds, self._today = thresholds_of(setup, model), today

    def one(self, live: Sequence[Template], reference: Template) -> Judged:
        """See `Judge`."""
        distances = [float(np.linalg.norm(template.astype(np.float64) - reference)) for template in live]
        return _judged(decide_one(distances, self._thresholds), self._thresholds.clerk)

    def many(self, live: Sequence[Template]) -> Judged | None:
        """See `Judge`."""
        found = self._today.search(live)
        return None if found is None else _judged(decide_many(found, self._thresholds), self._thresholds.many_clerk)

    def enrol(self, person: str, live: Sequence[Template]) -> GalleryState | None:
        """See `Judge`."""
        return self._today.enrol(person, live)


def _judged(decision: Decision, limit: float) -> Judged:
    return Judged(*(decision.verdict, decision.distance, decision.threshold, limit, decision.margin, decision.person))
