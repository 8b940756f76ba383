"""How a cell's page is reached: its visit is played up to there, and no further."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from devices.emulators.control import ControlError
from tests.e2e.person import NotThere
from tests.e2e.visits import VISITS
from tests.faults.at_rest import Enough
from tests.faults.rig import Rig, Wrong
from tests.faults.steps import Step


async def up_to(rig: Rig, step: Step, there: Callable[[], Awaitable[None]]) -> str:
    """Plays the step's visit up to its page and does what is to be done `there`; what went wrong, or ""."""

    async def at_page(page: str) -> None:
        if page == step.page:
            await there()
            raise Enough

    try:
        await rig.fresh()
        rig.person.at_page = at_page
        await VISITS[step.visit](rig.walk)
    except Enough:
        pass
    except (NotThere, ControlError, Wrong, AssertionError) as stuck:
        return str(stuck)
    return ""
