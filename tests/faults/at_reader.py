"""Faults of a card reader while a page asks for a card: the person is told what to do, or the card is read."""

from __future__ import annotations

from collections.abc import Sequence

from devices.emulators.control import ControlError
from tests.e2e.person import Seen
from tests.faults.catalogue import Fault, Shows
from tests.faults.rig import Rig, Wrong
from tests.faults.steps import Step
from tests.faults.trial import Trial, blame
from tests.faults.walks import up_to
from tests.faults.watcher import failure_codes, words_missing

_LATE = 6.0  # seconds longer than allowed, to say how late the words came
_LIFTED = 3.0


async def cards(rig: Rig, step: Step, faults: Sequence[Fault]) -> list[Trial]:
    """Plays up to the page as often as faults make the visit leave it."""
    trials: list[Trial] = []
    left = list(faults)
    while left:
        walk: list[Trial] = []

        async def there(walk: list[Trial] = walk) -> None:
            while left and rig.person.page == step.page:
                walk.append(Trial(left.pop(0), step))
                await _one(rig, walk[-1])

        if wrong := await up_to(rig, step, there):
            if not walk:
                walk.append(Trial(left.pop(0), step))
            blame(walk[-1:], wrong)
        await rig.end(walk)
        trials += walk
    return trials


async def _one(rig: Rig, trial: Trial) -> None:
    person, fault = rig.person, trial.fault
    before = len(person.seen)

    def words() -> Seen | None:
        spoken = (seen for seen in person.seen[before:] if _about(failure_codes(seen.step), fault))
        return next(spoken, None)

    def name() -> bool:
        return any(seen.name == "ConfirmHolder" for seen in person.seen[before:])

    began = await rig.set(fault)
    if fault.shows is not Shows.AT_ONCE or not await rig.until(lambda: words() is not None, trial.allowed):
        try:
            laid = await rig.lay_card(fault)
        except ControlError:
            trial.notes.append("no card can be laid")
            laid = began
        seen = words()
        began = laid if seen is None or seen.at > laid else began
        await rig.until(lambda: words() is not None or name(), trial.allowed + _LATE)
    if (said := words()) is not None:
        trial.told((said.at - began) * 1000)
        trial.notes.append(" ".join(sorted(failure_codes(said.step))))
        _must_help(rig, trial, said)
    elif name():
        trial.went_on("the card was read")
    elif fault.shows is not Shows.NEVER or "no card can be laid" not in trial.notes:
        trial.wrong.append("neither told nor read")
    await rig.take_cards()
    await trial.come_back(rig)
    await _back_to_the_page(rig, trial.step)


def _about(codes: frozenset[str], fault: Fault) -> bool:
    return bool(codes & (fault.known.words | {"reader.gone"}) if fault.known.words else codes)


def _must_help(rig: Rig, trial: Trial, said: Seen) -> None:
    """The words stand on the screen, and the way out is there."""
    if words_missing(rig.person, said.step):
        trial.wrong.append("the words are not on the screen")
    if "退出" not in rig.person.controls():
        trial.wrong.append("no way out")


async def _back_to_the_page(rig: Rig, step: Step) -> None:
    """The next fault may begin: no card counts as lying there, and the page asks for one."""
    parts = rig.program.parts
    assert parts
    if not await rig.until(lambda: not parts.desk.cards.occupied, _LIFTED):
        raise Wrong("a card that was lifted still counts as lying there")
    if rig.person.page == "ConfirmHolder":
        rig.person.looks_again()
        await rig.person.looks_for("ConfirmHolder")
        await rig.person.touch("不是我")
        await rig.person.looks_for(step.page)
