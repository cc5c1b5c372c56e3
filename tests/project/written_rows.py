"""What stands in a SQLite file, in a form in which files of two runs can be compared."""

import re
import sqlite3
from pathlib import Path
from typing import Any

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_MICROSECONDS = 10**15

Rows = dict[str, list[dict[str, Any]]]


def _comparable(value: Any) -> Any:
    """Give a value with what is different each time replaced by its shape: ids, keys, hashes, moments."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, int) and value > _MICROSECONDS:
        return "moment"
    return _UID.sub("uid", value) if isinstance(value, str) else value


def rows(file: Path) -> Rows:
    """Give every row of every table, the shadow tables of the full-text index left out."""
    with sqlite3.connect(file) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = sorted(name for name in names if not name.startswith("search_index"))
        found = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1")] for name in own}
        found["search_index"] = [
            dict(row) for row in connection.execute("SELECT rowid FROM search_index WHERE search_index MATCH '短信'")
        ]
    connection.close()
    return {
        name: [{column: _comparable(value) for column, value in row.items()} for row in each]
        for name, each in found.items()
    }
