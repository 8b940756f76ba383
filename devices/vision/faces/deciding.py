"""Whether it is the same person: from several frames, with two thresholds, and a margin to everybody else.

Siblings and twins are nearer to each other than strangers ever are. For one card a threshold is all there is; among
many the second best shows that somebody like them is enrolled too, and then a clerk looks, not a number. A twin who is
not enrolled can't be told from the one who is: a face alone is therefore never enough for proofs (HALL.md 1).
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from devices.face_ports import FaceVerdict
from devices.vision.faces.searching import FURTHEST, Nearest


@dataclass(frozen=True)
class Thresholds:
    """Distances of one model's templates (0: the same picture). Up to `accept` it is the same person, up to `clerk` a
    clerk decides, beyond it is nobody. `many_accept`, `many_clerk`: the same among many, where each further person is
    one more chance to be wrong; there the second best must be further away by `margin`. `frames`: how many count, the
    best ones; `agreeing`: how many of them must be accepted each for itself.
    """

    accept: float
    clerk: float
    many_accept: float
    many_clerk: float
    margin: float
    frames: int = 3
    agreeing: int = 2

    def __post_init__(self) -> None:
        ordered = 0 <= self.accept <= self.clerk < FURTHEST and 0 <= self.many_accept <= self.many_clerk < FURTHEST
        if not ordered or not 0 <= self.margin < math.inf or not 1 <= self.agreeing <= self.frames:
            raise ValueError(f"thresholds that contradict each other: {self}")

    def verdict(self, distance: float) -> FaceVerdict:
        """Of one distance alone, as between two photographs."""
        if distance <= self.accept:
            return FaceVerdict.ACCEPTED
        return FaceVerdict.UNSURE if distance <= self.clerk else FaceVerdict.NO_MATCH


DEFAULTS: Mapping[str, Thresholds] = {
    "dlib": Thresholds(accept=0.55, clerk=0.62, many_accept=0.45, many_clerk=0.55, margin=0.08),
    "sface": Thresholds(accept=1.04, clerk=1.13, many_accept=0.95, many_clerk=1.08, margin=0.08),
    "arcface": Thresholds(accept=1.05, clerk=1.15, many_accept=0.98, many_clerk=1.1, margin=0.08),
}
"""By the first word of a model's name.

dlib: its authors take 0.6 (99.4 % right on LFW); of 300 pairs of press photographs 262 pairs of different persons had
none below 0.6, one pair of the same person lay between 0.55 and 0.6 (PARTS.md 8). Published measurements find more
false accepts of East Asian faces and of children at the same threshold, so that the default stays below the authors',
and a hall measures its own (`python -m devices.vision calibrate`). Among many, the chance of a false accept grows with
their number: 0.1 less, and a margin as wide as the frames of one person spread.
SFace: OpenCV's model card has 1.128 (99.6 % on LFW). ArcFace: a cosine of 0.4 to 0.45 is usual for it, as a distance.
Neither was measured here: their files do not ship.
"""

UNCALIBRATED = Thresholds(accept=0.0, clerk=0.0, many_accept=0.0, many_clerk=0.0, margin=0.0)
"""Of a model nobody has measured: nobody is accepted."""


@dataclass(frozen=True)
class Decision:
    """`distance`: the median; `threshold`: up to which it would have been accepted; `frames`: how many counted;
    `margin`: the median of theirs, 0 for 1:1; `person`: who it is, or may be (UNSURE), "" for 1:1 and for nobody.
    """

    verdict: FaceVerdict
    distance: float
    threshold: float
    frames: int
    margin: float = 0.0
    person: str = field(default="", repr=False)


def thresholds_for(model: str) -> Thresholds:
    """The defaults of a model by its name."""
    return DEFAULTS.get(model.partition("-")[0], UNCALIBRATED)


def decide_one(distances: Sequence[float], thresholds: Thresholds) -> Decision:
    """1:1, from the distances of several frames, the best frame first. ValueError without any.

    A frame that is beyond the clerk's threshold was perhaps of somebody else who stepped in: then it is not accepted,
    whatever the others say. A distance that is no number counts as one, at `FURTHEST`.
    """
    if not distances:
        raise ValueError("no frame")
    used = [distance if math.isfinite(distance) else FURTHEST for distance in distances[: thresholds.frames]]
    middle = statistics.median(used)
    agreed = sum(distance <= thresholds.accept for distance in used) >= thresholds.agreeing
    if agreed and middle <= thresholds.accept and max(used) <= thresholds.clerk:
        verdict = FaceVerdict.ACCEPTED
    else:
        verdict = FaceVerdict.UNSURE if middle <= thresholds.clerk else FaceVerdict.NO_MATCH
    return Decision(verdict, middle, thresholds.accept, len(used))


def decide_many(searches: Sequence[Nearest | None], thresholds: Thresholds) -> Decision:
    """1:N, from the searches of several frames, the best frame first. ValueError without any.

    It is the person whom most frames name; frames that name somebody else within reach make it unsure.
    """
    if not searches:
        raise ValueError("no frame")
    used = [one for one in searches[: thresholds.frames] if one is not None]
    if not used:  # nobody is enrolled
        return Decision(FaceVerdict.NO_MATCH, FURTHEST, thresholds.many_accept, min(len(searches), thresholds.frames))
    person = Counter(one.person for one in used).most_common(1)[0][0]
    own = [one for one in used if one.person == person]
    distance = statistics.median(one.distance for one in own)
    margin = statistics.median(one.margin for one in own)
    others = any(one.person != person and one.distance <= thresholds.many_clerk for one in used)
    verdict = _among(own, distance, margin, thresholds)
    if others and verdict is FaceVerdict.ACCEPTED:
        verdict = FaceVerdict.UNSURE
    named = person if verdict in (FaceVerdict.ACCEPTED, FaceVerdict.UNSURE) else ""
    return Decision(verdict, distance, thresholds.many_accept, len(used), margin, named)


def _among(own: Sequence[Nearest], distance: float, margin: float, thresholds: Thresholds) -> FaceVerdict:
    agreeing = sum(one.distance <= thresholds.many_accept for one in own)
    if distance > thresholds.many_clerk:
        return FaceVerdict.NO_MATCH
    if distance > thresholds.many_accept or agreeing < thresholds.agreeing or margin < thresholds.margin:
        return FaceVerdict.UNSURE
    return FaceVerdict.ACCEPTED
