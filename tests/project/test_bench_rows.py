"""What `bench.command` compares: every rival writes the rows of a real command, all of them and whole."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.by_orm import ByOrm
from bench.command import Rival, by_hand, ours
from bench.ground import Ground, prepare
from storage import integrity
from storage.chains import GENESIS, link
from storage.database import Database
from tests.project.written_rows import rows

COMMANDS = 3

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


@pytest.mark.parametrize("make", [by_hand, ByOrm])
def test_a_rival_writes_what_a_real_command_writes(make: Make, ground: Ground, tmp_path: Path) -> None:
    real = rows(_written(ours, ground, tmp_path / "real.db"))
    theirs = rows(_written(make, ground, tmp_path / "rival.db"))
    assert theirs.keys() == real.keys()
    for table in real:
        assert theirs[table] == real[table], table


def test_a_measured_command_does_all_that_is_promised(ground: Ground, tmp_path: Path) -> None:
    before, after = rows(ground.file), rows(_written(ours, ground, tmp_path / "real.db"))
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
