"""Units of work that SQLite's writer commits together."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection

from storage.database import Database


def in_one_group(database: Database, *units: Callable[[Connection], Any]) -> list[Any]:
    """Hand in units while the writer is busy, so that SQLite commits them together; give what came of each.

    What a unit raised is given as the exception. PostgreSQL runs them at the same time.
    """
    entered, go = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        entered.set()
        assert go.wait(10)

    with ThreadPoolExecutor(len(units) + 1) as pool:
        holding = pool.submit(database.write, hold)
        assert entered.wait(10)
        futures = [pool.submit(database.write, unit) for unit in units]
        go.set()
        holding.result()
        return [future.exception() or future.result() for future in futures]
