"""OAuth states: each works once, for ten minutes, on its platform; what is kept of it opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage import installing
from storage.database import Database
from storage.tables import installing as states

NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)


def issue(database: Database, now: datetime = NOW) -> str:
    """Give out a state."""
    return database.write(lambda c: installing.issue(c, "slack", now))


def consume(database: Database, state: str, now: datetime = NOW, platform: str = "slack") -> bool:
    """Take a state back."""
    return database.write(lambda c: installing.consume(c, platform, state, now))


def test_a_state_is_taken_back_once_by_one_of_eight_at_once(database: Database) -> None:
    state, other = issue(database), issue(database)
    assert state != other
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: consume(database, state), range(8)))
    assert sum(taken) == 1
    assert consume(database, other)


@pytest.mark.parametrize("state", ["", "made up", "\ud800"])
def test_a_state_that_was_not_given_out_is_refused(database: Database, state: str) -> None:
    issue(database)
    assert not consume(database, state)


def test_a_state_is_good_for_ten_minutes_on_its_platform(database: Database) -> None:
    state = issue(database)
    assert not consume(database, state, platform="feishu")
    assert not consume(database, state, NOW + timedelta(minutes=10))
    assert consume(database, state, NOW + timedelta(minutes=9, seconds=59))


def test_only_the_hash_of_a_state_is_kept_and_old_ones_are_dropped(database: Database) -> None:
    state = issue(database)
    (digest,) = database.read(lambda c: c.execute(select(states.c.state)).scalars().all())
    assert len(digest) == 32
    assert state.encode() not in digest
    issue(database, NOW + timedelta(minutes=10))
    assert database.read(lambda c: c.execute(select(func.count()).select_from(states)).scalar_one()) == 1
