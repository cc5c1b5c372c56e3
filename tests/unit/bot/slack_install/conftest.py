"""A database, and a local Slack to install from."""

from collections.abc import Iterator

import pytest

from storage.database import Database
from tests.slack.local import serving
from tests.slack.local.state import LocalSlack
from tests.unit.bot.slack_install.serving import Place


@pytest.fixture
def place(sqlite_database_url: str) -> Iterator[Place]:
    """Give an empty database and a fresh Slack that answers."""
    database, slack = Database(sqlite_database_url), LocalSlack()
    with serving(slack):
        yield Place(database, slack)
    database.close()
