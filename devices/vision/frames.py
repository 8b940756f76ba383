"""Preview frames in memory that both processes see: a few slots, each with the number of the frame in it.

The writer clears a slot's number, writes, and sets the number; a reader who finds the same number before and after its
copy has a whole frame.
"""

from __future__ import annotations

import mmap
import os

LONGEST = 960
"""Pixels of a preview's longer side."""

_SLOTS = 4
_HEAD = 8
_ROOM = LONGEST * LONGEST * 3
_SLOT = _HEAD + _ROOM
SIZE = _SLOTS * _SLOT


def new_memory() -> int:
    """A file that exists in memory only, for both processes."""
    memory = os.memfd_create("preview", os.MFD_CLOEXEC)
    os.ftruncate(memory, SIZE)
    return memory


class Frames:
    """One end of the memory."""

    def __init__(self, memory: int) -> None:
        self._map = mmap.mmap(memory, SIZE)
        self._next = 0

    def write(self, number: int, pixels: bytes | memoryview) -> int:
        """The slot it stands in. ValueError for more than fits."""
        if len(pixels) > _ROOM:
            raise ValueError(f"a preview has at most {_ROOM} bytes")
        slot, self._next = self._next, (self._next + 1) % _SLOTS
        at = slot * _SLOT
        self._map[at : at + _HEAD] = bytes(_HEAD)
        self._map[at + _HEAD : at + _HEAD + len(pixels)] = bytes(pixels)
        self._map[at : at + _HEAD] = number.to_bytes(_HEAD, "big")
        return slot

    def read(self, slot: int, number: int, length: int) -> bytes | None:
        """The frame of that number; None where another stands there by now."""
        if not (0 <= slot < _SLOTS and 0 <= length <= _ROOM):
            return None
        at, head = slot * _SLOT, number.to_bytes(_HEAD, "big")
        if self._map[at : at + _HEAD] != head:
            return None
        pixels = self._map[at + _HEAD : at + _HEAD + length]
        return pixels if self._map[at : at + _HEAD] == head else None

    def wipe(self) -> None:
        """Nothing of any page is left in it."""
        self._map[:] = bytes(SIZE)

    def all(self) -> bytes:
        """All that stands in it."""
        return self._map[:]

    def close(self) -> None:
        """This end is done."""
        self._map.close()
