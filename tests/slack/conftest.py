"""What tests of Slack may use: a Slack on this machine."""

from collections.abc import Iterator

import pytest

from tests.slack.local import LocalSlack, serving


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """Give a running Slack with the app installed in its one workspace, and nobody in it yet."""
    with serving(LocalSlack()) as running:
        yield running
