"""`python -m devices.emulators pcsc --control SOCKET [--slot 0|1|any]`: a social-security card in pcscd's virtual slot.

Commands: `insert {card}` (kind social-security, resident or bank), `remove`, `remove_during_read {after}` (instead of
answering the APDU after so many), `swap_during_read {card, after}` (and puts that card in), `hold` and `release`
(another program has the reader for itself), `fault {kind, times, ms}`, `stop_pcscd`, `start_pcscd`, `restart_pcscd`
(only if it is ours), `state`, `wait {event, after, seconds}`. Events: "powered", "apdu", "selected", "record", "read",
"swapped", "removed".
"""

from __future__ import annotations

import argparse
import contextlib
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.emulators.control import Handler
from devices.emulators.foreign_cards import CardSide, card_side
from devices.emulators.pcscd import SLOTS, NoPcscd, Pcscd
from devices.emulators.program import Events, Faults, run

FAULTS = ("silent", "slow", "wrong-aid", "short")
_OFF, _ON, _RESET, _GET_ATR = 0, 1, 2, 4
_AGAIN = 0.05
_CONNECTING = 5.0
_HOLDING = 5.0
_SWAPPING = 0.9  # longer than pcscd's look at the slot each 400 ms: a hand is no faster


class Slot:
    """The card in the slot, or none. Being in means being connected to vpcd, again after each restart of pcscd."""

    def __init__(self, pcscd: Pcscd) -> None:
        self._pcscd = pcscd
        self.events, self.faults = Events(), Faults(*FAULTS)
        self._lock = threading.Lock()
        self._taken_out = threading.Event()
        self._link: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._leave_after: int | None = None
        self._next: CardSide | None = None  # what is put in instead of the card that leaves
        self._holder: subprocess.Popen[bytes] | None = None

    @property
    def reader(self) -> str:
        """The reader's name, as clients of pcscd see it."""
        return self._pcscd.reader

    # ---- commands

    def insert(self, card: Mapping[str, Any]) -> None:
        """Puts a card in; one that is in is taken out first. Returns when vpcd has it."""
        inserted = card_side(card, self.events.happened)
        self.remove()
        self._taken_out.clear()
        connected = threading.Event()
        self._thread = threading.Thread(target=self._be_in, args=(inserted, connected), name="card", daemon=True)
        self._thread.start()
        if not connected.wait(_CONNECTING):
            self.remove()
            raise ValueError("vpcd does not take the card")

    def remove(self) -> None:
        """Takes the card out."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._taken_out.set()
        with self._lock:
            if self._link is not None:
                with contextlib.suppress(OSError):
                    self._link.shutdown(socket.SHUT_RDWR)
        thread.join()

    def remove_during_read(self, after: int = 2) -> None:
        """Takes the card out instead of answering, once it has answered so many APDUs more."""
        self._next, self._leave_after = None, after

    def swap_during_read(self, card: Mapping[str, Any] | None = None, after: int = 2) -> None:
        """The same, and then another card is put in; a bank card where none is given."""
        self._next, self._leave_after = card_side(card or {"kind": "bank"}, self.events.happened), after

    def hold(self) -> None:
        """Another program takes the reader for itself; a card must be in."""
        self.release()
        holder = subprocess.Popen(
            [sys.executable, "-m", "devices.emulators.pcsc_holder", self.reader],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._holder = holder
        if (
            holder.stdout is None
            or not select.select([holder.stdout], [], [], _HOLDING)[0]
            or not holder.stdout.read(1)
        ):
            self.release()
            raise ValueError("the reader can't be held; is a card in?")

    def release(self) -> None:
        """That program lets go of the reader."""
        holder, self._holder = self._holder, None
        if holder is not None:
            holder.communicate(timeout=_HOLDING)

    def stop_pcscd(self, hard: bool = True) -> None:
        """pcscd goes away (killed, or told to end)."""
        self._pcscd.stop(hard=hard)

    def start_pcscd(self) -> None:
        """pcscd is there again."""
        self._pcscd.start()

    def restart_pcscd(self, hard: bool = True) -> None:
        """Both."""
        self.stop_pcscd(hard)
        self.start_pcscd()

    def state(self) -> dict[str, Any]:
        """What is in, what is wrong, what has happened."""
        thread = self._thread
        return {
            "card": thread is not None and thread.is_alive(),
            "pcscd": "ours" if self._pcscd.ours else "running",
            "slot": self.reader,
            "held": self._holder is not None,
            "fault": self.faults.kind,
            "counts": self.events.counts(),
        }

    def close(self) -> None:
        """Takes the card out and ends pcscd if it is ours."""
        self.release()
        self.remove()
        self._pcscd.close()

    # ---- the card's thread

    def _be_in(self, card: CardSide, connected: threading.Event) -> None:
        while not self._taken_out.is_set():
            try:
                link = socket.create_connection(("127.0.0.1", self._pcscd.port), timeout=1.0)
            except OSError:
                self._taken_out.wait(_AGAIN)
                continue
            with link:
                link.settimeout(None)
                with self._lock:
                    self._link = link
                connected.set()
                with contextlib.suppress(OSError):
                    if not self._taken_out.is_set():
                        self._serve(link, card)
                with self._lock:
                    self._link = None
            another, self._next = self._next, None
            if another is not None:
                self._taken_out.wait(_SWAPPING)
                card = another
                self.events.happened("swapped")
            self._taken_out.wait(_AGAIN)
        self.events.happened("removed")

    def _serve(self, link: socket.socket, card: CardSide) -> None:
        while not self._taken_out.is_set() and (message := _receive(link)) is not None:
            if len(message) != 1:
                answer = self._answer(card, message)
                if answer is None:
                    return
                _send(link, answer)
            elif message[0] == _GET_ATR:
                _send(link, card.atr)
            elif message[0] in (_ON, _RESET):
                card.reset()
                self.events.happened("powered")

    def _answer(self, card: CardSide, command: bytes) -> bytes | None:
        """None where the card goes away instead."""
        if self._leave_after == 0:
            self._leave_after = None
            if self._next is None:
                self._taken_out.set()
            return None
        if self._leave_after is not None:
            self._leave_after -= 1
        fault = self.faults.take("apdu")
        self.events.happened("apdu")
        if fault and fault.kind == "silent":
            self._taken_out.wait()
            return None
        if fault and fault.kind == "slow":
            self._taken_out.wait(fault.ms / 1000)
        return card.answer(command, fault.kind if fault else "")


def _receive(link: socket.socket) -> bytes | None:
    """One message of vpcd: two bytes of length, then so many; None once it has closed."""
    head = _exactly(link, 2)
    return None if head is None else _exactly(link, int.from_bytes(head, "big"))


def _exactly(link: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        # vpcd writes length and message apart: without this each pair waits for a delayed acknowledgement, 40 ms
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        chunk = link.recv(size - len(data))
        if not chunk:
            return None
        data += chunk
    return data


def _send(link: socket.socket, message: bytes) -> None:
    link.sendall(len(message).to_bytes(2, "big") + message)


def main(argv: list[str]) -> int:
    """Runs until a signal; 1 if there is no pcscd."""
    arguments = argparse.ArgumentParser(prog="pcsc")
    arguments.add_argument("--control", type=Path, required=True)
    arguments.add_argument("--pcscd", choices=("auto", "running"), default="auto")
    arguments.add_argument("--slot", choices=("any", *map(str, SLOTS)), default="0", help="any: `ready` says which")
    given = arguments.parse_args(argv)
    slots = SLOTS if given.slot == "any" else (int(given.slot),)
    try:
        slot = Slot(Pcscd(slots, may_start=given.pcscd == "auto"))
    except NoPcscd as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    commands: dict[str, Handler] = {
        "insert": slot.insert,
        "remove": slot.remove,
        "remove_during_read": slot.remove_during_read,
        "swap_during_read": slot.swap_during_read,
        "hold": slot.hold,
        "release": slot.release,
        "fault": slot.faults.set,
        "stop_pcscd": slot.stop_pcscd,
        "start_pcscd": slot.start_pcscd,
        "restart_pcscd": slot.restart_pcscd,
        "state": slot.state,
        "wait": slot.events.wait,
    }
    return run(given.control, commands, slot.reader, slot.close)
