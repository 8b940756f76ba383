"""What carries SDT frames: one interface, and the serial line. USB stands in `sdt_usb`.

Every call ends within its time. Used by the driver's own thread only, but for `cancel`.
"""

from __future__ import annotations

import contextlib
import errno
import termios
from collections.abc import Iterator
from typing import Protocol

import serial

from devices.ports import NoTape, ReaderDetail, Tape

WRITE_SECONDS = 1.0

_REFUSALS = {
    errno.EAGAIN: ReaderDetail.IN_USE,  # what an exclusive lock says
    errno.EBUSY: ReaderDetail.IN_USE,
    errno.EACCES: ReaderDetail.NO_PERMISSION,
    errno.EPERM: ReaderDetail.NO_PERMISSION,
}


class TransportGone(Exception):
    """The port is not there any more."""


class TransportStalled(Exception):
    """The port takes no more bytes."""


class Transport(Protocol):
    """A line to one reader. `baud` is the line's speed; 0 where that means nothing (USB)."""

    @property
    def baud(self) -> int:
        """Bits a second."""

    def open(self) -> ReaderDetail:
        """NONE once the port is open, for this program alone; else why not."""

    def close(self) -> None:
        """Closes the port; may be called again."""

    def discard(self) -> None:
        """Drops what has come and was not read. TransportGone."""

    def write(self, data: bytes) -> None:
        """Sends all of it. TransportGone, TransportStalled."""

    def read(self, seconds: float) -> bytes:
        """What has come, or comes first within the time; empty if nothing does. TransportGone."""

    def cancel(self) -> None:
        """Ends a running `read` soon; from any thread."""


class SerialTransport:
    """A serial port, or a USB one that looks like it."""

    def __init__(self, path: str, baud: int, tape: Tape | None = None) -> None:
        self._path, self._baud = path, baud
        self._tape = tape or NoTape()
        self._port: serial.Serial | None = None

    @property
    def baud(self) -> int:
        """Bits a second."""
        return self._baud

    @baud.setter
    def baud(self, baud: int) -> None:
        """Another speed, at once if the port is open. TransportGone."""
        self._baud = baud
        if self._port is not None:
            with _as_gone():
                self._port.baudrate = baud

    def open(self) -> ReaderDetail:
        """Opens it exclusively."""
        self.close()
        try:
            self._port = serial.Serial(self._path, self._baud, timeout=0, write_timeout=WRITE_SECONDS, exclusive=True)
        except (OSError, termios.error, ValueError) as wrong:
            number = wrong.args[0] if wrong.args else 0
            return _REFUSALS.get(number, ReaderDetail.UNPLUGGED)
        return ReaderDetail.NONE

    def close(self) -> None:
        """Closes it."""
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError, termios.error):
                port.close()

    def discard(self) -> None:
        """Empties the system's buffer."""
        with _as_gone():
            self._opened().reset_input_buffer()

    def write(self, data: bytes) -> None:
        """Sends."""
        try:
            with _as_gone():
                self._tape.sent(data)
                self._opened().write(data)
        except serial.SerialTimeoutException as stalled:
            raise TransportStalled from stalled

    def read(self, seconds: float) -> bytes:
        """Receives."""
        with _as_gone():
            port = self._opened()
            port.timeout = seconds
            data = port.read(port.in_waiting or 1)
        self._tape.came(data)
        return data

    def cancel(self) -> None:
        """pyserial's own way to wake a reader."""
        port = self._port
        if port is not None:
            with contextlib.suppress(OSError, AttributeError, TypeError):
                port.cancel_read()

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise TransportGone
        return self._port


@contextlib.contextmanager
def _as_gone() -> Iterator[None]:
    try:
        yield
    except serial.SerialTimeoutException:
        raise
    except (OSError, termios.error, TypeError) as gone:  # TypeError: pyserial on a port closed under it
        raise TransportGone from gone
