"""The line to a ticket printer: TCP (port 9100) or a serial line, behind one interface with one kind of error.

`escpos+tcp://10.0.0.9:9100`, `escpos+serial:/dev/ttyS1?baud=115200&flow=rtscts` (flow: none, rtscts, xonxoff). What the
printer itself is like follows in the same query: see `escpos_profile`.
"""

from __future__ import annotations

import contextlib
import socket
import time
from enum import Enum
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import serial

_CHUNK = 4096
_SERIAL_CHUNK = 256
_FLOWS = ("none", "rtscts", "xonxoff")
_ASKED = frozenset({"baud", "flow", "width", "cut", "font"})


class LinkTrouble(Enum):
    """What became of the line."""

    NOT_THERE = "not-there"  # could not be opened
    LOST = "lost"  # closed or reset by the other side
    STALLED = "stalled"  # the printer takes no more bytes


class LinkError(Exception):
    """The line failed. `sent` is how many bytes of the last `send` may have left."""

    def __init__(self, trouble: LinkTrouble, sent: int = 0, why: str = "") -> None:
        super().__init__(f"{trouble.value}: {why}" if why else trouble.value)
        self.trouble = trouble
        self.sent = sent


class Link(Protocol):
    """A line to one printer, used by one thread. Times are seconds; every call ends within its time."""

    @property
    def is_open(self) -> bool:
        """Whether `open` succeeded and the line was not closed since."""

    def fileno(self) -> int:
        """The descriptor to be polled while nothing is asked; -1 if not open."""

    def open(self, seconds: float) -> None:
        """Opens the line; LinkError(NOT_THERE)."""

    def send(self, data: bytes, seconds: float) -> None:
        """Sends all of it; LinkError(LOST or STALLED) with how much had left."""

    def receive(self, seconds: float) -> bytes:
        """What came, as soon as something came; empty when nothing did in time; LinkError(LOST)."""

    def close(self) -> None:
        """Closes the line; may be called again."""


class TcpLink:
    """A printer's raw port. Kept open: connecting costs printers up to a second."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    @property
    def is_open(self) -> bool:
        """Whether the connection stands, as far as known."""
        return self._socket is not None

    def fileno(self) -> int:
        """The socket's descriptor."""
        return -1 if self._socket is None else self._socket.fileno()

    def open(self, seconds: float) -> None:
        """Connects. Keep-alive shows within a minute that a printer was switched off."""
        self.close()
        try:
            link = socket.create_connection(self._address, timeout=seconds)
        except (OSError, UnicodeError) as refused:
            raise LinkError(LinkTrouble.NOT_THERE, why=str(refused)) from refused
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._socket = link

    def send(self, data: bytes, seconds: float) -> None:
        """Sends all of it."""
        deadline, sent = time.monotonic() + seconds, 0
        link = self._connected()
        while sent < len(data):
            try:
                link.settimeout(max(0.001, deadline - time.monotonic()))
                sent += link.send(data[sent : sent + _CHUNK])
            except TimeoutError as stalled:
                raise LinkError(LinkTrouble.STALLED, sent) from stalled
            except OSError as lost:
                self.close()
                raise LinkError(LinkTrouble.LOST, sent, str(lost)) from lost

    def receive(self, seconds: float) -> bytes:
        """What came."""
        link = self._connected()
        try:
            link.settimeout(max(0.0, seconds))
            data = link.recv(_CHUNK)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as lost:
            self.close()
            raise LinkError(LinkTrouble.LOST, why=str(lost)) from lost
        if not data:
            self.close()
            raise LinkError(LinkTrouble.LOST, why="closed by the printer")
        return data

    def close(self) -> None:
        """Closes the connection."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
            self._socket = None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise LinkError(LinkTrouble.LOST, why="not open")
        return self._socket


class SerialLink:
    """A serial line or a USB one that looks like it."""

    def __init__(self, device: str, baud: int = 115200, flow: str = "none") -> None:
        if flow not in _FLOWS:
            raise ValueError(f"flow is one of {', '.join(_FLOWS)}")
        self._device, self._baud, self._flow = device, baud, flow
        self._port: serial.Serial | None = None

    @property
    def is_open(self) -> bool:
        """Whether the line is open."""
        return self._port is not None

    def fileno(self) -> int:
        """The line's descriptor."""
        return -1 if self._port is None else int(self._port.fileno())

    def open(self, seconds: float) -> None:
        """Opens the line for this process alone and drops what lay in it."""
        self.close()
        try:
            self._port = serial.Serial(
                self._device,
                self._baud,
                timeout=seconds,
                write_timeout=seconds,
                rtscts=self._flow == "rtscts",
                xonxoff=self._flow == "xonxoff",
                exclusive=True,
            )
            self._port.reset_input_buffer()
        except (OSError, ValueError) as gone:
            self.close()
            raise LinkError(LinkTrouble.NOT_THERE, why=str(gone)) from gone

    def send(self, data: bytes, seconds: float) -> None:
        """Sends all of it."""
        deadline, sent = time.monotonic() + seconds, 0
        port = self._opened()
        while sent < len(data):
            piece = data[sent : sent + _SERIAL_CHUNK]
            try:
                port.write_timeout = max(0.001, deadline - time.monotonic())
                port.write(piece)
            except serial.SerialTimeoutException as stalled:  # doesn't say how much of the piece left
                raise LinkError(LinkTrouble.STALLED, sent + len(piece)) from stalled
            except (OSError, TypeError) as lost:  # TypeError: pyserial on a line closed under it
                self.close()
                raise LinkError(LinkTrouble.LOST, sent + len(piece), str(lost)) from lost
            sent += len(piece)

    def receive(self, seconds: float) -> bytes:
        """What came."""
        port = self._opened()
        try:
            port.timeout = max(0.0, seconds)
            first = port.read(1)
            return first + port.read(port.in_waiting) if first else b""
        except (OSError, TypeError) as lost:
            self.close()
            raise LinkError(LinkTrouble.LOST, why=str(lost)) from lost

    def close(self) -> None:
        """Closes the line."""
        if self._port is not None:
            with contextlib.suppress(OSError):
                self._port.close()
            self._port = None

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise LinkError(LinkTrouble.LOST, why="not open")
        return self._port


def link_for(uri: str) -> Link:
    """The line a URI names; ValueError says what is wrong with it."""
    parts = urlsplit(uri)
    try:
        port = parts.port
    except ValueError as wrong:
        raise ValueError(f"{uri}: {wrong}") from wrong
    asked = asked_of(uri)
    if parts.scheme == "escpos+tcp" and parts.hostname:
        return TcpLink(parts.hostname, 9100 if port is None else port)
    if parts.scheme == "escpos+serial" and parts.path.startswith("/"):
        baud = asked.get("baud", "115200")
        if not (baud.isascii() and baud.isdigit() and int(baud) > 0):
            raise ValueError(f"{uri}: baud is a number")
        return SerialLink(parts.path, int(baud), asked.get("flow", "none"))
    raise ValueError(f"{uri}: expected escpos+tcp://host:port or escpos+serial:/dev/…")


def asked_of(uri: str) -> dict[str, str]:
    """The query of a printer's URI; ValueError for what no driver knows, since a misspelt one would do nothing."""
    asked = {key: values[-1] for key, values in parse_qs(urlsplit(uri).query, keep_blank_values=True).items()}
    if unknown := set(asked) - _ASKED:
        raise ValueError(f"{uri}: {', '.join(sorted(unknown))}: allowed are {', '.join(sorted(_ASKED))}")
    return asked
