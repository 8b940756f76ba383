"""One screen and the visits on it: what somebody does there reaches the visit that is on it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.steps.step import Step
from kiosk.visit import End
from screens.host import Drawn, Host


class Glass:
    """A terminal has one; a window has two, which know nothing of each other.

    `drawn` is called with each page's first frame; `answered` before the visit hears of an answer.
    """

    def __init__(self, host: Host) -> None:
        self.host = host
        self.visit: Any = None
        self.drawn: list[Callable[[Drawn], None]] = []
        self.answered: Callable[[Step[Any], object], None] = lambda step, given: None
        listener = host.listener
        listener.answer = self._answer
        listener.back = lambda step, draft: self.visit.back(step, draft) if self.visit else None
        listener.leave = lambda: self.visit.end(End.LEFT) if self.visit else None
        listener.touch = lambda: self.visit.touched() if self.visit else None
        listener.drawn = self._draw

    async def run(self, visit: Any, flow: Any) -> End:
        """Runs a visit on it, from its first page to its wipe."""
        self.visit = visit
        try:
            end: End = await visit.run(flow)
            return end
        finally:
            self.visit = None

    def _answer(self, step: Step[Any], given: object) -> None:
        self.answered(step, given)
        if self.visit:
            self.visit.answer(step, given)

    def _draw(self, drawn: Drawn) -> None:
        for told in self.drawn:
            told(drawn)
