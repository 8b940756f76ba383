"""How writes reach the database: in groups on SQLite, side by side on PostgreSQL.

A write is a job: a function that is given a session and returns a value. It is done when its transaction is on disk;
an exception undoes that job alone. A job that needs no objects is given a bare connection: a session with its savepoint
costs as much as all statements of a booking. On SQLite, which has one writer at a time, one thread runs the jobs of all
requests in turn, each in a savepoint, and commits as many as have come together: a hundred bookings cost one write to
the disk.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

T = TypeVar("T")
Job = Callable[[Session], T]
CoreJob = Callable[[Connection], T]

MOST_IN_A_GROUP = 64
_THREADS = 10  # of a process that write to PostgreSQL side by side
_TRIES = 8
_AGAIN = {"40001", "40P01"}  # serialization failure, deadlock: the same job may go through at the next try


class Writer(Protocol):
    """Runs jobs; each is on disk when its answer is there."""

    def run(self, job: Job[T]) -> T:
        """From any thread but a loop's."""

    async def run_soon(self, job: Job[T]) -> T:
        """From a loop."""

    async def run_core_soon(self, job: CoreJob[T]) -> T:
        """From a loop; the job is given a connection."""

    def close(self) -> None:
        """Ends after what was begun."""


@dataclass
class _Order:
    """A job that waits, and who waits for it."""

    attempt: Callable[[Connection], Any]
    sync: Future[Any] | None = None
    loop: asyncio.AbstractEventLoop | None = None
    waiting: asyncio.Future[Any] | None = None
    result: Any = None
    error: BaseException | None = field(default=None, repr=False)


class GroupWriter:
    """The one writer of a process to an SQLite database. `lock` is a file that the processes take turns at."""

    def __init__(self, engine: Engine, lock: str) -> None:
        self._engine = engine.execution_options(writing=True)
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._turn = _Turn(lock)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False

    def run(self, job: Job[T]) -> T:
        """Blocks until the job is on disk."""
        future: Future[T] = Future()
        self._put(_Order(_in_session(job), sync=future))
        return future.result()

    async def run_soon(self, job: Job[T]) -> T:
        """Lets the loop go on meanwhile. Cancelling abandons the answer, not the job."""
        return await self._soon(_in_session(job))

    async def run_core_soon(self, job: CoreJob[T]) -> T:
        """The same on a bare connection."""
        return await self._soon(_in_savepoint(job))

    async def _soon(self, attempt: Callable[[Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        self._put(_Order(attempt, loop=loop, waiting=waiting))
        return await waiting

    def close(self) -> None:
        """Does what was ordered and ends the thread; the next order starts another one."""
        with self._starting:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._orders.put(None)
                thread.join()

    def _put(self, order: _Order) -> None:
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                    self._thread.start()
        self._orders.put(order)

    def _work(self) -> None:
        going_on = True
        with self._turn:
            while going_on:
                first = self._orders.get()
                if first is None:
                    return
                going_on = self._group(first)

    def _group(self, first: _Order) -> bool:
        """One transaction; False when the end was ordered meanwhile."""
        done: list[_Order] = []
        going_on = True
        try:
            with self._turn.taken(), self._engine.connect() as connection, connection.begin():
                order: _Order | None = first
                while order is not None:
                    done.append(order)
                    _attempt(connection, order)
                    if len(done) >= MOST_IN_A_GROUP:
                        break
                    try:
                        order = self._orders.get_nowait()
                    except queue.Empty:
                        break
                    going_on = going_on and order is not None
        except Exception as error:  # noqa: BLE001 - it belongs to all who wait for this transaction
            for order in done or [first]:
                order.error = error
        _tell(done or [first])
        return going_on


def _attempt(connection: Connection, order: _Order) -> None:
    """The job, undone if it fails."""
    try:
        order.result = order.attempt(connection)
    except Exception as error:  # noqa: BLE001 - the job's own, for its own caller
        order.error = error
        if not _of_driver(connection).in_transaction:
            raise  # the database itself gave up (full disk): nothing of this group is kept


def _in_session(job: Job[T]) -> Callable[[Connection], T]:
    def attempt(connection: Connection) -> T:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as db, db.begin():
            return job(db)

    return attempt


def _in_savepoint(job: CoreJob[T]) -> Callable[[Connection], T]:
    """The savepoint is the driver's own: through all layers it would cost twenty times as much."""

    def attempt(connection: Connection) -> T:
        driver = _of_driver(connection)
        driver.execute("SAVEPOINT job")
        try:
            result = job(connection)
        except BaseException:
            if driver.in_transaction:
                driver.execute("ROLLBACK TO job")
                driver.execute("RELEASE job")
            raise
        driver.execute("RELEASE job")
        return result

    return attempt


def _of_driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _tell(done: list[_Order]) -> None:
    """The answers; those who wait on a loop get theirs in one turn of it."""
    loops: dict[asyncio.AbstractEventLoop, list[_Order]] = {}
    for order in done:
        if order.sync is not None:
            if order.error is not None:
                order.sync.set_exception(order.error)
            else:
                order.sync.set_result(order.result)
        elif order.loop is not None:
            loops.setdefault(order.loop, []).append(order)
    for loop, orders in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_answer, orders)


def _answer(orders: list[_Order]) -> None:
    for order in orders:
        if order.waiting is None or order.waiting.done():
            continue
        if order.error is not None:
            order.waiting.set_exception(order.error)
        else:
            order.waiting.set_result(order.result)


class _Turn:
    """Processes take turns at the database in the order they came: SQLite's own waiting sleeps and may starve one.

    Two locks: who wants a turn takes `next`, then waits for `busy`, then gives `next` back. Who had the turn can't take
    it again before the one who waits at `next`.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._files: tuple[int, int] | None = None

    def __enter__(self) -> _Turn:
        opened = [os.open(f"{self._path}-{name}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for name in ("n", "b")]
        self._files = (opened[0], opened[1])
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files or ():
            os.close(file)
        self._files = None

    def taken(self) -> _Taken:
        """The turn, for a with statement."""
        if self._files is None:
            raise RuntimeError("not open")
        return _Taken(*self._files)


@dataclass(frozen=True)
class _Taken:
    next: int
    busy: int

    def __enter__(self) -> None:
        fcntl.flock(self.next, fcntl.LOCK_EX)
        try:
            fcntl.flock(self.busy, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self.next, fcntl.LOCK_UN)

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self.busy, fcntl.LOCK_UN)


class SideBySideWriter:
    """PostgreSQL: each job in a transaction of its own, tried again where the database could not put them in a row."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="writer")

    def run(self, job: Job[T]) -> T:
        """In the caller's thread."""

        def attempt() -> T:
            with Session(self._engine, expire_on_commit=False) as db, db.begin():
                return job(db)

        return self._in_a_row(attempt)

    def _in_a_row(self, attempt: Callable[[], T]) -> T:
        for number in range(_TRIES):
            try:
                return attempt()
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _AGAIN or number == _TRIES - 1:
                    raise
                time.sleep(random.uniform(0, 0.002 * 2**number))
        raise AssertionError("unreachable")

    async def run_soon(self, job: Job[T]) -> T:
        """In a thread of its own pool."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.run, job)

    async def run_core_soon(self, job: CoreJob[T]) -> T:
        """The same on a bare connection."""

        def attempt() -> T:
            with self._engine.begin() as connection:
                return job(connection)

        return await asyncio.get_running_loop().run_in_executor(self._pool, self._in_a_row, attempt)

    def close(self) -> None:
        """Waits for what was begun."""
        self._pool.shutdown()
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="writer")
