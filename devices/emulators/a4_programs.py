"""The programs a real IPP printer is made of here: a private message bus, ippeveprinter, and cupsd with a queue.

Each is started under `setpriv --pdeathsig`, so that none outlives the emulator, even a killed one. That signal follows
the thread that started the program: all are started and restarted by one thread that lives as long as the emulator.
"""

from __future__ import annotations

import contextlib
import grp
import http.client
import os
import pwd
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

_PATIENCE = 15.0  # seconds until a program must answer
_SEARCH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
_FORM = "/media?size1={0}&type1=stationery&size3={0}&type3=stationery"
A4 = "iso_a4_210x297mm"  # PWG 5101.1


def free_port() -> int:
    """A TCP port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(name: str) -> str:
    found = shutil.which(name, path=_SEARCH)
    if found is None:
        raise FileNotFoundError(f"{name} is missing (Debian: apt-get install cups cups-ipp-utils dbus util-linux)")
    return found


class Programs:
    """Starts, stops and restarts them. `folder` holds their sockets, spool and logs and is the caller's to remove."""

    def __init__(self, folder: Path, port: int) -> None:
        self.jobs = folder / "jobs"
        self._folder = folder
        self._port = port
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._keep, name="programs", daemon=True)
        self._keeper.start()
        # A path under the temporary folder, and no shell: the command is a program of its own.
        self._command = folder / "print"
        self._command.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {Path(__file__).parent}/a4_command.py "$1"\n')
        self._command.chmod(0o755)

    def start(self) -> None:
        """Starts bus and printer; returns when the printer answers."""
        bus = self._folder / "bus"
        self._do(
            lambda: self._spawn(
                "bus", "dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={bus}"
            )
        )
        self._until(bus.exists, "bus")
        self.start_printer()

    def start_printer(self) -> None:
        """Starts the printer, again after it was killed; returns when it answers."""
        spool = self._folder / "spool"
        spool.mkdir(exist_ok=True)
        self._do(
            lambda: self._spawn(
                "printer",
                "ippeveprinter",
                "-p",
                str(self._port),
                "-n",
                "localhost",
                "-f",
                "application/pdf",
                "-k",
                "-d",
                str(spool),
                "-r",
                "off",
                "-c",
                str(self._command),
                "-v",
                "Kiosk A4",
            )
        )
        self._until(lambda: _answers(self._port), "printer")

    def media(self, sheets: int, size: str = A4) -> None:
        """Lays paper into both trays (0: empties them). ippeveprinter counts one tray as empty for all."""
        link = http.client.HTTPConnection("localhost", self._port, timeout=5)
        with contextlib.closing(link):
            link.request("GET", f"{_FORM.format(size)}&level1={sheets}&level3={min(sheets, 25)}")
            link.getresponse().read()

    def kill_printer(self) -> None:
        """As if the plug were pulled."""
        self._do(lambda: self._end("printer", signal.SIGKILL))

    def stop_printer(self) -> None:
        """It keeps its port and says nothing more, until `continue_printer`."""
        self._running["printer"].send_signal(signal.SIGSTOP)

    def continue_printer(self) -> None:
        """Lets it go on, or starts it again if it was killed."""
        printer = self._running.get("printer")
        if printer is None or printer.poll() is not None:
            self.start_printer()
        else:
            printer.send_signal(signal.SIGCONT)

    def start_cups(self, port: int) -> str:
        """Starts cupsd with a queue `a4` for the printer; returns the queue's address."""
        root = self._folder / "cups"
        for name in ("etc", "run", "tmp", "cache", "state", "spool", "log"):
            (root / name).mkdir(parents=True)
        (root / "cupsd.conf").write_text(_CUPSD.format(port=port))
        (root / "files.conf").write_text(_CUPS_FILES.format(root=root, **_cups_account()))
        self._folder.chmod(0o755)  # the queue's filters run as the account above
        self._do(
            lambda: self._spawn(
                "cups",
                "cupsd",
                "-f",
                "-c",
                str(root / "cupsd.conf"),
                "-s",
                str(root / "files.conf"),
                end=signal.SIGTERM,
            )
        )
        self._until(lambda: _answers(port), "cups")
        subprocess.run(
            [
                _program("lpadmin"),
                "-h",
                f"127.0.0.1:{port}",
                "-p",
                "a4",
                "-E",
                "-v",
                f"ipp://localhost:{self._port}/ipp/print",
                "-m",
                "everywhere",
            ],
            check=True,
            capture_output=True,
            timeout=30,
        )
        return f"ipp://127.0.0.1:{port}/printers/a4"

    def close(self) -> None:
        """Ends all of them and waits for their end."""
        self._do(lambda: self._end("cups", signal.SIGTERM))
        self._do(lambda: self._end("printer", signal.SIGKILL))
        self._do(lambda: self._end("bus", signal.SIGKILL))
        self._work.put(None)
        self._keeper.join()

    def _spawn(self, name: str, program: str, *arguments: str, end: int = signal.SIGKILL) -> None:
        environment = {
            **os.environ,
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self._folder / 'bus'}",
            "A4_JOBS": str(self.jobs),
            "PATH": _SEARCH,
        }
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [
                    _program("setpriv"),
                    "--pdeathsig",
                    signal.Signals(end).name.removeprefix("SIG"),
                    _program(program),
                    *arguments,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )

    def _end(self, name: str, number: int) -> None:
        child = self._running.pop(name, None)
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGCONT)
            os.killpg(child.pid, number)
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with contextlib.suppress(ProcessLookupError):  # what it started itself, such as a queue's filters
            os.killpg(child.pid, signal.SIGKILL)

    def _until(self, done: Callable[[], bool], name: str) -> None:
        """Waits for a program just started; TimeoutError with its last words if it doesn't come."""
        end = time.monotonic() + _PATIENCE
        while not done():
            child = self._running.get(name)
            if time.monotonic() > end or child is None or child.poll() is not None:
                words = (self._folder / f"{name}.log").read_text(errors="replace").splitlines()[-3:]
                raise TimeoutError(f"{name} did not start: {' / '.join(words)}")
            time.sleep(0.02)

    def _keep(self) -> None:
        while (call := self._work.get()) is not None:
            call()

    def _do(self, call: Callable[[], None]) -> None:
        """Has the keeper do it; what it raises is raised here."""
        done = threading.Event()
        trouble: list[OSError] = []

        def doing() -> None:
            try:
                call()
            except OSError as failed:
                trouble.append(failed)
            finally:
                done.set()

        self._work.put(doing)
        done.wait()
        if trouble:
            raise trouble[0]


def _answers(port: int) -> bool:
    link = http.client.HTTPConnection("localhost", port, timeout=2)
    try:
        link.request("GET", "/")
        link.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
    return True


def _cups_account() -> dict[str, str]:
    """Who runs the queue's filters: cupsd started as root refuses to use root."""
    if os.geteuid() == 0:
        return {"user": "lp", "group": "lp"}
    return {"user": pwd.getpwuid(os.geteuid()).pw_name, "group": grp.getgrgid(os.getegid()).gr_name}


_CUPSD = """\
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
LogLevel warn
MaxJobs 500
JobKillDelay 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
_CUPS_FILES = """\
ServerRoot {root}/etc
RequestRoot {root}/spool
TempDir {root}/tmp
CacheDir {root}/cache
StateDir {root}/run
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
User {user}
Group {group}
SystemGroup root
FileDevice No
"""
