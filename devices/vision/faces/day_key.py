"""The key of the day, and how far the gallery sealed with it has come: two small files in a folder of their own.

What that protects against: a copy, a backup or a disk without this folder; other users of the machine; and yesterday's
gallery, wherever a copy of it lies, once its key was overwritten. What it does not protect against: root, whoever runs
code as the terminal's user, the memory of the running process, both folders taken together on the same day, and a disk
that keeps old blocks (flash, snapshots): there the disk itself must be encrypted.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_KEYBYTES as KEY_BYTES

_MAGIC = b"HALLKEY1"
_DAY = 10  # YYYY-MM-DD
_SIZE = len(_MAGIC) + _DAY + KEY_BYTES
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NoKey(StrEnum):
    """Why there is no key to be used."""

    GONE = "gone"
    BROKEN = "broken"
    EXPOSED = "exposed"  # somebody else may have read it


@dataclass(frozen=True)
class DayKey:
    """A key and the only day it is for."""

    day: dt.date
    secret: bytes = field(repr=False)


class KeyStore:
    """The folder with the key; it is made when first needed. Its methods raise OSError where the disk does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.key_file, self.count_file = folder / "faces.key", folder / "faces.count"

    def read(self) -> DayKey | NoKey:
        """The key that is there."""
        try:
            with self.key_file.open("rb") as file:
                if os.fstat(file.fileno()).st_mode & _OTHERS:
                    return NoKey.EXPOSED
                data = file.read(_SIZE + 1)
        except FileNotFoundError:
            return NoKey.GONE
        if len(data) != _SIZE or not data.startswith(_MAGIC):
            return NoKey.BROKEN
        try:
            day = dt.date.fromisoformat(data[len(_MAGIC) : -KEY_BYTES].decode("ascii"))
        except ValueError:
            return NoKey.BROKEN
        return DayKey(day, data[-KEY_BYTES:])

    def make(self, day: dt.date) -> DayKey:
        """A new key, kept."""
        key = DayKey(day, os.urandom(KEY_BYTES))
        write_whole(self.key_file, _MAGIC + day.isoformat().encode("ascii") + key.secret)
        return key

    def count(self) -> bytes:
        """What `keep_count` was given last; empty if nothing."""
        try:
            with self.count_file.open("rb") as file:
                return file.read(1024)
        except FileNotFoundError:
            return b""

    def keep_count(self, sealed: bytes) -> None:
        """Keeps how far the gallery has come, sealed by whoever keeps the gallery."""
        write_whole(self.count_file, sealed)

    def destroy(self) -> None:
        """Overwrites the key, then removes it and the count."""
        try:
            with self.key_file.open("r+b") as file:
                file.write(bytes(_SIZE))
                file.flush()
                os.fsync(file.fileno())
        except FileNotFoundError:
            pass
        for file_ in (self.key_file, self.count_file):
            file_.unlink(missing_ok=True)
            fresh_of(file_).unlink(missing_ok=True)
        if self._folder.exists():
            keep_names(self._folder)


def fresh_of(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(path.name + ".new")


def write_whole(path: Path, data: bytes) -> None:
    """A file of mode 0600 that is there whole or not at all, whenever the process is killed or the power fails."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = fresh_of(path)
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    keep_names(path.parent)


def keep_names(folder: Path) -> None:
    """Puts a folder's names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
