"""What is written at the end of a group of units, for all of them at once: rows that nobody has to see before."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Connection

Put = Callable[[Connection, Sequence[Any]], None]


def later_of(connection: Connection) -> "Later | None":
    """Give what rows may wait in, None where each is to be written at once."""
    found: Later | None = getattr(connection.connection.dbapi_connection, "later", None)
    return found


class Later:
    """Rows that wait, on the connection of whoever writes a group of units (see storage.sqlite_file).

    One table after another for all units takes half the time of one unit after another for all tables. What is asked
    of such a table before is asked when its rows are there.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rows: list[tuple[str, Put, Any]] = []
        self._written = 0
        self._waiting: set[str] = set()
        self.failed = False
        """Whether something could not be written: whose it is nobody knows then."""

    def add(self, table: str, put: Put, row: object) -> None:
        """Have `put` called with a row for a table, and with all others that it is to be called with."""
        self._rows.append((table, put, row))
        self._waiting.add(table)

    def settle(self, connection: Connection, asked: Collection[str] | None = None) -> None:
        """Write what waits; where it is told which tables are `asked` for, only if it is for one of them."""
        if not self._waiting or (asked is not None and self._waiting.isdisjoint(asked)):
            return
        rows: dict[Put, list[Any]] = {}
        for _, put, row in self._rows[self._written :]:
            rows.setdefault(put, []).append(row)
        self._written = len(self._rows)
        self._waiting.clear()
        try:
            for put, those in rows.items():
                put(connection, those)
        except BaseException:
            self.failed = True
            raise

    def mark(self) -> tuple[int, int]:
        """Give how far it is, for `take_back`."""
        return len(self._rows), self._written

    def take_back(self, mark: tuple[int, int]) -> None:
        """Be as it was when it was marked: what was added since is gone, what was written since is so no more."""
        count, self._written = mark
        del self._rows[count:]
        self._waiting = {table for table, _, _ in self._rows[self._written :]}
