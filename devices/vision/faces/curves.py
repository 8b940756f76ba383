"""How often a threshold is wrong, measured on pairs: FAR, FRR, ROC, DET, and how sure that is.

The words are those of ISO/IEC 19795-1: a pair in which no face was found never matches, so it counts as a false reject
where it shows one person. Its distance is infinite here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Distances = npt.NDArray[np.float64]

CONFIDENCE = 0.95

NOTHING = -1.0
"""A threshold that accepts nothing: no distance is below 0."""


@dataclass(frozen=True)
class Bounds:
    """Between these a share lies with the confidence asked for (Clopper and Pearson: never less than that)."""

    low: float
    high: float


@dataclass(frozen=True)
class Rates:
    """At a threshold: how many pairs of different persons are accepted, and of the same are not. A rate without any
    pair is not a number.
    """

    threshold: float
    false_accepts: int
    different: int
    false_rejects: int
    same: int

    @property
    def far(self) -> float:
        """False accepts per pair of different persons."""
        return _share(self.false_accepts, self.different)

    @property
    def frr(self) -> float:
        """False rejects per pair of one person."""
        return _share(self.false_rejects, self.same)

    @property
    def accuracy(self) -> float:
        """Right answers per pair."""
        pairs = self.same + self.different
        return _share(pairs - self.false_accepts - self.false_rejects, pairs)

    def far_bounds(self, confidence: float = CONFIDENCE) -> Bounds:
        """Between what the FAR lies."""
        return clopper_pearson(self.false_accepts, self.different, confidence)

    def frr_bounds(self, confidence: float = CONFIDENCE) -> Bounds:
        """Between what the FRR lies."""
        return clopper_pearson(self.false_rejects, self.same, confidence)


class Curves:
    """Distances of pairs of the same and of different persons."""

    def __init__(self, same: Distances, different: Distances) -> None:
        self.same, self.different = np.sort(same), np.sort(different)

    def at(self, threshold: float) -> Rates:
        """Pairs up to the threshold are accepted."""
        accepted = int(np.searchsorted(self.different, threshold, "right"))
        rejected = len(self.same) - int(np.searchsorted(self.same, threshold, "right"))
        return Rates(threshold, accepted, len(self.different), rejected, len(self.same))

    def all(self) -> list[Rates]:
        """From the threshold that accepts nothing on: one for each that changes something."""
        steps = np.unique(np.concatenate([self.same, self.different]))
        return [self.at(NOTHING), *(self.at(float(step)) for step in steps if step < math.inf)]

    def for_far(self, wished: float) -> Rates:
        """The widest threshold whose measured FAR is not above the wished one.

        It lies in the middle between the last distance it may accept and the first it may not: no pair stands on it.
        Where nothing forbids a wider one, it is the largest distance that was measured.
        """
        allowed = math.floor(wished * len(self.different) + 1e-9)
        finite = [one for one in (*self.same, *self.different) if math.isfinite(one)]
        if allowed >= len(self.different) or not math.isfinite(self.different[allowed]):
            return self.at(float(max(finite, default=0.0)))
        first = float(self.different[allowed])
        below = [one for one in finite if one < first]
        middle = (float(max(below, default=0.0)) + first) / 2
        return self.at(middle if middle < first else float(max(below, default=NOTHING)))

    def equal_error(self) -> float:
        """The rate at which FAR and FRR are nearest to each other: their mean there."""
        nearest = min(self.all(), key=lambda rates: abs(rates.far - rates.frr))
        return (nearest.far + nearest.frr) / 2


def clopper_pearson(count: int, of: int, confidence: float = CONFIDENCE) -> Bounds:
    """Bounds of a share of which `count` in `of` were seen; anything is possible of nothing."""
    if not 0 <= count <= of or not 0 < confidence < 1:
        raise ValueError(f"{count} of {of} at {confidence}")
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else _solved(lambda share: 1 - binomial(count - 1, of, share), tail)
    high = 1.0 if count == of else _solved(lambda share: 1 - binomial(count, of, share), 1 - tail)
    return Bounds(low, high)


def binomial(count: int, of: int, share: float) -> float:
    """The chance of at most `count` in `of`, of things that happen with this share: summed, from the largest term."""
    if count < 0 or share >= 1:
        return float(count >= of)
    if share <= 0 or count >= of:
        return 1.0
    numbers = np.arange(count + 1)
    logs = _LOG_FACTORIALS.of(of)
    terms = (
        logs[of] - logs[numbers] - logs[of - numbers] + numbers * math.log(share) + (of - numbers) * math.log1p(-share)
    )
    largest = float(terms.max())
    return min(1.0, math.exp(largest) * float(np.exp(terms - largest).sum()))


class _LogFactorials:
    """Logarithms of 0! to n!, kept."""

    def __init__(self) -> None:
        self._known = np.zeros(1)

    def of(self, most: int) -> Distances:
        if len(self._known) <= most:
            self._known = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
        return self._known


_LOG_FACTORIALS = _LogFactorials()
_NORMAL = NormalDist()


def _solved(rising: Callable[[float], float], wanted: float) -> float:
    """Where a function that rises from 0 to 1 has this value."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def probit(share: float) -> float:
    """How many standard deviations of the normal distribution lie below this share: the axes of a DET curve."""
    return _NORMAL.inv_cdf(min(1 - 1e-9, max(1e-9, share)))


def _share(count: int, of: int) -> float:
    return count / of if of else math.nan
