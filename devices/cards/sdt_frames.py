"""Frames between terminal and ID-card reader (SDT, GA 450): one declaration for both directions and both ends.

    preamble AA AA AA 96 69 · length (2, big-endian, of all that follows) · head · data · XOR of length, head and data

The head is CMD PARA in a request and SW1 SW2 SW3 in a response; SW3 says what happened.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum

PREAMBLE = bytes.fromhex("AAAAAA9669")
TEXT_BYTES, PHOTO_BYTES = 256, 1024
_LENGTH_BYTES = 2
LONGEST = 2400
"""No frame says more than this after its length: the longest known (30 10 with fingerprints) says 2314."""


@dataclass(frozen=True)
class Layout:
    """One direction: how many head bytes stand before the data."""

    name: str
    head: int

    def encode(self, head: bytes, data: bytes = b"") -> bytes:
        """The whole frame; ValueError where the parts don't fit this direction."""
        length = len(head) + len(data) + 1
        if len(head) != self.head or length > LONGEST:
            raise ValueError(f"{self.name}: head of {len(head)} and {len(data)} bytes of data")
        body = length.to_bytes(_LENGTH_BYTES, "big") + head + data
        return PREAMBLE + body + bytes([checksum(body)])


REQUEST = Layout("request", 2)
RESPONSE = Layout("response", 3)


def checksum(body: bytes) -> int:
    """XOR of every byte after the preamble up to the last data byte, the length included."""
    return functools.reduce(operator.xor, body, 0)


@dataclass(frozen=True)
class Frame:
    """A whole frame with the right checksum. `data` may be a person's: not in repr."""

    head: bytes
    data: bytes = field(default=b"", repr=False)


class Broken(Enum):
    """What was wrong with bytes that came."""

    CHECKSUM = "checksum"
    LENGTH = "length"  # shorter than its own head, or longer than any frame is
    GARBAGE = "garbage"  # bytes between frames


@dataclass(frozen=True)
class BadBytes:
    """Bytes that are no frame; `count` of them were thrown away."""

    why: Broken
    count: int


class Parser:
    """Takes bytes as they come, yields frames and what was no frame; looks for the next preamble after each fault."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._waiting = bytearray()

    @property
    def in_frame(self) -> bool:
        """Whether the beginning of a frame has come and its end has not."""
        return self._waiting.startswith(PREAMBLE)

    def reset(self) -> None:
        """Forgets what has come so far."""
        self._waiting.clear()

    def feed(self, chunk: bytes) -> Iterator[Frame | BadBytes]:
        """All that is complete after `chunk`. Never raises; keeps at most one unfinished frame."""
        self._waiting += chunk
        while True:
            if skipped := self._to_preamble():
                yield BadBytes(Broken.GARBAGE, skipped)
            found = self._take()
            if found is None:
                return
            yield found

    def _to_preamble(self) -> int:
        """Drops what stands before the next preamble, but not a tail that may become one."""
        start = self._waiting.find(PREAMBLE)
        if start < 0:
            tail = next(n for n in range(len(PREAMBLE) - 1, -1, -1) if self._waiting.endswith(PREAMBLE[:n]))
            start = len(self._waiting) - tail
        del self._waiting[:start]
        return start

    def _take(self) -> Frame | BadBytes | None:
        begin = len(PREAMBLE)
        if not self.in_frame or len(self._waiting) < begin + _LENGTH_BYTES:
            return None
        length = int.from_bytes(self._waiting[begin : begin + _LENGTH_BYTES], "big")
        if not self._layout.head < length <= LONGEST:
            return self._drop_preamble(Broken.LENGTH)
        end = begin + _LENGTH_BYTES + length
        if len(self._waiting) < end:
            return None
        body, check = bytes(self._waiting[begin : end - 1]), self._waiting[end - 1]
        if checksum(body) != check:
            return self._drop_preamble(Broken.CHECKSUM)
        del self._waiting[:end]
        head = _LENGTH_BYTES + self._layout.head
        return Frame(body[_LENGTH_BYTES:head], body[head:])

    def _drop_preamble(self, why: Broken) -> BadBytes:
        """Only the preamble: a lost byte must not cost the good frame that follows."""
        del self._waiting[: len(PREAMBLE)]
        return BadBytes(why, len(PREAMBLE))


class Status(IntEnum):
    """SW3 of a response."""

    OK = 0x90
    FOUND = 0x9F
    CHECKSUM_ERROR = 0x10
    LENGTH_ERROR = 0x11
    UNKNOWN_COMMAND = 0x21
    UNKNOWN_ERROR = 0x24
    CARD_REJECTS_READER = 0x31
    READER_REJECTS_CARD = 0x32
    VERIFICATION_ERROR = 0x33
    UNKNOWN_CARD_TYPE = 0x40
    READ_FAILED = 0x41
    GET_RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    FIND_FAILED = 0x80
    SELECT_FAILED = 0x81
    NOT_ON_CARD = 0x91


@dataclass(frozen=True)
class Command:
    """A request, and which SW3 answer *it*: others are left over from an earlier request, or an error of the reader."""

    name: str
    head: bytes
    answers: frozenset[Status]
    data: bytes = b""

    def frame(self) -> bytes:
        """The bytes to send."""
        return REQUEST.encode(self.head, self.data)


def _command(name: str, head: str, *answers: Status, data: str = "") -> Command:
    return Command(name, bytes.fromhex(head), frozenset(answers), bytes.fromhex(data))


_CARD_ERRORS = (
    Status.CARD_REJECTS_READER,
    Status.READER_REJECTS_CARD,
    Status.VERIFICATION_ERROR,
    Status.UNKNOWN_CARD_TYPE,
    Status.READ_FAILED,
    Status.GET_RANDOM_FAILED,
)

RESET_SAM = _command("reset-sam", "10FF", Status.OK)
SAM_STATUS = _command("sam-status", "11FF", Status.OK)
SAM_ID = _command("sam-id", "12FF", Status.OK)
FIND = _command("find", "2001", Status.FOUND, Status.FIND_FAILED)
SELECT = _command("select", "2002", Status.OK, Status.SELECT_FAILED, *_CARD_ERRORS)
READ = _command("read", "3001", Status.OK, *_CARD_ERRORS)
READ_WITH_FINGERPRINT = _command("read-fp", "3010", Status.OK, *_CARD_ERRORS)
READ_NEWEST_ADDRESS = _command("read-address", "3003", Status.OK, Status.NOT_ON_CARD, *_CARD_ERRORS)
SET_SPEED = {
    baud: _command(f"set-speed-{baud}", f"60{code:02X}", Status.OK)
    for code, baud in enumerate((115200, 57600, 38400, 19200, 9600))
}
SET_RF_FRAME = _command("set-rf-frame", "61FF", Status.OK, data="50")

COMMANDS = (
    RESET_SAM,
    SAM_STATUS,
    SAM_ID,
    FIND,
    SELECT,
    READ,
    READ_WITH_FINGERPRINT,
    READ_NEWEST_ADDRESS,
    *SET_SPEED.values(),
    SET_RF_FRAME,
)


def response(status: Status, data: bytes = b"") -> bytes:
    """A response's frame, as a reader sends it."""
    return RESPONSE.encode(bytes([0, 0, status]), data)


def status_of(frame: Frame) -> Status | None:
    """SW3 of a response; None if no standard knows it."""
    try:
        return Status(frame.head[2])
    except (ValueError, IndexError):
        return None


@dataclass(frozen=True)
class CardBlocks:
    """What 30 01 and 30 10 bring: 256 bytes of text, a WLT photo (1024 or none); fingerprints are never kept."""

    text: bytes = field(repr=False)
    photo: bytes = field(repr=False)

    def encode(self) -> bytes:
        """The data of a response to 30 01."""
        return b"".join(len(part).to_bytes(2, "big") for part in (self.text, self.photo)) + self.text + self.photo


def card_blocks(data: bytes, sizes: int = 2) -> CardBlocks | None:
    """Takes apart a read answer with `sizes` lengths in front (30 01: two, 30 10: three); None if it doesn't add up."""
    lengths = [int.from_bytes(data[2 * n : 2 * n + 2], "big") for n in range(sizes)]
    if len(data) != 2 * sizes + sum(lengths) or lengths[0] != TEXT_BYTES or lengths[1] not in (0, PHOTO_BYTES):
        return None
    text = 2 * sizes
    photo = text + TEXT_BYTES
    return CardBlocks(data[text:photo], data[photo : photo + lengths[1]])


def sam_number(data: bytes) -> str | None:
    """The SAM's number as vendors print it, from 16 bytes of little-endian u16, u16, u32, u32, u32."""
    if len(data) != 16:
        return None
    cuts = ((0, 2), (2, 4), (4, 8), (8, 12), (12, 16))
    return "{:02d}.{:02d}-{:08d}-{:010d}-{:010d}".format(*(int.from_bytes(data[a:b], "little") for a, b in cuts))
