"""Actions asked of a person by lot, one after another, until enough were done or too many failed.

A challenge proves what no single picture can: that who is seen hears or reads now what is asked now (challenge and
response of ISO/IEC 30107-1).
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

from devices.face_ports import Challenge
from devices.vision.faces.liveness.actions import Action
from devices.vision.faces.liveness.shape import Shape, middle_of

DEADLINES = {"challenge": 8.0, "neutral": 4.0, "away": 0.8}
"""Seconds. `challenge`: for one action. `neutral`: then a restless person's median look is taken as their neutral one.
`away`: a face that was unseen for longer may be another one; what was asked of the first has failed.
"""

MORE_ASKED = 2
"""So many challenges may fail; one more ends it."""

_CALM_FRAMES = 5
_CALM_SECONDS = 0.15
_CALM_YAW = 6.0  # degrees, between the extremes of the calm frames
_CALM_MOUTH = 0.12  # lengths of the nose, likewise
_FRONTAL = 18.0  # degrees; who looks elsewhere is not asked anything yet
_KEPT = 30  # frames
_DELIBERATE = (Challenge.TURN_LEFT, Challenge.TURN_RIGHT, Challenge.OPEN_MOUTH)


@dataclass(frozen=True)
class Progress:
    """`asked`: what is asked now, with `left` seconds for it; `ended`: None while it goes on, then whether all was met.

    `failed`: challenges that were not met; `astray`: deliberate actions that nobody had asked for.
    """

    asked: Challenge | None
    left: float
    done: int
    of: int
    failed: int = 0
    astray: int = 0
    ended: bool | None = None


class Challenges:
    """Asks until `wanted` challenges were met or more than `MORE_ASKED` failed."""

    def __init__(self, wanted: int, rng: random.Random) -> None:
        if wanted < 0:
            raise ValueError("a number of challenges is not negative")
        self._wanted = wanted
        self._rng = rng
        self._recent: deque[Shape] = deque(maxlen=_KEPT)
        self._began: float | None = None
        self._neutral: Shape | None = None
        self._action: Action | None = None
        self._last: Challenge | None = None
        self._others: tuple[Action, ...] = ()
        self._asked_at = 0.0
        self._seen_at: float | None = None
        self._done = self._failed = self._astray = 0

    def take(self, at: float, shape: Shape | None, same: bool = True) -> Progress:
        """What a frame at `at` seconds changes, with this face or none; `same`: it is surely the same person's."""
        self._began = at if self._began is None else self._began
        if self._wanted and self.ended is not False and self._lost(at, shape, same):
            self._begin_anew(at)
        if self.ended is None and self._neutral is None and shape is not None:
            self._neutral = self._learned(at, shape)
        if self.ended is None and self._neutral is not None:
            self._follow(at, shape, self._neutral)
        self._seen_at = self._seen_at if shape is None else at
        return self.progress(at)

    @property
    def neutral(self) -> Shape | None:
        """The person's own neutral look, once it is known."""
        return self._neutral

    @property
    def ended(self) -> bool | None:
        """None while something is still to be met."""
        if self._done >= self._wanted:
            return True
        return False if self._failed > MORE_ASKED else None

    def progress(self, at: float) -> Progress:
        """How it stands at `at` seconds."""
        asked = None if self._action is None or self.ended is not None else self._action.challenge
        left = max(0.0, DEADLINES["challenge"] - (at - self._asked_at)) if asked else 0.0
        return Progress(asked, left, self._done, self._wanted, self._failed, self._astray, self.ended)

    def _learned(self, at: float, shape: Shape) -> Shape | None:
        """The neutral look of calm frames from the front; after a while of what there is."""
        self._recent.append(shape)
        wide = max(_CALM_FRAMES, sum(one.at >= at - _CALM_SECONDS for one in self._recent))
        last = list(self._recent)[-wide:]
        calm = (
            len(last) >= _CALM_FRAMES
            and last[-1].at - last[0].at >= _CALM_SECONDS
            and _range([one.yaw for one in last]) < _CALM_YAW
            and _range([one.mouth for one in last]) < _CALM_MOUTH
            and abs(middle_of(last).yaw) < _FRONTAL
        )
        late = self._began is not None and at - self._began > DEADLINES["neutral"]
        return middle_of(last) if calm or late else None

    def _begin_anew(self, at: float) -> None:
        """Somebody else may stand there: what was asked has failed, what was met was met by another."""
        self._failed += self._action is not None
        self._done, self._action, self._neutral, self._began = 0, None, None, at
        self._recent.clear()

    def _follow(self, at: float, shape: Shape | None, neutral: Shape) -> None:
        if self._action is None:
            self._ask(at, neutral)
        elif at - self._asked_at > DEADLINES["challenge"]:
            self._failed += 1
            self._ask(at, neutral)
        if shape is None or self._action is None:
            return
        self._astray += sum(other.take(shape) for other in self._others)
        if self._action.take(shape):
            self._done += 1
            self._ask(at, neutral)

    def _lost(self, at: float, shape: Shape | None, same: bool) -> bool:
        away = self._seen_at is not None and at - self._seen_at > DEADLINES["away"]
        return shape is not None and (away or not same)

    def _ask(self, at: float, neutral: Shape) -> None:
        """Another one than the last, if anything is still to be asked."""
        if self.ended is not None:
            return
        drawn = self._rng.choice([one for one in Challenge if one is not self._last])
        self._last, self._asked_at = drawn, at
        self._action = Action(drawn, neutral, at)
        self._others = tuple(Action(one, neutral, at) for one in _DELIBERATE if one is not drawn)


def _range(values: list[float]) -> float:
    return max(values) - min(values)
