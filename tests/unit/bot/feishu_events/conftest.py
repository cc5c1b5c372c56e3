"""A Feishu with two people, a group and a reader at its end."""

from collections.abc import Iterator

import pytest

from tests.feishu.local import Chat, Driver, LocalFeishu, User, serving
from tests.unit.bot.feishu_events.reading import Reading


@pytest.fixture
def feishu() -> Iterator[LocalFeishu]:
    with serving(LocalFeishu()) as running:
        yield running


@pytest.fixture
def ann(feishu: LocalFeishu) -> User:
    return feishu.add_user("Ann")


@pytest.fixture
def lei(feishu: LocalFeishu) -> User:
    return feishu.add_user("李雷")


@pytest.fixture
def abc(feishu: LocalFeishu, ann: User, lei: User) -> Chat:
    return feishu.add_chat("ABC", [ann, lei])


@pytest.fixture
def reading(feishu: LocalFeishu) -> Reading:
    return Reading(feishu)


@pytest.fixture
def driver(feishu: LocalFeishu, reading: Reading) -> Driver:
    return Driver(feishu, reading)
