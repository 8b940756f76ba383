"""The platforms over a database of their own, with a clock that tests set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.app import create_app
from tests.server_stub.terminal import SettableClock, Terminal


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def terminal(tmp_path: Path, clock: SettableClock) -> Iterator[Terminal]:
    """A terminal at a platform with the sample citizens, Monday morning in opening hours."""
    app = create_app(f"sqlite:///{tmp_path}/hall.db", demo=True, clock=clock)
    yield Terminal(app, clock)
    app.state.platform.database.close()
