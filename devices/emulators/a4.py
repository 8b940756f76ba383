"""A real IPP printer with faults to order: `python -m devices.emulators a4 --port 0 --control SOCK --out DIR`.

The printer is CUPS' own ippeveprinter behind a private message bus; with `--cups PORT` a private cupsd stands in front
of it with a queue `a4`. Every printed document is kept in DIR as `0001.pdf` with its first page as `0001.png`.
Commands: `paper {state: ok|low|out}`, `toner {state: ok|low|empty}`, `media {size: a4|letter}`, `jam`, `cover`,
`stale {kind: jam|cover|toner|none}` (says so and prints all the same), `off`, `on`, `clear`, `resume`,
`fault {kind: out-mid-job|slow|die|hang|none, ms}`, `state`, `jobs`,
`wait {event: printed|receiving|cancelled, after, seconds}`, `idle {seconds}`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.emulators.a4_printer import Fault, JobLine, Low, Machine
from devices.emulators.a4_programs import A4, Programs, free_port
from devices.emulators.control import ControlServer, LocalServer

_SIZES = {"a4": A4, "letter": "na_letter_8.5x11in"}


class JobSocket:
    """Where the printer's print command reports each job (see a4_command)."""

    def __init__(self, path: Path, machine: Machine) -> None:
        self._machine = machine
        self._server = LocalServer(path, self._serve, "jobs")
        self.close = self._server.close

    def _serve(self, link: socket.socket) -> None:
        with link, link.makefile("rw", encoding="utf-8") as lines:
            job = JobLine(**json.loads(lines.readline()))

            def say(line: str) -> None:
                with contextlib.suppress(OSError):  # the printer was killed: its command too
                    lines.write(line + "\n")
                    lines.flush()

            self._machine.run(job, say)
            say("EXIT 0")


def handlers(machine: Machine) -> dict[str, Any]:
    """The emulator's commands."""

    def paper(state: str) -> None:
        _one_of(state, ("ok", "low", "out"))
        machine.set_low(Low.PAPER, state == "low")
        machine.set_fault(Fault.PAPER, state == "out")

    def toner(state: str = "empty") -> None:
        _one_of(state, ("ok", "low", "empty"))
        machine.set_low(Low.TONER, state == "low")
        machine.set_fault(Fault.TONER, state == "empty")

    def media(size: str) -> None:
        machine.set_size(_SIZES[_one_of(size, tuple(_SIZES))])

    def stale(kind: str) -> None:
        _one_of(kind, ("jam", "cover", "toner", "none"))
        machine.set_stale(set() if kind == "none" else {Fault[kind.upper()]})

    def fault(kind: str, ms: int = 0) -> None:
        machine.order(kind, ms)

    def wait(event: str, after: int = 0, seconds: float = 10.0) -> Mapping[str, Any]:
        return {"count": machine.wait(event, after, seconds)}

    def idle(seconds: float = 10.0) -> None:
        machine.idle(seconds)

    return {
        "paper": paper,
        "jam": lambda: machine.set_fault(Fault.JAM, True),
        "cover": lambda: machine.set_fault(Fault.COVER, True),
        "toner": toner,
        "media": media,
        "stale": stale,
        "off": lambda: machine.switch(False),
        "on": lambda: machine.switch(True),
        "clear": machine.clear,
        "resume": machine.resume,
        "fault": fault,
        "state": machine.state,
        "jobs": machine.jobs,
        "wait": wait,
        "idle": idle,
    }


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value


def main(argv: list[str]) -> int:
    """Runs the emulator until it is asked to end (SIGTERM, SIGINT); nothing it started is left behind."""
    parser = argparse.ArgumentParser(prog="python -m devices.emulators a4", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 finds a free one")
    parser.add_argument("--control", type=Path, required=True, help="path of the control socket")
    parser.add_argument("--out", type=Path, required=True, help="folder of the printed documents")
    parser.add_argument("--cups", type=int, help="also a print queue of CUPS on this port (0 finds a free one)")
    given = parser.parse_args(argv)
    given.out.mkdir(parents=True, exist_ok=True)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with tempfile.TemporaryDirectory(prefix="a4-") as folder, contextlib.ExitStack() as stack:
        port = given.port or free_port()
        programs = Programs(Path(folder), port)
        stack.callback(programs.close)
        machine = Machine(given.out, port, programs)
        jobs = JobSocket(programs.jobs, machine)
        stack.callback(jobs.close)
        programs.start()
        machine.clear()
        queue = programs.start_cups(given.cups or free_port()) if given.cups is not None else ""
        control = ControlServer(given.control, handlers(machine))
        stack.callback(control.close)
        sys.stdout.write(f"ready ipp://localhost:{port}/ipp/print{' ' + queue if queue else ''}\n")
        sys.stdout.flush()
        ended.wait()
    # Threads may stand in a command's answer: nothing of them is needed any more.
    sys.stdout.flush()
    os._exit(0)
