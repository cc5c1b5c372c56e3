"""What `bench.slack` compares: signed commands over HTTP leave the same rows with the bare app as with the product."""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bench.client import Client
from bench.ground import Ground, prepare
from bench.slack_client import signed
from bench.slack_servers import PLATFORM, bare, dossier, served
from storage import integrity
from storage.database import Database
from tests.project.written_rows import rows

COMMANDS = 3
SIGNED_WITH = "s" * 32
NO_SLACK = "http://127.0.0.1:9/"

Start = Callable[[Ground, Path], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Give a database in which three commands from Slack are awaited."""
    return prepare(tmp_path_factory.mktemp("bench") / "ground.db", COMMANDS, PLATFORM)


def the_product(ground: Ground, file: Path) -> AbstractContextManager[str]:
    return served(dossier, ground, file, SIGNED_WITH, NO_SLACK, None)


def the_product_with_60_commands(ground: Ground, file: Path) -> AbstractContextManager[str]:
    return served(dossier, ground, file, SIGNED_WITH, NO_SLACK, 60)


def the_bare_app(ground: Ground, file: Path) -> AbstractContextManager[str]:
    return served(bare, ground, file, SIGNED_WITH)


def _written(start: Start, ground: Ground, file: Path) -> Path:
    """Have a server take every command on a copy of the ground."""
    shutil.copy(ground.file, file)
    with start(ground, file) as address:
        asyncio.run(Client(address).run([signed(each, SIGNED_WITH) for each in ground.commands], concurrency=1))
    return file


@pytest.mark.parametrize("start", [the_bare_app, the_product_with_60_commands])
def test_a_server_writes_what_the_product_writes(start: Start, ground: Ground, tmp_path: Path) -> None:
    before, real = rows(ground.file), rows(_written(the_product, ground, tmp_path / "real.db"))
    assert len(real["records"]) - len(before["records"]) == COMMANDS
    theirs = rows(_written(start, ground, tmp_path / "theirs.db"))
    assert theirs.keys() == real.keys()
    for table in real:
        assert theirs[table] == real[table], table


def test_what_the_bare_app_writes_is_whole(ground: Ground, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{_written(the_bare_app, ground, tmp_path / 'bare.db')}")
    assert integrity.problems(database) == []
    database.close()


@pytest.mark.parametrize("start", [the_product, the_bare_app])
def test_a_command_signed_with_another_secret_is_not_taken(start: Start, ground: Ground, tmp_path: Path) -> None:
    file = Path(shutil.copy(ground.file, tmp_path / "file.db"))
    with start(ground, file) as address, pytest.raises(ValueError, match="refused"):
        asyncio.run(Client(address).run([signed(ground.commands[0], "x" * 32)], concurrency=1))
    assert rows(file) == rows(ground.file)
