"""What tests of Slack may use: a Slack on this machine, and the product on it with somebody at work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.house import House, open_house
from tests.slack.local import Channel, LocalSlack, User, serving
from tests.slack.serving_dossier import Day, Team, open_day


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """Give a running Slack with the app installed in its one workspace, and nobody in it yet."""
    with serving(LocalSlack()) as running:
        yield running


@pytest.fixture(params=["http", "socket"])
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Day]:
    """Give the product on a Slack, in this process, over each of the two ways."""
    with open_day(tmp_path, request.param) as day:
        yield day


@pytest.fixture
def team(day: Day) -> Team:
    """Give 李雷 and Ann at work on a dossier they have just started."""
    return Team.of(day)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Give the product on a Slack over HTTP, with a driver, and nobody in it yet."""
    with open_house(tmp_path) as house:
        yield house


@pytest.fixture
def ann(house: House) -> User:
    """Give somebody in it."""
    return house.slack.add_user("Ann")


@pytest.fixture
def abc(house: House, ann: User) -> Channel:
    """Give Ann's channel, which is bound to her dossier."""
    channel = house.slack.add_channel("abc", [ann])
    house.found("ABC", ann, channel)
    return channel
