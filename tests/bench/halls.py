"""A hall on its busiest day: a database with people, sessions and a hot day, and servers that work on it."""

from __future__ import annotations

import datetime as dt
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
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
    """A server did not start, or did not end well."""


@dataclass(frozen=True)
class HotDay:
    """What a load needs to know."""

    starts: tuple[str, ...]  # the slots of one day


@contextmanager
def database(kind: str, folder: Path, *, durable: bool = True) -> Iterator[str]:
    """The URL of an empty database: an SQLite file, or a PostgreSQL server of its own."""
    with ExitStack() as stack:
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'hall.db'}"
        else:
            server = stack.enter_context(Postgres(durable=durable))
            yield server.create("hall")


def prepare(url: str, people: int, capacity: int, rules: Mapping[str, Any] | None = None) -> HotDay:
    """Tables, terminals' keys, people with sessions, and so many places in each slot of the first day."""
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
    return HotDay(tuple(slot.starts.isoformat() for slot in offer.days[0].slots))


@contextmanager
def serving(url: str, module: str = "server_stub", *options: str) -> Iterator[str]:
    """A server process on a free port; where it listens."""
    command = [sys.executable, "-m", module, "--port", "0", "--database", url, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        if not select.select([process.stdout], [], [], _PATIENCE)[0]:
            raise NotServed(f"{module} said nothing in {_PATIENCE} s")
        word, _, address = os.read(process.stdout.fileno(), 200).decode().strip().partition(" ")
        if word != "ready":
            raise NotServed(f"{module} did not start")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def tomorrow() -> dt.date:
    """By the hall's clock."""
    return clock.now().date() + dt.timedelta(days=1)
