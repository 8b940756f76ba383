"""Frames between terminal and I/O board (docs/io-board.md): one declaration for both directions and both ends.

    A5 · length (1, of the payload) · type (1) · sequence (1) · payload (0 … 32) · CRC-16 (2, big-endian)

The CRC is CRC-16/CCITT-FALSE (polynomial 1021, begins with FFFF) of everything between start byte and CRC.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum

START = 0xA5
LONGEST = 32
"""No payload is longer."""
_HEAD = 4  # start, length, type, sequence
_CRC = 2


class Type(IntEnum):
    """What a frame is. Below 80 the terminal sends it, from 80 on the board; ACK goes both ways."""

    HELLO = 0x01
    STATE = 0x02
    LIGHT = 0x03
    BUZZER = 0x04
    ACK = 0x7F
    HELLO_IS = 0x81
    STATE_IS = 0x82
    CHANGED = 0xC0
    KEY = 0xC1


@dataclass(frozen=True)
class Frame:
    """A whole frame with the right CRC. `type` may be one that this version doesn't know."""

    type: int
    sequence: int
    payload: bytes = b""

    def encode(self) -> bytes:
        """The bytes on the line; ValueError where a part doesn't fit."""
        if len(self.payload) > LONGEST or not 0 <= self.type <= 255 or not 0 <= self.sequence <= 255:
            raise ValueError(f"type {self.type}, sequence {self.sequence}, {len(self.payload)} bytes of payload")
        body = bytes([len(self.payload), self.type, self.sequence]) + self.payload
        return bytes([START]) + body + crc(body).to_bytes(_CRC, "big")


class Broken(Enum):
    """What was wrong with bytes that came."""

    CRC = "crc"
    LENGTH = "length"
    GARBAGE = "garbage"  # bytes between frames


@dataclass(frozen=True)
class BadBytes:
    """Bytes that are no frame; `count` of them were thrown away."""

    why: Broken
    count: int


def crc(body: bytes) -> int:
    """CRC-16/CCITT-FALSE; of "123456789" it is 29B1."""
    return binascii.crc_hqx(body, 0xFFFF)


class Parser:
    """Takes bytes as they come, yields frames and what was no frame; looks for the next start byte after each fault."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    @property
    def in_frame(self) -> bool:
        """Whether the beginning of a frame has come and its end has not."""
        return bool(self._waiting)

    def reset(self) -> None:
        """Forgets what has come so far."""
        self._waiting.clear()

    def feed(self, chunk: bytes) -> Iterator[Frame | BadBytes]:
        """All that is complete after `chunk`. Never raises; keeps at most one unfinished frame."""
        self._waiting += chunk
        while True:
            if skipped := self._to_start():
                yield BadBytes(Broken.GARBAGE, skipped)
            found = self._take()
            if found is None:
                return
            yield found

    def _to_start(self) -> int:
        place = self._waiting.find(START)
        skipped = len(self._waiting) if place < 0 else place
        del self._waiting[:skipped]
        return skipped

    def _take(self) -> Frame | BadBytes | None:
        waiting = self._waiting
        if len(waiting) < 2:
            return None
        if waiting[1] > LONGEST:
            return self._drop_start(Broken.LENGTH)
        end = _HEAD + waiting[1] + _CRC
        if len(waiting) < end:
            return None
        body = bytes(waiting[1 : end - _CRC])
        if crc(body) != int.from_bytes(waiting[end - _CRC : end], "big"):
            return self._drop_start(Broken.CRC)
        del waiting[:end]
        return Frame(body[1], body[2], body[3:])

    def _drop_start(self, why: Broken) -> BadBytes:
        """Only the start byte: a lost byte must not cost the good frame that follows."""
        del self._waiting[:1]
        return BadBytes(why, 1)
