"""The line to an SDT reader: one request, one answer, each with a deadline. Used by the driver's own thread only.

The same over every transport (`sdt_transport`, `sdt_usb`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from devices.cards.sdt_frames import (
    READ,
    READ_NEWEST_ADDRESS,
    RESET_SAM,
    RESPONSE,
    SAM_ID,
    SAM_STATUS,
    SELECT,
    SET_SPEED,
    BadBytes,
    Broken,
    Command,
    Frame,
    Parser,
    Status,
    status_of,
)
from devices.cards.sdt_transport import WRITE_SECONDS, Transport, TransportGone, TransportStalled
from devices.ports import ReaderDetail

DEADLINES: Mapping[str, float] = {
    "find": 0.3,  # the reader's own search takes some 20 ms
    "select": 0.5,  # anticollision
    "read": 2.4,  # longest seen in vendors' code; the line's own time is added for slow lines
    "read-address": 1.0,
    "sam-status": 1.0,  # right after power-on a SAM tests itself
    "sam-id": 1.0,
    "reset-sam": 1.0,
    "set-speed": 1.0,
    "gap": 0.25,  # inside a frame: the rest of a broken answer never comes
    "write": WRITE_SECONDS,  # a USB converter that hangs
}
"""All waiting for an SDT reader, in seconds, by the request's name."""

_SLICE = 0.05
_LONGEST_ANSWER = 1295 * 10  # bits on the line
_ADDRESS_BYTES = 70
_MOST_ADDRESSES = 4
_SAM_ID_BYTES = 16
_SAM_ERRORS = frozenset({Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED})
_OUR_FAULT = frozenset(
    {Status.CHECKSUM_ERROR, Status.LENGTH_ERROR, Status.UNKNOWN_COMMAND, Status.UNKNOWN_ERROR, Status.GET_RANDOM_FAILED}
)


class Trouble(Enum):
    """Why a request has no answer."""

    SILENT = "silent"
    GARBLED = "garbled"  # bytes came, but no right frame
    REFUSED = "refused"  # the reader didn't understand the request
    SAM = "sam"  # the SAM failed its self-test or isn't authorised
    GONE = "gone"  # the port is not there any more


@dataclass(frozen=True)
class Answer:
    """The reader's answer to the request just sent."""

    status: Status
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class NoAnswer:
    """No answer; `status` where the reader named a reason."""

    trouble: Trouble
    status: Status | None = None


class SdtLink:
    """Requests and answers over a transport; `cancel` may be called from any thread, everything else from one."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._parser = Parser(RESPONSE)
        self._cancelled = threading.Event()
        self.last_contact: float | None = None

    def open(self) -> ReaderDetail:
        """NONE if the line is open now, else why not."""
        return self._transport.open()

    def close(self) -> None:
        """Closes the line, if it is open."""
        self._transport.close()

    def cancel(self) -> None:
        """Ends a running exchange soon: it returns GONE."""
        self._cancelled.set()
        self._transport.cancel()

    def exchange(self, command: Command) -> Answer | NoAnswer:
        """Sends a request and waits for what answers it, within the command's deadline."""
        try:
            self._parser.reset()
            self._transport.discard()
            self._transport.write(command.frame())
            return self._answer(command)
        except TransportStalled:
            return NoAnswer(Trouble.SILENT)
        except TransportGone:
            return NoAnswer(Trouble.GONE)

    def _answer(self, command: Command) -> Answer | NoAnswer:
        last = time.monotonic()
        deadline = last + self._patience(command)
        fault = NoAnswer(Trouble.SILENT)
        while not self._cancelled.is_set():
            now = time.monotonic()
            if now >= deadline or (self._parser.in_frame and now - last > DEADLINES["gap"]):
                return NoAnswer(Trouble.GARBLED) if self._parser.in_frame else fault
            chunk = self._transport.read(min(_SLICE, deadline - now))
            if not chunk:
                continue
            last = self.last_contact = time.monotonic()
            for found in self._parser.feed(chunk):
                outcome = _judge(found, command)
                if isinstance(outcome, NoAnswer) and outcome.trouble is Trouble.GARBLED:
                    fault = outcome
                    deadline = min(deadline, last + _SLICE)  # unless a right one follows at once
                elif outcome is not None:
                    return outcome
        return NoAnswer(Trouble.GONE)

    def _patience(self, command: Command) -> float:
        name = "set-speed" if command in SET_SPEED.values() else command.name
        baud = self._transport.baud
        long = command in (READ, READ_NEWEST_ADDRESS)
        line = 0.0 if not baud else _LONGEST_ANSWER / baud if long else 0.05
        return DEADLINES.get(name, DEADLINES["reset-sam"]) + line


def _judge(found: Frame | BadBytes, command: Command) -> Answer | NoAnswer | None:
    """None for what doesn't concern this request: noise before a frame, a late answer to an earlier request."""
    if isinstance(found, BadBytes):
        return None if found.why is Broken.GARBAGE else NoAnswer(Trouble.GARBLED)
    status = status_of(found)
    if status in _SAM_ERRORS:
        return NoAnswer(Trouble.SAM, status)
    if status is None or status not in command.answers:
        return NoAnswer(Trouble.REFUSED, status) if status in _OUR_FAULT else None
    if not _right_size(command, status, len(found.data)):
        return None
    return Answer(status, found.data)


def _right_size(command: Command, status: Status, size: int) -> bool:
    """Tells apart the OK of different requests: an old answer must not pass for a new one."""
    if status is not Status.OK:
        return True
    if command is READ_NEWEST_ADDRESS:
        return size % _ADDRESS_BYTES == 0 and 0 < size <= _MOST_ADDRESSES * _ADDRESS_BYTES
    if command is READ:
        return size > _MOST_ADDRESSES * _ADDRESS_BYTES
    return size == {SELECT: 8, SAM_ID: _SAM_ID_BYTES, RESET_SAM: 0, SAM_STATUS: 0}.get(command, 0)
