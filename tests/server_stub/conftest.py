"""The platforms over a database of their own, with a clock that tests set."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI

from server_stub.app import create_app
from server_stub.platform import Faults
from tests.server_stub.terminal import MONDAY, SettableClock, Terminal


@dataclass
class Started:
    """Platforms as they are after their first start; building them anew for each test would take most of its time."""

    app: FastAPI
    clock: SettableClock
    database: Path
    first: Path

    def restart(self) -> None:
        """Everything as at the first start."""
        self.app.state.platform.database.close()
        for suffix in ("-wal", "-shm"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.first, self.database)
        vars(self.app.state.platform.faults).update(vars(Faults()))
        self.clock.now = MONDAY


def _start(folder: Path, *, demo: bool) -> Started:
    clock, database = SettableClock(), folder / "hall.db"
    app = create_app(f"sqlite:///{database}", demo=demo, clock=clock)
    app.state.platform.database.close()
    return Started(app, clock, database, Path(shutil.copy(database, folder / "first.db")))


@pytest.fixture(scope="session")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Started:
    return _start(tmp_path_factory.mktemp("demo"), demo=True)


@pytest.fixture(scope="session")
def _strict(tmp_path_factory: pytest.TempPathFactory) -> Started:
    return _start(tmp_path_factory.mktemp("strict"), demo=False)


@pytest.fixture
def terminal(_demo: Started) -> Iterator[Terminal]:
    """A terminal at a platform with the sample citizens, Monday morning in opening hours."""
    _demo.restart()
    yield Terminal(_demo.app, _demo.clock)
    _demo.app.state.platform.database.close()


@pytest.fixture
def clock(terminal: Terminal) -> SettableClock:
    """The clock of `terminal`."""
    return terminal.clock


@pytest.fixture
def hall(_strict: Started) -> Iterator[Terminal]:
    """A terminal in a hall that keeps its hours: no demo."""
    _strict.restart()
    yield Terminal(_strict.app, _strict.clock)
    _strict.app.state.platform.database.close()
