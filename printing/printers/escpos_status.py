"""What a printer says of itself: DLE EOT 1–4, GS r 1, automatic status (ASB), and how to tell them apart.

Bits as in Epson's ESC/POS reference and the manuals of Citizen, Samsung and the common Chinese 80 mm printers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from devices.ports import DeviceState, DeviceStatus
from printing.ports import PaperSupply, TicketDetail

QUERIES = (1, 2, 3, 4)
IN_ORDER_QUERY = b"\x1dr\x01"  # GS r 1: answered once all before it is printed, unlike DLE EOT
RECOVER = b"\x10\x05\x02"  # DLE ENQ 2: back from an error, what was buffered is forgotten
WATCH = b"\x1da\x0f"  # GS a 15: says by itself what changes (drawer, on-line, error, paper), at once the first time
CLEAR = RECOVER + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # and DLE DC4 8: the same without an error

BLOCK_SIZE = 4

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
    """Answers to DLE EOT 1 (bits 2, 3, 5, 6)."""

    drawer_pin: bool
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
            return PrinterState(
                drawer_pin=bool(byte & 0x04),
                offline=bool(byte & 0x08),
                waiting=bool(byte & 0x20),
                feed_button=bool(byte & 0x40),
            )
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


def detail(replies: Iterable[Reply]) -> TicketDetail | None:
    """All four answers taken together; None if one of them is missing or no status."""
    found = {type(reply): reply for reply in replies}
    match (found.get(PrinterState), found.get(OfflineCause), found.get(ErrorCause), found.get(PaperSensor)):
        case (PrinterState() as state, OfflineCause() as cause, ErrorCause() as error, PaperSensor() as paper):
            named = error.mechanical or error.cutter or error.unrecoverable or error.auto_recoverable
            return TicketDetail(
                paper=_supply(near_end=paper.near_end, end=paper.end or cause.paper_stop),
                offline=state.offline,
                cover_open=cause.cover_open,
                cutter_stuck=error.cutter,
                head_hot=error.auto_recoverable,
                mechanical=error.mechanical,
                unrecoverable=error.unrecoverable,
                waiting=state.waiting or (cause.error and not named),
                feed_button=state.feed_button or cause.feed_button,
                drawer_pin=state.drawer_pin,
            )
        case _:
            return None


def decode_block(block: bytes) -> TicketDetail | None:
    """An automatic status (GS a): 0··1··00, then three bytes 0··0····; None for four bytes that cannot be one."""
    if len(block) != BLOCK_SIZE or block[0] & 0x93 != 0x10 or any(byte & 0x90 for byte in block[1:]):
        return None
    first, errors, paper = block[0], block[1], block[2]
    return TicketDetail(
        paper=_supply(near_end=bool(paper & 0x03), end=bool(paper & 0x0C)),
        offline=bool(first & 0x08),
        cover_open=bool(first & 0x20),
        cutter_stuck=bool(errors & 0x08),
        head_hot=bool(errors & 0x40),
        mechanical=bool(errors & 0x04),
        unrecoverable=bool(errors & 0x20),
        waiting=bool(errors & 0x01),
        feed_button=bool(first & 0x40 or errors & 0x02),
        drawer_pin=bool(first & 0x04),
    )


def _supply(*, near_end: bool, end: bool) -> PaperSupply:
    return PaperSupply.OUT if end else PaperSupply.LOW if near_end else PaperSupply.OK


def device_status(device: str, now: TicketDetail, *, printing: bool = False) -> DeviceStatus:
    """The status everybody sees; `detail` is a Reason's value, "paper-low" or empty."""
    if now.trouble is not None:
        return DeviceStatus(device, DeviceState.FAULT, now.trouble.value)
    low = now.paper is PaperSupply.LOW
    keyword = PAPER_LOW if low else ""
    if printing:
        return DeviceStatus(device, DeviceState.BUSY, keyword)
    return DeviceStatus(device, DeviceState.ATTENTION if low else DeviceState.READY, keyword)


class ReplyKind(Enum):
    """What came from the printer."""

    REAL_TIME = "real-time"  # one byte, to DLE EOT
    IN_ORDER = "in-order"  # one byte, to GS r
    AUTOMATIC = "automatic"  # a block of four bytes, unasked


class Replies:
    """Sorts a printer's bytes: answers to DLE EOT and to GS r, automatic status blocks. Answers with a header
    (37h … NUL), XON and XOFF are passed over, and so is noise, whatever cannot be any of them.
    """

    def __init__(self) -> None:
        self._block = bytearray()
        self._headed_left = 0

    def forget_block(self) -> None:
        """Drops a block of which the rest never came: it would swallow an answer to GS r."""
        self._block.clear()

    def feed(self, data: bytes) -> list[tuple[ReplyKind, bytes]]:
        """What the bytes hold, in order. A block may be split between two calls."""
        return [found for byte in data if (found := self._sort(byte)) is not None]

    def _sort(self, byte: int) -> tuple[ReplyKind, bytes] | None:
        if self._headed_left:
            self._headed_left = self._headed_left - 1 if byte else 0
        elif byte == _HEADER:
            self._headed_left = _LONGEST_HEADED
        elif byte & 0x93 == 0x12:  # may come in the middle of a block: its fixed bits tell them apart
            return ReplyKind.REAL_TIME, bytes((byte,))
        elif byte & 0x93 == 0x10:
            self._block = bytearray((byte,))
        elif not byte & 0x90 and self._block:
            return self._further(byte)
        elif not byte & 0x90:
            return ReplyKind.IN_ORDER, bytes((byte,))
        return None

    def _further(self, byte: int) -> tuple[ReplyKind, bytes] | None:
        self._block.append(byte)
        if len(self._block) < BLOCK_SIZE:
            return None
        whole = bytes(self._block)
        self._block.clear()
        return ReplyKind.AUTOMATIC, whole
