"""Faults at steps that don't need the device: nothing may happen to the visit. And what notices say of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence

from devices.emulators.control import ControlError
from tests.e2e.person import NotThere
from tests.e2e.visits import VISITS
from tests.faults.catalogue import Fault, Shows
from tests.faults.rig import TOLD, Rig, Wrong
from tests.faults.steps import Step
from tests.faults.trial import Trial, blame
from tests.faults.watcher import notices

SETTLE = 1.3  # seconds a fault stands at a step: longer than readers' looks at rest
_REST_LOOK = 6.5  # the longest look of any driver at rest, and a second


class Enough(Exception):
    """What was to be seen was seen; the visit needs not be played to its end."""


async def rests(rig: Rig, visit: str, rows: Mapping[Step, Sequence[Fault]], settle: float = SETTLE) -> list[Trial]:
    """Plays a visit and stops at each of these steps for its faults, those of different devices at the same time."""
    trials: list[Trial] = []
    left = {step.page: (step, faults) for step, faults in rows.items()}
    before = 0
    while left and len(left) != before:
        before = len(left)
        trials += await _walk(rig, visit, left, settle)
    for step, faults in left.values():
        never = [Trial(fault, step) for fault in faults]
        blame(never, "the step was not reached")
        trials += never
    return trials


_Left = dict[str, tuple[Step, Sequence[Fault]]]


async def _walk(rig: Rig, visit: str, left: _Left, settle: float) -> list[Trial]:
    """One walk; takes from `left` what was tried."""
    trials: list[Trial] = []
    waiting: list[Trial] = []  # for proof that the visit goes on

    async def at_page(page: str) -> None:
        waiting.clear()
        if page == "TakeYourPaper" and not rig.person.step.card_there:  # a reader that died has forgotten the card
            rig.person.looks_again()
        if page in left:
            step, faults = left.pop(page)
            waiting.extend(await _row(rig, step, faults, settle))
            trials.extend(waiting)
            if not left:  # the proof is that the person can leave
                raise Enough

    try:
        await rig.fresh()
        rig.person.at_page = at_page
        await VISITS[visit](rig.walk)
    except Enough:
        pass
    except (NotThere, ControlError, Wrong) as stuck:
        blame(waiting, f"the visit did not go on: {stuck}")
    except (
        AssertionError
    ):  # the visit's own claim, such as of a card that went with its reader: walked again for the rest
        pass
    await rig.end(trials)
    return trials


async def _row(rig: Rig, step: Step, faults: Sequence[Fault], settle: float) -> list[Trial]:
    trials = [Trial(fault, step, notes=["not concerned"]) for fault in faults]
    lanes: dict[str, list[Trial]] = {}
    for trial in trials:
        lanes.setdefault(trial.fault.device, []).append(trial)
    await asyncio.gather(*(_lane(rig, lane, settle) for lane in lanes.values()))
    return trials


async def _lane(rig: Rig, lane: Sequence[Trial], settle: float) -> None:
    for trial in lane:
        before = len(rig.person.seen)
        try:
            await rig.set(trial.fault)
            if not await rig.until(lambda device=trial.fault.device: not rig.ready(device), settle):  # type: ignore[misc]
                trial.notes.append("not noticed at rest")
            await trial.come_back(rig)
        except (ControlError, Wrong) as wrong:
            trial.wrong.append(str(wrong))
        other = {seen.name for seen in rig.person.seen[before:]} - {trial.step.page}
        if other:
            trial.wrong.append(f"the visit was disturbed: {', '.join(sorted(other))}")


# ---- pages that say what rests


async def says(rig: Rig, step: Step, faults: Sequence[Fault]) -> list[Trial]:
    """On the attract page or the menu: what can't be used is said, and said no more once it is back."""
    trials = [Trial(fault, step) for fault in faults]
    await rig.fresh()
    if step.page == "Menu":
        await rig.person.looks_for("Attract")
        await rig.person.touch_anywhere()
        await rig.person.looks_for("Menu")
    for trial in trials:
        try:
            await _said(rig, trial)
        except (ControlError, Wrong) as wrong:
            trial.wrong.append(str(wrong))
    await rig.end(trials)
    return trials


async def _said(rig: Rig, trial: Trial) -> None:
    device, at_once = trial.fault.device, trial.fault.shows is Shows.AT_ONCE
    before, since = len(rig.person.seen), time.monotonic()
    await rig.set(trial.fault)
    noticed = await rig.until(lambda: not rig.ready(device), _REST_LOOK if at_once else SETTLE)
    seen_at = rig.went_away(device, since)
    if noticed and seen_at is not None:
        pages = rig.person.seen
        if await rig.until(lambda: any(notices(seen.step) for seen in pages[before:]), 4 * TOLD):
            first = next(seen for seen in pages[before:] if notices(seen.step))
            trial.told((first.at - seen_at) * 1000)
            trial.notes.append(f"noticed {(seen_at - since) * 1000:.0f} ms after it was set")
        else:
            trial.wrong.append("no word of it on the page")
    elif at_once:
        trial.wrong.append("never noticed at rest")
    else:
        trial.notes.append("does not show at rest")
    await trial.come_back(rig)
    if not await rig.until(lambda: not notices(rig.person.seen[-1].step), 2 * TOLD):
        trial.wrong.append("still said after it was back")
