"""Faults of a printer before and while it prints, and of other devices meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from devices.emulators.control import ControlError
from tests.e2e.person import NotThere, Seen
from tests.e2e.visits import VISITS
from tests.faults.at_rest import Enough
from tests.faults.catalogue import Fault
from tests.faults.rig import Rig, Wrong
from tests.faults.steps import Step
from tests.faults.trial import Trial, blame
from tests.faults.watcher import ASKED, Told, failure_codes, words_missing

_SHEET_MS = 1200  # an A4 sheet's time, so that there is a middle of a job
_IN_HAND = 8.0
_AFTERWARDS = 0.7  # seconds in which what a printer kept would come out
_LOOK = 0.01
_LATER = frozenset({"filing.slip-later", "queue.ticket-later", ASKED})


@dataclass
class _Job:
    """What is known of the job that is played. `since`: when the fault struck; None: when it was asked to print."""

    rig: Rig
    step: Step
    trials: Sequence[Trial]
    own: bool
    pages: int = 0
    since: float | None = None
    striking: asyncio.Task[None] | None = None
    watching: asyncio.Task[None] | None = None
    printed: dict[str, int] = field(default_factory=dict)


async def prints(rig: Rig, step: Step, faults: Sequence[Fault]) -> list[Trial]:
    """One walk. `faults`: one of the printer that prints at this step, or one each of other devices."""
    job = _Job(rig, step, [Trial(fault, step) for fault in faults], faults[0].device == step.prints)
    reached = False

    async def at_page(page: str) -> None:
        nonlocal reached
        if reached:
            raise Enough
        if page == step.page:
            reached = True
            await _begin(job)

    await rig.fresh()
    rig.person.at_page = at_page
    try:
        await VISITS[step.visit](rig.walk)
    except Enough:
        _went_on(job)
    except Told:
        _told(job)
        await _answer(job)
    except (NotThere, ControlError, Wrong, AssertionError) as stuck:
        blame(job.trials, str(stuck) if reached else f"the step was not reached: {stuck}")
    await _end(job)
    return list(job.trials)


async def _begin(job: _Job) -> None:
    rig, [first, *_] = job.rig, [trial.fault for trial in job.trials]
    job.pages = len(rig.person.seen)
    rig.person.alert = True
    if not job.step.during:
        await rig.set(first)
        return
    if job.step.prints == "a4" and not (job.own and first.on[0].command == "fault"):
        await rig.walk.command("a4", "fault", kind="slow", ms=_SHEET_MS)
    if job.own and (first.armed or _strikes_by_itself(first)):
        await rig.arm(first)
        job.watching = asyncio.create_task(_watch_strike(job, first))
    else:
        job.striking = asyncio.create_task(_strike(job, await _jobs(job)))


def _strikes_by_itself(fault: Fault) -> bool:
    """Whether its command already means the middle of a job."""
    return (fault.device == "a4" and fault.on[0].command == "fault") or fault.name in ("out-mid-job", "cutter", "slow")


async def _kept(rig: Rig) -> int:
    """Commands that the ticket printer still holds. Where there are none, all that can come is the strip it had begun,
    which the driver has it cut off, so that it isn't the head of the next ticket.
    """
    with contextlib.suppress(ControlError):
        return int((await rig.state("ticket")).get("pending", 0))
    return 0


async def _jobs(job: _Job) -> int:
    state = await job.rig.state(job.step.prints)
    return int(state.get("receiving", 0))


async def _strike(job: _Job, before: int) -> None:
    """Waits until the printer has the job in hand; then the faults are set."""
    end = time.monotonic() + _IN_HAND
    while time.monotonic() < end:
        state = await job.rig.state(job.step.prints)
        if int(state.get("receiving", 0)) > before or int(state.get("job_bytes", 0)) > 0:
            break
        await asyncio.sleep(_LOOK)
    for trial in job.trials:
        job.since = await job.rig.set(trial.fault)


def _struck(fault: Fault, state: Mapping[str, Any]) -> bool:
    """An order of the A4 printer is used up in the moment it strikes; the ticket printer says what is wrong with it."""
    if fault.device == "a4":
        return state.get("order") == "none"
    return fault.name in (*state.get("errors", ()), state.get("fault")) or state.get("paper") == "out"


async def _watch_strike(job: _Job, fault: Fault) -> None:
    """Notes when it was; the order to print counts where nothing is seen."""
    end = time.monotonic() + _IN_HAND
    while time.monotonic() < end:
        with contextlib.suppress(ControlError):
            if _struck(fault, await job.rig.state(fault.device)):
                job.since = time.monotonic()
                return
        await asyncio.sleep(_LOOK)


def _went_on(job: _Job) -> None:
    """The visit's own next page came."""
    if said := _spoken(job):
        _measure(job, said)
    for trial in job.trials:
        if job.own and said is None:
            trial.went_on("it was printed")
        elif not job.own:
            trial.notes.append("not concerned")


def _told(job: _Job) -> None:
    """A page about a failure came instead."""
    if not job.own:
        blame(job.trials, f"the visit was disturbed: {', '.join(failure_codes(job.rig.person.seen[-1].step))}")
    elif (said := _spoken(job)) is None:
        blame(job.trials, f"told of something else: {', '.join(failure_codes(job.rig.person.seen[-1].step))}")
    else:
        _measure(job, said)


async def _answer(job: _Job) -> None:
    """Who is asked whether paper came out says no and wants help; what they came for must be said all the same."""
    person = job.rig.person
    if person.page != "DidItComeOut":
        return
    person.alert = False
    try:
        for answer, page in (("没有，或者不完整", "NoPaper"), ("找工作人员帮忙", "Trouble")):
            await person.touch(answer)
            await person.looks_for(page)
    except NotThere as stuck:
        blame(job.trials, str(stuck))


def _spoken(job: _Job) -> Seen | None:
    """The first page with words about this printer."""
    wanted = job.trials[0].fault.known.words | _LATER
    for seen in job.rig.person.seen[job.pages :]:
        codes = failure_codes(seen.step)
        general = {code for code in codes if code.startswith("printer.")}
        if codes & wanted or (general and not job.trials[0].fault.known.words):
            return seen
    return None


def _measure(job: _Job, said: Seen) -> None:
    [trial] = job.trials
    since = job.rig.print_asked_at if job.since is None else job.since
    trial.told((said.at - since) * 1000)
    trial.notes.append(" ".join(sorted(failure_codes(said.step))))
    if words_missing(job.rig.person, job.rig.person.seen[-1].step):
        trial.wrong.append("the words are not on the screen")


async def _end(job: _Job) -> None:
    """Home with the fault still there; then it is mended, and nothing may come out any more."""
    rig = job.rig
    if job.watching:
        job.watching.cancel()
    if job.striking:
        await asyncio.wait([job.striking])
        if failed := job.striking.exception():
            blame(job.trials, f"the fault could not be set: {failed}")
    try:
        await rig.home()
        printed, kept = await rig.printed(), await _kept(rig)
    except (Wrong, NotThere) as stuck:
        blame(job.trials, str(stuck))
        printed, kept = {}, 0
    for trial in job.trials:
        await trial.come_back(rig)
    await asyncio.sleep(_AFTERWARDS)
    for device, count in (await rig.printed()).items():
        if count > printed.get(device, count) and (device != "ticket" or kept):
            blame(job.trials, f"{device} printed after the visit's end")
    if job.step.during and job.step.prints == "a4":
        with contextlib.suppress(ControlError):
            await rig.walk.command("a4", "clear")
    await rig.end(job.trials)
