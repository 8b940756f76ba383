"""撤回人脸同意, at a terminal and at a window: the card says whose face is to be forgotten."""

from __future__ import annotations

from kiosk.flows.desk import CitizenVisit
from kiosk.flows.faces import withdraw
from kiosk.flows.identify import identify
from kiosk.rules.people import Assurance

FORGOTTEN, NONE_KEPT = "face.forgotten", "face.none-kept"


async def forget_face(visit: CitizenVisit) -> str:
    """What became of it, as a code with words: `FORGOTTEN`, or `NONE_KEPT`. Raises Back, Failure.

    A face that is to be forgotten is not looked at once more, and who wants that is not asked to be known again.
    """
    holder = await identify(visit, Assurance.CARD, expired_will_do=True, by_face=False)
    visit.asked_to_check_in = True
    return FORGOTTEN if await withdraw(visit, holder) else NONE_KEPT
