"""Statements of the routes that everybody calls at once: compiled once, run by the driver itself.

SQLAlchemy's way through all its layers costs 15 to 40 µs each time, which is several times what SQLite needs for it.
Types are SQLAlchemy's all the same. Parameters are named with `bindparam`; a list of values (IN) can't be one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select, UpdateBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Statement = Select[*tuple[Any, ...]] | UpdateBase
Parameters = Mapping[str, object]
_Convert = Callable[[Any], Any] | None


@dataclass(frozen=True)
class _Compiled:
    text: str
    positional: bool
    constants: Mapping[str, object]  # what the statement itself says, as the driver takes it
    binds: tuple[tuple[str, _Convert], ...]  # in their order
    results: tuple[tuple[int, Callable[[Any], Any]], ...]  # columns that are not as the driver gives them

    def arguments(self, given: Parameters) -> Any:
        """As the driver takes them. KeyError where one is missing."""
        constants = self.constants
        values = [
            constants[name] if name in constants else given[name] if convert is None else convert(given[name])
            for name, convert in self.binds
        ]
        return values if self.positional else {name: v for (name, _), v in zip(self.binds, values, strict=True)}


class Prepared:
    """One statement."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, given: Parameters) -> int:
        """Runs it; how many rows it changed. DBAPIError as SQLAlchemy raises it."""
        return int(self._cursor(connection, self._for(connection), given).rowcount)

    def first(self, connection: Connection, given: Parameters) -> tuple[Any, ...] | None:
        """The first row of what is selected, in the order of the columns."""
        compiled = self._for(connection)
        row = self._cursor(connection, compiled, given).fetchone()
        if row is None or not compiled.results:
            return None if row is None else tuple(row)
        values = list(row)
        for place, convert in compiled.results:
            values[place] = convert(values[place])
        return tuple(values)

    def _cursor(self, connection: Connection, compiled: _Compiled, given: Parameters) -> Any:
        driver, arguments = connection.connection.driver_connection, compiled.arguments(given)
        assert driver is not None
        try:
            return driver.execute(compiled.text, arguments)
        except connection.dialect.loaded_dbapi.Error as error:
            base = connection.dialect.loaded_dbapi.Error
            raise DBAPIError.instance(compiled.text, None, error, base, hide_parameters=True) from error

    def _for(self, connection: Connection) -> _Compiled:
        found = self._compiled.get(connection.dialect.name)
        if found is None:
            found = self._compiled[connection.dialect.name] = _compile(self._statement, connection.dialect)
        return found


def _compile(statement: Statement, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    binds = []
    for name in compiled.positiontup or compiled.binds:
        kind = compiled.binds[name].type.dialect_impl(dialect)
        binds.append((name, kind.bind_processor(dialect)))
    constants = {}
    for name, convert in binds:
        bind = compiled.binds[name]
        if not bind.required:
            constants[name] = convert(bind.effective_value) if convert else bind.effective_value
    results = []
    for place, column in enumerate(statement.selected_columns if isinstance(statement, Select) else ()):
        process = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if process is not None:
            results.append((place, process))
    return _Compiled(str(compiled), bool(compiled.positional), constants, tuple(binds), tuple(results))
