"""What the process that counts people says: how many, and how its camera is. There is no order that names anybody."""

from __future__ import annotations

from typing import Any

import msgspec

from devices.vision.messages import Looked, Ready, Standing
from devices.vision.wire import message_of


class Counted(msgspec.Struct, frozen=True, tag="counted"):
    """From the process: so many people are in view now."""

    people: int


Report = Ready | Standing | Looked | Counted


def report_of(wire: dict[str, Any]) -> Report | None:
    """None for what is no report."""
    report: Report | None = message_of(wire, Report)
    return report
