"""Jobs on a bare connection: each is undone alone, whoever shares its transaction."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, text

from server_stub.database import Database, lock, next_number
from tests.server_stub.terminal import Terminal


def numbers(database: Database) -> int:
    with database.read() as db:
        return int(db.execute(text("SELECT value FROM counters WHERE scope = 'test'")).scalar_one())


def take(connection: Connection) -> int:
    lock(connection, "test")
    return next_number(connection, "test")


def take_and_fail(connection: Connection) -> int:
    take(connection)
    raise ValueError("no")


def break_in_the_database(connection: Connection) -> int:
    take(connection)
    return int(connection.execute(text("INSERT INTO counters (scope, value) VALUES (NULL, 1)")).rowcount)


def test_a_job_that_fails_takes_nothing_with_it(terminal: Terminal) -> None:
    database: Database = terminal.app.state.platform.database

    async def all_at_once() -> list[int | BaseException]:
        jobs = (take, take_and_fail, take, break_in_the_database, take)
        done = await asyncio.gather(*(database.write_core_soon(job) for job in jobs), return_exceptions=True)
        more = await asyncio.gather(
            database.write_soon(lambda db: take(db.connection())), database.write_core_soon(take)
        )
        return [*done, *more]

    results = asyncio.run(all_at_once())
    given = sorted(one for one in results if isinstance(one, int))
    assert given == [1, 2, 3, 4, 5]
    assert [type(one).__name__ for one in results if not isinstance(one, int)] == ["ValueError", "IntegrityError"]
    assert numbers(database) == 5
