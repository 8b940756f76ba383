"""A line to a ticket printer whose exchange is recorded."""

from __future__ import annotations

from devices.ports import Tape
from printing.printers.escpos_link import Link, LinkError


class TapedLink:
    """`escpos_link.Link` over another one. Of what a broken line took, only what surely left is recorded."""

    def __init__(self, link: Link, tape: Tape) -> None:
        self._link, self._tape = link, tape

    @property
    def is_open(self) -> bool:
        """Whether the line is open."""
        return self._link.is_open

    def fileno(self) -> int:
        """The line's descriptor."""
        return self._link.fileno()

    def open(self, seconds: float) -> None:
        """Opens it."""
        self._link.open(seconds)

    def send(self, data: bytes, seconds: float) -> None:
        """Sends and records."""
        try:
            self._link.send(data, seconds)
        except LinkError as failed:
            self._tape.sent(data[: failed.sent])
            raise
        self._tape.sent(data)

    def receive(self, seconds: float) -> bytes:
        """Receives and records."""
        data = self._link.receive(seconds)
        self._tape.came(data)
        return data

    def close(self) -> None:
        """Closes the line; the recording goes on with the next one."""
        self._link.close()
