"""`python -m devices.emulators scan --link PATH --control SOCKET`: a scanner of QR and bar codes on a pseudo-terminal.

Commands: `scan {text, hex, suffix}` (the text, or bytes as hex; suffix cr, lf, crlf, tab or none), `fault {kind, times,
ms}`, `unplug`, `plug`, `state`, `wait {event, after, seconds}`. Events: "scanned".
"""

from __future__ import annotations

import argparse
import os
import threading
import tty
from pathlib import Path
from typing import Any

from devices.emulators.control import Handler
from devices.emulators.program import Events, Faults, run

FAULTS = ("silent", "split", "garbage", "endless")
_SUFFIXES = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "none": b""}
_GARBAGE = bytes.fromhex("1B5B32 4A 9D FF FE")
_ENDLESS = 4000  # bytes before the end of a code that is none
_PIECES = 5


class Scanner:
    """The pseudo-terminal and the scanner behind it."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self.events, self.faults = Events(), Faults(*FAULTS)
        self._lock = threading.Lock()
        self._pause = threading.Event()
        self._master = self._slave = -1
        self.plug()

    def scan(self, text: str = "", hex: str = "", suffix: str = "cr") -> None:
        """Somebody shows a code."""
        if suffix not in _SUFFIXES:
            raise ValueError(f"suffix {suffix!r}; known: {', '.join(_SUFFIXES)}")
        code = bytes.fromhex(hex) if hex else text.encode()
        fault = self.faults.take("scan")
        kind = fault.kind if fault else ""
        if kind == "garbage":
            code = _GARBAGE + code
        elif kind == "endless":
            code = code + b"0" * _ENDLESS
        data = code + _SUFFIXES[suffix]
        size = max(1, len(data) // _PIECES) if kind == "split" else len(data) or 1
        with self._lock:
            if self._master < 0:
                raise ValueError("the scanner is unplugged")
            for start in range(0, len(data) if kind != "silent" else 0, size):
                os.write(self._master, data[start : start + size])
                self._pause.wait(fault.ms / 1000 if fault and kind == "split" else 0)
        self.events.happened("scanned")

    def plug(self) -> None:
        """The scanner's port appears."""
        with self._lock:
            if self._master < 0:
                self._master, self._slave = os.openpty()
                tty.setraw(self._slave)
                self._link.unlink(missing_ok=True)
                self._link.symlink_to(os.ttyname(self._slave))

    def unplug(self) -> None:
        """It goes away."""
        with self._lock:
            if self._master >= 0:
                self._link.unlink(missing_ok=True)
                os.close(self._master)
                os.close(self._slave)
                self._master = self._slave = -1

    def state(self) -> dict[str, Any]:
        """Whether it is plugged in, what is wrong, what has happened."""
        with self._lock:
            plugged = self._master >= 0
        return {"plugged": plugged, "fault": self.faults.kind, "counts": self.events.counts()}


def main(argv: list[str]) -> int:
    """Runs until a signal."""
    arguments = argparse.ArgumentParser(prog="scan")
    arguments.add_argument("--link", type=Path, required=True)
    arguments.add_argument("--control", type=Path, required=True)
    given = arguments.parse_args(argv)
    scanner = Scanner(given.link)
    commands: dict[str, Handler] = {
        "scan": scanner.scan,
        "fault": scanner.faults.set,
        "plug": scanner.plug,
        "unplug": scanner.unplug,
        "state": scanner.state,
        "wait": scanner.events.wait,
    }
    return run(given.control, commands, str(given.link), scanner.unplug)
