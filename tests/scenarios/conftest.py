"""A fresh organisation for every conversation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.team import Team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Give the organisation, on real SQLite."""
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        yield team
