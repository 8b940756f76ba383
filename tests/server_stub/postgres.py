"""A PostgreSQL of the tests' own on loopback: Debian's programs, a new cluster in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import psycopg

_ROOM = 4_000_000_000  # bytes
_ACCOUNT = "postgres"  # its programs refuse to run as root


def in_memory() -> str | None:
    """A folder in memory, for what need not last; None where there is none with room. Each test begins with a copy."""
    folder = Path("/dev/shm")
    roomy = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > _ROOM
    return str(folder) if roomy else None


class Postgres:
    """A running server. `durable` False: nothing waits for the disk (tests that pull no plug)."""

    def __init__(self, *, durable: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hall-postgres-", dir=None if durable else in_memory()))
        self._durable = durable
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Postgres:
        if os.geteuid() == 0:
            shutil.chown(self._folder, _ACCOUNT, _ACCOUNT)
        data = self._folder / "data"
        self._run("initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "hall", str(data))
        self.start()
        return self

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = [
            "-c",
            f"port={self.port}",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={self._folder}",
        ]
        options += ["-c", "max_connections=200", "-c", "log_min_messages=fatal"]
        if not self._durable:
            options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        command = _as_account([_program("postgres"), "-D", str(self._folder / "data"), *options])
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._folder
        )
        end = time.monotonic() + 20
        while True:
            try:
                psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """Ends it at once."""
        if self._process is not None:
            self._process.send_signal(3)  # SIGQUIT: immediate shutdown
            self._process.wait(20)
            self._process = None

    def dsn(self, database: str) -> str:
        """For psycopg."""
        return f"host=127.0.0.1 port={self.port} user=hall dbname={database}"

    def url(self, database: str) -> str:
        """For `DATABASE_URL`."""
        return f"postgresql+psycopg://hall@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, in place of one of that name; its URL."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(database)

    def _run(self, program: str, *arguments: str) -> None:
        command = _as_account([_program(program), *arguments])
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self._folder)


def _as_account(command: Sequence[str]) -> list[str]:
    as_account = ["setpriv", "--reuid", _ACCOUNT, "--regid", _ACCOUNT, "--init-groups", "--"]  # becomes the program
    return [*as_account, *command] if os.geteuid() == 0 else list(command)


def _program(name: str) -> str:
    """Debian keeps a server's programs out of the path, by version."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if not program:
        raise RuntimeError(f"{name} is missing: make setup installs PostgreSQL")
    return program


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
