"""The line to an I/O board: requests with a deadline, and what the board says of its own accord in between.

Used by the driver's own thread only, but for `wake`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import Enum

from devices.board.frames import BadBytes, Frame, Parser, Type
from devices.board.messages import Result, acknowledge, read_ack
from devices.cards.sdt_transport import WRITE_SECONDS, Transport, TransportGone, TransportStalled
from devices.ports import BoardDetail, ReaderDetail

DEADLINES: Mapping[str, float] = {
    "answer": 0.3,  # a board answers within 50 ms; its line needs 4 ms for the longest frame
    "request": 0.9,  # three tries
    "write": WRITE_SECONDS,
    "watch": 5.0,  # a board that says nothing is asked so often; silence is known after this and one request
    "command": 2.0,  # a tone that had no turn by then is not sounded any more
    "closing": 3.0,
}
"""All waiting for an I/O board, in seconds."""

TRIES = 3
_SLICE = 0.1
_EVENTS = (Type.CHANGED, Type.KEY)


class Trouble(Enum):
    """Why there is no answer."""

    GONE = "unplugged"
    SILENT = "silent"
    GARBLED = "garbled"
    RESTARTED = "restarted"  # the board was switched on since hello
    REFUSED = "refused"  # it doesn't know this request


class NoAnswer(Exception):
    """A request came to nothing."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class BoardLink:
    """Frames over a transport. `heard` gets each event of the board once, already acknowledged."""

    def __init__(self, transport: Transport, heard: Callable[[Frame], None]) -> None:
        self._transport, self._heard = transport, heard
        self._parser = Parser()
        self._sequence = 0
        self._last_event: Frame | None = None
        self.last_contact: float | None = None

    def open(self) -> ReaderDetail:
        """NONE if the line is open now, else why not."""
        self._parser.reset()
        self._last_event = None
        return self._transport.open()

    def close(self) -> None:
        """Closes the line, if it is open."""
        self._transport.close()

    def wake(self) -> None:
        """Ends a running `listen` soon; from any thread."""
        self._transport.cancel()

    def request(self, make: Callable[[int], Frame], tries: int = TRIES) -> Frame:
        """Sends a request and returns the board's answer to it. NoAnswer after so many tries.

        A repeated request keeps its sequence, so that the board does nothing twice.
        """
        self._sequence = self._sequence % 255 + 1
        frame = make(self._sequence)
        if frame.type == Type.HELLO:  # a board counts its events anew
            self._last_event = None
        garbled = False
        for _ in range(tries):
            self._write(frame)
            answer, broken = self._answer(frame)
            if answer is not None:
                return _judged(answer)
            garbled = garbled or broken
        raise NoAnswer(Trouble.GARBLED if garbled else Trouble.SILENT)

    def listen(self, seconds: float) -> None:
        """Takes what the board says of its own accord, until something came, the time is over, or `wake`."""
        for found in self._read(seconds):
            if isinstance(found, Frame):
                self._event(found)

    def _answer(self, request: Frame) -> tuple[Frame | None, bool]:
        """The answer, if one came in time; and whether broken bytes came."""
        end, broken = time.monotonic() + DEADLINES["answer"], False
        while (left := end - time.monotonic()) > 0:
            answer = None
            for found in self._read(min(left, _SLICE)):
                if isinstance(found, BadBytes):
                    broken = True
                elif found.sequence == request.sequence and found.type not in _EVENTS:
                    answer = found
                else:
                    self._event(found)
            if answer is not None:
                return answer, broken
        return None, broken or self._parser.in_frame

    def _event(self, frame: Frame) -> None:
        """Acknowledges an event and passes it on; one whose acknowledgement was lost comes again and is known."""
        if frame.type not in _EVENTS:
            return
        self._write(acknowledge(frame.sequence))
        if frame != self._last_event:
            self._last_event = frame
            self._heard(frame)

    def _read(self, seconds: float) -> list[Frame | BadBytes]:
        try:
            chunk = self._transport.read(seconds)
        except TransportGone as gone:
            raise NoAnswer(Trouble.GONE) from gone
        if chunk:
            self.last_contact = time.monotonic()
        return list(self._parser.feed(chunk))

    def _write(self, frame: Frame) -> None:
        try:
            self._transport.write(frame.encode())
        except TransportStalled as stalled:
            raise NoAnswer(Trouble.SILENT) from stalled
        except TransportGone as gone:
            raise NoAnswer(Trouble.GONE) from gone


def _judged(answer: Frame) -> Frame:
    if answer.type == Type.ACK:
        result = read_ack(answer.payload)
        if result is Result.HELLO_FIRST:
            raise NoAnswer(Trouble.RESTARTED)
        if result is not Result.OK:
            raise NoAnswer(Trouble.REFUSED)
    return answer


def detail_of(reader_detail: ReaderDetail) -> BoardDetail:
    """Why a port did not open, in the board's own list."""
    known = {detail.value for detail in BoardDetail}
    return BoardDetail(reader_detail.value) if reader_detail.value in known else BoardDetail.UNPLUGGED
