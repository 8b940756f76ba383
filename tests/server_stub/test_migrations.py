"""A start brings any earlier database up to date, keeps what is in it, and leaves it as the tables are declared."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from server_stub.database import Base, Database
from server_stub.migrations import HEAD, configuration_for, migrate, tables
from tests.server_stub.conftest import Starter

assert tables.OWNERS


@pytest.fixture
def empty(kind: str, starter: Starter, tmp_path: Path) -> Database:
    """A database with nothing in it."""
    url = f"sqlite:///{tmp_path}/hall.db" if kind == "sqlite" else starter.server().create("migrating")
    return Database(url)


def upgrade(database: Database, version: str) -> None:
    with database.engine.execution_options(writing=True).begin() as connection:
        command.upgrade(configuration_for(connection), version)


def write(database: Database, *statements: str) -> None:
    with database.engine.execution_options(writing=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_migrations_make_just_the_tables_that_are_declared(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [d for d in compare_metadata(context, Base.metadata) if "alembic_version" not in str(d)]
    empty.close()
    assert differences == []


def test_a_second_start_changes_nothing(empty: Database) -> None:
    migrate(empty)
    migrate(empty)
    with empty.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD
    empty.close()


def test_a_database_of_the_first_version_keeps_its_people_and_cases(empty: Database) -> None:
    """The first version kept no record of its shape: its tables tell."""
    upgrade(empty, "0001")
    write(
        empty,
        "DROP TABLE alembic_version",
        "INSERT INTO people (id, name, english_name, sex, birth, phone, deceased) "
        "VALUES ('p1', '张三', '', '1', '1990-01-01', '13800000099', false)",
        "INSERT INTO cases (number, service, session_hash, filed_by, person_id, terminal, given_at, phone, applicant, "
        "state, digest, strokes, query_code, token, due, filed_at) VALUES ('420102202611200000001', 'RS-LHJY-0001', "
        "'x', 'p1', 'p1', 'JA-ZZ-03', '2026-11-20 02:00:00', '13800000099', '张*', 'received', 'd', 's', '123456', "
        "'t', '{}', '2026-11-20 02:00:00')",
        "INSERT INTO case_steps (case_number, state, at, by, note) VALUES ('420102202611200000001', 'received', "
        '\'2026-11-20 02:00:00\', \'{"zh": "自助机"}\', \'{"zh": "收件"}\')',
    )
    migrate(empty)
    with empty.engine.connect() as connection:
        case = connection.execute(text("SELECT number, state, region, level, corrected FROM cases")).one()
        steps = connection.execute(text("SELECT count(*) FROM case_steps")).scalar_one()
    empty.close()
    assert tuple(case) == ("420102202611200000001", "received", "", 1, False)
    assert steps == 1


def test_the_head_is_the_last_version_there_is(empty: Database) -> None:
    with empty.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(configuration_for(connection))
    empty.close()
    assert scripts.get_current_head() == HEAD


def test_it_can_be_taken_back(empty: Database) -> None:
    upgrade(empty, "head")
    with empty.engine.execution_options(writing=True).begin() as connection:
        command.downgrade(configuration_for(connection), "0001")
        command.upgrade(configuration_for(connection), "head")
    empty.close()
