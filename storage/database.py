"""The database: `read` on readers' own connections, `write` durably, one path for SQLite and PostgreSQL."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from storage.outcome import Outcome
from storage.sqlite_file import GROUP, SqliteFile, sqlite_engine
from storage.unavailable import Unavailable

__all__ = ["Connection", "Database", "Unavailable", "check_url", "file_of", "reason"]

T = TypeVar("T")
Unit = Callable[[Connection], T]

_RETRIED = {"40001", "40P01"}


def check_url(url: str) -> None:
    """Raise ValueError, saying what a URL must be but nothing that is in it, for one no database can be opened by."""
    example = "must be like postgresql://user:password@host:5432/name; "  # pragma: allowlist secret
    example += "in the password %40 stands for @, %2F for /"
    try:
        parts = make_url(url)
    except (ValueError, ArgumentError):
        raise ValueError(example) from None
    if parts.drivername == "sqlite" and parts.database in (None, "", ":memory:"):
        raise ValueError("must name a file, such as sqlite:///dossier.db; what is in memory is lost")
    # What follows an @ that was not escaped is of the password, and would be shown as the host that cannot be found.
    if "@" in (parts.host or ""):
        raise ValueError(example)


def file_of(url: str) -> Path | None:
    """Give the file of a SQLite database, None for any other."""
    parts = make_url(url)
    named = parts.get_backend_name() == "sqlite" and parts.database not in (None, "", ":memory:")
    return Path(parts.database or "") if named else None


def reason(error: SQLAlchemyError) -> str:
    """Give the database's own words for an error, in one line and without what SQLAlchemy adds."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


class Database:
    """A database by SQLAlchemy URL: `sqlite:///file` or `postgresql+psycopg://…`.

    SQLite is written by one thread at a time, which runs units one after another, each in a savepoint, and commits
    them in groups (WAL, synchronous=FULL). PostgreSQL runs each unit in a transaction of its own. Safe to use from any
    thread.
    """

    def __init__(self, url: str) -> None:
        """Connect lazily; nothing is created or migrated here (see storage.migrations)."""
        self.url = url
        self.sqlite = url.startswith("sqlite")
        self.engine = (
            sqlite_engine(url)
            if self.sqlite
            else create_engine(url, pool_pre_ping=True, pool_size=8, hide_parameters=True)
        )
        self.file = file_of(url)
        self.together = GROUP if self.sqlite else 1
        """How many units `write_all` makes durable at once."""
        self._committed: list[Callable[[], None]] = []
        self._sqlite = SqliteFile(self.engine, self._announce) if self.sqlite else None

    def read(self, query: Unit[T], *, brief: bool = False) -> T:
        """Run a query on a consistent snapshot and give its result; it must not write.

        A `brief` one looks up a few rows by their keys.
        """
        if self._sqlite is not None:
            return self._sqlite.read(query, brief=brief)
        # What SQLite's readers have anyway: without it PostgreSQL takes a new snapshot for every statement.
        repeatable = self.engine.execution_options(isolation_level="REPEATABLE READ")
        with repeatable.connect() as connection, connection.begin():
            return query(connection)

    def write(self, unit: Unit[T]) -> T:
        """Run a unit of work in a transaction and give its result once it is durable.

        What the unit raises is raised here and nothing of it is kept. Raises Unavailable when the commit fails.
        """
        if self._sqlite is not None:
            return self._sqlite.write((unit,))[0].get()
        for _ in range(5):
            try:
                with self.engine.begin() as connection:
                    result = unit(connection)
                break
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) in _RETRIED:
                    continue
                if isinstance(error, OperationalError):
                    raise Unavailable(str(error.orig)) from error
                raise
        else:
            raise Unavailable("the transaction kept colliding with others")
        self._announce()
        return result

    def write_all(self, units: Sequence[Unit[T]]) -> Sequence[Outcome[T]]:
        """Run units of work that came together, each as `write` does, and give what came of each."""
        if self._sqlite is not None:
            return self._sqlite.write(units)
        return [self._outcome(unit) for unit in units]

    def now(self) -> datetime:
        """Give what time it is for the database's machine, in UTC."""
        query = "SELECT strftime('%s', 'now')" if self.sqlite else "SELECT extract(epoch FROM now())"
        return datetime.fromtimestamp(float(self.read(lambda c: c.exec_driver_sql(query).scalar_one())), UTC)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Have a quick callback called after every commit; it must not raise."""
        self._committed.append(callback)

    def close(self) -> None:
        """Finish what is queued and disconnect."""
        if self._sqlite is not None:
            self._sqlite.close()
        self.engine.dispose()

    def _outcome(self, unit: Unit[T]) -> Outcome[T]:
        outcome: Outcome[T] = Outcome()
        try:
            outcome.succeed(self.write(unit))
        except Exception as error:
            outcome.fail(error)
        return outcome

    def _announce(self) -> None:
        for callback in self._committed:
            callback()
