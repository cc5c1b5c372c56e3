"""A few connections to a SQLite file for reading, kept for whoever reads next."""

import os
import sqlite3
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from storage.unavailable import Unavailable

T = TypeVar("T")
Unit = Callable[[Connection], T]

READERS = max(2, min(4, (os.cpu_count() or 1) // 2))
# Who begins with nothing at hand after every commit reads the first GiB without a system call a page: a search looks
# at thousands. To look up a few rows is quicker without.
MAPPED = "mmap_size=1073741824"
UNMAPPED = "mmap_size=0"


class Readers:
    """A few connections to a SQLite database for reading; the one that was used last has most still at hand.

    They are kept outside of SQLAlchemy's pool, which costs as much as two of the four queries of a command.
    """

    def __init__(self, engine: Engine, count: int, pragma: str) -> None:
        self._engine = engine
        self._count = count
        self._pragma = pragma
        self._closed = False
        self._idle: list[Connection | None] = [None] * count
        # A permit each: who has one finds a connection in the list.
        self._permits: SimpleQueue[None] = SimpleQueue()
        for _ in range(count):
            self._permits.put(None)
        self._here = threading.local()

    @property
    def busy(self) -> bool:
        """Whether whoever reads now may have to wait."""
        return self._permits.empty()

    def read(self, query: Unit[T]) -> T:
        """Run a query in a transaction that sees one moment: within a read, that of the read.

        Raises what it raises, or Unavailable once it was closed.
        """
        if (within := getattr(self._here, "connection", None)) is not None:
            return query(within)
        self._permits.get()
        connection = self._idle.pop()
        try:
            if self._closed:
                raise Unavailable("the database is closed")
            connection = connection or self._open()
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")
            self._here.connection = connection
            try:
                return query(connection)
            finally:
                self._here.connection = None
                driver.execute("COMMIT")
        except (sqlite3.Error, SQLAlchemyError):
            # Opened anew the next time, whatever it was.
            let_go(connection)
            connection = None
            raise
        finally:
            self._idle.append(connection)
            self._permits.put(None)

    def close(self) -> None:
        """Close the connections, as soon as each is idle."""
        self._closed = True
        for _ in range(self._count):
            self._permits.get()
        for place, connection in enumerate(self._idle):
            let_go(connection)
            self._idle[place] = None
        for _ in range(self._count):
            self._permits.put(None)

    def _open(self) -> Connection:
        connection = connected(self._engine)
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA {self._pragma}")
        return connection


def connected(engine: Engine) -> Connection:
    """Give a new connection whose transactions are begun and ended on the driver itself.

    SQLAlchemy takes it to be in one transaction for ever: its own cost as much as four queries.
    """
    connection = engine.connect()
    connection.begin()
    driver: Any = connection.connection.driver_connection
    driver.execute("COMMIT")
    return connection


def let_go(connection: Connection | None) -> None:
    """Let go of a connection for good, whatever state it is in."""
    if connection is not None:
        connection.invalidate()
        connection.close()
