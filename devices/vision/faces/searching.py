"""Who among many is nearest: an exact search over all templates, by one matrix–vector product.

The product is done in float32; all that its rounding could have put in the wrong order is measured again in float64, so
that the answer is that of a full search in float64. Rows stand in blocks that are never moved: growing copies nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from devices.vision.faces.looks import Template

BLOCK = 16_384
"""Rows; 8 MB of dlib's templates. Memory is taken page by page as they are filled."""

FURTHEST = 4.0
"""Stands for the distance of the second best where there is no second: no two templates are that far apart."""

_ROUNDING = 2.0**-24  # of float32, relative
_AT_ONCE = 4096  # rows measured again at a time


@dataclass(frozen=True)
class Nearest:
    """Who is nearest, how far (Euclidean), and how far the nearest of all others is."""

    person: str = field(repr=False)
    distance: float
    second: float = FURTHEST

    @property
    def margin(self) -> float:
        """By how much the second best is further away."""
        return self.second - self.distance


class Index:
    """Templates of persons, several for each. A person's templates are given together. `length`: numbers in one."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._forget()

    def _forget(self) -> None:
        self._blocks: list[npt.NDArray[np.float32]] = []
        self._halves = np.empty(0, np.float32)  # half of each row's squared length; infinite where nobody stands
        self._owners = np.empty(0, np.int32)
        self._scores = np.empty(0, np.float32)
        self._used = 0  # rows ever taken
        self._holes: list[int] = []
        self._rows: dict[str, list[int]] = {}
        self._names: dict[int, str] = {}
        self._next = 0
        self._longest = 0.0  # of all rows, as vectors

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, person: str) -> bool:
        return person in self._rows

    def add(self, person: str, templates: npt.NDArray[np.float32]) -> None:
        """Rows × length, finite. ValueError for a person who is there already."""
        if person in self._rows or templates.ndim != 2 or templates.shape[1] != self._length or not len(templates):
            raise ValueError("not templates of a new person")
        owner, self._next = self._next, self._next + 1
        self._rows[person], self._names[owner] = [], person
        for template in templates:
            row = self._free_row()
            self._blocks[row // BLOCK][row % BLOCK] = template
            squared = float(np.dot(template.astype(np.float64), template))
            self._halves[row], self._owners[row] = squared / 2, owner
            self._longest = max(self._longest, math.sqrt(squared))
            self._rows[person].append(row)

    def remove(self, person: str) -> None:
        """Overwrites all of a person's rows. KeyError where there is no such person."""
        rows = self._rows.pop(person)
        del self._names[int(self._owners[rows[0]])]
        for row in rows:
            self._blocks[row // BLOCK][row % BLOCK] = 0
            self._halves[row], self._owners[row] = np.inf, -1
        self._holes += rows

    def clear(self) -> None:
        """Overwrites everything and forgets it."""
        for block in self._blocks:
            block[: min(BLOCK, self._used)] = 0
        self._forget()

    def search(self, template: Template) -> Nearest | None:
        """None where nobody is there. The earlier one of two at the very same distance. `template`: finite."""
        if not self._rows:
            return None
        wanted = np.ascontiguousarray(template, np.float32)
        scores = self._scored(wanted)
        best = int(np.argmin(scores))
        own = self._rows[self._names[int(self._owners[best])]]
        kept = scores[own]
        scores[own] = np.inf
        limit = float(scores.min()) if len(self._rows) > 1 else math.inf
        scores[own] = kept
        if limit == math.inf:
            return Nearest(self._names[int(self._owners[best])], min(d for d, _ in self._exact(own, wanted)))
        rows = np.flatnonzero(scores <= limit + 2 * self._doubt(wanted))
        return self._two_best(rows, wanted)

    def _two_best(self, rows: npt.NDArray[np.intp], wanted: Template) -> Nearest:
        found: dict[int, float] = {}
        for distance, row in self._exact(rows, wanted):
            owner = int(self._owners[row])
            found[owner] = min(distance, found.get(owner, math.inf))
        (first, distance), (_, second) = sorted(found.items(), key=lambda one: (one[1], one[0]))[:2]
        return Nearest(self._names[first], distance, second)

    def _scored(self, wanted: Template) -> npt.NDArray[np.float32]:
        """For each row half its squared distance, less what is the same for all rows."""
        scores = self._scores[: self._used]
        for number, block in enumerate(self._blocks):
            part = scores[number * BLOCK : (number + 1) * BLOCK]
            np.dot(block[: len(part)], wanted, out=part)
        return np.subtract(self._halves[: self._used], scores, out=scores)

    def _doubt(self, wanted: Template) -> float:
        """No score is further from the truth: n products and sums, the halves and the difference, each rounded."""
        length = float(np.linalg.norm(wanted.astype(np.float64)))
        return 1.1 * (self._length + 4) * _ROUNDING * self._longest * (length + self._longest)

    def _exact(self, rows: npt.NDArray[np.intp] | list[int], wanted: Template) -> Iterator[tuple[float, int]]:
        """Distances of these rows in float64."""
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            picked = np.array([self._blocks[row // BLOCK][row % BLOCK] for row in part], np.float64)
            distances = np.sqrt(((picked - wanted) ** 2).sum(axis=1))
            yield from zip(distances.tolist(), map(int, part), strict=True)

    def _free_row(self) -> int:
        if self._holes:
            return self._holes.pop()
        if self._used == BLOCK * len(self._blocks):
            self._blocks.append(np.empty((BLOCK, self._length), np.float32))
            if self._used == len(self._halves):
                more = max(BLOCK, len(self._halves))  # four bytes for each row: doubled, unlike the rows
                self._halves = np.append(self._halves, np.empty(more, np.float32))
                self._owners = np.append(self._owners, np.empty(more, np.int32))
                self._scores = np.empty(len(self._halves), np.float32)
        self._used += 1
        return self._used - 1
