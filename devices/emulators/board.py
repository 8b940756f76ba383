"""`python -m devices.emulators board --link PATH --control SOCKET`: an I/O board on a pseudo-terminal.

Commands: `door {open}`, `mains {on, minutes}`, `battery {percent, minutes}`, `near {somebody}`, `key {key, ms}`,
`hold {key, down}`, `fault {kind, times}`, `unplug`, `plug`, `restart`, `state`, `wait {event, after, seconds}`.
Events are `hello`, `state`, `light`, `buzzer`, `ack` and `broken`, as requests come in.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import threading
import time
import tty
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from devices.board import messages
from devices.board.frames import BadBytes, Frame, Parser, Type
from devices.board.messages import BoardId, Inputs, Result
from devices.emulators.control import Handler
from devices.emulators.program import Events, Faults, run
from devices.ports import Key, Lamp, Light, PanelState

FAULTS = ("silent", "bad-crc", "garbage", "split", "version")
WATCHDOG = 15.0
"""Seconds without a word from the terminal after which a board puts out its lamps."""
_REPEAT = 0.2
_REPEATS = 3
_NAMES: Mapping[int, str] = {
    Type.HELLO: "hello",
    Type.STATE: "state",
    Type.LIGHT: "light",
    Type.BUZZER: "buzzer",
    Type.ACK: "ack",
}


class Board:
    """The board's program: what it senses, what it shows, and what it answers. Guarded by its owner's lock."""

    def __init__(self) -> None:
        self.inputs = Inputs(PanelState(near=True, has_ups=True, percent=100, minutes=45))
        self.lamps: dict[Light, Lamp] = dict.fromkeys(Light, Lamp())
        self.tones = 0
        self.greeted = False
        self.version = messages.VERSION
        self._last: tuple[Frame, Frame] | None = None

    def power_on(self) -> None:
        """Forgets the terminal; lamps are out."""
        self.lamps, self.greeted, self._last = dict.fromkeys(Light, Lamp()), False, None

    def answer(self, request: Frame) -> Frame:
        """What a board answers; a repeated request is answered again and not done again."""
        if self._last and self._last[0] == request:
            return self._last[1]
        answer = self._answer(request)
        self._last = (request, answer)
        return answer

    def _answer(self, request: Frame) -> Frame:
        sequence = request.sequence
        if request.type == Type.HELLO:
            self.greeted = True
            return messages.hello_is(sequence, BoardId(self.version, "1.0", "00c0ffee"))
        if not self.greeted:
            return messages.acknowledge(sequence, Result.HELLO_FIRST)
        match request.type:
            case Type.STATE:
                return messages.inputs_are(Type.STATE_IS, sequence, self.inputs)
            case Type.LIGHT if found := messages.read_light(request.payload):
                self.lamps[found[0]] = found[1]
                return messages.acknowledge(sequence)
            case Type.BUZZER if len(request.payload) == 1:
                self.tones += request.payload[0]
                return messages.acknowledge(sequence)
            case Type.LIGHT | Type.BUZZER:
                return messages.acknowledge(sequence, Result.BAD_PAYLOAD)
        return messages.acknowledge(sequence, Result.UNKNOWN_TYPE)


class Emulator:
    """The pseudo-terminal with its board behind it. Commands come on other threads than bytes."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self.events, self.faults, self.board = Events(), Faults(*FAULTS), Board()
        self._lock = threading.Condition()
        self._wake, self._waker = os.pipe()
        self._master = self._slave = -1
        self._closing = self._plugged = False
        self._sequence = 0
        self._unheard: list[Frame] = []  # events without acknowledgement, in order
        self._sent, self._send_again = 0, 0.0
        self._heard_at = time.monotonic()
        self._thread = threading.Thread(target=self._serve, name="board", daemon=True)
        self.plug()
        self._thread.start()

    # ---- commands

    def door(self, open: bool) -> None:
        """The door is opened or closed."""
        self._sense(door_open=bool(open))

    def mains(self, on: bool, minutes: int | None = None) -> None:
        """The hall's power fails or comes back; `minutes`: how long the battery will last."""
        left = self.board.inputs.state.minutes if minutes is None else int(minutes)
        self._sense(on_battery=not on, minutes=left)

    def battery(self, percent: int, minutes: int | None = None) -> None:
        """How full the battery is; ValueError for what no battery is."""
        if not 0 <= int(percent) <= 100:
            raise ValueError(f"percent {percent!r}; 0 to 100")
        self._sense(percent=int(percent), minutes=int(percent) * 45 // 100 if minutes is None else int(minutes))

    def near(self, somebody: bool) -> None:
        """Somebody comes, or has gone."""
        self._sense(near=bool(somebody))

    def key(self, key: str, ms: int = 50) -> None:
        """One of the four keys is pressed and let go."""
        self.hold(key, True)
        threading.Event().wait(ms / 1000)
        self.hold(key, False)

    def hold(self, key: str, down: bool) -> None:
        """A key goes down and stays there (a stuck one), or comes up."""
        pressed = Key(key)
        with self._lock:
            held = self.board.inputs.held
            if (pressed in held) == bool(down):
                return
            self.board.inputs = replace(self.board.inputs, held=held | {pressed} if down else held - {pressed})
            self._push(lambda sequence: messages.key_is(sequence, pressed, bool(down)))

    def plug(self) -> None:
        """The board's port appears."""
        with self._lock:
            if self._plugged:
                return
            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            fresh = self._link.with_name(f".{self._link.name}.new")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(os.ttyname(self._slave))
            fresh.replace(self._link)
            self._power_on()
            self._plugged = True
            self._lock.notify_all()

    def unplug(self) -> None:
        """The board's port goes away, with whatever was under way."""
        with self._lock:
            if not self._plugged:
                return
            self._plugged = False
            self._link.unlink(missing_ok=True)
            ends = (self._master, self._slave)
            self._master = self._slave = -1
            os.write(self._waker, b".")
            for end in ends:
                os.close(end)

    def restart(self) -> None:
        """The board's program begins anew, its port stays."""
        with self._lock:
            self._power_on()

    def state(self) -> dict[str, Any]:
        """What it senses and shows, what is wrong, what has happened."""
        with self._lock:
            senses = self.board.inputs.state
            return {
                "plugged": self._plugged,
                "fault": self.faults.kind,
                "door_open": senses.door_open,
                "near": senses.near,
                "on_battery": senses.on_battery,
                "percent": senses.percent,
                "minutes": senses.minutes,
                "held": sorted(key.value for key in self.board.inputs.held),
                "lights": {light.value: lamp.glow.value for light, lamp in self.board.lamps.items()},
                "lit": [light.value for light, lamp in self.board.lamps.items() if lamp != Lamp()],
                "tones": self.board.tones,
                "counts": self.events.counts(),
            }

    def close(self) -> None:
        """Ends the thread and removes the link."""
        with self._lock:
            self._closing = True
            self._lock.notify_all()
        self.unplug()
        self._thread.join(2.0)

    # ---- what changes

    def _sense(self, **changes: Any) -> None:
        with self._lock:
            state = replace(self.board.inputs.state, **changes)
            if state == self.board.inputs.state:
                return
            self.board.inputs = replace(self.board.inputs, state=state)
            inputs = self.board.inputs
            self._push(lambda sequence: messages.inputs_are(Type.CHANGED, sequence, inputs))

    def _push(self, make: Any) -> None:
        """Under the lock: an event to the terminal, repeated until it is acknowledged."""
        if self.board.greeted:
            self._sequence = self._sequence % 255 + 1
            self._unheard.append(make(self._sequence))
            if len(self._unheard) == 1:
                self._sent, self._send_again = 0, 0.0
            os.write(self._waker, b".")

    def _power_on(self) -> None:
        self.board.power_on()
        self._unheard.clear()
        self._sequence = 0

    # ---- the line's thread

    def _serve(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._plugged or self._closing)
                if self._closing:
                    return
            parser = Parser()
            while (chunk := self._receive()) is not None:
                for found in parser.feed(chunk):
                    self._take(found)
                self._repeat_event()
                self._watch()

    def _receive(self) -> bytes | None:
        """The next bytes, empty where there are none but something is due; None once the port is unplugged."""
        with self._lock:
            master = self._master
            due = max(0.0, self._send_again - time.monotonic()) if self._unheard else WATCHDOG / 5
        if master < 0:
            return None
        with contextlib.suppress(OSError, ValueError):  # unplugged meanwhile
            ready, _, _ = select.select([master, self._wake], [], [], due)
            if self._wake in ready:
                os.read(self._wake, 64)
            return os.read(master, 4096) if master in ready else b""
        return b"" if self._plugged else None

    def _take(self, found: Frame | BadBytes) -> None:
        name = "broken" if isinstance(found, BadBytes) else _NAMES.get(found.type, "unknown")
        if isinstance(found, Frame):
            with self._lock:
                self._heard_at = time.monotonic()
                if found.type == Type.ACK:
                    self._acknowledged(found.sequence)
                else:
                    if found.type == Type.HELLO:  # the terminal asks for the state now; what it missed is old
                        self._unheard.clear()
                    self.board.version = 9 if self.faults.kind == "version" else messages.VERSION
                    answer = self.board.answer(found)
            if found.type != Type.ACK:
                self._send(answer)
        self.events.happened(name)

    def _acknowledged(self, sequence: int) -> None:
        if self._unheard and self._unheard[0].sequence == sequence:
            del self._unheard[0]
            self._sent, self._send_again = 0, 0.0

    def _repeat_event(self) -> None:
        with self._lock:
            if not self._unheard or time.monotonic() < self._send_again:
                return
            if self._sent > _REPEATS:  # nobody listens; the terminal will ask for the state when it does
                self._unheard.clear()
                return
            frame = self._unheard[0]
            self._sent, self._send_again = self._sent + 1, time.monotonic() + _REPEAT
        self._send(frame)

    def _watch(self) -> None:
        with self._lock:
            if time.monotonic() - self._heard_at > WATCHDOG:
                self.board.lamps = dict.fromkeys(Light, Lamp())
                self.board.greeted = False

    def _send(self, frame: Frame) -> None:
        raw = frame.encode()
        fault = self.faults.take("")
        match fault.kind if fault else "":
            case "silent":
                return
            case "bad-crc":
                raw = raw[:-1] + bytes([raw[-1] ^ 0x5A])
            case "garbage":
                raw = b"\x00\xa5\xff\xa5" + raw
        pieces = [raw[:3], raw[3:]] if fault and fault.kind == "split" else [raw]
        for piece in pieces:
            with self._lock, contextlib.suppress(OSError):  # nobody reads, or it is unplugged: the bytes are lost
                if self._master >= 0:
                    os.write(self._master, piece)
            if len(pieces) > 1:
                threading.Event().wait(0.02)


def main(argv: list[str]) -> int:
    """Runs until a signal."""
    arguments = argparse.ArgumentParser(prog="board")
    arguments.add_argument("--link", type=Path, required=True)
    arguments.add_argument("--control", type=Path, required=True)
    given = arguments.parse_args(argv)
    board = Emulator(given.link)
    commands: Mapping[str, Handler] = {
        "door": board.door,
        "mains": board.mains,
        "battery": board.battery,
        "near": board.near,
        "key": board.key,
        "hold": board.hold,
        "fault": board.faults.set,
        "plug": board.plug,
        "unplug": board.unplug,
        "restart": board.restart,
        "state": board.state,
        "wait": board.events.wait,
    }
    return run(given.control, commands, str(given.link), board.close)
