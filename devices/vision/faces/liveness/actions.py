"""Four actions of a face, measured against the person's own neutral look, and when one of them counts as done.

An action counts only if it was seen to begin from the neutral look, after it was asked and not sooner than `NATURAL`
seconds after: what moves sooner moved by itself, or was recorded.
"""

from __future__ import annotations

from devices.face_ports import Challenge
from devices.vision.faces.liveness.shape import Shape

NATURAL = 0.25
"""Seconds after asking in which nobody can have understood and begun: simple reactions to sound and light take
0.14 s to 0.20 s, choosing among several takes longer (Welford, *Reaction Times*, 1980)."""

CLOSED = 0.72
"""An eye is closed at this share of its neutral aspect ratio: dlib's landmarks follow the lids only in part."""

DROP = 0.05
"""An aspect ratio falls by so much at least when eyes close: where they are nearly closed all the time, the landmarks'
own restlessness is a large share of it."""

TURNED = 11.0
"""Degrees of yaw from the neutral look; idle sway stays within 5."""

OPENED = 0.15
"""By how much the inner lips come apart, in lengths of the nose, from the neutral look."""

ONSET = 0.45
"""Share of a full action from which it has begun, and under which all is neutral again."""

TILTED = 0.12
"""Change of the face's own proportions from which narrower eyes may be a nod, or a picture tipped away."""

HELD = 3
"""Frames in a row in which an action must be seen, so that one frame's bad landmarks do nothing; a blink needs one,
but also the opening after it."""

LONGEST_BLINK = 1.5
"""Seconds; eyes that stay closed for longer are no blink (0.1 s to 0.4 s, when asked for somewhat longer)."""


def share_of(challenge: Challenge, shape: Shape, neutral: Shape) -> float:
    """How far the action goes: 0 at the neutral look, 1 when it is done; negative for its opposite."""
    if challenge is Challenge.BLINK:
        if abs(shape.tall / neutral.tall - 1.0) > TILTED:
            return 0.0
        return (neutral.eyes - shape.eyes) / max(DROP, neutral.eyes * (1.0 - CLOSED))
    if challenge is Challenge.OPEN_MOUTH:
        return (shape.mouth - neutral.mouth) / OPENED
    turned = (shape.yaw - neutral.yaw) / TURNED
    return turned if challenge is Challenge.TURN_LEFT else -turned


class Action:
    """Watches for one action asked at `asked` seconds; each time it is done is told once."""

    def __init__(self, challenge: Challenge, neutral: Shape, asked: float) -> None:
        self.challenge = challenge
        self._neutral = neutral
        self._asked = asked
        self._rested: float | None = None  # when the face was last seen neutral
        self._onset: float | None = None
        self._counts = False
        self._full = 0  # frames of this action in which it went all the way

    def take(self, shape: Shape) -> bool:
        """Whether it was done with this frame."""
        share = share_of(self.challenge, shape, self._neutral)
        blink = self.challenge is Challenge.BLINK
        if share < ONSET:
            done = blink and self._counts and self._full > 0 and self._lasted(shape.at) <= LONGEST_BLINK
            self._rested, self._onset, self._counts, self._full = shape.at, None, False, 0
            return done
        if self._onset is None:
            self._onset = shape.at
            rested = self._rested is not None and self._rested >= self._asked
            self._counts = rested and shape.at >= self._asked + NATURAL
        if share >= 1.0:
            self._full += 1
        elif not blink:
            self._full = 0
        return not blink and self._counts and share >= 1.0 and self._full == HELD

    def _lasted(self, at: float) -> float:
        return 0.0 if self._onset is None else at - self._onset
