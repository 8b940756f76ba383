"""An open log of sealed records (their form: `devices.vision.faces.sealing`): appended to and erased from in place."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import io
import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from devices.vision.faces.day_key import KeyStore, write_whole
from devices.vision.faces.sealing import (
    LENGTH,
    MOST_BODY,
    NO_TAG,
    NUMBER,
    TAG,
    Count,
    Distrust,
    Identity,
    Seal,
    Torn,
    bodies,
    header_of,
    other,
    read_header,
)

_log = logging.getLogger(__name__)

_KEPT, _ERASED = b"\x00", b"\x01"  # the first byte of what is sealed
_BUFFER = 1 << 20


@dataclass(frozen=True)
class Record:
    """What was kept, and its number in the log."""

    number: int
    payload: bytes = field(repr=False)


class SealedLog:
    """See the module. One thread at a time. What the disk refuses is raised as OSError; then nothing was appended."""

    def __init__(self, file: io.FileIO, seal: Seal, keys: KeyStore, ends: list[int], tag: bytes) -> None:
        self._file, self._seal, self._keys = file, seal, keys
        self._ends, self._tag = ends, tag  # `ends[n]`: where record n ends; `ends[0]`: the header

    @property
    def length(self) -> int:
        """Bytes on the disk."""
        return self._ends[-1]

    def append(self, payloads: Sequence[bytes]) -> list[int]:
        """Seals each; their numbers. After a kill in the middle there are the first of them, or all, or none."""
        return self._append([_KEPT + payload for payload in payloads])

    def erase(self, numbers: Sequence[int]) -> None:
        """Writes over these records. What a kill leaves of that is done when the log is opened again.

        A disk that takes no record of it loses them all the same: who withdrew must not come back. The log as a whole
        is then no longer trusted when it is opened next.
        """
        try:
            self._append([_ERASED + b"".join(map(NUMBER.pack, numbers))])
        finally:
            self._blank(numbers)

    def close(self) -> None:
        """Lets another process open it."""
        self._file.close()

    def mend(self, erased: Iterable[int], known: Count) -> None:
        """Ends what a kill left half done."""
        self._file.truncate(self.length)
        self._blank(erased)
        if known.number != len(self._ends) - 1 or not known.number:
            self._count(len(self._ends) - 1, self._tag)

    def _append(self, texts: Sequence[bytes]) -> list[int]:
        ends, tag, frames, first = list[int](), self._tag, bytearray(), len(self._ends)
        for number, text in enumerate(texts, first):
            body = self._seal.sealed(text, number, tag)
            if len(body) > MOST_BODY:
                raise ValueError("a record too long")
            frames += LENGTH.pack(len(body)) + body
            ends.append(self.length + len(frames))
            tag = body[-TAG:]
        try:
            self._write(self.length, frames)
            self._count(first - 1 + len(ends), tag)
        except OSError:
            with contextlib.suppress(OSError):
                self._file.truncate(self.length)
            raise
        self._ends += ends
        self._tag = tag
        return list(range(first, len(self._ends)))

    def _count(self, number: int, tag: bytes) -> None:
        self._keys.keep_count(self._seal.count_sealed(Count(number, tag)))

    def _blank(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            start, end = self._ends[number - 1] + LENGTH.size, self._ends[number] - TAG
            self._write(start, bytes(end - start))

    def _write(self, at: int, data: bytes | bytearray) -> None:
        self._file.seek(at)
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        os.fsync(self._file.fileno())


def new_log(path: Path, identity: Identity, secret: bytes, keys: KeyStore) -> SealedLog | Distrust:
    """An empty log, in the place of any other. Raises OSError where the disk does."""
    header = header_of(identity)
    write_whole(path, header)
    file = _locked(path)
    if file is None:
        return Distrust.IN_USE
    log = SealedLog(file, Seal(secret, header), keys, [len(header)], NO_TAG)
    log.mend((), Count())
    return log


def day_of(path: Path) -> dt.date | None:
    """The day a log says it is of, unproven; None where it does not say."""
    try:
        with path.open("rb") as file:
            header = read_header(file)
    except OSError:
        return None
    return header[0].day if header else None


def open_log(
    path: Path, identity: Identity, secret: bytes, keys: KeyStore
) -> tuple[SealedLog, list[Record]] | Distrust:
    """The log and all that is in it, in order; or why nothing of it is used."""
    try:
        file = _locked(path)
    except OSError:
        return Distrust.UNREADABLE
    if file is None:
        return Distrust.IN_USE
    found: tuple[SealedLog, list[Record]] | Distrust = Distrust.UNREADABLE
    try:
        found = _trusted(file, identity, secret, keys)
    except OSError:
        _log.warning("the gallery can't be read")
    finally:
        if isinstance(found, Distrust):
            file.close()
    return found


def _trusted(
    file: io.FileIO, identity: Identity, secret: bytes, keys: KeyStore
) -> tuple[SealedLog, list[Record]] | Distrust:
    reading = io.BufferedReader(file, _BUFFER)
    try:
        return _read(file, reading, identity, secret, keys)
    finally:
        reading.detach()  # its end would close the file


def _read(
    file: io.FileIO, reading: BinaryIO, identity: Identity, secret: bytes, keys: KeyStore
) -> tuple[SealedLog, list[Record]] | Distrust:
    header = read_header(reading)
    if header is None:
        return Distrust.NOT_ONE
    if why := other(header[0], identity):
        return why
    seal, sealed_count = Seal(secret, header[1]), keys.count()
    known = seal.count_opened(sealed_count)
    walk = _Walk([len(header[1])])
    walk.read(reading, seal, known.number if known else 0)
    if known is None:
        if sealed_count or len(walk.tags) > 1:
            return Distrust.TAMPERED  # there was one since before the first record
        known = Count()
    if why := walk.wrong(known):
        return why
    log = SealedLog(file, seal, keys, walk.ends, walk.tags[-1])
    log.mend(walk.half_erased(), known)
    return log, [record for record in walk.records if record.number not in walk.erased]


@dataclass
class _Walk:
    """Through all records, in order."""

    ends: list[int]
    tags: list[bytes] = field(default_factory=lambda: [NO_TAG])
    records: list[Record] = field(default_factory=list)
    erased: set[int] = field(default_factory=set)
    closed: dict[int, bool] = field(default_factory=dict)  # that no longer open; whether they are blank
    torn: Torn | None = None

    def read(self, file: BinaryIO, seal: Seal, promised: int) -> None:
        """`promised`: how many there must be. What does not open beyond them is where the log ends."""
        for number, body in enumerate(bodies(file), 1):
            if isinstance(body, Torn):
                self.torn = body
                return
            text = seal.opened(body, number, self.tags[-1])
            if text is None:
                if number > promised:
                    return
                self.closed[number] = not any(body[:-TAG])
            else:
                self._take(number, text)
            self.ends.append(self.ends[-1] + LENGTH.size + len(body))
            self.tags.append(body[-TAG:])

    def wrong(self, known: Count) -> Distrust | None:
        """Why none of it is to be trusted."""
        if len(self.tags) <= known.number:
            return Distrust.TAMPERED if self.torn is Torn.NOISE else Distrust.CUT_SHORT
        if self.tags[known.number] != known.tag or self.closed.keys() - self.erased:
            return Distrust.TAMPERED
        return None

    def half_erased(self) -> list[int]:
        """What a kill kept from being written over."""
        return [number for number in sorted(self.erased) if not self.closed.get(number, False)]

    def _take(self, number: int, text: bytes) -> None:
        if text[:1] == _KEPT:
            self.records.append(Record(number, text[1:]))
        else:
            self.erased.update(one for (one,) in NUMBER.iter_unpack(text[1:]))


def _locked(path: Path) -> io.FileIO | None:
    """The file for reading and writing, ours alone; None while another process has it."""
    file = path.open("r+b", buffering=0)
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
