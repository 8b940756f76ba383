"""pcscd with its virtual slot (vsmartcard's vpcd): the running one if its slot is there, else one of our own.

The slot's port is fixed, so only one card emulator works at a time on a machine; the others wait for a lock file.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PORT = 0x8C7B
SLOT = "Virtual PCD 00 00"
_SOCKET = Path("/run/pcscd/pcscd.comm")
_LOCK = Path(tempfile.gettempdir()) / "hall-terminal-vpcd.lock"
_BEAT = 0.02
_STARTING = 10.0
_ENDING = 3.0
_LISTENING = "0A"


class NoPcscd(Exception):
    """There is no pcscd with a virtual slot, and none could be started."""


def slot_listens() -> bool:
    """Whether vpcd listens, found without connecting: that would be putting in a card."""
    wanted = f":{PORT:04X}"
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        with contextlib.suppress(OSError):
            rows = [line.split() for line in table.read_text().splitlines()[1:]]
            if any(row[1].endswith(wanted) and row[3] == _LISTENING for row in rows):
                return True
    return False


def service_answers() -> bool:
    """Whether a client could connect to pcscd."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        try:
            client.connect(str(_SOCKET))
        except OSError:
            return False
    return True


class Pcscd:
    """Holds the lock, and pcscd if it is ours: started here, or left by an emulator that was killed."""

    def __init__(self, *, may_start: bool = True, patience: float = 120.0) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._orphan = 0
        self._lock = _LOCK.open("a+")
        self._wait_for_lock(patience)
        self._adopt()
        if not (slot_listens() and service_answers()):
            if not may_start:
                raise NoPcscd("no pcscd with a virtual slot is running")
            self.start()

    @property
    def ours(self) -> bool:
        """Whether we may stop it."""
        return self._process is not None or self._orphan > 0

    def start(self) -> None:
        """Starts our own in the foreground; NoPcscd if it does not come up."""
        if self._process is not None:
            return
        try:
            _SOCKET.parent.mkdir(exist_ok=True)
            quiet = subprocess.DEVNULL
            self._process = subprocess.Popen(["pcscd", "-f"], stdin=quiet, stdout=quiet, stderr=quiet)
        except OSError as wrong:
            raise NoPcscd(f"pcscd: {wrong}") from wrong
        self._note(self._process.pid)
        end = time.monotonic() + _STARTING
        while not (slot_listens() and service_answers()):
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise NoPcscd("pcscd does not come up; is vsmartcard-vpcd installed, does another pcscd run?")
            time.sleep(_BEAT)

    def stop(self, *, hard: bool = False) -> None:
        """Ends ours; ValueError if it isn't ours."""
        if not self.ours:
            raise ValueError("this pcscd was running before us")
        pid, self._orphan = self._orphan, 0
        if pid:
            _end_orphan(pid)
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
            try:
                process.wait(_ENDING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._note(0)

    def close(self) -> None:
        """Ends ours, gives the lock to the next."""
        if self.ours:
            self.stop()
        self._lock.close()

    def _wait_for_lock(self, patience: float) -> None:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise NoPcscd(f"another card emulator has held {_LOCK} for {patience:.0f} s") from None
                time.sleep(_BEAT)
            else:
                return

    def _adopt(self) -> None:
        """A pcscd whose emulator was killed is as good as ours."""
        self._lock.seek(0)
        noted = self._lock.read().strip()
        if noted.isdigit() and _is_pcscd(int(noted)):
            self._orphan = int(noted)

    def _note(self, pid: int) -> None:
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(str(pid))
        self._lock.flush()


def _is_pcscd(pid: int) -> bool:
    try:
        return pid > 0 and Path(f"/proc/{pid}/comm").read_text().strip() == "pcscd"
    except OSError:
        return False


def _end_orphan(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + _ENDING
        while _is_pcscd(pid):
            if time.monotonic() > end:
                os.kill(pid, signal.SIGKILL)
            time.sleep(_BEAT)
