"""A fresh organisation for every conversation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrations
from storage.database import Database
from tests.team import Team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Give the organisation, on real SQLite."""
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        yield team


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    """Give an installation in which nothing is yet."""
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    migrations.upgrade(database)
    return database
