"""What a printer says of itself: DLE EOT 1–4, GS r 1, and how to tell them from what else it sends.

Bits as in Epson's ESC/POS reference and the manuals of Citizen, Samsung and the common Chinese 80 mm printers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from devices.ports import DeviceState, DeviceStatus
from printing.ports import Reason

QUERIES = (1, 2, 3, 4)
IN_ORDER_QUERY = b"\x1dr\x01"  # GS r 1: answered once all before it is printed, unlike DLE EOT
RECOVER = b"\x10\x05\x02"  # DLE ENQ 2: back from an error, what was buffered is forgotten
CLEAR = RECOVER + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # and DLE DC4 8: the same without an error

_HEADER = 0x37
_LONGEST_HEADED = 8  # the answer to DLE DC4 8 is 37h 25h 00h; a longer one would hide statuses behind it

PAPER_LOW = "paper-low"
NO_CONNECTION = "no-connection"


@dataclass(frozen=True)
class NotAStatus:
    """A byte without the fixed bits 0··1··10 of a real-time status."""

    byte: int


@dataclass(frozen=True)
class PrinterState:
    """Answers to DLE EOT 1 (bits 3, 5, 6)."""

    offline: bool
    waiting: bool
    feed_button: bool


@dataclass(frozen=True)
class OfflineCause:
    """Answers to DLE EOT 2 (bits 2, 3, 5, 6)."""

    cover_open: bool
    feed_button: bool
    paper_stop: bool
    error: bool


@dataclass(frozen=True)
class ErrorCause:
    """Answers to DLE EOT 3 (bits 2, 3, 5, 6)."""

    mechanical: bool
    cutter: bool
    unrecoverable: bool
    auto_recoverable: bool


@dataclass(frozen=True)
class PaperSensor:
    """Answers to DLE EOT 4 (bits 2–3, 5–6)."""

    near_end: bool
    end: bool


Reply = PrinterState | OfflineCause | ErrorCause | PaperSensor | NotAStatus


def query(number: int) -> bytes:
    """DLE EOT n."""
    return bytes((0x10, 0x04, number))


def decode(number: int, byte: int) -> Reply:
    """The answer to DLE EOT `number` (1–4); NotAStatus for a byte that cannot be one."""
    if byte & 0x93 != 0x12:
        return NotAStatus(byte)
    match number:
        case 1:
            return PrinterState(offline=bool(byte & 0x08), waiting=bool(byte & 0x20), feed_button=bool(byte & 0x40))
        case 2:
            return OfflineCause(
                cover_open=bool(byte & 0x04),
                feed_button=bool(byte & 0x08),
                paper_stop=bool(byte & 0x20),
                error=bool(byte & 0x40),
            )
        case 3:
            return ErrorCause(
                mechanical=bool(byte & 0x04),
                cutter=bool(byte & 0x08),
                unrecoverable=bool(byte & 0x20),
                auto_recoverable=bool(byte & 0x40),
            )
        case 4:
            return PaperSensor(near_end=bool(byte & 0x0C), end=bool(byte & 0x60))
        case _:
            raise ValueError("there are four real-time queries")


@dataclass(frozen=True)
class Condition:
    """How the printer is: what keeps it from printing, if anything, and whether paper runs low."""

    trouble: Reason | None = None
    paper_low: bool = False


def condition(replies: Iterable[Reply]) -> Condition | None:
    """All four answers taken together; None if one of them is no status.

    Paper first, then the cover: with no paper the cover is often open too, and paper is what staff must bring.
    """
    found = {type(reply): reply for reply in replies}
    match (found.get(PrinterState), found.get(OfflineCause), found.get(ErrorCause), found.get(PaperSensor)):
        case (PrinterState() as state, OfflineCause() as cause, ErrorCause() as error, PaperSensor() as paper):
            return Condition(_trouble(state, cause, error, paper), paper.near_end and not paper.end)
        case _:
            return None


def _trouble(state: PrinterState, cause: OfflineCause, error: ErrorCause, paper: PaperSensor) -> Reason | None:
    ranked = (
        (paper.end or cause.paper_stop, Reason.PAPER_OUT),
        (cause.cover_open, Reason.COVER_OPEN),
        (error.cutter, Reason.CUTTER),
        (error.mechanical, Reason.JAM),
        (error.auto_recoverable, Reason.OVERHEATED),
        (error.unrecoverable or cause.error or state.waiting or state.offline, Reason.OTHER),
    )
    return next((reason for holds, reason in ranked if holds), None)


def device_status(device: str, now: Condition, *, printing: bool = False) -> DeviceStatus:
    """The status everybody sees; `detail` is a Reason's value, "paper-low" or empty."""
    if now.trouble is not None:
        return DeviceStatus(device, DeviceState.FAULT, now.trouble.value)
    detail = PAPER_LOW if now.paper_low else ""
    if printing:
        return DeviceStatus(device, DeviceState.BUSY, detail)
    return DeviceStatus(device, DeviceState.ATTENTION if now.paper_low else DeviceState.READY, detail)


class ReplyKind(Enum):
    """What a byte from the printer is."""

    REAL_TIME = "real-time"
    IN_ORDER = "in-order"


class Replies:
    """Sorts a printer's bytes: answers to DLE EOT and to GS r are kept; automatic status blocks (ASB, four bytes),
    answers with a header (37h … NUL), XON and XOFF are passed over, and so is what cannot be any of them.
    """

    def __init__(self) -> None:
        self._block_left = 0
        self._headed_left = 0

    def feed(self, data: bytes) -> list[tuple[ReplyKind, int]]:
        """The answers among the bytes, in order. A block may be split between two calls."""
        found: list[tuple[ReplyKind, int]] = []
        for byte in data:
            if self._headed_left:
                self._headed_left = self._headed_left - 1 if byte else 0
            elif byte == _HEADER:
                self._headed_left = _LONGEST_HEADED
            elif self._block_left and not byte & 0x90:
                self._block_left -= 1
            elif byte & 0x93 == 0x12:
                self._block_left = 0
                found.append((ReplyKind.REAL_TIME, byte))
            elif byte & 0x93 == 0x10:
                self._block_left = 3
            elif not byte & 0x90:
                self._block_left = 0
                found.append((ReplyKind.IN_ORDER, byte))
        return found
