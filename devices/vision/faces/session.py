"""One comparison, from the first look to how it ended: liveness, then the best frames, their templates, a decision.

Looks go in, a report comes out once there is one; no camera, no process and no clock of its own. All templates are of
frames of the very person of whom liveness speaks: who changes places in between begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from devices.face_ports import Cue, FaceAdvice, FaceTask, FaceTrouble, FaceVerdict, GalleryState
from devices.vision.faces.best import Best
from devices.vision.faces.crops import jpeg_of
from devices.vision.faces.liveness import LivenessState
from devices.vision.faces.looks import Face, Look, Picture, Template
from devices.vision.faces.messages import Compare, Compared, NotCompared
from devices.vision.faces.templates import template_of

DEADLINES: Mapping[str, float] = {
    "face": 20.0,  # without anybody seen well
    "straight": 4.0,  # of a face that is seen well but for its pose; then that is how this face looks
    "best": 1.5,  # from the sign of life to frames that are good enough
    "picture": 4.0,  # without any picture of the camera; one that was cut off is opened again meanwhile
    "whole": 60.0,
}
"""Seconds of a comparison. Those of the challenges stand in `devices.vision.faces.liveness`."""

FRAMES = 3
"""So many of the best are embedded, and decide together."""

Ended = Compared | NotCompared

_TROUBLES = {FaceAdvice.TOO_DARK: FaceTrouble.DARK, FaceAdvice.ALONE: FaceTrouble.SEVERAL}


class Embedding(Protocol):
    """What a comparison needs of a face model."""

    @property
    def name(self) -> str:
        """Of the templates."""

    def embed(self, picture: Picture, face: Face) -> Template:
        """The template of a face."""


class LiveCheck(Protocol):
    """`devices.vision.faces.liveness.Liveness`."""

    def take(self, look: Look) -> LivenessState:
        """One more frame."""

    def state(self) -> LivenessState:
        """Without a new frame: time goes on."""


@dataclass(frozen=True)
class Judged:
    """A decision. Up to `threshold` it is accepted, from `limit` on it is no match; `margin` to the second best."""

    verdict: FaceVerdict
    distance: float = 0.0
    threshold: float = 0.0
    limit: float = 0.0
    margin: float = 0.0
    person: str = field(default="", repr=False)


class Judge(Protocol):
    """Decides from several frames."""

    def one(self, live: Sequence[Template], reference: Template) -> Judged:
        """Are they the same person?"""

    def many(self, live: Sequence[Template]) -> Judged | None:
        """Who of today's persons is it? None where the gallery can't be asked."""

    def enrol(self, person: str, live: Sequence[Template]) -> GalleryState | None:
        """Keeps somebody; None where the gallery does not."""


@dataclass(frozen=True)
class Reference:
    """Whom the live person is compared with. `picture` and `face`: of the photo, where it is one."""

    template: Template = field(repr=False)
    picture: Picture | None = field(default=None, repr=False)
    face: Face | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Tools:
    """What a comparison works with. `liveness` begins one; `clock`: monotonic seconds, as `Look.at`."""

    model: Embedding
    liveness: Callable[[], LiveCheck]
    judge: Judge
    clock: Callable[[], float]


class Comparison:
    """See the module."""

    def __init__(self, wanted: Compare, reference: Reference | None, tools: Tools) -> None:
        self._wanted, self._reference, self._tools = wanted, reference, tools
        self._best = Best(FRAMES)
        self._made: dict[float, Template] = {}  # of the best, by their time
        self._liveness = tools.liveness()
        self.live = LivenessState(of=wanted.challenges)
        self._began = self._pictured = self._well = tools.clock()
        self._aslant: float | None = None  # since when it has not looked straight
        self._alive: tuple[int, float] | None = None  # which person, since when
        self._advice = FaceAdvice.NOBODY
        self._reason = FaceAdvice.NOBODY  # the last advice that asked for something

    def take(self, look: Look) -> Ended | None:
        """One more frame; how it ended, if it has."""
        self._pictured = look.at
        self._advice = look.advice
        well = self._seen_well(look)
        if well:
            self._well = look.at
        elif look.advice is not FaceAdvice.HOLD_STILL:
            self._reason = look.advice
        if self._alive and look.face is not None and look.person != self._alive[0]:
            self._begin_anew()
        self._best.offer(look if well else Look(look.at, look.picture, person=look.person))
        if self._alive is None:
            self.live = self._liveness.take(look)
            if self.live.verdict is False:
                return self._not_live()
            if self.live.verdict:
                self._alive = look.person, look.at
        return self._decided(look.at) if self._alive else self._given_up(look.at)

    def idle(self) -> Ended | None:
        """No frame came: time goes on."""
        now = self._tools.clock()
        if self._alive is None:
            self.live = self._liveness.state()
            if self.live.verdict is False:
                return self._not_live()
        if now - self._pictured > DEADLINES["picture"]:
            return self._not(FaceTrouble.NO_PICTURE)
        return self._given_up(now)

    def prepare(self) -> None:
        """Time is left before the next frame: another of the best is embedded, so that the decision need not wait."""
        best = self._best.best()
        self._made = {look.at: self._made[look.at] for look in best if look.at in self._made}
        for look in best:
            if look.at not in self._made:
                self._template(look)
                return

    def forget(self) -> None:
        """Lets go of all frames."""
        self._best.forget()
        self._made.clear()
        self._reference = None

    # ---- parts

    def _seen_well(self, look: Look) -> bool:
        """Whether a decision may be made of it. Some faces never look straight to a camera, after a stroke or with a
        bent neck: nobody is kept from a comparison, which decides by likeness, because of that.
        """
        if look.advice is FaceAdvice.FINE:
            self._aslant = None
            return True
        if look.advice is not FaceAdvice.FACE_SCREEN:
            return False
        self._aslant = look.at if self._aslant is None else self._aslant
        return look.at - self._aslant >= DEADLINES["straight"]

    def _begin_anew(self) -> None:
        self._alive = None
        self._liveness = self._tools.liveness()
        self._best.forget()
        self._made.clear()

    def _decided(self, now: float) -> Ended | None:
        """The decision, as soon as there are frames for it."""
        best = self._best.best()
        waited = now - self._alive[1] if self._alive else 0.0
        if len(best) < FRAMES and waited < DEADLINES["best"]:
            return None
        if not best:
            return self._given_up(now)
        live = [self._template(look) for look in best]
        if not all(np.isfinite(template).all() for template in live):
            return self._not(FaceTrouble.NO_FACE)
        match self._wanted.task:
            case FaceTask.VERIFY:
                return self._verified(live, best)
            case FaceTask.IDENTIFY:
                return self._identified(live, best)
            case FaceTask.ENROL:
                return self._enrolled(live)

    def _template(self, look: Look) -> Template:
        if look.at not in self._made and look.face is not None:
            self._made[look.at] = template_of(self._tools.model, look.picture, look.face)
        return self._made[look.at]

    def _verified(self, live: Sequence[Template], best: Sequence[Look]) -> Ended:
        if self._reference is None:
            return self._not(FaceTrouble.NO_REFERENCE)
        return self._ended(self._tools.judge.one(live, self._reference.template), len(live), best)

    def _identified(self, live: Sequence[Template], best: Sequence[Look]) -> Ended:
        judged = self._tools.judge.many(live)
        return self._not(FaceTrouble.GALLERY_CLOSED) if judged is None else self._ended(judged, len(live), best)

    def _enrolled(self, live: Sequence[Template]) -> Ended:
        """Only who is like the reference: somebody else may have stepped before the camera meanwhile."""
        if self._reference is None:
            return self._not(FaceTrouble.NO_REFERENCE)
        judged = self._tools.judge.one(live, self._reference.template)
        if judged.verdict is not FaceVerdict.ACCEPTED:
            return self._ended(Judged(FaceVerdict.NO_MATCH), len(live))
        if self._tools.judge.enrol(self._wanted.person, live) is None:
            return self._not(FaceTrouble.GALLERY_CLOSED)
        return self._ended(Judged(FaceVerdict.ENROLLED), len(live))

    def _not_live(self) -> Ended:
        """Of nobody who was seen well it is said that they don't live."""
        if self._well == self._began:
            return self._not(_TROUBLES.get(self._reason, FaceTrouble.NO_FACE))
        return self._ended(Judged(FaceVerdict.NOT_LIVE), 0)

    def _given_up(self, now: float) -> Ended | None:
        if now - self._began > DEADLINES["whole"]:
            return self._not(FaceTrouble.TIMED_OUT)
        if now - self._well > DEADLINES["face"]:
            return self._not(_TROUBLES.get(self._reason, FaceTrouble.NO_FACE))
        return None

    def _not(self, trouble: FaceTrouble) -> NotCompared:
        return NotCompared(self._wanted.number, trouble, self._reason if self._well == self._began else self._advice)

    def _ended(self, judged: Judged, frames: int, best: Sequence[Look] = ()) -> Compared:
        for_clerk = self._wanted.for_clerk and judged.verdict is FaceVerdict.UNSURE
        mine = best[0] if for_clerk and best else None
        theirs = self._reference if for_clerk else None
        return Compared(
            self._wanted.number,
            judged.verdict,
            judged.distance,
            judged.threshold,
            judged.limit,
            judged.margin,
            frames,
            (self._tools.clock() - self._began) * 1000,
            judged.person,
            self._tools.model.name,
            tuple(Cue(cue.name, float(cue.value), float(cue.suspicion)) for cue in self.live.cues),
            jpeg_of(mine.picture, mine.face) if mine and mine.face else b"",
            jpeg_of(theirs.picture, theirs.face) if theirs and theirs.picture is not None and theirs.face else b"",
        )
