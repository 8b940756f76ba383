"""What stands beside a comparison in its tests: looks, a sign of life on order, templates that are numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from devices.face_ports import Challenge, Cue, FaceAdvice, FaceTask, FaceVerdict, GalleryState
from devices.vision.faces.liveness import LivenessState
from devices.vision.faces.looks import Face, Look, Picture, Template
from devices.vision.faces.messages import Compare
from devices.vision.faces.session import Comparison, Judged, Reference, Tools

FRAME = np.full((480, 640, 3), 120, np.uint8)
BOX = (220, 120, 420, 320)
CUE = Cue("flatness", 4.2, 0.0)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Embedder:
    """A template is the frame's brightness: who is bright is another than who is dark."""

    name = "test-1"

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, picture: Picture, face: Face) -> Template:
        self.embedded += 1
        return np.array([float(picture[0, 0, 0]), 1.0], np.float32)


@dataclass
class Life:
    """A sign of life on order."""

    state_now: LivenessState = LivenessState(of=1)
    taken: int = 0

    def take(self, look: Look) -> LivenessState:
        self.taken += 1
        return self.state_now

    def state(self) -> LivenessState:
        return self.state_now


@dataclass
class Judges:
    """Accepts who is as bright as the reference; keeps persons by brightness."""

    kept: dict[str, float] = field(default_factory=dict)
    closed: bool = False
    verdict: FaceVerdict | None = None

    def one(self, live: Sequence[Template], reference: Template) -> Judged:
        distance = max(abs(float(one[0] - reference[0])) for one in live)
        verdict = self.verdict or (FaceVerdict.ACCEPTED if distance < 1 else FaceVerdict.NO_MATCH)
        return Judged(verdict, distance, 1.0, 2.0)

    def many(self, live: Sequence[Template]) -> Judged | None:
        if self.closed:
            return None
        found = [person for person, bright in self.kept.items() if abs(bright - float(live[0][0])) < 1]
        return Judged(FaceVerdict.ACCEPTED, 0.1, person=found[0]) if found else Judged(FaceVerdict.NO_MATCH)

    def enrol(self, person: str, live: Sequence[Template]) -> GalleryState | None:
        if self.closed:
            return None
        self.kept[person] = float(live[0][0])
        return GalleryState(len(self.kept), "test-1", None)


class Stage:
    """One comparison with somebody before the camera."""

    def __init__(self, task: FaceTask = FaceTask.VERIFY, *, bright: int | None = 120, for_clerk: bool = False) -> None:
        self.clock, self.model, self.judge = Clock(), Embedder(), Judges()
        self.lives: list[Life] = []
        reference = None
        if bright is not None:
            picture = np.full((200, 160, 3), bright, np.uint8)
            reference = Reference(np.array([bright, 1.0], np.float32), picture, Face((30, 40, 130, 140)))
        wanted = Compare(7, task, "consent-1", person="p-1", challenges=1, for_clerk=for_clerk)
        self.comparison = Comparison(wanted, reference, Tools(self.model, self._life, self.judge, self.clock))

    def _life(self) -> Life:
        self.lives.append(Life())
        return self.lives[-1]

    def lives_now(self, verdict: bool | None = True, challenge: Challenge | None = None) -> None:
        """What the sign of life says from now on."""
        self.lives[-1].state_now = LivenessState(challenge=challenge, of=1, verdict=verdict, cues=(CUE,))

    def look(
        self, advice: FaceAdvice = FaceAdvice.FINE, *, person: int = 1, bright: int = 120, quality: float = 0.8
    ) -> object:
        """The next frame, 40 ms later."""
        self.clock.now += 0.04
        picture = np.full_like(FRAME, bright)
        face = None if advice is FaceAdvice.NOBODY else Face(BOX)
        seen = Look(self.clock.now, picture, face, advice=advice, quality=quality if face else 0.0, person=person)
        return self.comparison.take(seen)

    def looks(
        self, seconds: float, advice: FaceAdvice = FaceAdvice.FINE, *, person: int = 1, bright: int = 120
    ) -> object:
        """Frames until it ends, or for so long."""
        for _ in range(round(seconds / 0.04)):
            if ended := self.look(advice, person=person, bright=bright):
                return ended
        return None

    def nothing(self, seconds: float) -> object:
        """No frame comes."""
        end = self.clock.now + seconds
        while self.clock.now < end:
            self.clock.now += 0.25
            if ended := self.comparison.idle():
                return ended
        return None
