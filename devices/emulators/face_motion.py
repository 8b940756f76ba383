"""How somebody stands and what they do, as numbers by time; the same for the same seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

Action = Literal["blink", "turn-left", "turn-right", "open-mouth"]
ACTIONS: tuple[Action, ...] = get_args(Action)

_TURN = 27.0  # degrees
_BLINK_EVERY = (2.4, 5.5)  # seconds, of themselves
_SWAYS = 3  # sines of each movement


@dataclass(frozen=True)
class Pose:
    """`yaw`: degrees, + to the person's own left; `pitch`: + up; `roll`: + clockwise as seen; `x`, `y`: of the middle
    between the eyes, in eye distances from where the person stands; `near`: 1 where they stand; `lids` and `mouth`:
    how far the lids are closed and the mouth is open, 0 to 1; `breath`: −1 to 1.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    x: float = 0.0
    y: float = 0.0
    near: float = 1.0
    lids: float = 0.0
    mouth: float = 0.0
    breath: float = 0.0


@dataclass(frozen=True)
class _Course:
    """How far an action has come after so many seconds: up, held, and down again."""

    up: float
    held: float
    down: float

    @property
    def long(self) -> float:
        return self.up + self.held + self.down

    def at(self, since: float) -> float:
        if since <= 0 or since >= self.long:
            return 0.0
        if since < self.up:
            return _eased(since / self.up)
        if since < self.up + self.held:
            return 1.0
        return _eased((self.long - since) / self.down)


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


_COURSES: Mapping[Action, _Course] = {
    "blink": _Course(0.1, 0.12, 0.16),
    "turn-left": _Course(0.45, 0.45, 0.5),
    "turn-right": _Course(0.45, 0.45, 0.5),
    "open-mouth": _Course(0.3, 0.45, 0.3),
}
_OF_THEMSELVES = _Course(0.07, 0.04, 0.12)
_DONE: Mapping[Action, Callable[[Pose, float], Pose]] = {
    "blink": lambda pose, far: replace(pose, lids=max(pose.lids, far)),
    "turn-left": lambda pose, far: replace(pose, yaw=pose.yaw + _TURN * far, x=pose.x + 0.18 * far),
    "turn-right": lambda pose, far: replace(pose, yaw=pose.yaw - _TURN * far, x=pose.x - 0.18 * far),
    "open-mouth": lambda pose, far: replace(pose, mouth=max(pose.mouth, far), pitch=pose.pitch + 2 * far),
}


def lasts(action: Action) -> float:
    """Seconds that an action takes."""
    return _COURSES[action].long


class Motion:
    """Sways, breathes and blinks of itself; does what it is told at the time it is told. `lively`: 0 stands like a
    picture.
    """

    def __init__(self, seed: int, lively: float = 1.0) -> None:
        chance = np.random.default_rng([seed, 77])
        self._lively = lively
        self._waves = {
            name: [
                (
                    float(chance.uniform(0.06, 0.55)),
                    float(chance.uniform(0, 2 * math.pi)),
                    float(chance.uniform(0.4, 1)),
                )
                for _ in range(_SWAYS)
            ]
            for name in ("yaw", "pitch", "roll", "x", "y", "near")
        }
        self._breaths, self._phase = float(chance.uniform(0.2, 0.32)), float(chance.uniform(0, 6))
        self._blinks: list[float] = [float(chance.uniform(0.8, _BLINK_EVERY[1]))]
        self._chance = chance
        self._asked: list[tuple[float, Action]] = []

    def do(self, action: Action, at: float) -> None:
        """From the time `at` on; ValueError for what nobody can do."""
        if action not in ACTIONS:
            raise ValueError(f"action {action!r}; known: {', '.join(ACTIONS)}")
        self._asked.append((at, action))

    def pose(self, t: float) -> Pose:
        """At `t` seconds."""
        lively = self._lively
        pose = Pose(
            yaw=2.2 * lively * self._wave("yaw", t),
            pitch=1.6 * lively * self._wave("pitch", t),
            roll=1.3 * lively * self._wave("roll", t),
            x=0.11 * lively * self._wave("x", t),
            y=0.05 * lively * self._wave("y", t),
            near=1 + 0.018 * lively * self._wave("near", t),
            lids=self._natural(t),
            breath=lively * math.sin(2 * math.pi * self._breaths * t + self._phase),
        )
        self._asked = [(at, action) for at, action in self._asked if t - at < 60]
        for at, action in self._asked:
            if far := _COURSES[action].at(t - at):
                pose = _DONE[action](pose, far)
        return pose

    def _wave(self, name: str, t: float) -> float:
        return sum(high * math.sin(2 * math.pi * often * t + at) for often, at, high in self._waves[name]) / 2

    def _natural(self, t: float) -> float:
        if not self._lively:
            return 0.0
        while self._blinks[-1] < t + 1:
            self._blinks.append(self._blinks[-1] + float(self._chance.uniform(*_BLINK_EVERY)))
        near = [at for at in self._blinks[-400:] if t - 1 < at <= t]
        return max((_OF_THEMSELVES.at(t - at) for at in near), default=0.0)
