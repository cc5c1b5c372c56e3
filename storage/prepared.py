"""Statements of the hot path: built with SQLAlchemy Core, compiled once for each engine, run on the driver itself."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Table, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.visitors import iterate

from storage.later import later_of

_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in one engine's SQL.

    `parameters` gives the driver's from named values; `readers` turn the driver's values at some places into Python's.
    """

    sql: str
    parameters: Callable[[Mapping[str, Any]], Any]
    failure: type[Exception]
    row: Callable[[Iterable[Any]], Any]
    tables: frozenset[str]
    readers: tuple[tuple[int, _Convert], ...]


class Prepared:
    """A statement that runs with every command: `Connection.execute` takes five times as long (decision 0007).

    It raises what that would raise. The connection has to be in a transaction, as it is in `Database.read` and `write`.
    """

    def __init__(self, statement: "Select[Any] | Insert | Update | Delete") -> None:
        """Take a statement of SQLAlchemy Core."""
        self._statement = statement
        self._into = statement.table.name if isinstance(statement, Insert) else None
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Run it with named values, always the same names, and give its rows as named tuples."""
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection, values)
        cursor = _executed(compiled, connection, values)
        if cursor.description is None:
            return []
        if not compiled.readers:
            return [compiled.row(row) for row in cursor.fetchall()]
        return [compiled.row(_read(row, compiled.readers)) for row in cursor.fetchall()]

    def run_all(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each of several rows of named values; what it gives is not fetched."""
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection, rows[0])
        driver = _driver(compiled, connection)
        try:
            driver.cursor().executemany(compiled.sql, [compiled.parameters(values) for values in rows])
        except compiled.failure as error:
            raise _raised(compiled, error) from error

    def later(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Run an insert of one row before the transaction ends, together with those of others where there are some.

        Raises TypeError for what is no insert.
        """
        if self._into is None:
            raise TypeError("only an insert can wait")
        later = later_of(connection)
        if later is None:
            self.run(connection, values)
        else:
            later.add(self._into, self.run_all, values)

    def one(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Run it and give its first row, None when there is none."""
        rows = self.run(connection, values)
        return rows[0] if rows else None

    def _compile(self, connection: Connection, values: Mapping[str, Any]) -> _Compiled:
        dialect = connection.dialect
        compiled = self._compiled[dialect.name] = _compile(self._for(dialect), dialect, values)
        return compiled

    def _for(self, dialect: Dialect) -> "Select[Any] | Insert | Update | Delete":
        """Give the statement as it is for an engine."""
        return self._statement


class PreparedAdd(Prepared):
    """An insert of one row into a table with an `id`, which is always wanted."""

    def __init__(self, statement: Insert) -> None:
        """Take an insert that returns nothing."""
        super().__init__(statement)
        self._insert = statement

    def added(self, connection: Connection, values: Mapping[str, Any]) -> int | None:
        """Run it and give the row's id; None where the row was there already, and that is no conflict."""
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection, values)
        cursor = _executed(compiled, connection, values)
        if cursor.description is None:
            return int(cursor.lastrowid) if cursor.rowcount else None
        row = cursor.fetchone()
        return None if row is None else int(row[0])

    def _for(self, dialect: Dialect) -> Insert:
        # SQLite's driver knows the id: to have it returned costs a third of the insert.
        return self._insert if dialect.name == "sqlite" else self._insert.returning(self._insert.table.c.id)


def _executed(compiled: _Compiled, connection: Connection, values: Mapping[str, Any]) -> Any:
    driver = _driver(compiled, connection)
    try:
        return driver.execute(compiled.sql, compiled.parameters(values))
    except compiled.failure as error:
        raise _raised(compiled, error) from error


def _driver(compiled: _Compiled, connection: Connection) -> Any:
    """Give the driver's connection, where what is asked for is there."""
    driver: Any = connection.connection.dbapi_connection
    later = getattr(driver, "later", None)
    if later is not None:
        later.settle(connection, compiled.tables)
    return driver


def _raised(compiled: _Compiled, error: Exception) -> Exception:
    """Give what SQLAlchemy would raise."""
    return DBAPIError.instance(compiled.sql, None, error, compiled.failure, hide_parameters=True)


def _compile(
    statement: "Select[Any] | Insert | Update | Delete", dialect: Dialect, values: Mapping[str, Any]
) -> _Compiled:
    columns = list(statement.exported_columns)
    if isinstance(statement, Insert) and not columns:
        statement = statement.inline()  # Else PostgreSQL is made to give back a key nobody asked for.
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(values))
    readers = [each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns]
    row: Any = namedtuple("Row", [str(each.key) for each in columns])  # type: ignore[misc]  # Its names come from the statement.
    return _Compiled(
        compiled.string,
        _parameters(compiled, dialect, values),
        dialect.loaded_dbapi.Error,
        partial(tuple.__new__, row),
        frozenset(str(each.name) for each in iterate(statement) if isinstance(each, Table)),
        tuple((place, read) for place, read in enumerate(readers) if read is not None),
    )


def _read(row: Sequence[Any], readers: Iterable[tuple[int, _Convert]]) -> list[Any]:
    values = [*row]
    for place, read in readers:
        values[place] = read(values[place])
    return values


def _parameters(compiled: Any, dialect: Dialect, values: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Any]:
    """Give what makes the driver's parameters of named values: a list where they go by place, else a mapping."""
    binders = {name: each.type.dialect_impl(dialect).bind_processor(dialect) for name, each in compiled.binds.items()}
    constant = {
        name: bind(value) if (bind := binders[name]) else value
        for name, value in compiled.params.items()
        if name not in values
    }
    if compiled.positiontup:
        return _by_place(compiled.positiontup, binders, constant)
    binding = [(name, bind) for name, bind in binders.items() if bind is not None and name not in constant]
    return lambda given: {**constant, **given, **{name: bind(given[name]) for name, bind in binding}}


def _by_place(
    names: Sequence[str], binders: Mapping[str, _Convert | None], constant: Mapping[str, Any]
) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    given_names = [name for name in names if name not in constant]
    count = len(given_names)
    # One call takes out what is given; it gives a tuple only of two and more.
    take: Any = itemgetter(*given_names, *given_names[: count == 1]) if given_names else lambda _given: ()
    fixed = [(place, constant[name]) for place, name in enumerate(names) if name in constant]
    binding = [(place, bind) for place, name in enumerate(names) if name in given_names and (bind := binders[name])]
    if count > 1 and not fixed and not binding:
        return take  # type: ignore[no-any-return]

    def parameters(given: Mapping[str, Any]) -> list[Any]:
        values = [*take(given)][:count]
        for place, value in fixed:
            values.insert(place, value)
        for place, bind in binding:
            values[place] = bind(values[place])
        return values

    return parameters
