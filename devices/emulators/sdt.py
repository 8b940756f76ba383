"""`python -m devices.emulators sdt --link PATH --control SOCKET [--paced]`: an ID-card reader on a pseudo-terminal.

Commands: `tap {card}`, `lift`, `second {there}`, `lift_during_read {after}`, `fault {kind, times, ms, on}`, `unplug`,
`plug`, `state`, `wait {event, after, seconds}`. Events are the requests' names (find, select, read, reset-sam, …), plus
`tapped` and `lifted`. What comes at another speed than the reader's own is noise to it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import termios
import threading
import tty
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.cards.sdt_frames import REQUEST, RESPONSE, BadBytes, Frame, Parser
from devices.emulators.cards import id_card
from devices.emulators.control import Handler
from devices.emulators.program import Events, Fault, Faults, run
from devices.emulators.sdt_sam import Sam

FAULTS = (
    *("checksum", "silent", "slow", "short", "long", "split", "garbage", "stuck"),
    *("read-failed", "wrong-card", "rejected", "sam-not-authorised", "sam-self-test"),
)
_EXTRA = bytes(16)
_NOISE = bytes.fromhex("00FF AAAA 96 69 AAAAAA 55")
_CHUNK = 64
_PIECES = 5  # a split frame comes in about so many
_OUTPUT_SPEED = 5  # where termios keeps it


class Reader:
    """The pseudo-terminal with its reader behind it. Commands come on other threads than bytes."""

    def __init__(self, link: Path, *, paced: bool) -> None:
        self._link, self._paced = link, paced
        self.events, self.faults, self.sam = Events(), Faults(*FAULTS), Sam()
        self._lock = threading.Lock()
        self._cut_after: int | None = None
        self._wake, self._waker = os.pipe()
        self._master = self._slave = -1
        self._closing, self._idle = threading.Event(), threading.Event()
        self._plugged = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="sdt", daemon=True)
        self.plug()
        self._thread.start()

    # ---- commands

    def tap(self, card: Mapping[str, Any]) -> None:
        """Lays a card on; one that lies there is taken away."""
        laid = id_card(card)
        self.events.happened("tapped")
        with self._lock:
            self.sam.lay(laid)

    def lift(self) -> None:
        """Takes the card away."""
        with self._lock:
            self.sam.lay(None)
            self.sam.crowded = False
        self.events.happened("lifted")

    def second(self, there: bool = True) -> None:
        """A second card lies there from now on, beside the one that is laid on; `lift` takes both away."""
        with self._lock:
            self.sam.crowded = bool(there)

    def lift_during_read(self, after: int = 0) -> None:
        """The card is taken away in the next read: after so many bytes of the answer, or (0) before any came."""
        with self._lock:
            self._cut_after = after

    def plug(self) -> None:
        """The reader's port appears."""
        with self._lock:
            if self._plugged.is_set():
                return
            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            fresh = self._link.with_name(f".{self._link.name}.new")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(os.ttyname(self._slave))
            fresh.replace(self._link)
            self.sam.power_on()
            self._plugged.set()

    def unplug(self) -> None:
        """The reader's port goes away, with whatever was under way."""
        with self._lock:
            if not self._plugged.is_set():
                return
            self._plugged.clear()
            self._link.unlink(missing_ok=True)
            master, slave = self._master, self._slave
            self._master = self._slave = -1
            self._idle.clear()
        os.write(self._waker, b".")
        self._idle.wait(2.0)
        for end in (master, slave):
            os.close(end)

    def state(self) -> dict[str, Any]:
        """What lies there, what is wrong, what has happened."""
        with self._lock:
            return {
                "card": self.sam.card is not None,
                "second": self.sam.crowded,
                "phase": self.sam.phase.value,
                "speed": self.sam.speed,
                "plugged": self._plugged.is_set(),
                "fault": self.faults.kind,
                "counts": self.events.counts(),
            }

    def close(self) -> None:
        """Ends the thread and removes the link."""
        self.unplug()
        self._closing.set()
        self._plugged.set()
        self._thread.join(2.0)

    # ---- the line's thread

    def _serve(self) -> None:
        while True:
            self._plugged.wait()
            if self._closing.is_set():
                return
            parser = Parser(REQUEST)
            while (chunk := self._receive()) is not None:
                if not self._at_our_speed():
                    continue
                for found in parser.feed(chunk):
                    self._answer(found)
            self._idle.set()

    def _receive(self) -> bytes | None:
        """The next bytes; None once the port is unplugged."""
        master = self._master
        while self._plugged.is_set() and master >= 0:
            ready, _, _ = select.select([master, self._wake], [], [])
            if self._wake in ready:
                os.read(self._wake, 64)
                continue
            with contextlib.suppress(BlockingIOError):
                return os.read(master, 4096)
        return None

    def _at_our_speed(self) -> bool:
        """A pty carries any speed; what its other end has set tells what a real line would make of the bytes."""
        with self._lock:
            if self._slave < 0:
                return False
            set_there = termios.tcgetattr(self._slave)[_OUTPUT_SPEED]
            return bool(set_there == getattr(termios, f"B{self.sam.speed}"))

    def _answer(self, request: Frame | BadBytes) -> None:
        name = "broken" if isinstance(request, BadBytes) else self.sam.name(request)
        fault = self.faults.take(name)
        with self._lock:
            cut = self._cut_after if name == "read" and self.sam.card else None
            if cut is not None:
                self._cut_after = None
            frame = self.sam.answer(request, fault.kind if fault else "", lifted=cut == 0)
            if cut:
                self.sam.lay(None)
        if frame is not None:
            self._send(frame[:cut] if cut else frame, fault)
        with self._lock:
            self.sam.after(request)
        self.events.happened(name)

    def _send(self, frame: bytes, fault: Fault | None) -> None:
        match fault.kind if fault else "":
            case "silent":
                return
            case "slow" if fault:
                self._closing.wait(fault.ms / 1000)
            case "checksum":
                frame = frame[:-1] + bytes([frame[-1] ^ 0x5A])
            case "short":
                frame = frame[: max(1, len(frame) * 2 // 3)]
            case "long":
                frame = _lengthened(frame)
            case "garbage":
                frame = _NOISE + frame
        split = fault is not None and fault.kind == "split"
        size = max(1, len(frame) // _PIECES) if split else _CHUNK
        for start in range(0, len(frame), size):
            chunk = frame[start : start + size]
            if self._paced:
                self._closing.wait(len(chunk) * 10 / self.sam.speed)
            if split and fault:
                self._closing.wait(fault.ms / 1000)
            if not self._write(chunk):
                return

    def _write(self, chunk: bytes) -> bool:
        """False if nobody reads: a real line would lose the bytes as well."""
        master = self._master
        while chunk:
            if master < 0 or not select.select([], [master], [], 1.0)[1]:
                return False
            with contextlib.suppress(BlockingIOError):
                chunk = chunk[os.write(master, chunk) :]
        return True


def _lengthened(frame: bytes) -> bytes:
    """The same frame with more data than belongs there, and with the right length and checksum for it."""
    [found] = Parser(RESPONSE).feed(frame)
    return RESPONSE.encode(found.head, found.data + _EXTRA) if isinstance(found, Frame) else frame


def main(argv: list[str]) -> int:
    """Runs until a signal."""
    arguments = argparse.ArgumentParser(prog="sdt")
    arguments.add_argument("--link", type=Path, required=True)
    arguments.add_argument("--control", type=Path, required=True)
    arguments.add_argument("--paced", action="store_true", help="answers take the time they take at 115200 8N1")
    given = arguments.parse_args(argv)
    reader = Reader(given.link, paced=given.paced)
    commands: dict[str, Handler] = {
        "tap": reader.tap,
        "lift": reader.lift,
        "second": reader.second,
        "lift_during_read": reader.lift_during_read,
        "fault": reader.faults.set,
        "plug": reader.plug,
        "unplug": reader.unplug,
        "state": reader.state,
        "wait": reader.events.wait,
    }
    return run(given.control, commands, str(given.link), reader.close)
