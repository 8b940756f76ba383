"""What an ID-card reader does with requests: find, then select, then read; after a read the card is mute."""

from __future__ import annotations

from enum import Enum

from devices.cards.sdt_frames import COMMANDS, BadBytes, Broken, Frame, Status, response
from devices.emulators.cards import IdCard

_NAMES = {command.head: command.name for command in COMMANDS}
_SAM_ID = bytes.fromhex("0500 0300 C3F5 1901 E703 0000 15CD 5B07")


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

    def lay(self, card: IdCard | None) -> None:
        """Another card lies there, or none."""
        self.card, self.phase = card, Phase.NEW

    def power_on(self) -> None:
        """Field and SAM begin anew; a card that lies there answers again."""
        self.phase = Phase.NEW

    def name(self, request: Frame) -> str:
        """The request's name, as in events and faults."""
        return _NAMES.get(request.head, "unknown")

    def answer(self, request: Frame | BadBytes, fault: str = "", *, lifted: bool = False) -> bytes | None:
        """The frame that answers; None where a reader says nothing. `lifted`: the card goes while it is read."""
        if isinstance(request, BadBytes):
            return _complain(request.why)
        if fault == "sam-not-authorised":
            return response(Status.NOT_AUTHORISED)
        match self.name(request):
            case "find":
                return self._find()
            case "select":
                return self._select()
            case "read":
                return self._read(failing=fault == "read-failed" or lifted, lifted=lifted)
            case "read-address":
                return response(Status.NOT_ON_CARD)
            case "reset-sam":
                self.power_on()
                return response(Status.OK)
            case "sam-id":
                return response(Status.OK, _SAM_ID)
            case "read-fp" | "unknown":
                return response(Status.UNKNOWN_COMMAND)
        return response(Status.OK)

    def _find(self) -> bytes:
        if self.card is None or self.phase is Phase.MUTE:
            return response(Status.FIND_FAILED)
        self.phase = Phase.FOUND
        return response(Status.FOUND, bytes(4))

    def _select(self) -> bytes:
        if self.card is None or self.phase is not Phase.FOUND:
            return response(Status.SELECT_FAILED)
        self.phase = Phase.SELECTED
        return response(Status.OK, self.card.serial)

    def _read(self, *, failing: bool, lifted: bool) -> bytes:
        card, ready = self.card, self.phase is Phase.SELECTED
        if lifted:
            self.lay(None)
        if card is None or not ready or failing:
            self.phase = Phase.NEW
            return response(Status.READ_FAILED)
        self.phase = Phase.MUTE
        return response(Status.OK, card.blocks.encode())


def _complain(why: Broken) -> bytes | None:
    match why:
        case Broken.CHECKSUM:
            return response(Status.CHECKSUM_ERROR)
        case Broken.LENGTH:
            return response(Status.LENGTH_ERROR)
    return None
