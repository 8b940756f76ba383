"""`python -m devices.cards.pcsc_service PATTERN [SECONDS [TAPE]]`: watches PC/SC readers, reads social-security cards.

A program of its own, because an APDU to a hung card never returns (pcscd has no time-out): the read is then given up
after SECONDS (3), and the program ends with 3 after saying so; its parent starts it again. TAPE is a file in
which all APDUs are recorded, masked.

On stdout: `{"state": {"service": bool, "reader": bool, "cards": {slot: number}}}` at first and whenever it changes (the
number counts insertions, so that two cards in quick succession are two); `{"result": {…}}` once for each
`{"do": "read", "slots": […]}` on stdin: either `"text"` with CardText's fields, or `"trouble"` and `"why"`;
`{"held": bool}` for `{"do": "probe"}`: whether another program has the reader for itself. Ends when stdin ends.

The only module of the terminal that imports `smartcard`, and only its thin layer: its monitors do not survive a restart
of pcscd.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartcard import scard

from devices.backoff import BackOff, BackOffPolicy
from devices.cards.child import NoMessage, Pipe, talk_to_parent
from devices.cards.contactless import is_resident_id_card
from devices.cards.social_security import Refused, Transmit, read_card
from devices.ports import CardText, ReadTrouble
from devices.recording import Tape

_log = logging.getLogger(__name__)

PNP = r"\\?PnP?\Notification"
DEADLINES: Mapping[str, float] = {
    "look": 2.0,  # a bound for changes that pcscd failed to tell
    "pulled": 0.6,  # pcscd looks at the slot each 400 ms
    "held": 0.6,  # for a reader that another program has for a moment only
    "read": 3.0,
}
"""All waiting of this program, in seconds."""

_SERVICE_PAUSES = BackOffPolicy(first=0.25, most=1.0)  # between attempts to reach pcscd
_HELD_BEAT = 0.1
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
    """What there is. `cards`: by the reader that holds it, the number of its insertion."""

    service: bool = False
    reader: bool = False
    cards: Mapping[str, int] = field(default_factory=dict)

    def message(self) -> dict[str, Any]:
        """As it goes to the parent."""
        return {"state": {"service": self.service, "reader": self.reader, "cards": dict(self.cards)}}


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
        self._counts: dict[str, tuple[int, int]] = {}  # slot → pcscd's own count, our number
        self._insertions = 0
        self._pause = threading.Event()
        self._back_off = BackOff(_SERVICE_PAUSES)

    def run(self) -> None:
        """For ever; reaches pcscd again whenever it went away."""
        while True:
            try:
                self._watch(_context())
            except _Failed as failed:
                _log.info("pc/sc: %s", failed)
                self._tell(State(service=failed.code == scard.SCARD_E_NO_READERS_AVAILABLE))
            self._pause.wait(self._back_off.pause())

    def _watch(self, context: Any) -> None:
        try:
            known: dict[str, int] = {PNP: scard.SCARD_STATE_UNAWARE}
            while True:
                self._back_off.reset()
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
        code, states = scard.SCardGetStatusChange(context, _ms("look"), list(known.items()))
        if code == scard.SCARD_E_TIMEOUT:
            return
        _check(code)
        for name, event, _atr in states:
            known[name] = event & ~scard.SCARD_STATE_CHANGED

    def count_in(self, slot: str) -> int:
        """pcscd's own count of insertions and removals when the card in this slot was last seen put in."""
        return self._counts.get(slot, (-1, 0))[0]

    def _state(self, events: dict[str, int]) -> State:
        present = {name: event >> 16 for name, event in events.items() if event & scard.SCARD_STATE_PRESENT}
        for slot, count in present.items():
            if self._counts.get(slot, (-1, 0))[0] != count:
                self._insertions += 1
                self._counts[slot] = (count, self._insertions)
        return State(True, bool(events), {slot: self._counts[slot][1] for slot in present})

    def _tell(self, state: State) -> None:
        if state != self.state or not self._told:
            self.state, self._told = state, True
            self._changed(state)


Taped = Callable[[Transmit], Transmit]
"""Records what goes through a `Transmit`, or leaves it as it is."""


def read_slots(slots: Mapping[str, int], taped: Taped) -> CardText | Refused:
    """Reads the cards in these slots (pcscd's counts beside them); blocks as long as the cards do.

    The one document among them counts; two are TWO_CARDS; without any, the first trouble that a person can mend.
    """
    outcomes = [read_slot(slot, count, taped) for slot, count in slots.items()]
    documents = [outcome for outcome in outcomes if isinstance(outcome, CardText)]
    if len(documents) > 1:
        return Refused(ReadTrouble.TWO_CARDS, f"{len(documents)} documents")
    if documents:
        return documents[0]
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    foreign = ReadTrouble.NOT_A_DOCUMENT
    return next((one for one in refused if one.trouble is not foreign), Refused(foreign, "no document"))


def read_slot(slot: str, count: int, taped: Taped) -> CardText | Refused:
    """Connects to the card in a slot and reads it, twice if need be, and as soon as no other program has the reader."""
    outcome: CardText | Refused = Refused(ReadTrouble.UNREADABLE, "not tried")
    for _ in range(_TRIES):
        outcome = _once_free(slot, taped)
        if isinstance(outcome, CardText):
            return _unless_swapped(outcome, slot, count)
        if outcome.trouble is not ReadTrouble.UNREADABLE:
            return outcome
    return Refused(ReadTrouble.LIFTED, "pulled") if _pulled(slot) else outcome


def _once_free(slot: str, taped: Taped) -> CardText | Refused:
    until = time.monotonic() + DEADLINES["held"]
    pause = threading.Event()
    while True:
        outcome = _read_once(slot, taped)
        held = isinstance(outcome, Refused) and outcome.trouble is ReadTrouble.HELD
        if not held or time.monotonic() > until:
            return outcome
        pause.wait(_HELD_BEAT)


def _read_once(slot: str, taped: Taped) -> CardText | Refused:
    try:
        context = _context()
        try:
            return _read_in(context, slot, taped)
        finally:
            scard.SCardReleaseContext(context)
    except _Failed as failed:
        return _refused(failed.code)


def _read_in(context: Any, slot: str, taped: Taped) -> CardText | Refused:
    card, protocol = _connect(context, slot)
    pci = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0

    def transmit(command: bytes) -> bytes:
        code, answer = scard.SCardTransmit(card, pci, list(command))
        _check(code)
        return bytes(answer)

    try:
        code, _reader, _state, _protocol, atr = scard.SCardStatus(card)
        _check(code)
        return read_any(bytes(atr), taped(transmit))
    finally:
        scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)


def _connect(context: Any, slot: str) -> tuple[Any, int]:
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    code, card, protocol = scard.SCardConnect(context, slot, scard.SCARD_SHARE_SHARED, protocols)
    _check(code)
    return card, protocol


def read_any(atr: bytes, transmit: Transmit) -> CardText | Refused:
    """Reads a social-security card; tells an ID card, which only a reader with a security module can read."""
    outcome = read_card(transmit)
    foreign = isinstance(outcome, Refused) and outcome.trouble is ReadTrouble.NOT_A_DOCUMENT
    if foreign and is_resident_id_card(atr, transmit):
        return Refused(ReadTrouble.WRONG_READER, "a resident ID card")
    return outcome


def _unless_swapped(outcome: CardText, slot: str, count: int) -> CardText | Refused:
    """A card that was put in after the one that was meant is for the next read to judge."""
    try:
        context = _context()
        try:
            code, states = scard.SCardGetStatusChange(context, 0, [(slot, scard.SCARD_STATE_UNAWARE)])
            _check(code)
        finally:
            scard.SCardReleaseContext(context)
    except _Failed as failed:
        return _refused(failed.code)
    return outcome if states[0][1] >> 16 == count else Refused(ReadTrouble.LIFTED, "swapped")


def is_held(slots: Iterable[str]) -> bool:
    """Whether another program has one of these readers for itself."""
    for slot in slots:
        try:
            context = _context()
            try:
                card, _ = _connect(context, slot)
                scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
            finally:
                scard.SCardReleaseContext(context)
        except _Failed as failed:
            if failed.code == scard.SCARD_E_SHARING_VIOLATION:
                return True
    return False


def _pulled(slot: str) -> bool:
    """Whether the card is gone, or goes within pcscd's next look: a pulled card shows as any broken answer first."""
    try:
        context = _context()
    except _Failed:
        return False
    code, states = scard.SCardGetStatusChange(context, _ms("pulled"), [(slot, scard.SCARD_STATE_PRESENT)])
    scard.SCardReleaseContext(context)
    return code == scard.SCARD_S_SUCCESS and not states[0][1] & scard.SCARD_STATE_PRESENT


def _refused(code: int) -> Refused:
    why = f"{code & 0xFFFFFFFF:08X}"
    if code in _NO_CARD:
        return Refused(ReadTrouble.LIFTED, why)
    if code == scard.SCARD_E_SHARING_VIOLATION:
        return Refused(ReadTrouble.HELD, why)
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

    def __init__(self, pipe: Pipe, pattern: str, seconds: float, taped: Taped) -> None:
        self._pipe, self._seconds, self._taped = pipe, seconds, taped
        self._watch = Watch(pattern, lambda state: self._send(state.message()))
        threading.Thread(target=self._edge, args=(self._watch.run,), name="watch", daemon=True).start()

    def serve(self) -> int:
        """Until stdin ends (0), or a card hangs (3)."""
        while not isinstance(request := self._pipe.receive(), NoMessage):
            match request:
                case {"do": "read", "slots": list(slots)}:
                    if not self._read([str(slot) for slot in slots]):
                        return _GAVE_UP
                case {"do": "probe"}:
                    self._send({"held": is_held(list(self._watch.state.cards))})
        return 0

    def _read(self, slots: list[str]) -> bool:
        """False if a card hangs: the thread that talks to it can't be ended."""
        counts = {slot: self._watch.count_in(slot) for slot in slots}
        outcomes: list[CardText | Refused] = []
        worker = threading.Thread(
            target=self._edge,
            args=(lambda: outcomes.append(read_slots(counts, self._taped)),),
            name="read",
            daemon=True,
        )
        worker.start()
        worker.join(self._seconds)
        outcome = outcomes[0] if outcomes else Refused(ReadTrouble.NO_ANSWER, "hung")
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


def _taping(file: str) -> Taped:
    """Records all APDUs in this file, masked."""
    tape = Tape(Path(file), "apdu")

    def taped(transmit: Transmit) -> Transmit:
        def both(command: bytes) -> bytes:
            tape.sent(command)
            answer = transmit(command)
            tape.came(answer)
            tape.flush()  # nobody knows when this program ends
            return answer

        return both

    return taped


def _ms(deadline: str) -> int:
    return round(DEADLINES[deadline] * 1000)


def main(arguments: list[str]) -> int:
    """Serves; 2 for wrong arguments."""
    if not 1 <= len(arguments) <= 3:
        return 2
    pipe = talk_to_parent()
    logging.basicConfig(level=logging.WARNING)
    pattern, *more = arguments
    seconds = float(more[0]) if more else DEADLINES["read"]
    return Service(pipe, pattern, seconds, _taping(more[1]) if more[1:] else lambda transmit: transmit).serve()


if __name__ == "__main__":
    # not sys.exit: threads inside PC/SC calls would be waited for by its atexit handlers
    os._exit(main(sys.argv[1:]))
