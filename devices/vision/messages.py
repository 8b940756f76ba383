"""What the terminal and its vision process say to each other: typed messages, each with its kind."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from devices.ports import Advice, CameraDetail, CaptureTrouble
from devices.vision.wire import message_of

T = TypeVar("T")


class Watch(msgspec.Struct, frozen=True, tag="watch"):
    """To the process: look all the time and show, or look no longer."""

    on: bool


class Take(msgspec.Struct, frozen=True, tag="take"):
    """To the process: the page that lies there now, please."""

    number: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """From the process: its libraries are loaded."""


class Standing(msgspec.Struct, frozen=True, tag="standing"):
    """From the process: how the camera is."""

    detail: CameraDetail


class Looked(msgspec.Struct, frozen=True, tag="looked"):
    """From the process: the camera at rest was asked how it is, and answered."""


class Shown(msgspec.Struct, frozen=True, tag="shown"):
    """From the process: a preview stands in this slot of the shared memory, under this number."""

    slot: int
    number: int
    width: int
    height: int
    outline: tuple[tuple[float, float], ...]
    advice: Advice


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """From the process: a page."""

    number: int
    jpeg: bytes
    width: int
    height: int
    grey: bool
    advice: Advice


class NotTaken(msgspec.Struct, frozen=True, tag="not-taken"):
    """From the process: no page."""

    number: int
    trouble: CaptureTrouble


Order = Watch | Take
Report = Ready | Standing | Looked | Shown | Taken | NotTaken


def order_of(wire: dict[str, Any]) -> Order | None:
    """None for what is no order."""
    order: Order | None = message_of(wire, Order)
    return order


def report_of(wire: dict[str, Any]) -> Report | None:
    """None for what is no report."""
    report: Report | None = message_of(wire, Report)
    return report
