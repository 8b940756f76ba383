"""Exchanges with a device, recorded as JSON lines for tests and for whoever looks for a fault.

    {"recorded": "sdt", "version": 1}
    {"at": 0.012, "way": "out", "hex": "AAAAAA9669…"}

`at` is seconds since the beginning, `out` goes to the device. Data of people never gets there (`devices.masking`).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO

from devices.masking import MASKS

_log = logging.getLogger(__name__)

VERSION = 1
_LONGEST = 20_000_000  # bytes of a file; recording then ends, so that no disk is filled
_PENDING = 1_000_000


class Way(Enum):
    """Where bytes went."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Entry:
    """Bytes that went one way at once."""

    at: float
    way: Way
    data: bytes

    def line(self) -> str:
        """As it stands in the file."""
        return json.dumps({"at": round(self.at, 4), "way": self.way.value, "hex": self.data.hex().upper()})


class Tape:
    """One recording. Bytes of one direction are masked together once the other direction speaks, so that what a line
    cut into pieces is known for what it is; the pieces keep their sizes and times. For one thread.
    """

    def __init__(self, file: Path, protocol: str, clock: Callable[[], float] = time.monotonic) -> None:
        """ValueError for a protocol without masks; OSError where the file can't be made."""
        if protocol not in MASKS:
            raise ValueError(f"{protocol}: no masks; known: {', '.join(MASKS)}")
        out, in_ = MASKS[protocol]
        self._masks = {Way.OUT: out, Way.IN: in_}
        self._clock, self._began = clock, clock()
        self._pending: list[Entry] = []
        self._before = b""
        self._written = 0
        self._file: IO[str] | None = os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w")
        self._write(json.dumps({"recorded": protocol, "version": VERSION}))

    def sent(self, data: bytes) -> None:
        """These bytes went to the device."""
        self._take(Way.OUT, data)

    def came(self, data: bytes) -> None:
        """These bytes came from it."""
        self._take(Way.IN, data)

    def close(self) -> None:
        """Writes what is pending and ends the file; may be called again."""
        self.flush()
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _take(self, way: Way, data: bytes) -> None:
        if not data or self._file is None:
            return
        if self._pending and (self._pending[0].way is not way or self._size() > _PENDING):
            self.flush()
        self._pending.append(Entry(self._clock() - self._began, way, data))

    def _size(self) -> int:
        return sum(len(entry.data) for entry in self._pending)

    def flush(self) -> None:
        """Writes what is pending: it is known that no more of it comes."""
        entries, self._pending = self._pending, []
        if not entries:
            return
        raw = b"".join(entry.data for entry in entries)
        masked = self._masks[entries[0].way](raw, self._before)
        self._before = raw
        if len(masked) != len(raw):
            raise RuntimeError("a mask changed a length")
        for entry in entries:
            piece, masked = masked[: len(entry.data)], masked[len(entry.data) :]
            self._write(Entry(entry.at, entry.way, piece).line())

    def _write(self, line: str) -> None:
        if self._file is None:
            return
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except OSError:
            _log.exception("a recording ended")
            self._file = None
            return
        self._written += len(line)
        if self._written > _LONGEST:
            _log.warning("a recording is full")
            self._file.close()
            self._file = None


def new_file(folder: Path, device: str) -> Path:
    """A name that tells device and time; the folder is made if it isn't there. OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{device}-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}.jsonl"
