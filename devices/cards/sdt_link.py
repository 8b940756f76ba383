"""The line to an SDT reader: one request, one answer, each with a deadline. Used by the driver's own thread only.

| deadline | seconds | why |
|---|---|---|
| find | 0.3 | the reader's own search takes some 20 ms |
| select | 0.5 | anticollision |
| read | 2.4 | longest seen in vendors' code, and the line's own time is added for slow lines |
| SAM status | 1.0 | right after power-on a SAM tests itself |
| reset | 1.0 | the same |
| gap inside a frame | 0.25 | the rest of a broken answer never comes |
| write | 1.0 | a USB converter that hangs |
"""

from __future__ import annotations

import contextlib
import termios
import threading
import time
from dataclasses import dataclass
from enum import Enum

import serial

from devices.cards.sdt_frames import (
    FIND,
    READ,
    RESET_SAM,
    RESPONSE,
    SAM_STATUS,
    SELECT,
    BadBytes,
    Broken,
    Command,
    Frame,
    Parser,
    Status,
    status_of,
)

DEADLINES = {FIND: 0.3, SELECT: 0.5, READ: 2.4, SAM_STATUS: 1.0, RESET_SAM: 1.0}
GAP = 0.25
_SLICE = 0.05
_WRITE = 1.0
_LONGEST_ANSWER = 1295 * 10  # bits on the line
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
    data: bytes


@dataclass(frozen=True)
class NoAnswer:
    """No answer; `status` where the reader named a reason."""

    trouble: Trouble
    status: Status | None = None


class SdtLink:
    """Opens the port exclusively; `cancel` may be called from any thread, everything else from one."""

    def __init__(self, port: str, baud: int) -> None:
        self._where, self._baud = port, baud
        self._port: serial.Serial | None = None
        self._parser = Parser(RESPONSE)
        self._cancelled = threading.Event()

    def open(self) -> str:
        """Empty if the port is open now, else why not: unplugged, in-use, no-permission."""
        self.close()
        try:
            self._port = serial.Serial(
                self._where, self._baud, timeout=_SLICE, write_timeout=_WRITE, exclusive=True, rtscts=False
            )
        except (OSError, termios.error) as wrong:
            return {11: "in-use", 16: "in-use", 13: "no-permission"}.get(
                wrong.args[0] if wrong.args else 0, "unplugged"
            )
        return ""

    def close(self) -> None:
        """Closes the port, if it is open."""
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError, termios.error):
                port.close()

    def cancel(self) -> None:
        """Ends a running exchange soon: it returns GONE."""
        self._cancelled.set()
        port = self._port
        if port is not None:
            with contextlib.suppress(OSError, AttributeError, TypeError):
                port.cancel_read()

    def exchange(self, command: Command) -> Answer | NoAnswer:
        """Sends a request and waits for what answers it, within the command's deadline."""
        if self._port is None:
            return NoAnswer(Trouble.GONE)
        try:
            self._parser.reset()
            self._port.reset_input_buffer()
            self._port.write(command.frame())
            return self._answer(self._port, command)
        except serial.SerialTimeoutException:
            return NoAnswer(Trouble.SILENT)
        except (OSError, termios.error):
            return NoAnswer(Trouble.GONE)

    def _answer(self, port: serial.Serial, command: Command) -> Answer | NoAnswer:
        deadline = time.monotonic() + self._patience(command)
        last = time.monotonic()
        fault = NoAnswer(Trouble.SILENT)
        while not self._cancelled.is_set():
            now = time.monotonic()
            if now >= deadline or (self._parser.in_frame and now - last > GAP):
                return NoAnswer(Trouble.GARBLED) if self._parser.in_frame else fault
            chunk = port.read(port.in_waiting or 1)
            if not chunk:
                continue
            last = time.monotonic()
            for found in self._parser.feed(chunk):
                outcome = _judge(found, command)
                if isinstance(outcome, NoAnswer) and outcome.trouble is Trouble.GARBLED:
                    fault = outcome
                    deadline = min(deadline, last + _SLICE)  # unless a right one follows at once
                elif outcome is not None:
                    return outcome
        return NoAnswer(Trouble.GONE)

    def _patience(self, command: Command) -> float:
        line = _LONGEST_ANSWER / self._baud if command is READ else 0.05
        return DEADLINES.get(command, 1.0) + line


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
    if command is SELECT:
        return size == 8
    return size > 8 if command is READ else size == 0 if command in (RESET_SAM, SAM_STATUS) else True
