"""A SQLite file used by many threads: short reads and groups of writes take turns, on connections that are kept."""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from storage.later import Later, later_of
from storage.outcome import Outcome
from storage.sqlite_readers import MAPPED, READERS, UNMAPPED, Readers, T, Unit, connected, let_go
from storage.turns import Turns
from storage.unavailable import Unavailable

GROUP = 64
"""As many units are written in one group."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=10000",
)
# KiB of pages: the writer is the only one to change any, and keeps them at hand.
_WRITER_PRAGMA = "cache_size=-32768"
_log = structlog.get_logger(__name__)


class SqliteFile:
    """Reads and writes a SQLite database; `announce` is called after every commit. Safe to use from any thread."""

    def __init__(self, engine: Engine, announce: Callable[[], None]) -> None:
        """Take the engine (see sqlite_engine); nothing is opened yet."""
        self._turns = Turns()
        self._readers = Readers(engine, READERS, MAPPED)
        self._brief = Readers(engine, 1, UNMAPPED)
        self._writer = _Writer(engine, announce, self._turns)

    def read(self, query: Unit[T], *, brief: bool) -> T:
        """Run a query in a transaction that sees one moment; a `brief` one looks up a few rows."""
        readers = self._brief if brief and not self._brief.busy else self._readers
        with self._turns.one():
            return readers.read(query)

    def write(self, units: Sequence[Unit[T]]) -> Sequence[Outcome[T]]:
        """Run units, and give what came of each once it is durable: an error is what it raised, or Unavailable."""
        return self._writer.write(units)

    def close(self) -> None:
        """Finish what was taken in, and close the connections."""
        self._writer.stop()
        self._readers.close()
        self._brief.close()


def sqlite_engine(url: str) -> Engine:
    """Give the engine of a SQLite file by its URL: one connection writes, a few read."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        # The writer and a few readers: more at a time only take the interpreter from each other, and all get slower.
        pool_size=2 + READERS,
        max_overflow=0,
        hide_parameters=True,  # What people wrote does not belong into error messages and logs.
        connect_args={"check_same_thread": False, "factory": _Driver},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transaction handling begins too late for a consistent read and breaks savepoints.
        connection.isolation_level = None
        # secure_delete: a key that was destroyed must not be left in a free part of the file.
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "before_cursor_execute")
    def settle(connection: Connection, *_: object) -> None:
        # Which tables it asks for is not looked into: what is written with every command is a Prepared.
        if (later := later_of(connection)) is not None:
            later.settle(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


class _Driver(sqlite3.Connection):
    """A connection of the driver, with what waits for the end of the group that is being written on it."""

    later: Later | None = None


class _Waiting(Outcome[T]):
    """A unit of work that waits to be written, what came of it, and whoever wants it written."""

    def __init__(self, unit: Unit[T]) -> None:
        super().__init__()
        self.unit = unit
        self.called = False
        """Whether its outcome is there, or its owner is to write for all who wait."""
        # Held until somebody calls: the cheapest thing to wait for, and one is made for every command.
        self._bell = threading.Lock()
        self._bell.acquire()

    def call(self) -> None:
        """Wake whoever wants it written."""
        self.called = True
        self._bell.release()

    def wait(self) -> None:
        """Wait to be called; once only."""
        self._bell.acquire()


class _Here(threading.local):
    """Whether this thread is writing."""

    writing = False


class _Writer:
    """Writes to a SQLite database, one group of units after another.

    There is no thread of its own: who comes while nobody writes does so, in their own thread, and then hands over to
    the first of those who came meanwhile, who writes for all of them. Each waits, and is woken, once.
    """

    def __init__(self, engine: Engine, announce: Callable[[], None], turns: Turns) -> None:
        self._engine = engine
        self._announce = announce
        self._turns = turns
        self._connection: Connection | None = None
        self._waiting: deque[_Waiting[Any]] = deque()
        self._changed = threading.Condition()
        self._busy = False
        self._stopped = False
        self._here = _Here()

    def write(self, units: Sequence[Unit[T]]) -> Sequence[Outcome[T]]:
        """Run units with those of others, and give what came of each once they are durable."""
        if self._here.writing:
            raise RuntimeError("a unit of work is no place to begin another")
        mine = [_Waiting(unit) for unit in units]
        with self._changed:
            if self._stopped:
                for each in mine:
                    each.fail(Unavailable("the database is closed"))
                return mine
            self._waiting.extend(mine)
            if mine and not self._busy:
                self._busy = True
                mine[0].call()
        try:
            for each in mine:
                each.wait()
                if not each.done:
                    self._write_for_all()
        except BaseException:
            self._give_way(mine)
            raise
        return mine

    def stop(self) -> None:
        """Take nothing more, and wait until what was taken is written."""
        with self._changed:
            self._stopped = True
            self._changed.wait_for(lambda: not self._busy)
        if self._connection is not None:
            self._connection.close()

    def _write_for_all(self) -> None:
        """Write for the first who wait, the caller among them, and call the next of the others to do so."""
        group: list[_Waiting[Any]] = []
        connection, self._connection = self._connection, None
        self._here.writing = True
        try:
            self._connection = self._write(connection, group)
        finally:
            self._here.writing = False
            for each in group:
                # Whatever has happened, nobody is left without an outcome.
                each.fail(Unavailable("the write was broken off"))
                each.call()
            self._hand_over()

    def _hand_over(self) -> None:
        with self._changed:
            self._busy = bool(self._waiting)
            if self._waiting:
                self._waiting[0].call()
            self._changed.notify_all()

    def _give_way(self, mine: Sequence[_Waiting[Any]]) -> None:
        """Have somebody else write when whoever was to do so was interrupted before they began."""
        with self._changed:
            left = [each for each in mine if each in self._waiting]
            for each in left:
                self._waiting.remove(each)
        if any(each.called for each in left):
            self._hand_over()

    def _gather(self, group: list[_Waiting[Any]]) -> None:
        """Put who waits by now into the group."""
        with self._changed:
            group += [self._waiting.popleft() for _ in range(min(len(self._waiting), GROUP))]

    def _open(self) -> Connection:
        connection = connected(self._engine)
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA {_WRITER_PRAGMA}")
        return connection

    def _write(self, connection: Connection | None, group: list[_Waiting[Any]]) -> Connection | None:
        """Run who waits by the time of this turn in one transaction, and put them into the group.

        Gives the connection, None when it has to be opened anew.
        """
        try:
            connection = connection or self._open()
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN IMMEDIATE")
            with self._turns.one():
                self._gather(group)
                results = _run(connection, group)
            if not _in_transaction(connection):
                raise Unavailable("the transaction was rolled back by itself")
            driver.execute("COMMIT")
        except BaseException as error:
            # A full disk rolls the whole transaction back by itself: no unit of the group is acknowledged. Nor is any
            # where it could not be begun, because somebody else writes to the file.
            if not group:
                self._gather(group)
            for each in group:
                each.fail(Unavailable(str(error)))
            let_go(connection)
            with suppress(OSError):  # The log may be on the same disk.
                _log.error("commit failed", error=str(error), units=len(group))
            if not isinstance(error, Exception):
                raise
            return None
        for each, result in results:
            each.succeed(result)
        try:
            self._announce()
        except Exception:
            # What was written is durable, whoever was to be told of it.
            _log.exception("what follows a commit failed")
        return connection


class _Again(Exception):
    """What units left for later cannot be written together."""


def _run(connection: Connection, group: Sequence[_Waiting[Any]]) -> list[tuple[_Waiting[Any], Any]]:
    """Run units, and give those that have a result with it; what they left for later is written for all of them.

    If that fails all is begun anew, and written for each by itself: only whose it is has to do with it.
    """
    driver: Any = connection.connection.driver_connection
    driver.later = later = Later()
    try:
        results = _steps(connection, group, later, alone=False)
        try:
            later.settle(connection)
        except Exception as error:
            if not _in_transaction(connection):
                raise
            raise _Again from error
        return results
    except _Again:
        driver.execute("ROLLBACK")
        driver.execute("BEGIN IMMEDIATE")
        driver.later = later = Later()
        return _steps(connection, [each for each in group if not each.done], later, alone=True)
    finally:
        driver.later = None


def _steps(
    connection: Connection, group: Iterable[_Waiting[Any]], later: Later, *, alone: bool
) -> list[tuple[_Waiting[Any], Any]]:
    """Run each unit in a savepoint, if `alone` with what it left for later; give those that have a result with it.

    Raises Unavailable when the connection has left its transaction, _Again when what others left cannot be written.
    """
    driver: Any = connection.connection.driver_connection
    results = []
    for each in group:
        driver.execute("SAVEPOINT unit")
        mark = later.mark()
        try:
            result = each.unit(connection)
            if alone:
                later.settle(connection)
        except BaseException as error:
            if not _in_transaction(connection):
                raise Unavailable(str(error)) from error
            if later.failed and not alone:
                raise _Again from error
            driver.execute("ROLLBACK TO unit")
            driver.execute("RELEASE unit")
            later.take_back(mark)
            each.fail(error)
        else:
            driver.execute("RELEASE unit")
            results.append((each, result))
    return results


def _in_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)
