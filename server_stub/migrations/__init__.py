"""The database's shape, version by version (alembic). A start brings any earlier one up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from server_stub.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
HEAD = "0003"
_FIRST = "0001"
_BEFORE_ALEMBIC = "queue_numbers"  # a table of the first version, which kept no record of itself
_ONE_AT_A_TIME = 4_201_020  # key of the lock under which processes that start together migrate


def migrate(database: Database) -> None:
    """Makes or changes the tables; does next to nothing where they are as they must be."""
    with _connected(database) as connection, connection.begin():
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        if _version(connection) != HEAD:
            _upgrade(connection)
            if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a row would refer to nothing: the database is left as it was")


@contextmanager
def _connected(database: Database) -> Iterator[Connection]:
    """A connection on which SQLite may replace a table that others refer to; they are checked at the end instead."""
    with database.engine.execution_options(writing=True).connect() as connection:
        if not database.is_sqlite:
            yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # late: a start with nothing to change needs none of it

    configuration = configuration_for(connection)
    if _version(connection) is None and inspect(connection).has_table(_BEFORE_ALEMBIC):
        command.stamp(configuration, _FIRST)
    command.upgrade(configuration, "head")


def configuration_for(connection: Connection) -> Config:
    """Alembic's configuration over an open connection."""
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(FOLDER))
    configuration.attributes["connection"] = connection
    return configuration
