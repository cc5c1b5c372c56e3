"""The product's clock: it goes on by itself, and moves forward only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import DEMO_CLOCK, Clock, MovableClock, clock_beside

START = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
SOON = timedelta(seconds=5)


def test_the_real_clock_gives_the_moment_in_utc() -> None:
    now = Clock().now()
    assert now.utcoffset() == timedelta()
    assert abs(now - datetime.now(UTC)) < SOON


def test_a_movable_clock_begins_now_or_at_a_moment_and_goes_on() -> None:
    assert abs(MovableClock().now() - datetime.now(UTC)) < SOON
    clock = MovableClock(START)
    first = clock.now()
    assert START <= first <= clock.now() < START + SOON


def test_it_moves_forward_by_a_span() -> None:
    clock = MovableClock(START)
    assert clock.advance(timedelta(days=7)) - (START + timedelta(days=7)) < SOON
    assert clock.now() >= START + timedelta(days=7)


def test_it_moves_forward_to_a_moment() -> None:
    clock = MovableClock(START)
    clock.set(START + timedelta(hours=24))
    assert timedelta() <= clock.now() - (START + timedelta(hours=24)) < SOON


def test_it_does_not_move_back() -> None:
    clock = MovableClock(START)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="forward"):
        clock.set(START - timedelta(hours=1))
    assert START <= clock.now() < START + SOON


def test_it_does_not_move_beyond_the_last_year_and_stays_where_it_was() -> None:
    clock = MovableClock(START)
    with pytest.raises(ValueError, match="9999"):
        clock.advance(timedelta(days=365 * 8000))
    assert START <= clock.now() < START + SOON


def test_who_is_to_look_before_a_move_sees_the_moment_before_it() -> None:
    clock, seen = MovableClock(START), []
    clock.before(lambda: seen.append(clock.now()))
    clock.advance(timedelta(hours=20))
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-timedelta(hours=1))
    assert [START <= each < START + SOON for each in seen] == [True]


def test_who_listens_hears_of_every_move_and_of_no_refused_one() -> None:
    clock, heard = MovableClock(), []
    clock.listen(lambda: heard.append(clock.now()))
    moved = clock.advance(timedelta(hours=20))
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-timedelta(hours=1))
    assert len(heard) == 1
    assert heard[0] >= moved


def test_the_clock_beside_the_data_of_the_demo_is_the_one_that_was_moved(tmp_path: Path) -> None:
    assert not isinstance(clock_beside(tmp_path / "dossier.db"), MovableClock)
    assert not isinstance(clock_beside(None), MovableClock)
    moved = MovableClock(kept_in=tmp_path / DEMO_CLOCK).advance(timedelta(days=13))
    assert clock_beside(tmp_path / "dossier.db").now() >= moved
