"""How long a driver waits before it tries to reach its device again: one policy for all drivers.

The pauses double up to a bound, so that a device that is gone costs nothing; each is stretched or shortened by chance,
so that terminals that lost the same server don't all come back in the same moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class BackOffPolicy:
    """Seconds. `jitter` is the share by which a pause may be longer or shorter.

    The longest pause, and one attempt to open after it, stay below the five seconds in which a device has to be back.
    """

    first: float = 0.25
    factor: float = 2.0
    most: float = 2.5
    jitter: float = 0.2

    @property
    def longest(self) -> float:
        """No pause is longer than this."""
        return self.most * (1 + self.jitter)


class BackOff:
    """The attempts of one driver. `chance` gives numbers from 0 to 1."""

    def __init__(self, policy: BackOffPolicy | None = None, chance: Callable[[], float] = random.random) -> None:
        self.policy = policy or BackOffPolicy()
        self._chance = chance
        self._next = self.policy.first

    def pause(self) -> float:
        """Seconds until the next attempt; longer each time."""
        base, self._next = self._next, min(self.policy.most, self._next * self.policy.factor)
        return min(base, self.policy.most) * (1 + self.policy.jitter * (2 * self._chance() - 1))

    def reset(self) -> None:
        """The device answered: the next trouble begins anew."""
        self._next = self.policy.first
