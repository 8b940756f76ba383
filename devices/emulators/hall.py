"""A whole hall on one machine: the platforms' model and all emulators, each a process of its own.

`Hall(folder)` starts them, writes a `terminal.toml` that names them, and ends them all. Development, the tour, the
benchmarks and the tests stand on this.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from devices.emulators.control import Control

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


PARTS = ("platform", "sdt", "pcsc", "scan", "ticket", "a4", "board")
"""What a terminal has at least."""

WITH_CAMERA = (*PARTS, "camera")
"""With a document camera too."""

AT_A_WINDOW = "JA-CK-B05"
"""The terminal of a clerk's window."""

WITH_FACES = (*WITH_CAMERA, "face-camera")
"""And with a camera for faces."""


class HallError(Exception):
    """A part of the hall did not start; the message says which, and its last words."""


class Part:
    """One program of the hall, told ready by its first line `ready <endpoint>`."""

    def __init__(self, name: str, arguments: Sequence[str], log: Path, environment: dict[str, str]) -> None:
        self.name = name
        self._log = log
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | environment,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one call into the C library, no locks
            )
        self.endpoint = ""

    def wait_ready(self, seconds: float) -> None:
        """Waits for the line; HallError if it doesn't come."""
        assert self.process.stdout
        line = _first_line(self.process.stdout, seconds)
        if not line.startswith("ready "):
            self.stop()
            words = self._log.read_text(errors="replace").strip().splitlines()[-5:]
            raise HallError(f"{self.name} did not start: {line or 'no answer'}\n" + "\n".join(words))
        self.endpoint = line.removeprefix("ready ").strip()

    def stop(self, seconds: float = 5.0) -> None:
        """Asks it to end; after `seconds` it is killed."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


class Hall:
    """See the module. Use as a context manager, or call `start` and `stop`."""

    def __init__(
        self,
        folder: Path,
        parts: Sequence[str] = PARTS,
        port: int = 0,
        *,
        paced: bool = False,
        speed: float = 0.0,
        more_settings: str = "",
        terminal: str = "JA-ZZ-03",
    ) -> None:
        """`paced`: the ID-card reader's answers take the time of a real serial line; `speed`: the ticket printer's, in
        mm a second (0: at once). `more_settings`: further tables of `terminal.toml`. `terminal`: which one of the
        platforms' it is.
        """
        self.folder = folder
        self._paced, self._speed, self._more_settings = paced, speed, more_settings
        self._wanted = tuple(parts)
        self._port, self._terminal = port, terminal
        self.parts: dict[str, Part] = {}

    def __enter__(self) -> Hall:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the platforms listen."""
        return self.parts["platform"].endpoint

    @property
    def config(self) -> Path:
        """The terminal's settings."""
        return self.folder / "terminal.toml"

    def control(self, part: str) -> Control:
        """Drives an emulator: sdt, pcsc, scan, ticket, a4, board, camera or face-camera."""
        return Control(self.folder / f"{part}.sock")

    def start(self) -> None:
        """Starts all parts at once and waits until each is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            for name in self._wanted:
                self.parts[name] = self._launch(name)
            for part in self.parts.values():
                part.wait_ready(60)
        except BaseException:
            self.stop()
            raise
        self.config.write_text(self._settings(), encoding="utf-8")

    def stop(self) -> None:
        """Ends all parts."""
        for part in self.parts.values():
            if part.process.poll() is None:
                part.process.send_signal(signal.SIGTERM)
        for part in self.parts.values():
            part.stop()

    def restart(self, name: str) -> None:
        """Ends a part hard and starts it anew, where it was."""
        self.kill(name)
        self.revive(name)

    def kill(self, name: str) -> None:
        """Ends a part hard, as if its plug were pulled."""
        self.parts[name].process.kill()
        self.parts[name].stop()

    def revive(self, name: str) -> None:
        """Starts a part that was killed, at the address it had."""
        self.parts[name] = self._launch(name, self.parts[name].endpoint)
        self.parts[name].wait_ready(60)

    def _launch(self, name: str, at: str = "") -> Part:
        """`at`: the endpoint it is to have again; empty: one that is free."""
        folder, socket = self.folder, str(self.folder / f"{name}.sock")
        port = str(urlsplit(at).port if "//" in at else 0)
        slot = at[-1:] or "any"
        emulator = ["devices.emulators", name, "--control", socket]
        arguments = {
            "platform": [
                *("server_stub", "--demo", "--port", port if at else str(self._port)),
                *("--database", f"sqlite:///{folder / 'hall.db'}"),
            ],
            "sdt": [*emulator, "--link", str(folder / "sdt"), *(["--paced"] if self._paced else [])],
            "pcsc": [*emulator, "--slot", slot],
            "scan": [*emulator, "--link", str(folder / "scan")],
            "ticket": [
                *(*emulator, "--port", port, "--out", str(folder / "tickets")),
                *(("--speed", str(self._speed)) if self._speed else ()),
            ],
            "a4": [*emulator, "--port", port, "--out", str(folder / "pages")],
            "board": [*emulator, "--link", str(folder / "board")],
            "camera": [*emulator, "--port", port],
            "face-camera": [*emulator, "--port", port],
        }[name]
        return Part(name, arguments, folder / f"{name}.log", {"PYTHONUNBUFFERED": "1"})

    def _settings(self) -> str:
        ready = {name: part.endpoint for name, part in self.parts.items()}
        devices = {
            "id-card": f"sdt:{self.folder / 'sdt'}" if "sdt" in ready else "",
            "social-card": f"pcsc:{ready['pcsc']}" if "pcsc" in ready else "",
            "codes": f"scan+serial:{self.folder / 'scan'}" if "scan" in ready else "",
            "ticket": f"escpos+{ready['ticket']}" if "ticket" in ready else "",
            "a4": ready.get("a4", ""),
            "board": f"board:{self.folder / 'board'}" if "board" in ready else "",
            "document": ready.get("camera", ""),
            "face": f"face+{ready['face-camera']}" if "face-camera" in ready else "",
        }
        lines = [
            "[terminal]",
            f'id = "{self._terminal}"',
            'hall = { zh = "武汉市江岸区政务服务中心", en = "Jiang\'an District Government Service Centre, Wuhan" }',
            f'data = "{self.folder / "terminal"}"',
            "[platform]",
            f'url = "{ready.get("platform", "http://127.0.0.1:9")}"',
            'enrolment = "demo"',
            "[log]",
            f'file = "{self.folder / "terminal.log"}"',
            "[devices]",
            *(f'{name} = "{uri}"' for name, uri in devices.items() if uri),
            *(("[card-photo]", 'decoder = "specimen"') if "face-camera" in ready else ()),
        ]
        return "\n".join([*lines, self._more_settings]) + "\n"


def die_with_parent() -> None:
    """In a child, before its program starts: it gets SIGTERM when the process that started it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _first_line(stream: IO[bytes], seconds: float) -> str:
    """The first line that starts with "ready", or the last line read when the stream ends or time is up."""
    end, line, buffer = time.monotonic() + seconds, "", b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while (left := end - time.monotonic()) > 0 and selector.select(left):
            chunk = os.read(stream.fileno(), 4096)
            if not chunk:
                break
            *lines, buffer = (buffer + chunk).split(b"\n")
            for raw in lines:
                line = raw.decode(errors="replace")
                if line.startswith("ready "):
                    return line
    return line
