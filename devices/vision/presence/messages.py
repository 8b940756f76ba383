"""What the process that counts people says: how many, and how its camera is. There is no order that names anybody."""

from __future__ import annotations

from typing import Any

import msgspec

from devices.vision.messages import Looked, Ready, Standing


class Counted(msgspec.Struct, frozen=True, tag="counted"):
    """From the process: so many people are in view now."""

    people: int


Report = Ready | Standing | Looked | Counted


def to_wire(report: Report) -> dict[str, Any]:
    """What `devices.cards.child.Pipe` sends."""
    wire: dict[str, Any] = msgspec.to_builtins(report)
    return wire


def report_of(wire: dict[str, Any]) -> Report | None:
    """None for what is no report."""
    try:
        report: Report = msgspec.convert(wire, Report)
    except (msgspec.ValidationError, RecursionError):
        return None
    return report
