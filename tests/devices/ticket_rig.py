"""The emulated ticket printer as a process of its own, for tests."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from devices.emulators.control import Control


@dataclass(frozen=True)
class TicketRig:
    """A running emulator: where its lines are, and its control socket."""

    port: int
    serial: Path
    control: Control

    @property
    def tcp(self) -> str:
        return f"escpos+tcp://127.0.0.1:{self.port}"

    def printed(self, after: int = 0) -> list[Image.Image]:
        """All whole tickets once there are more than `after`."""
        found: list[dict[str, Any]] = self.control.send("wait", event="printed", after=after, seconds=10)["tickets"]
        return [Image.open(one["path"]).convert("L") for one in found if one["whole"]]

    def count(self) -> int:
        return int(self.control.send("state")["printed"])


@contextlib.contextmanager
def ticket_printer(folder: Path, *arguments: str) -> Iterator[TicketRig]:
    """Starts the emulator with a TCP port and a serial line; ends it by its own process."""
    control, line = folder / "ticket.sock", folder / "ticket-line"
    command = [sys.executable, "-m", "devices.emulators", "ticket", "--port", "0", "--serial", str(line)]
    command += ["--control", str(control), "--out", str(folder / "tickets"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            ready = process.stdout.readline().split()
            assert ready and ready[0] == "ready", "the emulator did not start"
            yield TicketRig(int(ready[1].rpartition(":")[2]), line, Control(control))
        finally:
            process.terminate()
            process.wait(10)


def qr_texts(picture: Image.Image) -> list[str]:
    """What a phone reads on the paper."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def ink(picture: Image.Image) -> Image.Image:
    """Black and white without the blank margins around."""
    burnt = picture.convert("L").point(lambda grey: 255 if grey < 128 else 0)
    return burnt.crop(burnt.getbbox())
