"""What the platform says about a document and its holder, as the reason to stop."""

from __future__ import annotations

from kiosk.failures import Failure
from kiosk.rules.people import Standing

_STOPS = {
    Standing.LOST: "card.lost",
    Standing.DECEASED: "card.quiet",
    Standing.UNKNOWN: "card.unknown-person",
    Standing.EXPIRED: "card.expired",
    Standing.WINDOW_ONLY: "card.window-only",
}


def stop_for(standing: Standing, *, expired_will_do: bool) -> None:
    """Failure card.* where it does not go on."""
    if standing is Standing.OK or (standing is Standing.EXPIRED and expired_will_do):
        return
    raise Failure(_STOPS[standing])
