"""Statements of the hot path: built with SQLAlchemy Core, compiled once for each engine, run on the driver itself."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in one engine's SQL.

    `parameters` gives the driver's from named values; `readers` are what turns the driver's values into Python's.
    """

    sql: str
    parameters: Callable[[Mapping[str, Any]], Any]
    failure: type[Exception]
    row: Callable[[Iterable[Any]], Any]
    readers: tuple[_Convert | None, ...]


class Prepared:
    """A statement that runs with every command: `Connection.execute` takes five times as long (decision 0007).

    It raises what that would raise. The connection has to be in a transaction, as it is in `Database.read` and `write`.
    """

    def __init__(self, statement: "Select[Any] | Insert | Update | Delete") -> None:
        """Take a statement of SQLAlchemy Core."""
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Run it with named values, always the same names, and give its rows as named tuples."""
        compiled = self._compiled.get(connection.dialect.name)
        if compiled is None:
            compiled = self._compiled[connection.dialect.name] = _compile(self._statement, connection.dialect, values)
        driver: Any = connection.connection.dbapi_connection
        try:
            cursor = driver.execute(compiled.sql, compiled.parameters(values))
        except compiled.failure as error:
            raise DBAPIError.instance(compiled.sql, None, error, compiled.failure, hide_parameters=True) from error
        if cursor.description is None:
            return []
        rows = cursor.fetchall()
        if compiled.readers:
            rows = [
                [read(value) if read else value for read, value in zip(compiled.readers, row, strict=True)]
                for row in rows
            ]
        return [compiled.row(row) for row in rows]

    def one(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Run it and give its first row, None when there is none."""
        rows = self.run(connection, values)
        return rows[0] if rows else None


def _compile(
    statement: "Select[Any] | Insert | Update | Delete", dialect: Dialect, values: Mapping[str, Any]
) -> _Compiled:
    columns = list(statement.exported_columns)
    if isinstance(statement, Insert) and not columns:
        statement = statement.inline()  # Else PostgreSQL is made to give back a key nobody asked for.
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(values))
    readers = tuple(each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns)
    row: Any = namedtuple("Row", [str(each.key) for each in columns])  # type: ignore[misc]  # Its names come from the statement.
    return _Compiled(
        compiled.string,
        _parameters(compiled, dialect, values),
        dialect.loaded_dbapi.Error,
        row._make,
        readers if any(readers) else (),
    )


def _parameters(compiled: Any, dialect: Dialect, values: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Any]:
    """Give what makes the driver's parameters of named values: a list where they go by place, else a mapping."""
    binders = {name: each.type.dialect_impl(dialect).bind_processor(dialect) for name, each in compiled.binds.items()}
    constant = {
        name: bind(value) if (bind := binders[name]) else value
        for name, value in compiled.params.items()
        if name not in values
    }
    binding = [(name, bind) for name, bind in binders.items() if bind is not None and name not in constant]

    def named(given: Mapping[str, Any]) -> dict[str, Any]:
        made = {**constant, **given}
        for name, bind in binding:
            made[name] = bind(made[name])
        return made

    if not compiled.positiontup:
        return named
    if constant or binding:
        places = compiled.positiontup
        return lambda given: [*map(named(given).__getitem__, places)]
    only = [*compiled.positiontup]
    return lambda given: [*map(given.__getitem__, only)]
