"""Which cells there are, which of them are wanted, and the hall in which they are played."""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from devices.emulators.hall import WITH_CAMERA, Hall
from kiosk import settings, terminal
from tests.faults.at_rest import SETTLE
from tests.faults.catalogue import EMULATORS, Fault
from tests.faults.cells import Cell
from tests.faults.known import faults_of, unplaced
from tests.faults.menu import read_menu
from tests.faults.play import Pair, Play, concerned
from tests.faults.rig import Rig
from tests.faults.steps import Step, all_steps

_TICKET_SPEED = 150.0  # mm a second, so that there is a middle of a job
_QUICK_SETTLE = 0.4


@dataclass(frozen=True)
class Wish:
    """A part of the matrix: names that contain these. `in_use`: only where a person meets the fault. `most`: so many
    cells of each device, by the seed; 0: all. `covering`: a selection with each fault and each step.
    """

    device: str = ""
    fault: str = ""
    step: str = ""
    in_use: bool = False
    seed: int = 1
    most: int = 0
    covering: bool = False


def all_faults(hall: Hall) -> list[Fault]:
    """Read from the menus of the emulators that run. ValueError for a command of which nobody has said what it does."""
    menus = {device: read_menu(hall.control(emulator)) for device, emulator in EMULATORS.items()}
    if left := {device: sorted(names) for device, menu in menus.items() if (names := unplaced(device, menu))}:
        raise ValueError(f"commands without a place in the matrix: {left}")
    return [fault for device, menu in menus.items() for fault in faults_of(device, menu)]


def wanted(faults: Sequence[Fault], steps: Sequence[Step], wish: Wish) -> list[Pair]:
    """The cells of a wish."""
    pairs = [
        (fault, step)
        for step in steps
        for fault in faults
        if wish.device in fault.device
        and wish.fault in fault.name
        and wish.step in step.name
        and (concerned(fault, step) or not wish.in_use)
    ]
    if wish.covering:
        return covering(pairs, wish.seed)
    return few(pairs, wish.most, wish.seed) if wish.most else pairs


def few(pairs: Sequence[Pair], most: int, seed: int) -> list[Pair]:
    """At most so many cells of each device, by the seed."""
    dice, chosen = random.Random(seed), list[Pair]()
    for device in dict.fromkeys(fault.device for fault, _ in pairs):
        own = [pair for pair in pairs if pair[0].device == device]
        chosen += dice.sample(own, min(most, len(own)))
    return chosen


def covering(pairs: Sequence[Pair], seed: int) -> list[Pair]:
    """Each fault at least once and each step at least once, by the seed.

    A person meets a fault at every step that needs a walk of its own for that; elsewhere faults pass by, which takes
    little time.
    """
    dice = random.Random(seed)
    pairs = sorted(pairs, key=lambda pair: (pair[1].name, pair[0].device, pair[0].name))
    dice.shuffle(pairs)
    quick = sorted(pairs, key=lambda pair: concerned(*pair) is not _walks_alone(pair[1]))  # stable: by chance in each
    chosen: list[Pair] = []
    faults, steps = {_key(f) for f, _ in pairs}, {step for _, step in pairs}
    for fault, step in quick:
        if _key(fault) in faults and step in steps:
            _take(chosen, faults, steps, (fault, step))
    for fault, step in quick:
        if _key(fault) in faults or step in steps:
            _take(chosen, faults, steps, (fault, step))
    return chosen


def _walks_alone(step: Step) -> bool:
    return step.during or step.page in ("PlaceCard", "Attract")


def _key(fault: Fault) -> tuple[str, str]:
    return fault.device, fault.name


def _take(chosen: list[Pair], faults: set[tuple[str, str]], steps: set[Step], pair: Pair) -> None:
    chosen.append(pair)
    faults.discard(_key(pair[0]))
    steps.discard(pair[1])


def play(wish: Wish, tell: Callable[[Cell], None]) -> int:
    """Starts a hall and its terminal in this process, plays, ends them; the terminal's exit code."""
    with (
        tempfile.TemporaryDirectory(prefix="faults-") as temporary,
        Hall(Path(temporary), WITH_CAMERA, speed=_TICKET_SPEED) as hall,
    ):
        pairs = wanted(all_faults(hall), list(all_steps()), wish)
        errors = Path(temporary) / "stderr"
        error_stream = os.dup(2)

        async def beside(program: terminal.Terminal) -> None:
            rig = Rig(hall, program, errors)
            await rig.begin()
            settle = _QUICK_SETTLE if wish.covering else SETTLE
            await Play(rig, tell, settle).all(pairs)

        with errors.open("wb") as file:
            os.dup2(file.fileno(), 2)
            try:
                return terminal.main(settings.load(hall.config, terminal.SCHEMES), beside)
            finally:
                sys.stderr.flush()
                os.dup2(error_stream, 2)
                os.close(error_stream)
                sys.stderr.write(errors.read_text(errors="replace")[-2000:])
