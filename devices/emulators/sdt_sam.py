"""What an ID-card reader does with requests: find, then select, then read; after a read the card is mute."""

from __future__ import annotations

from enum import Enum

from devices.cards.sdt_frames import COMMANDS, SET_SPEED, BadBytes, Broken, Frame, Status, response
from devices.emulators.cards import IdCard

_NAMES = {command.head: command.name for command in COMMANDS}
_SPEEDS = {command.name: baud for baud, command in SET_SPEED.items()}
_CARD_REQUESTS = ("find", "select", "read", "read-address")
POWER_ON_SPEED = 115200
_SAM_ID = bytes.fromhex("0500 0300 C3F5 1901 E703 0000 15CD 5B07")


_SAM_FAULTS = {"sam-not-authorised": Status.NOT_AUTHORISED, "sam-self-test": Status.SELF_TEST_FAILED}
_READ_FAULTS = {
    "read-failed": Status.READ_FAILED,
    "wrong-card": Status.UNKNOWN_CARD_TYPE,
    "rejected": Status.CARD_REJECTS_READER,
}


class Phase(Enum):
    """Where the card is in the order of requests."""

    NEW = "new"
    FOUND = "found"
    SELECTED = "selected"
    MUTE = "mute"  # read; answers again after it was lifted or the field was reset


class Sam:
    """The reader's state machine: one request in, one frame out. Knows nothing of lines."""

    def __init__(self) -> None:
        self.card: IdCard | None = None
        self.phase = Phase.NEW
        self.crowded = False  # a second card lies there: each disturbs the other
        self.speed = POWER_ON_SPEED

    def lay(self, card: IdCard | None) -> None:
        """Another card lies there, or none."""
        self.card, self.phase = card, Phase.NEW

    def power_on(self) -> None:
        """The reader is switched on: a card that lies there answers again, the line has its first speed."""
        self.phase, self.speed = Phase.NEW, POWER_ON_SPEED

    def name(self, request: Frame) -> str:
        """The request's name, as in events and faults."""
        return _NAMES.get(request.head, "unknown")

    def answer(self, request: Frame | BadBytes, fault: str = "", *, lifted: bool = False) -> bytes | None:
        """The frame that answers; None where a reader says nothing. `lifted`: the card goes while it is read."""
        if isinstance(request, BadBytes):
            return _complain(request.why)
        name = self.name(request)
        if fault in _SAM_FAULTS:
            return response(_SAM_FAULTS[fault])
        if fault == "stuck" and name in _CARD_REQUESTS:
            return None
        if fault in _READ_FAULTS and name == "read":
            self.phase = Phase.NEW
            return response(_READ_FAULTS[fault])
        match name:
            case "find":
                return self._find()
            case "select":
                return self._select()
            case "read":
                return self._read(lifted=lifted)
            case "read-address":
                return self._read_address()
            case "reset-sam":
                self.phase = Phase.NEW
                return response(Status.OK)
            case "sam-id":
                return response(Status.OK, _SAM_ID)
            case "read-fp" | "unknown":
                return response(Status.UNKNOWN_COMMAND)
        return response(Status.OK)

    def after(self, request: Frame | BadBytes) -> None:
        """What a request changes once it was answered: the line's speed."""
        if isinstance(request, Frame):
            self.speed = _SPEEDS.get(self.name(request), self.speed)

    def _find(self) -> bytes:
        if self.card is None or self.phase is Phase.MUTE:
            return response(Status.FIND_FAILED)
        self.phase = Phase.FOUND
        return response(Status.FOUND, bytes(4))

    def _select(self) -> bytes:
        if self.card is None or self.phase is not Phase.FOUND or self.crowded:
            return response(Status.SELECT_FAILED)
        self.phase = Phase.SELECTED
        return response(Status.OK, self.card.serial)

    def _read(self, *, lifted: bool) -> bytes:
        card, ready = self.card, self.phase is Phase.SELECTED
        if lifted:
            self.lay(None)
        if card is None or not ready or lifted:
            self.phase = Phase.NEW
            return response(Status.READ_FAILED)
        self.phase = Phase.MUTE
        return response(Status.OK, card.blocks.encode())

    def _read_address(self) -> bytes:
        """Only of a card that was just read."""
        if self.card is None or self.phase is not Phase.MUTE:
            return response(Status.READ_FAILED)
        newest = self.card.newest_address
        return response(Status.OK, newest) if newest else response(Status.NOT_ON_CARD)


def _complain(why: Broken) -> bytes | None:
    match why:
        case Broken.CHECKSUM:
            return response(Status.CHECKSUM_ERROR)
        case Broken.LENGTH:
            return response(Status.LENGTH_ERROR)
    return None
