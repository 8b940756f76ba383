"""Faults of the document camera while a page shows what it sees: the page says so where the picture should be."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kiosk.failures import TEXTS
from tests.faults.catalogue import Fault, Shows
from tests.faults.rig import Rig
from tests.faults.steps import Step
from tests.faults.trial import Trial, blame
from tests.faults.walks import up_to

_LATE = 3.0  # seconds longer than allowed, to say how late the words came
_NOTHING_SEEN = 1.5  # seconds in which a fault that nobody need be told of would have shown
_ANY = ("camera.gone", "camera.frozen", "camera.too-dark")


async def looks(rig: Rig, step: Step, faults: Sequence[Fault]) -> list[Trial]:
    """One walk up to the page, which stays while one fault after another comes and goes."""
    trials = [Trial(fault, step) for fault in faults]

    async def there() -> None:
        for trial in trials:
            await _one(rig, trial)

    if wrong := await up_to(rig, step, there):
        blame(trials, wrong)
    await rig.end(trials)
    return trials


async def _one(rig: Rig, trial: Trial) -> None:
    before, fault = len(rig.person.seen), trial.fault
    wanted = fault.known.words or _ANY
    if not await _said(rig, (), trial.allowed + _LATE):
        trial.wrong.append("words of an earlier fault are still there")
    began = await rig.set(fault)
    never = fault.shows is Shows.NEVER
    if await _said(rig, wanted if not never else _ANY, _NOTHING_SEEN if never else trial.allowed + _LATE):
        trial.told((time.monotonic() - began) * 1000)
        trial.notes.append(" ".join(sorted(code for code in _ANY if TEXTS[code].happened.zh in rig.person.text())))
    else:
        trial.went_on("the picture went on")
    if missing := {"退出", "没带来，以后到窗口交"} - set(rig.person.controls()):
        trial.wrong.append(f"no way out: {', '.join(sorted(missing))}")
    await trial.come_back(rig)
    if other := {seen.name for seen in rig.person.seen[before:]} - {trial.step.page}:
        trial.wrong.append(f"the visit was disturbed: {', '.join(sorted(other))}")


async def _said(rig: Rig, codes: Sequence[str] | frozenset[str], seconds: float) -> bool:
    """Whether the page says one of these within so many seconds; none: whether it says nothing of a camera's fault."""

    def there() -> bool:
        text = rig.person.text()
        said = {code for code in _ANY if TEXTS[code].happened.zh in text}
        return bool(said & set(codes)) if codes else not said

    return await rig.until(there, seconds)
