"""pcscd with its virtual slots (vsmartcard's vpcd): the running one if its slot is there, else one of our own.

There is one pcscd on a machine and it has two virtual slots, so two card emulators can work side by side; a third
waits for a slot. They share the pcscd one of them started, and the last one out ends it. Lock files in the temporary
directory keep order; the system lets go of them when a process ends in whatever way.

pcscd's socket lies in /run/pcscd, compiled in. It need not be root: whoever may write that folder can start it.

The package's ports lie where the system takes ports for outgoing connections: any program may happen to hold one, and
then neither slot opens. Ours is therefore configured with ports below that range.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

SLOTS = (0, 1)
_PACKAGE_PORT = 0x8C7B
_OUR_PORTS = range(0x5000, 0x5100, len(SLOTS))
_PACKAGE_CONFIG = Path("/etc/reader.conf.d/vpcd")
_OUR_CONFIG = Path(tempfile.gettempdir()) / f"hall-terminal-vpcd-{os.geteuid()}.d"
_SOCKET = Path("/run/pcscd/pcscd.comm")
_SEARCH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"  # a user's own path may lack these
_BEAT = 0.02
_STARTING = 10.0
_WAKING = 3.0
_ENDING = 3.0
_LISTENING = "0A"


class NoPcscd(Exception):
    """There is no pcscd with a free virtual slot, and none could be started."""


class Pcscd:
    """Holds one slot, and a share in pcscd."""

    def __init__(self, slots: Sequence[int] = (0,), *, may_start: bool = True, patience: float = 120.0) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.slot, self._slot_lock = _free_slot(slots, patience)
        self._share = _lock_file("pcscd")
        with _guard():
            fcntl.flock(self._share, fcntl.LOCK_SH)
            if not self._usable() and not self._woken():
                if not may_start:
                    raise NoPcscd("no pcscd with virtual slots is running")
                self._start()

    @property
    def port(self) -> int:
        """Where vpcd listens for the slot's card; another one after a restart."""
        _, first = self._noted()
        return (first or _PACKAGE_PORT) + self.slot

    @property
    def reader(self) -> str:
        """The slot's name as a reader."""
        return f"Virtual PCD 00 {self.slot:02d}"

    @property
    def ours(self) -> bool:
        """Whether we may stop it: it was started by an emulator, and no other emulator uses it now."""
        with _guard():
            return self._stoppable()

    def start(self) -> None:
        """Starts it in the foreground, if it doesn't run; NoPcscd if it does not come up."""
        with _guard():
            if not self._usable():
                self._start()

    def stop(self, *, hard: bool = False) -> None:
        """Ends it; ValueError if it isn't ours alone."""
        with _guard():
            if not self._stoppable():
                raise ValueError("this pcscd was running before us, or another emulator uses it")
            self._stop(hard)

    def close(self) -> None:
        """Gives back the slot, and ends pcscd if nobody else uses what an emulator started."""
        with _guard():
            if self._stoppable():
                self._stop(hard=False)
        self._share.close()
        self._slot_lock.close()

    # ---- under the guard

    def _usable(self) -> bool:
        return _listens(self.port) and _service_answers()

    def _woken(self) -> bool:
        """systemd starts its pcscd when somebody calls; the slots are there a moment later."""
        end = time.monotonic() + _WAKING
        while _service_answers() and time.monotonic() < end:
            if _listens(self.port):
                return True
            time.sleep(_BEAT)
        return False

    def _stoppable(self) -> bool:
        pid, _ = self._noted()
        return pid > 0 and _may_signal(pid) and self._alone()

    def _alone(self) -> bool:
        try:
            fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            fcntl.flock(self._share, fcntl.LOCK_SH)
        return True

    def _start(self) -> None:
        _take_folder()
        try:
            first = _configure()
            quiet = subprocess.DEVNULL
            process = subprocess.Popen(
                [shutil.which("pcscd", path=_SEARCH) or "pcscd", "-f", "-c", _OUR_CONFIG],
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                start_new_session=True,  # Ctrl+C ends us, and pcscd only if nobody else uses it
            )
        except OSError as wrong:
            raise NoPcscd(f"pcscd: {wrong}; are pcscd and vsmartcard-vpcd installed?") from wrong
        self._process = process
        self._note(f"{process.pid} {first}")
        end = time.monotonic() + _STARTING
        while not self._usable():
            if process.poll() is not None or time.monotonic() > end:
                self._stop(hard=True)
                raise NoPcscd("pcscd does not come up; does another one run, without virtual slots?")
            time.sleep(_BEAT)

    def _stop(self, hard: bool) -> None:
        pid, _ = self._noted()
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL if hard else signal.SIGTERM)
            end = time.monotonic() + _ENDING
            while self._runs(pid):
                if time.monotonic() > end:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                time.sleep(_BEAT)
        self._note("")
        shutil.rmtree(_OUR_CONFIG, ignore_errors=True)

    def _runs(self, pid: int) -> bool:
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None  # also takes its exit from the system
        return _is_pcscd(pid)

    def _noted(self) -> tuple[int, int]:
        """The pcscd an emulator started (which may have been killed since) and its first port; zeros for none."""
        noted = os.pread(self._share.fileno(), 64, 0).decode("ascii", "replace").split()
        if len(noted) == 2 and all(word.isdigit() for word in noted) and _is_pcscd(int(noted[0])):
            return int(noted[0]), int(noted[1])
        return 0, 0

    def _note(self, words: str) -> None:
        os.ftruncate(self._share.fileno(), 0)
        os.write(self._share.fileno(), words.encode())  # opened for appending


def _take_folder() -> None:
    """The folder of pcscd's socket; NoPcscd if it isn't there for us to write."""
    with contextlib.suppress(OSError):
        _SOCKET.parent.mkdir(exist_ok=True)
    if not os.access(_SOCKET.parent, os.W_OK):
        raise NoPcscd(f"pcscd: {_SOCKET.parent} can't be written; `make setup` gives it to you")


def _configure() -> int:
    """Writes our pcscd's readers and returns the first slot's port; OSError if the package is not there."""
    first = next((port for port in _OUR_PORTS if all(_free(port + slot) for slot in SLOTS)), _OUR_PORTS.start)
    _OUR_CONFIG.mkdir(exist_ok=True)
    readers = _PACKAGE_CONFIG.read_text().replace(f"0x{_PACKAGE_PORT:04X}", f"0x{first:04X}")
    (_OUR_CONFIG / "vpcd").write_text(readers)
    return first


def _free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as vpcd does
        try:
            trial.bind(("", port))
        except OSError:
            return False
    return True


def _lock_file(name: str) -> IO[str]:
    """One for all users of the machine. Where /tmp is protected, another's file opens only without O_CREAT."""
    path = Path(tempfile.gettempdir()) / f"hall-terminal-{name}.lock"
    how = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    while True:
        with contextlib.suppress(FileNotFoundError):
            return os.fdopen(os.open(path, how), "a+")
        with contextlib.suppress(FileExistsError):
            made = os.open(path, how | os.O_CREAT | os.O_EXCL)
            os.fchmod(made, 0o666)
            return os.fdopen(made, "a+")


@contextlib.contextmanager
def _guard() -> Iterator[None]:
    """One emulator at a time looks at pcscd and changes it; nobody holds this for long."""
    with _lock_file("pcscd-guard") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _free_slot(slots: Sequence[int], patience: float) -> tuple[int, IO[str]]:
    """The first of the slots that is free, and its lock; NoPcscd if none is for so long."""
    end = time.monotonic() + patience
    while True:
        for slot in slots:
            lock = _lock_file(f"vpcd-{slot}")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
            else:
                return slot, lock
        if time.monotonic() > end:
            raise NoPcscd(f"other card emulators have held the virtual slots {list(slots)} for {patience:.0f} s")
        time.sleep(_BEAT)


def _listens(port: int) -> bool:
    """Whether vpcd listens, found without connecting: that would be putting in a card."""
    wanted = f":{port:04X}"
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        with contextlib.suppress(OSError):
            rows = [line.split() for line in table.read_text().splitlines()[1:]]
            if any(row[1].endswith(wanted) and row[3] == _LISTENING for row in rows):
                return True
    return False


def _service_answers() -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        try:
            client.connect(str(_SOCKET))
        except OSError:
            return False
    return True


def _may_signal(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _is_pcscd(pid: int) -> bool:
    try:
        return pid > 0 and Path(f"/proc/{pid}/comm").read_text().strip() == "pcscd"
    except OSError:
        return False
