"""A hall on its busiest day: a database with people, sessions and a hot day, and servers that work on it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from server_stub import clock
from server_stub.app import create_app
from server_stub.configuration.service import checked
from server_stub.platform import Platform
from tests.server_stub.crowd import add_people
from tests.server_stub.postgres import Postgres
from tests.server_stub.terminal import enrol_all

BUSINESS = "social-card"
_PATIENCE = 60.0


class NotServed(Exception):
    """A server did not start."""


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database: an SQLite file, or a PostgreSQL server of its own. Both wait for the disk."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'hall.db'}"
    else:
        with Postgres(durable=True) as server:
            yield server.create("hall")


def prepare(url: str, people: int, capacity: int, rules: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Tables, terminals' keys, people with sessions, so many places in each slot; when the slots of one day start."""
    app = create_app(url, demo=True)
    platform: Platform = app.state.platform
    enrol_all(app)
    now = clock.now()
    add_people(platform.database, people, now)
    content = platform.halls["JA"].model_dump(mode="json")
    content["businesses"][BUSINESS]["capacity"] = capacity
    content["hours"]["exceptions"] = []
    content["appointments"] |= rules or {}
    document = checked("hall/JA", content)
    platform.database.write(lambda db: platform.configuration.put(db, "hall/JA", document, "bench", now))
    platform.look_again()
    hall = platform.halls["JA"]
    offer = platform.timetable.offer(platform.configuration.now, hall, hall.businesses[BUSINESS], now.date())
    platform.database.close()
    return tuple(slot.starts.isoformat() for slot in offer.days[0].slots)


class Server:
    """A server process on a free port, from the start of the with statement to its end."""

    def __init__(self, module: str, *options: str) -> None:
        self._module = module
        command = [sys.executable, "-m", module, "--port", "0", *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE)

    @property
    def address(self) -> str:
        """Where it listens; waits for it. NotServed."""
        output = self._process.stdout
        assert output
        if not select.select([output], [], [], _PATIENCE)[0]:
            raise NotServed(f"{self._module} said nothing in {_PATIENCE} s")
        word, _, address = os.read(output.fileno(), 200).decode().strip().partition(" ")
        if word != "ready":
            raise NotServed(f"{self._module} did not start")
        return address

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def platforms(url: str) -> Server:
    """The platforms over a database."""
    return Server("server_stub", "--database", url, "--demo")
