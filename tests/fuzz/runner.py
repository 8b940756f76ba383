"""Many cases quickly: golden bytes spoiled by chance, or bytes by chance alone; each case timed.

Hypothesis finds smaller examples but makes some thousand cases a second at best; this makes a hundred thousand.
"""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fuzz.parsers import Target

SLOW = 0.1  # seconds of the processor: parsers wait for nothing
_LONGEST = 2000  # bytes of pure chance
_SHOWN = 3
_EDGES = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\xaa\xaa\xaa\x96\x69", b"\xff\xff\xff\xff", b"{", b'"', b"\r\n")


@dataclass
class Outcome:
    """What came of a run. `crashes`: the bytes as hex, and where it happened; the first ones only."""

    name: str
    cases: int = 0
    seconds: float = 0.0
    worst: float = 0.0
    crashed: int = 0
    slow: int = 0
    crashes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """No crash, no slow case."""
        return not self.crashed and not self.slow


def run(target: Target, cases: int, seed: int) -> Outcome:
    """So many cases of one parser."""
    outcome, parse, clock = Outcome(target.name), target.parse, time.thread_time  # not the machine's other work
    began = time.monotonic()
    for data in spoiled(target, cases, seed):
        start = clock()
        try:
            parse(data)
        except Exception:  # noqa: BLE001 - finding them is what this is for
            outcome.crashed += 1
            _note(outcome, data)
        took = clock() - start
        outcome.worst = max(outcome.worst, took)
        outcome.slow += took > SLOW
    outcome.cases, outcome.seconds = cases, time.monotonic() - began
    return outcome


def _note(outcome: Outcome, data: bytes) -> None:
    if len(outcome.crashes) < _SHOWN:
        outcome.crashes.append(f"{data.hex()}\n{traceback.format_exc(limit=-3)}")


def spoiled(target: Target, cases: int, seed: int) -> Iterator[bytes]:
    """The cases of a seed: one in eight is pure chance."""
    dice = random.Random(f"{target.name} {seed}")
    chance, below, block = dice.random, dice.randrange, dice.randbytes
    for number in range(cases):
        if number % 8 == 0:
            yield block(int(_LONGEST * chance() ** 3))
            continue
        data = bytearray(target.golden[below(len(target.golden))])
        for _ in range(1 + below(4)):
            _spoil(data, dice)
        yield bytes(data)


def _spoil(data: bytearray, dice: random.Random) -> None:
    """One change: a bit, a byte, a piece lost, doubled or put in, the end cut off."""
    size = len(data)
    place = dice.randrange(size) if size else 0
    kind = dice.randrange(7)
    if kind == 0 and size:
        data[place] ^= 1 << dice.randrange(8)
    elif kind == 1 and size:
        data[place] = dice.randrange(256)
    elif kind == 2:
        del data[place : place + 1 + dice.randrange(8)]
    elif kind == 3:
        data[place:place] = data[place : place + 1 + dice.randrange(16)]
    elif kind == 4:
        data[place:place] = dice.choice(_EDGES)
    elif kind == 5:
        data[place : place + 4] = dice.randbytes(4)
    else:
        del data[place:]
