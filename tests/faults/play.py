"""The cells of the matrix, played in a running terminal, those of a visit in as few walks as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.faults.at_camera import looks
from tests.faults.at_printer import prints
from tests.faults.at_reader import cards
from tests.faults.at_rest import SETTLE, rests, says
from tests.faults.at_scanner import codes
from tests.faults.catalogue import Fault
from tests.faults.cells import Cell
from tests.faults.rig import Rig
from tests.faults.steps import Step
from tests.faults.trial import Trial

Pair = tuple[Fault, Step]


@dataclass
class Play:
    """Plays cells and tells each. `settle`: seconds that a fault stands at a step that doesn't need the device."""

    rig: Rig
    tell: Callable[[Cell], None]
    settle: float = SETTLE

    async def all(self, pairs: Iterable[Pair]) -> None:
        """All these cells."""
        rig, kinds = self.rig, _sorted(pairs)
        for step, faults in _by_step(kinds.notices):
            self._tell(await says(rig, step, faults))
        for visit in dict.fromkeys(step.visit for _, step in kinds.rests):
            rows = dict(_by_step([pair for pair in kinds.rests if pair[1].visit == visit]))
            self._tell(await rests(rig, visit, rows, self.settle))
        for step, faults in _by_step(kinds.cards):
            self._tell(await cards(rig, step, faults))
        for step, faults in _by_step(kinds.codes):
            self._tell(await codes(rig, step, faults))
        for step, faults in _by_step(kinds.looks):
            self._tell(await looks(rig, step, faults))
        for fault, step in kinds.prints:
            self._tell(await prints(rig, step, [fault]))
        for step, faults in _by_step(kinds.beside):
            for group in _one_of_each_device(faults):
                self._tell(await prints(rig, step, group))

    def _tell(self, trials: Sequence[Trial]) -> None:
        for trial in trials:
            self.tell(trial.cell())


@dataclass
class _Kinds:
    """Cells by how they are played."""

    notices: list[Pair]
    rests: list[Pair]
    cards: list[Pair]
    codes: list[Pair]
    looks: list[Pair]
    prints: list[Pair]
    beside: list[Pair]


def _sorted(pairs: Iterable[Pair]) -> _Kinds:
    kinds = _Kinds([], [], [], [], [], [], [])
    for fault, step in pairs:
        if step.speaks_of(fault.device):
            kinds.notices.append((fault, step))
        elif step.uses(fault.device):
            numbers = kinds.codes if fault.device == "codes" else kinds.prints
            used = {"PlaceCard": kinds.cards, "EnterNumber": numbers, "ScanPages": kinds.looks}
            used.get(step.page, kinds.prints).append((fault, step))
        else:
            (kinds.beside if step.during else kinds.rests).append((fault, step))
    return kinds


def concerned(fault: Fault, step: Step) -> bool:
    """Whether the person at this step meets the fault; else it passes by."""
    return step.speaks_of(fault.device) or step.uses(fault.device)


def _by_step(pairs: Sequence[Pair]) -> Iterator[tuple[Step, list[Fault]]]:
    for step in dict.fromkeys(step for _, step in pairs):
        yield step, [fault for fault, where in pairs if where == step]


def _one_of_each_device(faults: Sequence[Fault]) -> Iterator[list[Fault]]:
    lanes = {device: [f for f in faults if f.device == device] for device in dict.fromkeys(f.device for f in faults)}
    for number in range(max(map(len, lanes.values()))):
        yield [lane[number] for lane in lanes.values() if number < len(lane)]
