"""One fault at one step while it is tried: what was measured, and what did not hold."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.faults.catalogue import Fault, Shows
from tests.faults.cells import Cell
from tests.faults.rig import RECOVERY, TOLD, Rig, Wrong
from tests.faults.steps import Step

_AFTERWARDS = 0.15  # seconds in which a status that was under way arrives


@dataclass
class Trial:
    """See the module. `told_ms`, `recovered_ms`: as in the cell."""

    fault: Fault
    step: Step
    told_ms: float | None = None
    recovered_ms: float | None = None
    notes: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def allowed(self) -> float:
        """Seconds in which the person must be told."""
        return TOLD + self.fault.known.deadline

    def told(self, milliseconds: float) -> None:
        """Words came."""
        self.told_ms = round(max(0.0, milliseconds), 1)
        if self.fault.shows is Shows.NEVER:
            self.wrong.append("told, though the driver should cope")
        if milliseconds > self.allowed * 1000:
            self.wrong.append(f"told after {milliseconds:.0f} ms, {self.allowed * 1000:.0f} allowed")

    def went_on(self, what: str) -> None:
        """The visit went on as if nothing were wrong."""
        self.notes.append(what)
        if self.fault.shows in (Shows.AT_ONCE, Shows.IN_USE):
            self.wrong.append("nobody was told")

    async def come_back(self, rig: Rig) -> None:
        """Takes the fault away and waits for the device."""
        try:
            away = not rig.ready(self.fault.device)
            since = await rig.mend(self.fault)
            await asyncio.sleep(_AFTERWARDS)
            if away or not rig.ready(self.fault.device):
                self.recovered_ms = round(await rig.recovered(self.fault.device, since), 1)
                if self.recovered_ms > RECOVERY * 1000:
                    self.wrong.append(f"back after {self.recovered_ms:.0f} ms")
        except Wrong as missing:
            self.wrong.append(str(missing))

    def cell(self) -> Cell:
        """As it is kept."""
        note = "; ".join(dict.fromkeys([*self.wrong, *self.notes]))
        result = "failed" if self.wrong else "ok"
        return Cell(self.fault.device, self.fault.name, self.step.name, self.told_ms, self.recovered_ms, result, note)


def blame(trials: Iterable[Trial], what: str) -> None:
    """Something went wrong that may be any of theirs."""
    for trial in trials:
        trial.wrong.append(what)
