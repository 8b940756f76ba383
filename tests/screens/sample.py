"""What a sample is: a step as a flow would show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.rules.texts import Text
from kiosk.steps.step import Step

HALL = Text("武汉市江岸区政务服务中心", "Government Service Centre, Jiang'an District, Wuhan")


@dataclass(frozen=True)
class Sample:
    """A step as a flow would show it."""

    name: str
    step: Step[Any]
    before: object | None = None
    can_go_back: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the screen it is for: a clerk's lies, a citizen's stands."""
        return (1920, 1080) if self.step.for_staff else (1080, 1920)
