"""A log of sealed records, bound to a terminal, a day and a face model (XChaCha20-Poly1305).

    header   magic, length, JSON with what it is bound to and a random salt        in the clear: nothing personal
    record   length of the body (4 bytes), nonce (24), what is sealed, its tag (16)

A record's associated data are the header's hash, the record's number and the tag of the record before: none can be
changed, moved, left out or brought over from another log. How many there are, and the last one's tag, stands sealed
beside the key (`devices.vision.faces.day_key`), written after the record: a log with fewer was cut short. What follows
the last whole record beyond that count is what a kill or a power cut left of an append nobody was told of: it is cut
off. Erasing writes over a record's body but leaves its tag, so that the chain holds, after a record that says so.

Whoever can put back both folders as they were earlier the same day is not noticed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import BinaryIO

import msgspec
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_ABYTES
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_NPUBBYTES as NONCE
from nacl.exceptions import CryptoError

MAGIC = b"HALLFAC1"
MOST_BODY = 1 << 17
"""Bytes of a record's body."""

TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
"""Bytes of a record's tag, its last."""

NO_TAG = bytes(TAG)
"""Stands before the first record."""

LENGTH = struct.Struct(">I")
"""Before the header's text and before each body."""

NUMBER = struct.Struct(">Q")
_MOST_HEADER = 2048
_COUNT = struct.Struct(f">Q{TAG}s")
_FOR_COUNT = b"count"  # where records have a neighbour's tag: no record is taken for the count, nor the other way


class Distrust(StrEnum):
    """Why nothing of a log is used."""

    NOT_ONE = "not-one"  # no log at all, or one of another version
    OTHER_TERMINAL = "other-terminal"
    OTHER_DAY = "other-day"
    OTHER_MODEL = "other-model"
    OTHER_LENGTH = "other-length"
    CUT_SHORT = "cut-short"
    TAMPERED = "tampered"
    IN_USE = "in-use"  # by another process
    UNREADABLE = "unreadable"  # the disk says so
    KEY_EXPOSED = "key-exposed"  # others of the machine may read the key


@dataclass(frozen=True)
class Identity:
    """What a log is bound to. `length`: numbers in a template."""

    terminal: str
    day: dt.date
    model: str
    length: int


@dataclass(frozen=True)
class _Header(Identity):
    salt: str


@dataclass(frozen=True)
class Count:
    """How many records were appended, and the last one's tag."""

    number: int = 0
    tag: bytes = NO_TAG


class Seal:
    """Seals under one key for one log; `header`: its first bytes, whole."""

    def __init__(self, secret: bytes, header: bytes) -> None:
        self._secret, self._bound = secret, hashlib.blake2b(header, digest_size=32).digest()

    def sealed(self, text: bytes, number: int, before: bytes) -> bytes:
        """A record's body. `before`: the tag of the record before."""
        nonce = os.urandom(NONCE)
        return nonce + encrypt(text, self._data(number, before), nonce, self._secret)

    def opened(self, body: bytes, number: int, before: bytes) -> bytes | None:
        """What was sealed; None where it was not sealed so."""
        if len(body) < NONCE + TAG:
            return None
        try:
            text: bytes = decrypt(body[NONCE:], self._data(number, before), body[:NONCE], self._secret)
        except CryptoError:
            return None
        return text

    def count_sealed(self, count: Count) -> bytes:
        """For the count's file."""
        return self.sealed(_COUNT.pack(count.number, count.tag), 0, _FOR_COUNT)

    def count_opened(self, data: bytes) -> Count | None:
        """What stands there; None where it was not sealed so."""
        text = self.opened(data, 0, _FOR_COUNT)
        return None if text is None or len(text) != _COUNT.size else Count(*_COUNT.unpack(text))

    def _data(self, number: int, before: bytes) -> bytes:
        return self._bound + NUMBER.pack(number) + before


def header_of(identity: Identity) -> bytes:
    """The first bytes of a new log."""
    text = msgspec.json.encode(_Header(**asdict(identity), salt=os.urandom(16).hex()))
    if len(text) > _MOST_HEADER:
        raise ValueError("names too long")
    return MAGIC + LENGTH.pack(len(text)) + text


def read_header(file: BinaryIO) -> tuple[Identity, bytes] | None:
    """What a log says it is bound to, and its header's bytes; None where it does not say. Reads no further."""
    head = file.read(len(MAGIC) + LENGTH.size)
    if len(head) != len(MAGIC) + LENGTH.size or not head.startswith(MAGIC):
        return None
    (length,) = LENGTH.unpack(head[len(MAGIC) :])
    text = file.read(length) if length <= _MOST_HEADER else b""
    try:
        header = msgspec.json.decode(text, type=_Header)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return Identity(header.terminal, header.day, header.model, header.length), head + text


def other(found: Identity, wanted: Identity) -> Distrust | None:
    """What is not as wanted, the first of it."""
    pairs = (
        (found.terminal == wanted.terminal, Distrust.OTHER_TERMINAL),
        (found.day == wanted.day, Distrust.OTHER_DAY),
        (found.model == wanted.model, Distrust.OTHER_MODEL),
        (found.length == wanted.length, Distrust.OTHER_LENGTH),
    )
    return next((why for same, why in pairs if not same), None)


class Torn(StrEnum):
    """How a file can end other than after a record."""

    SHORT = "short"  # in the middle of one
    NOISE = "noise"  # with what can't be one


def bodies(file: BinaryIO) -> Iterator[bytes | Torn]:
    """The bodies of all records from where the file stands; the last may be `Torn`."""
    while head := file.read(LENGTH.size):
        if len(head) < LENGTH.size:
            yield Torn.SHORT
            return
        (length,) = LENGTH.unpack(head)
        if not NONCE + TAG < length <= MOST_BODY:
            yield Torn.NOISE
            return
        body = file.read(length)
        yield body if len(body) == length else Torn.SHORT
        if len(body) < length:
            return
