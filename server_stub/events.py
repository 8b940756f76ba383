"""What happened, for those who watch: windows, the hall's display. Append-only, on disk with the change itself.

No broker: an event is a row. A process that has watchers is woken by its own writes at once, by other processes through
LISTEN/NOTIFY on PostgreSQL and through the file's version on SQLite; then it reads the rows after the last it knows.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import threading
import time
from collections.abc import AsyncGenerator
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from server_stub.database import Base, Database, UtcTime, is_postgresql, lock
from server_stub.texts import Wire

_log = logging.getLogger(__name__)
_CHANNEL = "hall_events"
_LOOK = 0.05  # seconds between two looks at an SQLite file's version, while somebody watches
_ALIVE = 15.0  # seconds of silence until a comment keeps the line open
_MOST = 500  # rows a watcher is given at once
KEPT = dt.timedelta(days=2)


class EventRow(Base):
    """One event. `topic` is whom it concerns, such as `queue/JA`."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    topic: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(UtcTime, index=True)


class Event(Wire):
    """An event as a watcher gets it."""

    id: int
    kind: str
    data: dict[str, Any]
    at: dt.datetime


_NOTIFY = text("SELECT pg_notify(:channel, :topic)")


def publish(db: Session, topic: str, kind: str, data: dict[str, Any], now: dt.datetime) -> None:
    """Writes an event of this transaction: the last thing a job does, since the topic stays locked until it ends."""
    lock(db, f"events/{topic}")  # so that ids become visible in their order
    db.add(EventRow(topic=topic, kind=kind, data=data, at=now))
    db.flush()
    if is_postgresql(db):
        db.execute(_NOTIFY, {"channel": _CHANNEL, "topic": topic})


class Feed:
    """The watchers of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None  # that wakes them now
        self._threads: list[threading.Thread] = []  # with those that are just ending
        self._ended = threading.Event()

    def close(self) -> None:
        """Lets every watcher go; the streams end."""
        self._ended.set()
        self._wake()

    def join(self) -> None:
        """After `close`: waits until who wakes them has given its connection back, a second at most."""
        with self._lock:
            threads = self._threads
        for thread in threads:
            thread.join()

    def newest(self, topic: str) -> int:
        """The id of a topic's last event, 0 if there was none. Reads: not from a loop's thread."""
        with self._database.read() as db:
            newest = select(EventRow.id).where(EventRow.topic == topic).order_by(EventRow.id.desc()).limit(1)
            return db.scalars(newest).first() or 0

    async def watch(self, topic: str, after: int) -> AsyncGenerator[Event | None]:
        """Events of a topic after the id `after`; None each time the line was silent for long."""
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        watcher = (loop, woken)
        with self._lock:
            self._watchers.add(watcher)
        self._start()  # after that: a thread that finds nobody watching ends
        try:
            last = after
            while not self._ended.is_set():
                woken.clear()
                events = await loop.run_in_executor(None, self._after, topic, last)
                for one in events:
                    last = one.id
                    yield one
                if len(events) < _MOST and not await _set_within(woken, _ALIVE):
                    yield None
        finally:
            with self._lock:
                self._watchers.discard(watcher)

    def _after(self, topic: str, last: int) -> list[Event]:
        with self._database.read() as db:
            rows = db.scalars(
                select(EventRow).where(EventRow.topic == topic, EventRow.id > last).order_by(EventRow.id).limit(_MOST)
            )
            return [Event(id=r.id, kind=r.kind, data=r.data, at=r.at) for r in rows]

    # ---- being woken

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                work = self._look_at_file if self._database.is_sqlite else self._listen
                self._thread = threading.Thread(target=work, name="events", daemon=True)
                self._threads = [thread for thread in self._threads if thread.is_alive()] + [self._thread]
                self._thread.start()

    def _wake(self) -> None:
        with self._lock:
            watchers = list(self._watchers)
        for loop, woken in watchers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(woken.set)

    def _nobody(self) -> bool:
        with self._lock:
            if not self._watchers:
                self._thread = None  # the next watcher starts another one
                return True
        return self._ended.is_set()

    def _look_at_file(self) -> None:
        """SQLite: `data_version` changes with every commit of another connection, ours or another process's."""
        with self._database.engine.connect() as connection:
            seen = None
            while not self._nobody():
                version = connection.exec_driver_sql("PRAGMA data_version").scalar()
                connection.rollback()
                if version != seen:
                    seen = version
                    self._wake()
                time.sleep(_LOOK)

    def _listen(self) -> None:
        """PostgreSQL: LISTEN on a connection of its own; a lost one is made anew, and what came meanwhile is read."""
        import psycopg  # late: only a city's database needs it

        url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._nobody():
            try:
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {_CHANNEL}")
                    self._wake()
                    while not self._nobody():
                        if any(True for _ in connection.notifies(timeout=1.0, stop_after=1)):
                            self._wake()
            except psycopg.Error as gone:
                _log.warning("events: the line to the database is broken: %s", type(gone).__name__)
                time.sleep(0.5)


async def _set_within(woken: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return False
    return True


def as_sse(one: Event | None) -> bytes:
    """An event on the wire (server-sent events): its id lets a client go on where the line broke."""
    if one is None:
        return b": still here\n\n"
    data = json.dumps({"at": one.at.isoformat(), **one.data}, ensure_ascii=False, separators=(",", ":"))
    return f"id: {one.id}\nevent: {one.kind}\ndata: {data}\n\n".encode()
