"""`python -m devices.cards.pcsc_service PATTERN [SECONDS]`: watches readers by PC/SC and reads social-security cards.

A program of its own, because an APDU to a hung card never returns (pcscd has no time-out): the read is then given up
after SECONDS (3), and the program ends with 3 after saying so; its parent starts it again.

On stdout: `{"state": {"service": bool, "reader": bool, "card": number or null}}` at first and whenever it changes
(`card` counts insertions, so that two cards in quick succession are two), and `{"result": {…}}` once for each
`{"do": "read"}` on stdin: either `"text"` with CardText's fields, or `"trouble"` and `"why"`. Ends when stdin ends.

The only module that imports `smartcard`, and only its thin layer: its monitors do not survive a restart of pcscd.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from smartcard import scard

from devices.cards.child import NoMessage, Pipe, talk_to_parent
from devices.cards.social_security import Refused, read_card
from devices.ports import CardText, ReadTrouble

_log = logging.getLogger(__name__)

PNP = r"\\?PnP?\Notification"
_LOOK_MS = 2000  # also a bound for changes that pcscd failed to tell
_AGAIN = 0.25  # seconds between attempts to reach pcscd
_PULLED_MS = 600  # pcscd looks at the slot each 400 ms
_GAVE_UP = 3
_TRIES = 2
_SERVICE_LOST = frozenset(
    {
        scard.SCARD_E_NO_SERVICE,
        scard.SCARD_E_SERVICE_STOPPED,
        scard.SCARD_F_COMM_ERROR,
        scard.SCARD_E_INVALID_HANDLE,
        scard.SCARD_E_READER_UNAVAILABLE,
        scard.SCARD_E_UNKNOWN_READER,
    }
)
_NO_CARD = frozenset({scard.SCARD_E_NO_SMARTCARD, scard.SCARD_W_REMOVED_CARD})


@dataclass(frozen=True)
class State:
    """What there is. `slot` is the reader that holds the card."""

    service: bool = False
    reader: bool = False
    card: int | None = None
    slot: str = ""

    def message(self) -> dict[str, Any]:
        """As it goes to the parent."""
        return {"state": {"service": self.service, "reader": self.reader, "card": self.card}}


class _Failed(Exception):
    """A call to PC/SC failed with this result."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{code & 0xFFFFFFFF:08X}")
        self.code = code


def matches(name: str, pattern: str) -> bool:
    """Whether a reader is meant: the exact name (which may hold brackets), or a pattern with * and ?."""
    return name == pattern or fnmatch.fnmatchcase(name, pattern.replace("[", "[[]"))


class Watch:
    """Keeps the state, and tells of each change, for as long as the program runs."""

    def __init__(self, pattern: str, changed: Callable[[State], None]) -> None:
        self._pattern, self._changed = pattern, changed
        self.state = State()
        self._told = False
        self._insertion, self._insertions = ("", 0), 0
        self._pause = threading.Event()

    def run(self) -> None:
        """For ever; reaches pcscd again whenever it went away."""
        while True:
            try:
                self._watch(_context())
            except _Failed as failed:
                _log.info("pc/sc: %s", failed)
                self._tell(State(service=failed.code == scard.SCARD_E_NO_READERS_AVAILABLE))
            self._pause.wait(_AGAIN)

    def _watch(self, context: Any) -> None:
        try:
            known: dict[str, int] = {PNP: scard.SCARD_STATE_UNAWARE}
            while True:
                names = [name for name in _readers(context) if matches(name, self._pattern)]
                known = {name: known.get(name, scard.SCARD_STATE_UNAWARE) for name in (*names, PNP)}
                if not names:
                    self._tell(State(service=True))
                self._wait(context, known)
                self._tell(self._state({name: event for name, event in known.items() if name != PNP}))
        finally:
            scard.SCardReleaseContext(context)

    def _wait(self, context: Any, known: dict[str, int]) -> None:
        """Until something changes against `known`, which is brought up to date."""
        code, states = scard.SCardGetStatusChange(context, _LOOK_MS, list(known.items()))
        if code == scard.SCARD_E_TIMEOUT:
            return
        _check(code)
        for name, event, _atr in states:
            known[name] = event & ~scard.SCARD_STATE_CHANGED

    def _state(self, events: dict[str, int]) -> State:
        for name, event in events.items():
            if event & scard.SCARD_STATE_PRESENT:
                insertion = (name, event >> 16)  # pcscd counts insertions and removals in the upper half
                if insertion != self._insertion:
                    self._insertion, self._insertions = insertion, self._insertions + 1
                return State(True, True, self._insertions, name)
        return State(True, bool(events))

    def _tell(self, state: State) -> None:
        if state != self.state or not self._told:
            self.state, self._told = state, True
            self._changed(state)


def read_slot(slot: str) -> CardText | Refused:
    """Connects to the card in a slot and reads it, twice if need be; blocks as long as the card does."""
    outcome: CardText | Refused = Refused(ReadTrouble.UNREADABLE, "not tried")
    for _ in range(_TRIES):
        outcome = _read_once(slot)
        if isinstance(outcome, CardText) or outcome.trouble is not ReadTrouble.UNREADABLE:
            return outcome
    return Refused(ReadTrouble.LIFTED, "pulled") if _pulled(slot) else outcome


def _read_once(slot: str) -> CardText | Refused:
    try:
        context = _context()
        try:
            return _read_in(context, slot)
        finally:
            scard.SCardReleaseContext(context)
    except _Failed as failed:
        return _refused(failed.code)


def _read_in(context: Any, slot: str) -> CardText | Refused:
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    code, card, protocol = scard.SCardConnect(context, slot, scard.SCARD_SHARE_SHARED, protocols)
    _check(code)
    pci = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0

    def transmit(command: bytes) -> bytes:
        code, answer = scard.SCardTransmit(card, pci, list(command))
        _check(code)
        return bytes(answer)

    try:
        return read_card(transmit)
    finally:
        scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)


def _pulled(slot: str) -> bool:
    """Whether the card is gone, or goes within pcscd's next look: a pulled card shows as any broken answer first."""
    try:
        context = _context()
    except _Failed:
        return False
    code, states = scard.SCardGetStatusChange(context, _PULLED_MS, [(slot, scard.SCARD_STATE_PRESENT)])
    scard.SCardReleaseContext(context)
    return code == scard.SCARD_S_SUCCESS and not states[0][1] & scard.SCARD_STATE_PRESENT


def _refused(code: int) -> Refused:
    why = f"{code & 0xFFFFFFFF:08X}"
    if code in _NO_CARD:
        return Refused(ReadTrouble.LIFTED, why)
    return Refused(ReadTrouble.READER_GONE if code in _SERVICE_LOST else ReadTrouble.UNREADABLE, why)


def _context() -> Any:
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    _check(code)
    return context


def _readers(context: Any) -> list[str]:
    code, names = scard.SCardListReaders(context, [])
    if code == scard.SCARD_E_NO_READERS_AVAILABLE:
        return []
    _check(code)
    return list(names)


def _check(code: int) -> None:
    if code != scard.SCARD_S_SUCCESS:
        raise _Failed(code)


class Service:
    """The program: state goes out, reads come in, one at a time."""

    def __init__(self, pipe: Pipe, pattern: str, seconds: float) -> None:
        self._pipe, self._seconds = pipe, seconds
        self._watch = Watch(pattern, lambda state: self._send(state.message()))
        threading.Thread(target=self._edge, args=(self._watch.run,), name="watch", daemon=True).start()

    def serve(self) -> int:
        """Until stdin ends (0), or a card hangs (3)."""
        while not isinstance(request := self._pipe.receive(), NoMessage):
            if request.get("do") == "read" and not self._read(self._watch.state.slot):
                return _GAVE_UP
        return 0

    def _read(self, slot: str) -> bool:
        """False if the card hangs: the thread that talks to it can't be ended."""
        outcomes: list[CardText | Refused] = []
        worker = threading.Thread(
            target=self._edge, args=(lambda: outcomes.append(read_slot(slot)),), name="read", daemon=True
        )
        worker.start()
        worker.join(self._seconds)
        outcome = outcomes[0] if outcomes else Refused(ReadTrouble.UNREADABLE, "hung")
        self._send({"result": _result(outcome)})
        return bool(outcomes)

    def _send(self, message: dict[str, Any]) -> None:
        if not self._pipe.send(message):
            os._exit(0)  # the parent is gone; a hung card must not keep us

    def _edge(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - a thread's edge: better to be started again than to be deaf
            _log.exception("pc/sc service")
            os._exit(1)


def _result(outcome: CardText | Refused) -> dict[str, Any]:
    if isinstance(outcome, Refused):
        return {"trouble": outcome.trouble.value, "why": outcome.why}
    return {"text": {**dataclasses.asdict(outcome), "kind": outcome.kind.value}}


def main(arguments: list[str]) -> int:
    """Serves; 2 for wrong arguments."""
    if not 1 <= len(arguments) <= 2:
        return 2
    pipe = talk_to_parent()
    logging.basicConfig(level=logging.WARNING)
    return Service(pipe, arguments[0], float(arguments[1]) if arguments[1:] else 3.0).serve()


if __name__ == "__main__":
    # not sys.exit: threads inside PC/SC calls would be waited for by its atexit handlers
    os._exit(main(sys.argv[1:]))
