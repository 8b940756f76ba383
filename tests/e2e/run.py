"""`make run`: platforms, emulators, terminal and dock on this machine, until the terminal's window closes or Ctrl-C.

Without a display it says how to watch over VNC, and plays the tour instead.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from devices.emulators.hall import AT_A_WINDOW, WITH_FACES, Hall, HallError, die_with_parent
from tests.e2e.face_visits import SETTINGS as FACE_SETTINGS
from tests.e2e.maintenance import staff_settings

_VNC_PORTS = {"terminal": 5900, "dock": 5901}
_VNC_SIZES = {"self-service": "1080x1920", "window": "3000x1920"}  # a window has two screens beside each other
_TERMINALS = {"self-service": "JA-ZZ-03", "window": AT_A_WINDOW}
_PLAYED = {"self-service": "tests.e2e.tour", "window": "tests.e2e.window"}
_NO_DISPLAY = """\
这台机器没有显示器。要用 VNC 观看：
There is no display here. To watch over VNC:

    QT_QPA_PLATFORM=vnc make run      终端 terminal: localhost:5900    演示台 dock: localhost:5901

现在改为播放全部办事过程（图片在 out/{out}/）…
Playing the visits instead (pictures in out/{out}/) …
"""


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--role", choices=("self-service", "window"), default="self-service")
    role = parser.parse_args().role
    shown = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if not shown:
        _say(_NO_DISPLAY.format(out=_PLAYED[role].rpartition(".")[2]))
        offscreen = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        return subprocess.run([sys.executable, "-m", _PLAYED[role]], env=os.environ | offscreen, check=False).returncode
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    with tempfile.TemporaryDirectory(prefix="hall-") as folder:
        try:
            settled = staff_settings() + FACE_SETTINGS
            with Hall(Path(folder), WITH_FACES, more_settings=settled, terminal=_TERMINALS[role]) as hall:
                return _watch(hall, role)
        except HallError as failed:
            _say(str(failed))
            return 1
        except KeyboardInterrupt:
            return 0


def _watch(hall: Hall, role: str) -> int:
    """Starts the two windows; returns when the terminal's is closed."""
    dock = _start("dock", ["screens.dock", "--folder", str(hall.folder), "--platform", hall.url], "1200x1040")
    terminal = _start("terminal", ["kiosk", "--role", role, "--config", str(hall.config)], _VNC_SIZES[role])
    _say(f"政务平台 platforms  {hall.url}/docs\n终端 terminal 和 演示台 dock 已打开；按 Ctrl-C 结束 · Ctrl-C ends")
    try:
        return terminal.wait()
    finally:
        for process in (terminal, dock):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in (terminal, dock):
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(name: str, arguments: Sequence[str], size: str) -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    if environment.get("QT_QPA_PLATFORM", "").startswith("vnc"):
        environment["QT_QPA_PLATFORM"] = f"vnc:size={size}:port={_VNC_PORTS[name]}"
        environment["QT_QUICK_BACKEND"] = "software"
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=environment,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one call into the C library, no locks
    )


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
