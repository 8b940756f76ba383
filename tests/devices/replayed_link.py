"""A ticket printer's line from a recording."""

from __future__ import annotations

from devices.replaying import NeverAsked, Replay
from printing.printers.escpos_link import LinkError, LinkTrouble


class ReplayedLink:
    """`printing.printers.escpos_link.Link`. What never was sent ends the line, as a printer that resets it."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self.is_open = False

    def fileno(self) -> int:
        """Nothing comes by itself."""
        return -1

    def open(self, seconds: float) -> None:
        """It is open."""
        self.is_open = True

    def send(self, data: bytes, seconds: float) -> None:
        """Orders and questions."""
        try:
            self._replay.send(data)
        except NeverAsked:
            self.is_open = False
            raise LinkError(LinkTrouble.LOST) from None

    def receive(self, seconds: float) -> bytes:
        """Their answer, at once."""
        return self._replay.receive()

    def close(self) -> None:
        """It is closed."""
        self.is_open = False
