"""Where facts are kept: SQLite when nothing is set (WAL, synchronous=FULL, foreign keys), PostgreSQL for a city.

Every write runs in a transaction that takes the write lock at its start (BEGIN IMMEDIATE), so that what it read first
is still so when it writes. Moments are stored in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, Integer, String, create_engine, event, select, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

_WAIT_MS = 5_000  # the longest a writer waits for the one before it


class Base(DeclarativeBase):
    """Base of all tables."""


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


def next_number(db: Session, scope: str) -> int:
    """The next number of a scope, from 1, atomic with the transaction it is taken in."""
    statement = update(Counter).where(Counter.scope == scope).values(value=Counter.value + 1).returning(Counter.value)
    value = db.execute(statement).scalar_one_or_none()
    if value is None:
        db.add(Counter(scope=scope, value=1))
        db.flush()
        return 1
    return value


def last_number(db: Session, scope: str) -> int:
    """The last number given in a scope, 0 if none was."""
    return db.execute(select(Counter.value).where(Counter.scope == scope)).scalar_one_or_none() or 0


class Database:
    """An engine and its two kinds of sessions."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._writing = self._engine.execution_options(writing=True)

    def create_tables(self) -> None:
        """Makes the tables that are not there yet."""
        Base.metadata.create_all(self._engine)

    def empty(self) -> None:
        """Deletes every row (demo and tests)."""
        with self.write() as db:
            for table in reversed(Base.metadata.sorted_tables):
                db.execute(table.delete())

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; sees one state of the database throughout."""
        with Session(self._engine, expire_on_commit=False) as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session for writing; commits at its end, rolls back if it ends with an exception."""
        with Session(self._writing, expire_on_commit=False) as db, db.begin():
            yield db

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=40,
        hide_parameters=True,  # an error message must not carry somebody's number into a log
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
