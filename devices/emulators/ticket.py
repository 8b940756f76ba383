"""`python -m devices.emulators ticket`: an ESC/POS ticket printer on a TCP port or a serial line, for tests and trials.

Every ticket becomes a PNG in `--out`. Faults and sensors are set over the control socket:
`paper {state: ok|near-end|out}`, `paper_out_after {lines|bytes}`, `cover {open}`,
`fault {kind: none|silent|slow|noise|reset|cutter|hot|jam|broken, ms, after_bytes, prints}`, `feed_button {pressed}`,
`drawer {open}`, `unplug`, `plug`, `state`, `tickets`, `wait {event: printed|receiving|struck|watched, after, seconds}`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

from devices.emulators.program import run
from devices.emulators.ticket_commands import Command, Commands
from devices.emulators.ticket_lines import Lines, Link
from devices.emulators.ticket_paper import Rom, find_font
from devices.emulators.ticket_printer import ERRORS, FAULTS, PAPER, Machine, Strip, TicketPrinter

_ROWS_PER_MM = 8
_ROLLS = {"58": 384, "80": 576}  # dots


class Emulator:
    """The printer with its lines, its faults and its basket of tickets."""

    def __init__(self, rom: Rom, out: Path, machine: Machine) -> None:
        self._out = out
        self._changed = threading.Condition()  # guards all of the emulator
        self._printer = TicketPrinter(rom, self._keep, self._changed, machine, self._forget_job)
        self._noise = random.Random(0)
        self.lines = Lines(self._attach)
        self._tickets: list[dict[str, object]] = []
        self._printed = 0
        self._fault, self._armed = "none", "none"
        self._delay, self._after_bytes, self._prints = 0.0, 0, True
        self._job_bytes = 0
        self._first_byte_ns = 0

    def handlers(self) -> dict[str, Callable[..., dict[str, object] | None]]:
        """The commands of the control socket."""
        return {
            "paper": self.paper,
            "paper_out_after": self.paper_out_after,
            "cover": lambda open: self._printer.set_cover(bool(open)),
            "feed_button": lambda pressed: self._printer.press_feed(bool(pressed)),
            "drawer": lambda open: self._printer.open_drawer(bool(open)),
            "unplug": self.unplug,
            "plug": self.lines.open,
            "fault": self.fault,
            "state": self.state,
            "tickets": lambda: {"tickets": self._copy()},
            "wait": self.wait,
        }

    def paper(self, state: str) -> None:
        """A roll of paper: ok, near-end, out."""
        self._printer.set_paper(_one_of(state, PAPER))

    def paper_out_after(self, lines: int | None = None, bytes: int | None = None) -> None:
        """The roll ends in the middle of a job."""
        for unit, count in (("lines", lines), ("bytes", bytes)):
            if count is not None:
                self._printer.paper_out_after(unit, int(count))

    def fault(self, kind: str, ms: int = 0, after_bytes: int = 0, prints: bool = True) -> None:
        """A fault from now on, or from the command of the next job that holds its `after_bytes`th byte.

        silent: answers nothing, and prints on only if `prints`; slow: answers after `ms`; noise: each answer is drowned
        in bytes that are none; reset: breaks the connection and forgets its buffer, once; cutter: the blade jams at the
        next cut; hot, jam, broken: as DLE EOT 3 tells them. none: all is mended.
        """
        with self._changed:
            self._fault, self._armed = "none", _one_of(kind, FAULTS)
            self._delay, self._after_bytes, self._prints = ms / 1000, int(after_bytes), bool(prints)
            self._job_bytes = 0
            if not after_bytes:
                self._strike()
        if kind == "none":
            self._printer.mend()

    def unplug(self) -> None:
        """Its cable is pulled: no line any more, and what was not printed is forgotten."""
        self.lines.close()
        self._printer.power_off()
        self._forget_job()

    def state(self) -> dict[str, object]:
        """All that can be seen of it; times are CLOCK_MONOTONIC in ns."""
        with self._changed:
            return {
                **self._printer.describe(),
                "fault": self._fault,
                "plugged": self.lines.is_open,
                "printed": self._printed,
                "job_bytes": self._job_bytes,
                "first_byte_ns": self._first_byte_ns,
            }

    def wait(self, event: str = "printed", after: int = 0, seconds: float = 5.0) -> dict[str, object]:
        """Waits until more than `after` tickets were cut off; until a job is under way (`receiving`); until no fault
        waits for its byte any more (`struck`); until somebody is told by itself what changes (`watched`).
        """
        happened = {
            "printed": lambda: self._printed > after,
            "receiving": lambda: self._job_bytes > after,
            "struck": lambda: self._armed == "none",
            "watched": lambda: self._printer.watched,
        }[_one_of(event, ("printed", "receiving", "struck", "watched"))]
        with self._changed:
            if not self._changed.wait_for(happened, timeout=float(seconds)):
                raise TimeoutError(f"not {event} after {seconds} s; {self._printed} tickets")
            return {"printed": self._printed, "tickets": list(self._tickets)}

    def close(self) -> None:
        """Closes all lines."""
        self.lines.close()
        self._printer.close()

    # ---- lines

    def _attach(self, link: Link) -> None:
        """Serves a line until it ends."""
        commands = Commands()
        try:
            while data := link.read():
                came = time.monotonic_ns()
                for command in commands.feed(data):
                    self._receive(command, link, came)
        except OSError:
            pass  # the other side is gone, or a fault broke the line

    def _receive(self, command: Command, link: Link, came: int) -> None:
        if command.name[:1] == b"\x10":
            self._real_time(command, link)
            return
        with self._changed:
            if command.name == b"\x1da":  # asks for status: no part of a job
                self._printer.accept(command, lambda data: self._answer(link, data))
                return
            if not self._job_bytes:
                self._first_byte_ns = came
            self._job_bytes += command.size
            self._changed.notify_all()
            if self._armed != "none" and self._after_bytes and self._job_bytes >= self._after_bytes:
                self._strike()
            deaf = self._fault == "silent" and not self._prints
        if not deaf:
            self._printer.accept(command, lambda data: self._answer(link, data))

    def _real_time(self, command: Command, link: Link) -> None:
        first = command.arguments[0] if command.arguments else 0
        if command.name == b"\x10\x04":
            status = self._printer.real_time_status(first)
            if status is not None:
                self._answer(link, bytes((status,)))
        elif command.name == b"\x10\x05":
            self._printer.recover(first)
            self._forget_job()
        elif command.name == b"\x10\x14" and first == 8:
            self._printer.clear()
            self._forget_job()
            self._answer(link, b"\x37\x25\x00")

    def _answer(self, link: Link, data: bytes) -> None:
        with self._changed:
            silent, delay = self._fault == "silent", self._delay if self._fault == "slow" else 0.0
            if self._fault == "noise":
                data = bytes(0x80 | self._noise.randrange(128) for _ in range(3))
        if silent:
            return
        if delay:
            later = threading.Timer(delay, link.write, (data,))
            later.daemon = True
            later.start()
        else:
            link.write(data)

    def _strike(self) -> None:
        """The armed fault happens."""
        kind, self._armed = self._armed, "none"
        self._fault = "none" if kind == "reset" else kind
        if kind == "reset":
            self._printer.power_off()
            self._job_bytes = 0
            self.lines.reset()
        if kind in ERRORS:
            self._printer.strike(kind)

    def _forget_job(self) -> None:
        with self._changed:
            self._job_bytes = 0

    # ---- paper

    def _keep(self, strip: Strip) -> None:
        with self._changed:
            number = len(self._tickets) + 1
            path = self._out / f"ticket-{number:04}{'' if strip.whole else '-torn'}.png"
            strip.picture.save(path, dpi=(203, 203))
            at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
            self._tickets.append({"path": str(path), "at": at, "ns": time.monotonic_ns(), "whole": strip.whole})
            self._printed += strip.whole
            self._job_bytes = 0
            self._changed.notify_all()

    def _copy(self) -> list[dict[str, object]]:
        with self._changed:
            return list(self._tickets)


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices.emulators ticket", description=__doc__)
    parser.add_argument("--port", type=int, help="TCP port on this machine; 0 takes a free one")
    parser.add_argument("--serial", type=Path, help="where the serial line shall stand")
    parser.add_argument("--control", type=Path, required=True, help="the control socket")
    parser.add_argument("--out", type=Path, required=True, help="where tickets are kept")
    parser.add_argument("--font", type=Path, help="the font its characters are drawn from")
    parser.add_argument("--rom", choices=("gb2312", "gbk"), default="gb2312", help="the characters it has")
    parser.add_argument("--speed", type=float, default=0.0, help="mm a second; 0 prints at once")
    parser.add_argument("--width", choices=tuple(_ROLLS), default="80", help="mm of the roll")
    parser.add_argument("--no-cutter", action="store_true", help="tickets are torn off")
    parser.add_argument("--no-gs-r", action="store_true", help="doesn't know GS r, as some printers don't")
    parser.add_argument("--no-gs-a", action="store_true", help="doesn't tell by itself what changes")
    return parser


def main(argv: list[str]) -> int:
    """Runs until SIGTERM or SIGINT; says `ready <where>` once it can be used."""
    arguments = _parser().parse_args(argv)
    if arguments.port is None and arguments.serial is None:
        _parser().error("--port or --serial is needed")
    arguments.out.mkdir(parents=True, exist_ok=True)
    rom = Rom(arguments.font or find_font(), arguments.rom)
    machine = Machine(
        dots=_ROLLS[arguments.width],
        cuts=not arguments.no_cutter,
        rows_per_second=arguments.speed * _ROWS_PER_MM,
        answers_in_order=not arguments.no_gs_r,
        tells_by_itself=not arguments.no_gs_a,
    )
    emulator = Emulator(rom, arguments.out, machine)
    where = emulator.lines.begin(arguments.port, arguments.serial)
    return run(arguments.control, emulator.handlers(), where, emulator.close)
