"""Engines: SQLite when nothing is set (WAL, synchronous=FULL, foreign keys), PostgreSQL for a city."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

WAIT_MS = 5_000  # the longest a writer waits for the one before it
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={WAIT_MS}",
    "cache_size=-32000",  # KiB at most: with the 2 MB it has by itself a busy day's pages are read again and again
)
_CONNECTIONS = 10  # of one process to PostgreSQL; a read and a write may each hold one


def engine_for(url: str) -> Engine:
    """The engine of a database URL; error messages never carry parameters, they may be somebody's number."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url, pool_size=_CONNECTIONS, max_overflow=2 * _CONNECTIONS, pool_pre_ping=True, hide_parameters=True
    )


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=40,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
