"""The database: `read` on readers' own connections, `write` durably, one path for SQLite and PostgreSQL."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

__all__ = ["Connection", "Database", "Unavailable", "check_url", "reason"]

T = TypeVar("T")
Unit = Callable[[Connection], T]

_GROUP = 64
_PATIENCE_SECONDS = 0.05
_READERS = max(2, min(4, (os.cpu_count() or 1) // 2))
_RETRIED = {"40001", "40P01"}
# The first GiB is read without a system call a page: a search looks at thousands of pages.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=10000",
    "mmap_size=1073741824",
)
_log = structlog.get_logger(__name__)


class Unavailable(Exception):
    """The database cannot be used, or could not take a write (disk full, connection gone); nothing of it was kept."""


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


def reason(error: SQLAlchemyError) -> str:
    """Give the database's own words for an error, in one line and without what SQLAlchemy adds."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


class Database:
    """A database by SQLAlchemy URL: `sqlite:///file` or `postgresql+psycopg://…`.

    SQLite is written by one thread which runs units one after another, each in a savepoint, and commits them in groups
    (WAL, synchronous=FULL). PostgreSQL runs each unit in a transaction of its own. Safe to use from any thread.
    """

    def __init__(self, url: str) -> None:
        """Connect lazily; nothing is created or migrated here (see storage.migrations)."""
        self.url = url
        self.sqlite = url.startswith("sqlite")
        self.engine = (
            _sqlite(url) if self.sqlite else create_engine(url, pool_pre_ping=True, pool_size=8, hide_parameters=True)
        )
        # What SQLite's readers have anyway: without it PostgreSQL takes a new snapshot for every statement.
        self._readers = self.engine if self.sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        path = self.engine.url.database
        self.file = Path(path) if self.sqlite and path and path != ":memory:" else None
        self._committed: list[Callable[[], None]] = []
        self._turns = _Turns()
        self._writer = _Writer(self.engine, self._announce, self._turns) if self.sqlite else None

    def read(self, query: Unit[T]) -> T:
        """Run a query on a consistent snapshot and give its result; it must not write."""
        with self._turns if self.sqlite else nullcontext(), self._readers.connect() as connection, connection.begin():
            return query(connection)

    def write(self, unit: Unit[T]) -> T:
        """Run a unit of work in a transaction and give its result once it is durable.

        What the unit raises is raised here and nothing of it is kept. Raises Unavailable when the commit fails.
        """
        if self._writer is not None:
            return self._writer.submit(unit).result()
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

    def now(self) -> datetime:
        """Give what time it is for the database's machine, in UTC."""
        query = "SELECT strftime('%s', 'now')" if self.sqlite else "SELECT extract(epoch FROM now())"
        return datetime.fromtimestamp(float(self.read(lambda c: c.exec_driver_sql(query).scalar_one())), UTC)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Have a quick callback called after every commit; it must not raise."""
        self._committed.append(callback)

    def close(self) -> None:
        """Finish what is queued and disconnect."""
        if self._writer is not None:
            self._writer.stop()
        self.engine.dispose()

    def _announce(self) -> None:
        for callback in self._committed:
            callback()


class _Turns:
    """Has short pieces of work go one after another, as long as they are short: nobody waits for a long one.

    Threads that take the interpreter from each other at every statement all get slower (decision 0007).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None
        self._slow = False

    def __enter__(self) -> None:
        if self._lock.acquire(timeout=0 if self._slow else _PATIENCE_SECONDS):
            self._holder = threading.get_ident()
        else:
            self._slow = True

    def __exit__(self, *_: object) -> None:
        if self._holder == threading.get_ident():
            self._holder, self._slow = None, False
            self._lock.release()


class _Writer:
    """The one thread that writes to a SQLite database."""

    def __init__(self, engine: Engine, announce: Callable[[], None], turns: _Turns) -> None:
        self._engine = engine
        self._announce = announce
        self._turns = turns
        self._queue: SimpleQueue[tuple[Unit[Any], Future[Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def submit(self, unit: Unit[T]) -> "Future[T]":
        future: Future[T] = Future()
        with self._lock:
            if self._stopped:
                raise Unavailable("the database is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
            self._queue.put((unit, future))
        return future

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            self._queue.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        connection: Connection | None = None
        while True:
            group = self._take()
            units = [item for item in group if item is not None]
            if units:
                connection = self._write(connection, units)
            if len(units) < len(group):
                break
        if connection is not None:
            connection.close()

    def _take(self) -> list[tuple[Unit[Any], Future[Any]] | None]:
        group = [self._queue.get()]
        while group[-1] is not None and len(group) < _GROUP and not self._queue.empty():
            group.append(self._queue.get())
        return group

    def _write(self, connection: Connection | None, units: list[tuple[Unit[Any], "Future[Any]"]]) -> Connection | None:
        """Run units in one transaction; give the connection, None when it has to be opened anew."""
        results: list[tuple[Future[Any], Any]] = []
        try:
            connection = connection or self._engine.connect().execution_options(begin="BEGIN IMMEDIATE")
            transaction = connection.begin()
            with self._turns:
                for unit, future in units:
                    _step(connection, unit, future, results)
            if not _in_transaction(connection):
                raise Unavailable("the transaction was rolled back by itself")
            transaction.commit()
        except BaseException as error:
            # A full disk rolls the whole transaction back by itself: no unit of the group is acknowledged.
            _log.error("commit failed", error=str(error), units=len(units))
            for _, future in units:
                if not future.done():
                    future.set_exception(Unavailable(str(error)))
            if connection is not None:
                connection.invalidate()
                connection.close()
            return None
        for future, result in results:
            future.set_result(result)
        self._announce()
        return connection


def _step(
    connection: Connection, unit: Unit[Any], future: "Future[Any]", results: list[tuple["Future[Any]", Any]]
) -> None:
    """Run one unit in its savepoint. Raises Unavailable when the connection has left its transaction."""
    driver: Any = connection.connection.driver_connection
    driver.execute("SAVEPOINT unit")
    try:
        result = unit(connection)
    except BaseException as error:
        if not _in_transaction(connection):
            raise Unavailable(str(error)) from error
        driver.execute("ROLLBACK TO unit")
        driver.execute("RELEASE unit")
        future.set_exception(error)
        return
    driver.execute("RELEASE unit")
    results.append((future, result))


def _in_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        # The writer and a few readers: more at a time only take the interpreter from each other, and all get slower.
        pool_size=1 + _READERS,
        max_overflow=0,
        pool_reset_on_return=None,
        hide_parameters=True,  # What people wrote does not belong into error messages and logs.
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transaction handling begins too late for a consistent read and breaks savepoints.
        connection.isolation_level = None
        # secure_delete: a key that was destroyed must not be left in a free part of the file.
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(connection.get_execution_options().get("begin", "BEGIN"))

    return engine
