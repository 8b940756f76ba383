"""Events as JSON lines. What may be logged is a typed event; personal data in it is masked by its type.

Log records of libraries and of devices pass through the same writer with their message only.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
import logging
import sys
import threading
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, TextIO

from kiosk.rules.masks import Masked

_log = logging.getLogger("kiosk.event")
_uncaught = logging.getLogger("kiosk.uncaught")


@dataclass(frozen=True)
class Event:
    """Something that happened. Fields are plain values, enums or Masked; the class's name is the event's name."""


@dataclass(frozen=True)
class Started(Event):
    """The terminal's first frame was drawn."""

    terminal: str
    after_ms: int


@dataclass(frozen=True)
class VisitBegan(Event):
    """Somebody touched the attract page."""


@dataclass(frozen=True)
class VisitEnded(Event):
    """A visit is over and wiped."""

    why: Enum
    seconds: float


@dataclass(frozen=True)
class PageShown(Event):
    """A page was drawn, so many milliseconds after the touch that led to it (-1: not by a touch)."""

    page: str
    after_touch_ms: float


@dataclass(frozen=True)
class DeviceChanged(Event):
    """A device's status changed."""

    device: str
    state: Enum
    detail: str


@dataclass(frozen=True)
class CardWasRead(Event):
    """A reader read a card. `sam`: the number of the security module that vouches for it; empty where there is none."""

    reader: str
    kind: Enum
    sam: str


@dataclass(frozen=True)
class CardNotRead(Event):
    """A card was there and could not be read, or the reader went away."""

    reader: str
    trouble: Enum


@dataclass(frozen=True)
class PageTaken(Event):
    """A page was photographed; how good it was, and its size in bytes."""

    camera: str
    advice: Enum
    size: int


@dataclass(frozen=True)
class PageNotTaken(Event):
    """No page could be photographed."""

    camera: str
    trouble: Enum


@dataclass(frozen=True)
class FaceConsentGiven(Event):
    """Somebody agreed to one purpose after its notice. `consent`: a number of its own, no person is in it."""

    consent: str
    purpose: Enum


@dataclass(frozen=True)
class FaceRefused(Event):
    """Somebody goes on without their face."""

    purpose: Enum


@dataclass(frozen=True)
class FaceChecked(Event):
    """How looking at a face ended. Never a picture, a template or a distance."""

    consent: str
    purpose: Enum
    outcome: Enum
    model: str


@dataclass(frozen=True)
class FaceCheckInFailed(Event):
    """Somebody wanted to be known here for today, and could not be."""

    code: str


@dataclass(frozen=True)
class FaceWithdrawn(Event):
    """Somebody withdrew; so many of their references were forgotten."""

    references: int


@dataclass(frozen=True)
class FacesKept(Event):
    """How many persons today's gallery keeps; whether so many must be filed with the authority."""

    persons: int
    filing_due: bool


@dataclass(frozen=True)
class CardLeft(Event):
    """A card still lies on the reader, and its holder has gone."""


@dataclass(frozen=True)
class PaperEnded(Event):
    """A print came to its end; `reprint` is how often this paper was printed before."""

    paper: str
    outcome: str
    reason: str = ""
    device: str = ""
    pages: int = 0
    reprint: int = 0


@dataclass(frozen=True)
class Unsent(Event):
    """The outbox holds what the platform has not confirmed."""

    waiting: int
    refused: int


@dataclass(frozen=True)
class MaintenanceAsked(Event):
    """Staff (or whoever held the corner, or opened the door) wants the terminal; a visit goes on to its end."""

    by: str


@dataclass(frozen=True)
class MaintenanceBegan(Event):
    """One of the staff is logged in."""

    member: str


@dataclass(frozen=True)
class MaintenanceRefused(Event):
    """Card and PIN were nobody's."""


@dataclass(frozen=True)
class MaintenanceEnded(Event):
    """The terminal serves again."""


@dataclass(frozen=True)
class PaperChanged(Event):
    """Staff put in a new roll, or filled a tray."""

    device: str


@dataclass(frozen=True)
class SelfTested(Event):
    """A device was tested."""

    device: str
    passed: bool


def write(event: Event) -> None:
    """Logs an event."""
    _log.info("%s", type(event).__name__, extra={"event": event})


def set_up(file: str, level: str) -> None:
    """Sends all logging as JSON lines to a file, or to standard error."""
    stream: TextIO = Path(file).expanduser().open("a", encoding="utf-8") if file else sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for noisy in ("urllib3", "qasync", "asyncio", "PIL", "fontTools", "aiohttp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def where(bug: BaseException) -> str:
    """Type and places of an exception, without its message or values: those may hold personal data."""
    places, trace = [], bug.__traceback__
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(bug).__name__} at {' > '.join(places)}"


def take_uncaught() -> None:
    """What nobody caught, on any thread, is logged by its places: Python's own report quotes messages."""
    sys.excepthook = lambda kind, bug, trace: _uncaught.critical("%s", where(bug))
    threading.excepthook = lambda args: _uncaught.error("%s", where(args.exc_value) if args.exc_value else "a thread")
    sys.unraisablehook = lambda args: _uncaught.error("%s", where(args.exc_value) if args.exc_value else "unraisable")


def of_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A loop's exception handler: its own would also write the tasks, handles and results that were concerned."""
    bug = context.get("exception")
    if isinstance(bug, BaseException):
        _uncaught.error("%s", where(bug))
    else:  # such as a task that was dropped; what stands in brackets are arguments
        _uncaught.error("%s", str(context.get("message", "")).partition("(")[0])


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        event = getattr(record, "event", None)
        if isinstance(event, Event):
            line["event"] = type(event).__name__
            line |= {f.name: _plain(getattr(event, f.name)) for f in dataclasses.fields(event)}
        else:
            line |= {"from": record.name, "message": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            line["error"] = where(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Masked):
        return str(value)
    return round(value, 1) if isinstance(value, float) else value
