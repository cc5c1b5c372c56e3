"""What `bench.command` compares: every rival writes the rows of a real command, all of them and whole."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.by_orm import ByOrm
from bench.command import Rival, by_hand, ours
from bench.ground import Ground, prepare
from storage import integrity
from storage.chains import GENESIS, link
from storage.database import Database

COMMANDS = 3
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_MICROSECONDS = 10**15

Rows = dict[str, list[dict[str, Any]]]
Make = Callable[[Ground, Path], Rival]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Give a database in which three commands are awaited."""
    return prepare(tmp_path_factory.mktemp("bench") / "ground.db", COMMANDS)


def _written(make: Make, ground: Ground, file: Path) -> Path:
    """Have a rival handle every command on a copy of the ground."""
    shutil.copy(ground.file, file)
    rival = make(ground, file)
    try:
        rival.run(ground.commands, concurrency=1)
    finally:
        rival.close()
    return file


def _comparable(value: Any) -> Any:
    """Give a value with what is different each time replaced by its shape: ids, keys, hashes, moments."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, int) and value > _MICROSECONDS:
        return "moment"
    return _UID.sub("uid", value) if isinstance(value, str) else value


def _rows(file: Path) -> Rows:
    """Give every row of every table, the shadow tables of the full-text index left out."""
    with sqlite3.connect(file) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = sorted(name for name in names if not name.startswith("search_index"))
        rows = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1")] for name in own}
        rows["search_index"] = [
            dict(row) for row in connection.execute("SELECT rowid FROM search_index WHERE search_index MATCH '短信'")
        ]
    connection.close()
    return {
        name: [{column: _comparable(value) for column, value in row.items()} for row in found]
        for name, found in rows.items()
    }


@pytest.mark.parametrize("make", [by_hand, ByOrm])
def test_a_rival_writes_what_a_real_command_writes(make: Make, ground: Ground, tmp_path: Path) -> None:
    real = _rows(_written(ours, ground, tmp_path / "real.db"))
    theirs = _rows(_written(make, ground, tmp_path / "rival.db"))
    assert theirs.keys() == real.keys()
    for table in real:
        assert theirs[table] == real[table], table


def test_a_measured_command_does_all_that_is_promised(ground: Ground, tmp_path: Path) -> None:
    before, after = _rows(ground.file), _rows(_written(ours, ground, tmp_path / "real.db"))
    added = {name: len(after[name]) - len(before[name]) for name in after}
    assert {name: count for name, count in added.items() if count} == {
        "records": COMMANDS,
        "revisions": COMMANDS,
        "inbox": COMMANDS,
        "search_entries": COMMANDS,
        "search_index": COMMANDS,
        "audit": 2 * COMMANDS,
        "outbox": COMMANDS,
    }
    assert [row["state"] for row in after["duties"]] == ["done"] * COMMANDS


@pytest.mark.parametrize("make", [ours, by_hand, ByOrm])
def test_what_a_rival_writes_is_whole(make: Make, ground: Ground, tmp_path: Path) -> None:
    file = _written(make, ground, tmp_path / "rival.db")
    database = Database(f"sqlite:///{file}")
    assert integrity.problems(database) == []
    database.close()
    with sqlite3.connect(file) as connection:
        (head,) = connection.execute("SELECT audit_hash FROM organisations").fetchone()
        hashed = GENESIS
        for number, at, person, action, subject, detail in connection.execute(
            "SELECT number, at, person_id, action, object, detail FROM audit ORDER BY number"
        ):
            hashed = link(hashed, number, at, person or "", action, subject, detail)
    connection.close()
    assert hashed == head
