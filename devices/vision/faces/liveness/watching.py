"""Whether who stands before the camera is alive: challenges and passive cues of one visit, frame by frame."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.face_ports import Challenge, Cue
from devices.vision.faces.liveness.challenges import DEADLINES as CHALLENGE_DEADLINES
from devices.vision.faces.liveness.challenges import Challenges, Progress
from devices.vision.faces.liveness.cues import Cues
from devices.vision.faces.liveness.fusing import ALIVE, FAKE, doubt, of_challenges, reasons, shows_life
from devices.vision.faces.liveness.response import Tints
from devices.vision.faces.liveness.samples import Sample, sample_of
from devices.vision.faces.looks import Look

DEADLINES = {"passive": 2.5, "afterwards": 1.5, "unseen": 10.0, "whole": 45.0}
"""Seconds. `passive`: from the first face to a verdict without challenges. `afterwards`: for cues that still doubt when
all challenges are met. `unseen`: without any face. `whole`: from the beginning, whatever happens; nobody is alive
then."""

LOOKED = 0.4
"""Seconds of a face before any verdict."""

DOUBTED = 0.4
"""Seconds for which strong doubt must last: one bad frame refuses nobody."""

JUMP = 0.6
"""Of the face's width: who moves further between two frames is somebody else."""

GROWS = 1.5
"""A face that becomes so much larger or smaller between two frames is somebody else's."""

_JUDGED_EVERY = 3  # frames


@dataclass(frozen=True)
class LivenessState:
    """`challenge`: what is asked now, with `left` seconds; `done` of `of` were met. `tint`: the colour our own screen
    must show now ("" none). `verdict`: None while it is open. `cues`: each with its measured value; `doubt`: 0 to 1,
    all together; `reasons`: the cues that cause it, strongest first.
    """

    challenge: Challenge | None = None
    left: float = 0.0
    done: int = 0
    of: int = 0
    tint: str = ""
    verdict: bool | None = None
    cues: tuple[Cue, ...] = field(default=())
    doubt: float = 0.0
    reasons: tuple[Cue, ...] = ()


class Liveness:
    """One visit. `challenges`: how many must be met, 0: passive cues alone. `clock`: monotonic seconds, as `Look.at`.

    `tinting`: whether our own screen shows the tints that are asked for; otherwise none is, and the response to it
    stays unknown.
    """

    def __init__(
        self, challenges: int, rng: random.Random, clock: Callable[[], float], *, tinting: bool = False
    ) -> None:
        self._challenges = Challenges(challenges, rng)
        self._wanted = challenges
        self._cues = Cues(tinting)
        self._tints = Tints(rng) if tinting else None
        self._clock = clock
        self._began = clock()
        self._faced: float | None = None  # since when this face is seen
        self._seen = self._began  # when any was, last
        self._met: float | None = None
        self._doubted: float | None = None
        self._last: Sample | None = None
        self._count = 0
        self._state = LivenessState(of=challenges)

    def take(self, look: Look) -> LivenessState:
        """One more frame. After the verdict nothing changes any more."""
        if self._state.verdict is not None:
            return self._state
        sample = sample_of(look, self._state.tint)
        same = sample is None or self._continues(sample)
        if not same:
            self._cues.forget()
            self._faced = self._doubted = self._met = None
        if sample is not None:
            self._cues.take(sample)
            self._faced = sample.at if self._faced is None else self._faced
            self._last, self._seen = sample, sample.at
        progress = self._challenges.take(look.at, sample.shape if sample else None, same)
        self._state = self._judged(look.at, progress, sample is not None)
        return self._state

    def state(self) -> LivenessState:
        """The same without a new frame, for cameras that give none: time goes on."""
        if self._state.verdict is None:
            now = self._clock()
            self._state = self._judged(now, self._challenges.take(now, None), seen=False)
        return self._state

    def _continues(self, sample: Sample) -> bool:
        """Whether this is surely the face of the frame before."""
        last = self._last
        if last is None:
            return True
        width, before = sample.box[2] - sample.box[0], last.box[2] - last.box[0]
        moved = abs(sample.points[27:36].mean(axis=0) - last.points[27:36].mean(axis=0)).max()
        return bool(
            sample.person == last.person
            and sample.at - last.at <= CHALLENGE_DEADLINES["away"]
            and moved <= JUMP * before
            and 1 / GROWS <= width / before <= GROWS
        )

    def _judged(self, at: float, progress: Progress, seen: bool) -> LivenessState:
        self._count += seen
        if progress.ended and self._wanted and self._met is None:
            self._met = at
        known = self._cues.known() if self._count % _JUDGED_EVERY == 0 or not seen else None
        cues = (known if known is not None else self._passive()) + of_challenges(progress)
        doubts = doubt(cues)
        return LivenessState(
            progress.asked,
            progress.left,
            progress.done,
            progress.of,
            self._tints.at(at) if self._tints and self._faced is not None else "",
            self._verdict(at, progress, cues, doubts),
            cues,
            doubts,
            reasons(cues),
        )

    def _passive(self) -> tuple[Cue, ...]:
        return tuple(cue for cue in self._state.cues if cue.name not in ("challenge", "astray"))

    def _verdict(self, at: float, progress: Progress, cues: tuple[Cue, ...], doubts: float) -> bool | None:
        if progress.ended is False or self._ran_out(at):
            return False
        if self._faced is None or at - self._faced < LOOKED:
            return None
        self._doubted = None if doubts < FAKE else at if self._doubted is None else self._doubted
        if self._doubted is not None and at - self._doubted >= DOUBTED:
            return False
        if progress.ended and doubts <= ALIVE and shows_life(cues, at - self._faced, self._tints is not None):
            return True
        return False if self._late(at) else None

    def _ran_out(self, at: float) -> bool:
        return at - self._began > DEADLINES["whole"] or at - self._seen > DEADLINES["unseen"]

    def _late(self, at: float) -> bool:
        """Whether what could still speak for this person would have come by now."""
        if self._wanted:
            return self._met is not None and at - self._met > DEADLINES["afterwards"]
        return self._faced is not None and at - self._faced > DEADLINES["passive"]
