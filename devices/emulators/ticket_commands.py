"""ESC/POS as a printer reads it: bytes in, commands out, whatever way they were cut into packets.

Knows the commands of common 80 mm printers with a Chinese font; what it doesn't know it passes over, as they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 4_000_000  # bytes of one command; a longer one is taken for garbage

# Command and how many bytes of arguments follow, where that is fixed.
_FIXED = {
    b"\x1b@": 0, b"\x1b2": 0, b"\x1bi": 0, b"\x1bm": 0, b"\x1b<": 0,
    b"\x1ba": 1, b"\x1bE": 1, b"\x1bG": 1, b"\x1b!": 1, b"\x1b-": 1, b"\x1bM": 1, b"\x1b3": 1, b"\x1bd": 1,
    b"\x1bJ": 1, b"\x1bt": 1, b"\x1bR": 1, b"\x1b ": 1, b"\x1bV": 1, b"\x1b{": 1, b"\x1b=": 1, b"\x1be": 1,
    b"\x1bK": 1, b"\x1br": 1, b"\x1bc": 2, b"\x1b$": 2, b"\x1b\\": 2, b"\x1bp": 3,
    b"\x1d!": 1, b"\x1dB": 1, b"\x1db": 1, b"\x1da": 1, b"\x1dr": 1, b"\x1dI": 1, b"\x1dh": 1, b"\x1dw": 1,
    b"\x1dH": 1, b"\x1df": 1, b"\x1d/": 1, b"\x1dL": 2, b"\x1dW": 2, b"\x1dP": 2, b"\x1d:": 0,
    b"\x1c&": 0, b"\x1c.": 0, b"\x1c!": 1, b"\x1c-": 1, b"\x1cW": 1, b"\x1cC": 1, b"\x1cS": 2, b"\x1c2": 74,
    b"\x1cp": 2,
}  # fmt: skip
_LEADS = b"\x1b\x1d\x1c"
_REAL_TIME = 0x10


@dataclass(frozen=True)
class Command:
    """One command: its letters (`b"\\x1bE"`, `b"text"` for characters), its arguments, and its size on the line."""

    name: bytes
    arguments: bytes
    size: int


class Commands:
    """Takes bytes as they come and gives commands as soon as they are complete."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Command]:
        """The commands completed by these bytes."""
        self._rest += data
        while self._rest:
            found = _first(bytes(self._rest[:12]), self._rest)
            if found is None:
                return
            del self._rest[: found.size]
            yield found


def _first(head: bytes, rest: bytearray) -> Command | None:
    """The command at the beginning; None if it isn't complete."""
    lead = head[0]
    if lead >= 0x20:
        end = next((at for at, byte in enumerate(rest) if byte < 0x20), len(rest))
        return Command(b"text", bytes(rest[:end]), end)
    if lead == _REAL_TIME:
        return _real_time(head)
    if lead not in _LEADS:
        return Command(head[:1], b"", 1)
    if len(head) < 2:
        return None
    skip, size = _sized(head, rest)
    if size is None or skip + size > len(rest):
        return None
    if skip + size > _LONGEST:
        return Command(b"unknown", b"", 2)
    return Command(head[:2], bytes(rest[2 : skip + size]), skip + size)


def _real_time(head: bytes) -> Command | None:
    """DLE EOT n, DLE ENQ n, DLE DC4 fn …"""
    if len(head) < 2:
        return None
    if head[1] == 0x14:
        size = {1: 5, 2: 5, 8: 10}.get(head[2], 3) if len(head) > 2 else None
    else:
        size = {0x04: 3, 0x05: 3}.get(head[1], 1)
    if size is None or len(head) < size:
        return None
    return Command(head[:2], head[2:size], size) if size > 1 else Command(head[:1], b"", 1)


def _sized(head: bytes, rest: bytearray) -> tuple[int, int | None]:
    """(bytes before the payload, size of the payload); None while the size isn't known yet, huge if it is absurd."""
    name = head[:2]
    if name in _FIXED:
        return 2, _FIXED[name]
    if name == b"\x1dV":  # cut: functions B to D have a feed behind them
        return 2, None if len(head) < 3 else (1 if head[2] in b"\x00\x01\x30\x31" else 2)
    if name == b"\x1dv":  # GS v 0 m xL xH yL yH, then x × y bytes
        if len(head) < 8:
            return 8, None
        return 8, _capped(_word(head, 4) * _word(head, 6))
    if name in (b"\x1d(", b"\x1c(", b"\x1b("):  # GS ( k pL pH …
        return 5, None if len(head) < 5 else _word(head, 3)
    if name == b"\x1b*":  # bit image: m nL nH
        return 5, None if len(head) < 5 else _word(head, 3) * (3 if head[2] in (32, 33) else 1)
    if name == b"\x1d*":
        return 4, None if len(head) < 4 else _capped(head[2] * head[3] * 8)
    if name == b"\x1dk":
        return _barcode(head, rest)
    if name == b"\x1bD":  # tab stops up to NUL
        end = rest.find(0, 2)
        return 2, end - 1 if end >= 0 else (None if len(rest) < 40 else 0)
    return 2, 0


def _barcode(head: bytes, rest: bytearray) -> tuple[int, int | None]:
    if len(head) < 4:
        return 2, None
    if head[2] > 6:
        return 4, head[3]
    end = rest.find(0, 3)
    return 2, end - 1 if end >= 0 else (None if len(rest) < 300 else 0)


def _capped(size: int) -> int:
    """An absurd size counts as nothing: the bytes behind it are read as commands, so that no line hangs."""
    return size if size <= _LONGEST else 0


def _word(data: bytes, at: int) -> int:
    return data[at] | data[at + 1] << 8
