"""Whose turn it is: how priority, appointment and ordinary numbers of one queue interleave. Pure.

A queue's calls of a day are counted. Call n belongs to the class of slot n modulo R in a round of R slots, of which
each class has as many as `Turns` says, spread evenly; where nobody of that class waits, the call goes to the next class
that has somebody: priority, appointment, ordinary. Within a class who was placed first is called first.

Fairness. Of any R calls in a row each slot comes up exactly once, so a class with weight w that has somebody waiting
all the time gets at least w of them. A number with k before it in its class is therefore called within
ceil((k + 1) / w) * R calls of its queue (`bound`), whatever else arrives: nobody waits for ever. `k` counts who stands
before it, also who is placed there later because they had come earlier (tickets of a terminal that was cut off,
transfers). A number that wants one certain window counts that window's calls only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from server_stub.halls.models import Turns
from server_stub.queue.tables import Kind

T = TypeVar("T")
_BY_RANK = (Kind.PRIORITY, Kind.APPOINTMENT, Kind.ORDINARY)


@lru_cache(maxsize=64)
def slots(turns: Turns) -> tuple[Kind, ...]:
    """One round, each class's slots spread evenly over it."""
    weights = {kind: weight(turns, kind) for kind in _BY_RANK}
    spread = [((n + 0.5) / w, rank, kind) for rank, (kind, w) in enumerate(weights.items()) for n in range(w)]
    return tuple(kind for _, _, kind in sorted(spread))


def weight(turns: Turns, kind: Kind) -> int:
    """How many of a round's calls a class has."""
    return {Kind.PRIORITY: turns.priority, Kind.APPOINTMENT: turns.appointment, Kind.ORDINARY: turns.ordinary}[kind]


def bound(turns: Turns, kind: Kind, before: int) -> int:
    """Within how many calls of its queue a number is called that has `before` numbers of its class before it."""
    return math.ceil((before + 1) / weight(turns, kind)) * len(slots(turns))


def choose(turns: Turns, calls: int, waiting: Mapping[Kind, object]) -> Kind | None:
    """The class of the next call after `calls` calls; `waiting` has the classes of whom somebody waits."""
    due = slots(turns)[calls % len(slots(turns))]
    return due if due in waiting else next((kind for kind in _BY_RANK if kind in waiting), None)


def calls_before(turns: Turns, calls: int, waiting: Mapping[Kind, int], kind: Kind) -> int:
    """How many are called before a new number of a class, if nobody else comes. `waiting` counts each class."""
    left = {k: n for k, n in waiting.items() if n} | {kind: waiting.get(kind, 0) + 1}
    for ahead in range(sum(left.values())):
        chosen = choose(turns, calls + ahead, left)
        if chosen is kind and left[kind] == 1:
            return ahead
        if chosen is not None:
            left = {k: n - (k is chosen) for k, n in left.items() if n > (k is chosen)}
    raise AssertionError("unreachable: every class is called")


def in_order(turns: Turns, calls: int, rows: Mapping[Kind, Sequence[T]]) -> Iterator[T]:
    """Who is called next, and who then, if nobody else comes; `rows` are each class's numbers in their order."""
    left = {kind: list(row) for kind, row in rows.items() if row}
    while (kind := choose(turns, calls, left)) is not None:
        yield left[kind].pop(0)
        left = {k: row for k, row in left.items() if row}
        calls += 1
