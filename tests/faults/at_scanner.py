"""Faults of the code scanner while a page asks for a number: it is read, or the page says that it must be typed."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.steps.identity import Ask, EnterNumber
from tests.e2e.person import Seen
from tests.faults.catalogue import Fault, Shows
from tests.faults.rig import Rig
from tests.faults.steps import Step
from tests.faults.trial import Trial, blame
from tests.faults.walks import up_to
from tests.faults.watcher import failure_codes

_LATE = 3.0  # seconds longer than allowed, to say how late the words came


async def codes(rig: Rig, step: Step, faults: Sequence[Fault]) -> list[Trial]:
    """A walk for each: a page that has said that there is no scanner doesn't offer it again."""
    trials = [Trial(fault, step) for fault in faults]
    for trial in trials:

        async def there(trial: Trial = trial) -> None:
            await _one(rig, trial)

        if wrong := await up_to(rig, step, there):
            blame([trial], wrong)
        await trial.come_back(rig)
        await rig.end([trial])
    return trials


async def _one(rig: Rig, trial: Trial) -> None:
    before = len(rig.person.seen)

    def words() -> Seen | None:
        wanted = trial.fault.known.words
        pages = (seen for seen in rig.person.seen[before:] if failure_codes(seen.step) & (wanted or {"scan-none"}))
        return next(pages, None)

    def read() -> bool:
        pages = (seen.step for seen in rig.person.seen[before:])
        return any(isinstance(page, EnterNumber) and page.ask is Ask.QUERY_CODE for page in pages)

    began = await rig.set(trial.fault)
    if trial.fault.shows is not Shows.AT_ONCE:
        began = await rig.show_code()
    await rig.until(lambda: words() is not None or read(), trial.allowed + _LATE)
    if (said := words()) is not None:
        trial.told((said.at - began) * 1000)
        trial.notes.append(" ".join(failure_codes(said.step)))
    elif read():
        trial.went_on("the code was read")
    elif trial.fault.shows is Shows.NEVER:
        trial.notes.append("nothing was read; the keypad is on the same page")
    else:
        trial.wrong.append("neither told nor read")
    if "退出" not in rig.person.controls():
        trial.wrong.append("no way out")
