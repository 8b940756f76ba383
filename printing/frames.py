"""Messages between a program and its child: a length, a JSON header, then as many bytes as the header says."""

from __future__ import annotations

import json
import os
import select
import struct
import time
from collections.abc import Mapping
from typing import IO, Any, BinaryIO

_HEADER_LIMIT = 1 << 16
_BODY_LIMIT = 256 << 20


class BrokenFrame(Exception):
    """The other side ended, or sent what is no message."""


def pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    """4 bytes length of the header (big-endian), the header with `size` added, the body."""
    text = json.dumps({**header, "size": len(body)}).encode()
    return struct.pack(">I", len(text)) + text + body


def read(source: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next message of a blocking stream; None at its end; BrokenFrame where it is no message."""
    start = source.read(4)
    if not start:
        return None
    header = _header(source.read(_length(start)))
    body = source.read(header["size"])
    if len(body) != header["size"]:
        raise BrokenFrame("ended in the middle of a message")
    return header, body


def _length(start: bytes) -> int:
    if len(start) != 4:
        raise BrokenFrame("ended in the middle of a message")
    (length,) = struct.unpack(">I", start)
    if length > _HEADER_LIMIT:
        raise BrokenFrame("the header is too long")
    return int(length)


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except ValueError as wrong:
        raise BrokenFrame("the header is no JSON") from wrong
    size = header.get("size") if isinstance(header, dict) else None
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= _BODY_LIMIT:
        raise BrokenFrame("the header has no size")
    assert isinstance(header, dict)
    return header


class Pipe:
    """The parent's end of a child's stdin and stdout, with a deadline for everything; not for several threads."""

    def __init__(self, to_child: IO[bytes], from_child: IO[bytes]) -> None:
        self._out, self._in = to_child.fileno(), from_child.fileno()
        os.set_blocking(self._out, False)
        os.set_blocking(self._in, False)

    def exchange(self, message: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Sends a message and returns the answer. TimeoutError, or BrokenFrame if the child ended."""
        deadline = time.monotonic() + seconds
        self._send(message, deadline)
        header = _header(self._receive(_length(self._receive(4, deadline)), deadline))
        return header, self._receive(header["size"], deadline)

    def _send(self, message: bytes, deadline: float) -> None:
        rest = memoryview(message)
        while rest:
            _wait([], [self._out], deadline)
            try:
                rest = rest[os.write(self._out, rest) :]
            except BlockingIOError:
                continue
            except OSError as gone:
                raise BrokenFrame("the child does not listen any more") from gone

    def _receive(self, count: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while count:
            _wait([self._in], [], deadline)
            try:
                part = os.read(self._in, min(count, 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise BrokenFrame("the child ended")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def _wait(readable: list[int], writable: list[int], deadline: float) -> None:
    poll = select.poll()
    for number in readable:
        poll.register(number, select.POLLIN)
    for number in writable:
        poll.register(number, select.POLLOUT)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError
