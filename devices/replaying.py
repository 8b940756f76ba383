"""Recorded exchanges as devices: a driver talks to a file and hears what the real device said.

A driver needn't ask as often as it did when it was recorded (that depends on time): a request is looked for from the
current place on, then before it; what never was asked has no answer. What the driver sends is masked as the recording
was, so that it matches whoever's card or ticket it is.
"""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path

from devices.cards.sdt_transport import TransportGone
from devices.cards.social_security import Transmit
from devices.masking import MASKS
from devices.ports import ReaderDetail
from devices.recording import VERSION, Entry, Way


class NoRecording(ValueError):
    """A file is no recording; the message says why."""


class NeverAsked(Exception):
    """The driver sends what never was sent when this was recorded."""


def load(file: Path) -> tuple[str, list[Entry]]:
    """Protocol and entries. NoRecording, OSError."""
    try:
        head, *lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line)
        protocol = head["recorded"]
        if head["version"] != VERSION or protocol not in MASKS:
            raise NoRecording(f"{file.name}: version {head['version']} of {protocol} is not known")
        return protocol, [Entry(float(e["at"]), Way(e["way"]), bytes.fromhex(e["hex"])) for e in lines]
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        if isinstance(wrong, NoRecording):
            raise
        raise NoRecording(f"{file.name}: {type(wrong).__name__}") from wrong


class Replay:
    """One recording, played. `repeated` counts requests answered once more."""

    def __init__(self, file: Path) -> None:
        self.protocol, self._entries = load(file)
        self._out = MASKS[self.protocol][0]
        self._at = 0
        self._answers: deque[bytes] = deque()
        self.repeated = 0

    @property
    def at_end(self) -> bool:
        """Whether everything recorded was played."""
        return all(entry.way is Way.IN for entry in self._entries[self._at :])

    def send(self, data: bytes) -> None:
        """A request; its answers are next. NeverAsked."""
        wanted = self._out(data, b"")
        places = [n for n, entry in enumerate(self._entries) if entry.way is Way.OUT and entry.data == wanted]
        ahead = [n for n in places if n >= self._at]
        if not places:
            raise NeverAsked
        place = ahead[0] if ahead else places[-1]
        self.repeated += not ahead
        self._answers = deque()
        for entry in self._entries[place + 1 :]:
            if entry.way is Way.OUT:
                break
            self._answers.append(entry.data)
        self._at = max(self._at, place + 1)

    def receive(self) -> bytes:
        """The next bytes of the answer, in the pieces in which they came; empty at its end."""
        return self._answers.popleft() if self._answers else b""


class ReplayedTransport:
    """`devices.cards.sdt_transport.Transport` from a recording. What never was asked ends it like a pulled cable."""

    baud = 0

    def __init__(self, replay: Replay) -> None:
        self._replay = replay

    def open(self) -> ReaderDetail:
        """It is open."""
        return ReaderDetail.NONE

    def close(self) -> None:
        """Nothing to close."""

    def discard(self) -> None:
        """Answers belong to their requests already."""

    def write(self, data: bytes) -> None:
        """A request."""
        try:
            self._replay.send(data)
        except NeverAsked:
            raise TransportGone from None

    def read(self, seconds: float) -> bytes:
        """Its answer, at once."""
        return self._replay.receive()

    def cancel(self) -> None:
        """Nothing waits here."""


def replayed_card(replay: Replay) -> Transmit:
    """`devices.cards.social_security.Transmit` from a recording of APDUs. NeverAsked for a command that wasn't sent."""

    def transmit(command: bytes) -> bytes:
        replay.send(command)
        return replay.receive()

    return transmit
