"""Where facts are kept. Reads see one state of the database throughout; writes are jobs (`writers.py`).

What one job reads stays so until it writes: on SQLite because there is one writer at a time, on PostgreSQL because it
first takes the lock of what it works on (`lock`). Moments are stored in UTC.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    String,
    bindparam,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from server_stub.engines import engine_for
from server_stub.prepared import Prepared
from server_stub.writers import CoreJob, GroupWriter, Job, SideBySideWriter, Writer

T = TypeVar("T")
Access = Session | Connection  # what a job is given

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables; constraints have names, for migrations."""


Base.metadata.naming_convention = _NAMING


class UtcTime(TypeDecorator[dt.datetime]):
    """An aware moment, stored as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuses naive moments: they would be somebody's guess of a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The stored moment, aware."""
        return value.replace(tzinfo=dt.UTC) if value else None


class Counter(Base):
    """The last number given in a scope, such as a hall's prefix on one day."""

    __tablename__ = "counters"

    scope: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(Integer)


_NEXT = text(
    "INSERT INTO counters (scope, value) VALUES (:scope, 1) "
    "ON CONFLICT (scope) DO UPDATE SET value = counters.value + 1 RETURNING value"
)


def next_number(db: Access, scope: str) -> int:
    """The next number of a scope, from 1, atomic with the transaction it is taken in: no gaps, no number twice."""
    return int(db.execute(_NEXT, {"scope": scope}).scalar_one())


def last_number(db: Session, scope: str) -> int:
    """The last number given in a scope, 0 if none was."""
    return db.execute(select(Counter.value).where(Counter.scope == scope)).scalar_one_or_none() or 0


_LAST = select(Counter.scope, Counter.value).where(Counter.scope.in_(bindparam("scopes", expanding=True)))


def last_numbers(db: Session, scopes: Collection[str]) -> dict[str, int]:
    """The last numbers given in several scopes, 0 where none was."""
    found = {counter.scope: counter.value for counter in db.execute(_LAST, {"scopes": list(scopes)})}
    return {scope: found.get(scope, 0) for scope in scopes}


_KEY = bindparam("key", type_=BigInteger)
_LOCK = Prepared(select(func.pg_advisory_xact_lock(_KEY)))
_TRY_LOCK = Prepared(select(func.pg_try_advisory_xact_lock(_KEY, type_=Boolean)))


def lock(db: Access, scope: str) -> None:
    """Nobody else works on `scope` until this transaction ends. On SQLite that is so anyway."""
    if is_postgresql(db):
        _LOCK.first(connection_of(db), {"key": _lock_key(scope)})


def try_lock(db: Access, scope: str) -> bool:
    """The same without waiting; False: somebody else is at it."""
    return not is_postgresql(db) or _TRY_LOCK.first(connection_of(db), {"key": _lock_key(scope)}) == (True,)


def is_postgresql(db: Access) -> bool:
    """Whether this is a PostgreSQL."""
    return (db if isinstance(db, Connection) else db.get_bind()).dialect.name == "postgresql"


def connection_of(db: Access) -> Connection:
    """The connection on which this job works."""
    return db if isinstance(db, Connection) else db.connection()


def session_on(connection: Connection) -> Session:
    """A session for what a job on a bare connection seldom needs; what it changes it must flush."""
    return Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")


def _lock_key(scope: str) -> int:
    return int.from_bytes(hashlib.blake2b(scope.encode(), digest_size=8).digest(), signed=True)


class Database:
    """An engine and its two ways in."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = engine_for(url)
        self._reading, self._writer = self.engine, _writer(self.engine)
        if not self.is_sqlite:
            self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; sees one state of the database throughout."""
        with Session(self._reading, expire_on_commit=False) as db:
            yield db

    def write(self, job: Job[T]) -> T:
        """Runs a job; what it returns is on disk. Not from a loop's thread: it waits."""
        return self._writer.run(job)

    async def write_soon(self, job: Job[T]) -> T:
        """The same from a loop."""
        return await self._writer.run_soon(job)

    async def write_core_soon(self, job: CoreJob[T]) -> T:
        """The same for a job that is content with a connection: for the routes that everybody calls at once."""
        return await self._writer.run_core_soon(job)

    def empty(self, keep: Collection[str] = ()) -> None:
        """Deletes every row (demo) but those of the tables to keep, and the counters of what is in memory."""

        def job(db: Session) -> None:
            for table in reversed(Base.metadata.sorted_tables):
                if table.name == Counter.__tablename__:
                    db.execute(delete(Counter).where(Counter.scope.not_like("state/%")))
                elif table.name not in keep:
                    db.execute(table.delete())

        self.write(job)

    def close(self) -> None:
        """Ends after what was begun, and gives the connections back."""
        self._writer.close()
        self.engine.dispose()


def _writer(engine: Engine) -> Writer:
    if engine.dialect.name == "sqlite":
        return GroupWriter(engine, f"{engine.url.database}-turn")
    return SideBySideWriter(engine)
