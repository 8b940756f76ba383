"""The platforms over a database of their own, on SQLite and on PostgreSQL, with a clock that tests set."""

from __future__ import annotations

import gc
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from fastapi import FastAPI

from server_stub.app import create_app
from server_stub.platform import Faults
from tests.server_stub.postgres import Postgres, in_memory
from tests.server_stub.terminal import MONDAY, SettableClock, Terminal, enrol_all

KINDS = ("sqlite", "postgresql")


class Store(Protocol):
    """Where a test's database lives."""

    url: str

    def keep(self) -> None:
        """What is in it now is the first state."""

    def restore(self) -> None:
        """Back to the first state."""


class File:
    """SQLite."""

    def __init__(self, folder: Path) -> None:
        self._file, self._first = folder / "hall.db", folder / "first.db"
        self.url = f"sqlite:///{self._file}"

    def keep(self) -> None:
        shutil.copy(self._file, self._first)

    def restore(self) -> None:
        for suffix in ("-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copy(self._first, self._file)


class Server:
    """PostgreSQL: the first state is a database of its own, of which others are made."""

    def __init__(self, server: Postgres, name: str) -> None:
        self._server, self._name = server, name
        self.url = server.create(name)

    def keep(self) -> None:
        self._server.create(f"{self._name}_first", self._name)

    def restore(self) -> None:
        self._server.create(self._name, f"{self._name}_first")


@dataclass
class Started:
    """Platforms as they are after their first start; building them anew for each test would take most of its time."""

    app: FastAPI
    clock: SettableClock
    store: Store

    def restart(self) -> None:
        """Everything as at the first start."""
        platform = self.app.state.platform
        platform.database.close()
        self.store.restore()
        platform.forget()
        vars(platform.faults).update(vars(Faults()))
        self.clock.now = MONDAY


class Starter:
    """Starts each kind of platforms once."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._server: Postgres | None = None
        self._started: dict[tuple[str, bool], Started] = {}

    def server(self) -> Postgres:
        """The PostgreSQL of this run."""
        if self._server is None:
            self._server = self._stack.enter_context(Postgres())
        return self._server

    def started(self, kind: str, *, demo: bool) -> Started:
        """The platforms on this kind of database."""
        key = (kind, demo)
        if key not in self._started:
            self._started[key] = self._start(kind, demo=demo)
        return self._started[key]

    def _start(self, kind: str, *, demo: bool) -> Started:
        store: Store
        name = "demo" if demo else "strict"
        if kind == "sqlite":
            folder = self._folder / name
            folder.mkdir()
            store = File(folder)
        else:
            store = Server(self.server(), name)
        clock = SettableClock()
        app = create_app(store.url, demo=demo, clock=clock)
        enrol_all(app)
        app.state.platform.database.close()
        store.keep()
        gc.collect()
        gc.freeze()  # all that was loaded until now stays for the run; nobody looks through it between tests any more
        return Started(app, clock, store)


@pytest.fixture(scope="session")
def starter() -> Iterator[Starter]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hall-platforms-", dir=in_memory()))
        yield Starter(Path(folder), stack)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; every test of the interface runs on both."""
    return str(request.param)


@pytest.fixture
def started(kind: str, starter: Starter) -> Iterator[Started]:
    """The platforms of a demo, as at their first start."""
    platforms = starter.started(kind, demo=True)
    platforms.restart()
    yield platforms
    platforms.app.state.platform.database.close()


@pytest.fixture
def terminal(started: Started) -> Terminal:
    """A terminal at a platform with the sample citizens, Monday morning in opening hours."""
    return Terminal(started.app, started.clock)


@pytest.fixture
def clock(terminal: Terminal) -> SettableClock:
    """The clock of `terminal`."""
    return terminal.clock


@pytest.fixture
def hall(kind: str, starter: Starter) -> Iterator[Terminal]:
    """A terminal in a hall that keeps its hours: no demo."""
    platforms = starter.started(kind, demo=False)
    platforms.restart()
    yield Terminal(platforms.app, platforms.clock)
    platforms.app.state.platform.database.close()


@pytest.fixture
def server(starter: Starter) -> Postgres:
    """The PostgreSQL of this run."""
    return starter.server()
